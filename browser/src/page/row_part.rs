//! A form of the model's columns, and above it what the model says of the row that is filled in.

use super::node::{Element, Handler, Node, button, el};
use super::shown::{named, short};
use super::{Action, Field, PageState};
use perceptab::format::{count, counted, number};
use perceptab::model::{InputField, ModelSummary};
use perceptab_conversation::session::RowPredicted;

pub fn row_part(state: &PageState, model: &ModelSummary) -> [Node; 5] {
    let answer = state.row.answer.as_ref();
    let fields = model.fields.iter().zip(&state.row.cells).enumerate();
    let fields = fields.map(|(place, (field, cell))| {
        let note = answer.and_then(|answer| answer.notes.get(place)).map_or("", String::as_str);
        asked(place, field, cell, note)
    });
    let left = model.inputs.len().saturating_sub(model.fields.len());
    let left = (left > 0).then(|| {
        el("p").class("muted small").text(format!("{} more are taken as missing.", counted(left, "column")))
    });
    [
        headline(state, model).into(),
        answer.filter(|answer| !answer.classes.is_empty()).map(class_table).into(),
        row_of_table(state).into(),
        el("div").class("fields").children(fields).into(),
        left.into(),
    ]
}

/// The answer, and what it was at first.
fn headline(state: &PageState, model: &ModelSummary) -> Element {
    let row = &state.row;
    let value = row.answer.as_ref().map_or("–".to_string(), value);
    let mut words = match row.row.as_str() {
        "" => "The middle or the commonest value of each column.".to_string(),
        row => row.to_string(),
    };
    match row.changed() {
        0 => {}
        1 => words += " One value differs from that",
        changed => words += &format!(" {} values differ from that", count(changed)),
    }
    if let (true, Some(answer), Some((first, begun))) = (row.changed() > 0, &row.answer, &row.first) {
        words += &match (answer.number, *first) {
            (Some(now), Some(before)) => {
                let by = number(now - before, 3);
                let plus = if now > before { "+" } else { "" };
                format!(": {plus}{by} from {begun}.")
            }
            _ => format!(", and the answer from {begun}."),
        };
    }
    let unit = if model.unit.is_empty() { String::new() } else { format!("{} · ", model.unit) };
    el("section")
        .class("answer")
        .attr("aria-label", "The answer")
        .child(
            el("p")
                .class("focal")
                .attr("role", "status")
                .child(el("b").text(value))
                .text(" ")
                .child(el("span").text(unit + &short(&model.target))),
        )
        .child(el("p").class("small muted").text(words))
}

/// A number, or the likeliest class and how likely it is.
pub fn value(answer: &RowPredicted) -> String {
    let of_it = answer.classes.iter().find(|(class, _)| *class == answer.text);
    match (answer.number, of_it) {
        (Some(value), _) => number(value, 4),
        (_, Some((class, probability))) => format!("{}, {:.0} %", short(class), 100.0 * probability),
        _ => "no finite number".to_string(),
    }
}

/// Each class with its probability.
fn class_table(answer: &RowPredicted) -> Element {
    let rows = answer.classes.iter().map(|(class, probability)| {
        let bar = el("progress").attr("aria-hidden", "true").attr("value", probability.to_string());
        el("tr")
            .child(el("th").attr("scope", "row").child(named(class)))
            .child(el("td").child(bar))
            .child(el("td").class("numbers").text(format!("{:.1} %", 100.0 * probability)))
    });
    el("table").class("classes").attr("aria-label", "Probabilities").child(el("tbody").children(rows))
}

/// The cells of any row of the table, by its number.
fn row_of_table(state: &PageState) -> Option<Element> {
    let summary = &state.view.data.as_ref()?.summary;
    let (first, field) = (summary.first_row(), Field::TableRow);
    let input = el("input")
        .attr("type", "number")
        .attr("id", field.name())
        .attr("placeholder", format!("{first} to {}", (first + summary.rows).saturating_sub(1)))
        .on(Handler::Chosen(field))
        .value(state.row.number.clone());
    Some(
        el("p")
            .class("take-row")
            .child(el("label").attr("for", field.name()).text("Fill in row"))
            .child(input)
            .child(button("Begin again", Action::BeginRow).class("quiet")),
    )
}

/// One cell: a number with the range of the training below it, or a choice of levels.
fn asked(place: usize, field: &InputField, cell: &str, note: &str) -> Element {
    let id = format!("cell-{place}");
    let note_id = format!("{id}-note");
    let of_this = Field::Cell(place);
    let text = |kind: &'static str| el("input").attr("type", kind).on(Handler::Typed(of_this));
    let control = if field.levels.is_empty() {
        text(if field.is_number { "number" } else { "text" }).attr("placeholder", "missing").value(cell)
    } else {
        let another = (!field.levels.iter().any(|level| level == cell)).then_some(cell);
        let levels = field.levels.iter().map(String::as_str).chain(another.filter(|cell| !cell.is_empty()));
        let option =
            |level: &str| el("option").attr("value", level.to_string()).text(short(level).into_owned());
        el("select")
            .on(Handler::Chosen(of_this))
            .children(levels.map(option))
            .child(el("option").attr("value", "").text("missing"))
            .value(cell)
    };
    // It is the field's own value once more, for the hand alone.
    let (control, track) = match &field.track[..] {
        [least, most, step] => (
            control.attr("step", step.clone()),
            Some(
                text("range")
                    .attr("tabindex", "-1")
                    .attr("aria-hidden", "true")
                    .attr("min", least.clone())
                    .attr("max", most.clone())
                    .attr("step", step.clone())
                    .value(if cell.is_empty() { &field.start } else { cell }),
            ),
        ),
        _ => (control, None),
    };
    el("div")
        .class(if note.is_empty() { "asked" } else { "asked odd" })
        .child(
            el("label")
                .attr("for", id.clone())
                .child(named(&field.name))
                .child(el("span").class("muted").text(field.range.clone())),
        )
        .child(control.attr("id", id).attr("aria-describedby", note_id.clone()))
        .child(track)
        .child(el("p").class("problem").attr("id", note_id).text(note.to_string()))
}
