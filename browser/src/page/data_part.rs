use super::field::guide;
use super::node::{Element, Handler, Node, button, el};
use super::noticed::{changes, noticed, warnings};
use super::reading_part::reading_part;
use super::sheet::sheet;
use super::shown::{named, short, whole};
use super::{Action, Field, PageState, Switch, Tab};
use perceptab::dataset::Task;
use perceptab::format::{counted, size, time_left};
use perceptab_conversation::session::{DataView, JobView, Purpose, Sample};

/// What the file picker shows first: tables, and for what is opened recipes and models too.
const FILES: &str =
    ".csv,.tsv,.tab,.txt,.dat,.gz,.zip,.xlsx,.xlsm,.xlsb,.xls,.ods,.jsonl,.ndjson,.json,text/csv,text/plain";

/// Each with its name, what it is, and what it asks.
const SAMPLES: [(Sample, &str, &str, &str); 3] = [
    (Sample::Songs, "Songs", "Songs: 15,000 invented ones", "How popular is a song?"),
    (Sample::Penguins, "Penguins", "Penguins: 344 real ones, with gaps", "Which penguin is it?"),
    (Sample::Diamonds, "Diamonds", "Diamonds: 10,000 real ones", "What does a diamond cost?"),
];

/// The table itself and how it was read; without one, the ways to bring one.
pub fn data_panel(state: &PageState) -> Vec<Node> {
    let Some(data) = &state.view.data else {
        return vec![el("div").class("empty").child(reading(state)).children(empty()).into()];
    };
    vec![
        reading(state).into(),
        noticed(state, data).into(),
        reading_part(state, data).into(),
        warnings(&data.summary).into(),
        if state.tab == Tab::Data { sheet(state, data).into() } else { Node::Same },
        changes().into(),
    ]
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
    let (name, bytes) = state.view.reading.as_ref()?;
    let job = state.view.reading_job();
    let (read, bytes) = job.map_or((0, *bytes), |job| (job.done as u64, job.of as u64));
    let left = job.and_then(JobView::seconds_left).map(time_left).filter(|left| !left.is_empty());
    let left = left.map_or(String::new(), |left| format!(" · {left}"));
    let words = format!(": {} of {}{left}", size(read), size(bytes));
    Some(
        el("div")
            .class("reading")
            .child(el("p").text("Reading ").child(el("b").child(named(name))).text(words))
            .child(
                el("progress")
                    .attr("aria-label", "Reading the file")
                    .attr("max", bytes.max(1).to_string())
                    .attr("value", read.to_string()),
            )
            .child(button("Cancel", Action::CancelReading)),
    )
}

/// The same words stand in the static shell of `index.html`.
fn empty() -> [Element; 3] {
    let samples = SAMPLES.map(|(sample, _, about, question)| {
        let open = button("", Action::OpenSample(sample))
            .class("sample")
            .child(el("b").text(question))
            .child(el("span").text(about));
        el("li").child(open)
    });
    let open = el("p")
        .class("muted small")
        .text("CSV, Excel or JSON lines · or ")
        .children(pick_file("open a file", "link", Purpose::Open))
        .text(" · or paste cells");
    let quiet = el("p")
        .class("promise small muted")
        .text("Your file never leaves this tab. ")
        .child(guide("privacy", "How to check it yourself", "How to check it yourself".to_string()))
        .text(" · ")
        .child(button("Reproduce the assignment", Action::Assignment).class("link"))
        .text(" · ")
        .child(button("Settings", Action::Drawer(true)).class("link"));
    [
        el("div").class("drop").child(el("p").class("big").text("Drop a CSV anywhere")).child(open),
        el("ul").class("samples").children(samples),
        quiet,
    ]
}

/// Which table is there, and the ways to another.
pub fn file_facts(data: &DataView) -> Element {
    let summary = &data.summary;
    let numbers = format!(
        "{} · {} · {}",
        counted(summary.rows, "row"),
        counted(summary.columns.len(), "column"),
        size(summary.bytes)
    );
    let samples = SAMPLES.map(|(sample, name, ..)| el("li").child(button(name, Action::OpenSample(sample))));
    let others = el("details").class("menu").child(el("summary").text("Open")).child(
        el("ul")
            .child(el("li").children(pick_file("Choose another CSV", "", Purpose::Open)))
            .children(samples)
            .child(whole(&summary.name).map(|whole| el("li").child(whole))),
    );
    el("div")
        .class("file")
        .child(el("h2").class("file-name").attr("title", summary.name.clone()).child(named(&summary.name)))
        .child(el("p").class("numbers muted").text(numbers))
        .child(others)
}

pub fn target(state: &PageState, data: &DataView) -> Element {
    let columns = data.proposal.columns.iter().filter(|column| !column.tasks.is_empty());
    let options = columns
        .map(|column| el("option").attr("value", column.name.clone()).text(short(&column.name).into_owned()));
    let chosen = state.target().map(|target| target.name.clone()).unwrap_or_default();
    let select =
        el("select").attr("id", "target").on(Handler::Chosen(Field::Target)).children(options).value(chosen);
    el("div").class("choose").child(el("label").attr("for", "target").text("Column to predict")).child(select)
}

pub fn tasks(state: &PageState) -> Element {
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
