use super::column_table::column_table;
use super::findings::findings;
use super::message::{asides, message};
use super::node::{Element, Handler, Node, button, el};
use super::noticed::{changes, noticed, warnings};
use super::reading_part::reading_part;
use super::shown::{named, short, whole};
use super::{Action, Field, PageState, Switch};
use perceptab::dataset::Task;
use perceptab::format::{counted, size};
use perceptab_conversation::session::{DataView, Place, Purpose, Sample};

/// What the file picker shows first: tables, and for what is opened recipes and models too.
const FILES: &str =
    ".csv,.tsv,.tab,.txt,.dat,.gz,.zip,.xlsx,.xlsm,.xlsb,.xls,.ods,.jsonl,.ndjson,.json,text/csv,text/plain";

const SAMPLES: [(Sample, &str, &str, &str); 3] = [
    (Sample::Songs, "Songs", "about-songs", "popularity of 15,000 invented songs"),
    (Sample::Penguins, "Penguins", "about-penguins", "species of 344 real penguins"),
    (Sample::Diamonds, "Diamonds", "about-diamonds", "price of 10,000 real diamonds"),
];

pub fn data_part(state: &PageState) -> Node {
    let part = part("data", "data-title", "1", "Data")
        .child(message(state, &[Place::File]))
        .children(asides(state))
        .child(reading(state));
    match &state.view.data {
        None => part.children(empty()),
        Some(data) => part
            .child(file_facts(data))
            .child(target(state, data))
            .child(tasks(state))
            .child(noticed(state, data))
            .child(findings(state))
            .children(column_table(state, data))
            .child(reading_part(state, data))
            .child(warnings(&data.summary))
            .child(changes()),
    }
    .into()
}

/// One of the page's three parts, with its number and title.
pub fn part(class: &'static str, id: &'static str, number: &'static str, title: &'static str) -> Element {
    let class = match class {
        "data" => "part data",
        "network" => "part network",
        _ => "part result",
    };
    let number = el("span").class("number").attr("aria-hidden", "true").text(number);
    el("section")
        .class(class)
        .attr("aria-labelledby", id)
        .child(el("h2").attr("id", id).child(number).text(title))
}

/// A button that opens the file picker. The input itself is out of sight and out of the keyboard's way.
pub fn pick_file(label: &'static str, class: &'static str, purpose: Purpose) -> [Element; 2] {
    [
        el("button").attr("type", "button").class(class).on(Handler::OpenPicker).text(label),
        el("input")
            .attr("type", "file")
            .flag("hidden", true)
            .attr("accept", FILES)
            .on(Handler::PickedFile(purpose)),
    ]
}

/// How far a file is read, and a way out.
fn reading(state: &PageState) -> Option<Element> {
    let (name, read, bytes) = state.view.reading.as_ref()?;
    let words = format!(": {} of {}", size(*read), size(*bytes));
    Some(
        el("div")
            .class("reading")
            .child(el("p").text("Reading ").child(el("b").child(named(name))).text(words))
            .child(
                el("progress")
                    .attr("aria-label", "Reading the file")
                    .attr("max", bytes.max(&1).to_string())
                    .attr("value", read.to_string()),
            )
            .child(button("Cancel", Action::CancelReading)),
    )
}

/// The same words stand in the static shell of `index.html`.
fn empty() -> [Element; 3] {
    let samples = SAMPLES.map(|(sample, name, id, about)| {
        el("li")
            .child(button(name, Action::OpenSample(sample)).attr("aria-describedby", id))
            .child(el("span").attr("id", id).text(about))
    });
    let open = el("p")
        .class("muted")
        .text("or ")
        .children(pick_file("open a file", "link", Purpose::Open))
        .text(", or paste cells from a spreadsheet");
    [
        el("div").class("drop").child(el("p").class("big").text("Drop a CSV anywhere")).child(open),
        el("h3").text("Try it with a sample"),
        el("ul").class("samples").children(samples),
    ]
}

fn file_facts(data: &DataView) -> Element {
    let summary = &data.summary;
    let numbers = format!(
        "{} · {} · {}",
        counted(summary.rows, "row"),
        counted(summary.columns.len(), "column"),
        size(summary.bytes)
    );
    let samples = SAMPLES.map(|(sample, name, ..)| button(name, Action::OpenSample(sample)).class("link"));
    el("div")
        .class("file")
        .child(el("h3").class("file-name").child(named(&summary.name)))
        .child(whole(&summary.name))
        .child(el("p").class("numbers").text(numbers))
        .child(
            el("p")
                .class("others")
                .children(pick_file("Choose another CSV", "link", Purpose::Open))
                .children(samples),
        )
}

fn target(state: &PageState, data: &DataView) -> Element {
    let columns = data.proposal.columns.iter().filter(|column| !column.tasks.is_empty());
    let options = columns
        .map(|column| el("option").attr("value", column.name.clone()).text(short(&column.name).into_owned()));
    let chosen = state.target().map(|target| target.name.clone()).unwrap_or_default();
    let select =
        el("select").attr("id", "target").on(Handler::Chosen(Field::Target)).children(options).value(chosen);
    el("div").class("choose").child(el("label").attr("for", "target").text("Column to predict")).child(select)
}

fn tasks(state: &PageState) -> Element {
    let task = |task: Task, switch: Switch, label: &'static str, about: &'static str| {
        let allowed = state.target().is_some_and(|target| target.tasks.contains(&task));
        let input = el("input")
            .attr("type", "radio")
            .attr("name", "task")
            .checked(state.task() == Some(task))
            .flag("disabled", !allowed)
            .on(Handler::Switched(switch));
        el("label")
            .class("choice")
            .child(input)
            .child(el("span").text(label))
            .child(el("span").class("muted").text(about))
    };
    el("fieldset")
        .class("tasks")
        .child(el("legend").class("visually-hidden").text("Task"))
        .child(task(Task::Regression, Switch::Regression, "Regression", "predict a number"))
        .child(task(
            Task::Classification,
            Switch::Classification,
            "Classification",
            "predict one of its values",
        ))
}
