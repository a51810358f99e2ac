//! A form of the model's columns, and above it what the model says of the row that is filled in.

use super::node::{Element, Handler, Node, button, el};
use super::shown::{named, short};
use super::{Action, Field, PageState};
use perceptab::dataset::Task;
use perceptab::format::{count, counted, number};
use perceptab::model::{InputField, ModelSummary, RowAnswer};
use perceptab::table::Kind;

/// So many cells can be filled in; those of very wide models begin and stay as they are.
const MOST_FIELDS: usize = 120;

pub fn row_part(state: &PageState, model: &ModelSummary) -> [Node; 4] {
    let notes: &[(usize, String)] = state.row.answer.as_ref().map_or(&[], |answer| &answer.notes);
    let note = |place| notes.iter().find(|(of, _)| *of == place).map(|(_, note)| note.as_str());
    let fields = model.fields.iter().zip(&state.row.cells).enumerate().take(MOST_FIELDS);
    let fields = fields.map(|(place, (field, cell))| asked(place, field, cell, note(place)));
    let left = model.fields.len().saturating_sub(MOST_FIELDS);
    let left = (left > 0).then(|| {
        let words = format!("{} more stay as they began.", counted(left, "column"));
        el("p").class("muted small").text(words)
    });
    [
        answer(state, model).into(),
        row_of_table(state).into(),
        el("div").class("fields").children(fields).into(),
        left.into(),
    ]
}

/// The answer, and what it was at first.
fn answer(state: &PageState, model: &ModelSummary) -> Element {
    let row = &state.row;
    let target = short(&model.target).into_owned();
    let (value, words) = match &row.answer {
        None => ("–".to_string(), target),
        Some(RowAnswer { number: Some(value), .. }) => (number(*value, 4), with_unit(target, &model.unit)),
        Some(answer) if answer.classes.is_empty() => ("–".to_string(), "no finite number".to_string()),
        Some(answer) => (short(&answer.text).into_owned(), target),
    };
    let classes = row.answer.as_ref().filter(|answer| !answer.classes.is_empty());
    el("section")
        .class("answer")
        .attr("aria-label", "The answer")
        .child(
            el("p")
                .class("focal")
                .attr("role", "status")
                .child(el("b").text(value))
                .text(" ")
                .child(el("span").text(words)),
        )
        .child(el("p").class("small muted").text(about(state, model)))
        .child(classes.map(|answer| class_table(answer, row.first.as_ref())))
}

fn with_unit(target: String, unit: &str) -> String {
    if unit.is_empty() { target } else { format!("{unit} {target}") }
}

/// Where the row comes from, and how far the answer has gone from there.
fn about(state: &PageState, model: &ModelSummary) -> String {
    let row = &state.row;
    let mut words = match (row.row, state.rows_to_take()) {
        (Some(place), Some((first, _))) => {
            let was = row.actual.as_ref().map(|actual| format!(", where it was {}", short(actual)));
            format!("Row {}{}.", count(first + place), was.unwrap_or_default())
        }
        _ => "The middle or the commonest value of each column.".to_string(),
    };
    match row.changed() {
        0 => return words,
        1 => words += " One value differs from that",
        changed => words += &format!(" {} values differ from that", count(changed)),
    }
    let answers = row.answer.as_ref().zip(row.first.as_ref());
    words += &match answers {
        Some((RowAnswer { number: Some(now), .. }, RowAnswer { number: Some(first), .. })) => {
            format!(": {} from {}.", signed(number(now - first, 3)), number(*first, 4))
        }
        Some((now, first)) if model.task == Task::Classification && now.text != first.text => {
            format!(": {} before.", short(&first.text))
        }
        _ => ".".to_string(),
    };
    words
}

/// With a plus where it is more.
fn signed(number: String) -> String {
    if number.starts_with('−') || number == "0" { number } else { format!("+{number}") }
}

/// Each class with its probability.
fn class_table(answer: &RowAnswer, first: Option<&RowAnswer>) -> Element {
    let others = (answer.others > 0.0).then(|| ("all others".to_string(), answer.others));
    let rows = answer.classes.iter().chain(&others).map(|(class, probability)| {
        let before = first.and_then(|first| first.classes.iter().find(|(of, _)| of == class));
        let change = before.map(|(_, before)| 100.0 * (probability - before)).filter(|by| by.abs() >= 0.05);
        let change = change.map(|by| signed(format!("{by:.1}").replace('-', "−"))).unwrap_or_default();
        let bar = el("progress")
            .attr("aria-hidden", "true")
            .attr("max", "1")
            .attr("value", probability.to_string());
        el("tr")
            .child(el("th").attr("scope", "row").child(named(class)))
            .child(el("td").child(bar))
            .child(el("td").class("numbers").text(format!("{:.1} %", 100.0 * probability)))
            .child(el("td").class("numbers muted").text(change))
    });
    let head = ["Class", "", "Probability", "Change"].map(|name| el("th").attr("scope", "col").text(name));
    let rows: Vec<Element> = rows.collect();
    el("table")
        .class("classes")
        .child(el("thead").class("visually-hidden").child(el("tr").children(head)))
        .child(el("tbody").children(rows))
}

/// The cells of any row of the table, by its number.
fn row_of_table(state: &PageState) -> Option<Element> {
    let (first, last) = state.rows_to_take()?;
    let field = Field::TableRow;
    let input = el("input")
        .attr("type", "number")
        .attr("id", field.name())
        .attr("min", first.to_string())
        .attr("max", last.to_string())
        .attr("placeholder", format!("{first} to {last}"))
        .on(Handler::Chosen(field))
        .value(state.row.number.clone());
    let back = (state.row.row.is_some() || state.row.changed() > 0)
        .then(|| button("Begin again", Action::BeginRow).class("quiet"));
    Some(
        el("p")
            .class("take-row")
            .child(el("label").attr("for", field.name()).text("Fill in row"))
            .child(input)
            .child(back),
    )
}

/// One cell: a number with the range of the training below it, or a choice of levels.
fn asked(place: usize, field: &InputField, cell: &str, note: Option<&str>) -> Element {
    let id = format!("cell-{place}");
    let told = format!("{id}-note");
    let of_this = Field::Cell(place);
    let numeric = field.kind == Kind::Numeric;
    let control = if field.levels.is_empty() {
        let input = el("input").attr("type", if numeric { "number" } else { "text" });
        let step = field.range.map_or("any".to_string(), |range| step(range, cell));
        let input = if numeric { input.attr("step", step).attr("placeholder", "missing") } else { input };
        input.on(Handler::Typed(of_this)).value(cell)
    } else {
        let known = |level: &&String| level.as_str() == cell;
        let another = (!cell.is_empty() && !field.levels.iter().any(|level| known(&level))).then_some(cell);
        let levels = field.levels.iter().map(String::as_str).chain(another);
        let options =
            levels.map(|level| el("option").attr("value", level.to_string()).text(short(level).into_owned()));
        let missing = el("option").attr("value", "").text("missing");
        let options: Vec<Element> = options.chain([missing]).collect();
        el("select").on(Handler::Chosen(of_this)).children(options).value(cell)
    };
    let range = field.range.map(|(least, most)| {
        let text = |value: f64| if numeric { number(value, 4) } else { field.kind.text(value) };
        with_unit(format!("{} to {}", text(least), text(most)), "") + &unit(&field.unit)
    });
    // It is the field's own value once more, for the hand alone.
    let track = field.range.filter(|_| numeric).map(|(least, most)| {
        el("input")
            .attr("type", "range")
            .attr("tabindex", "-1")
            .attr("aria-hidden", "true")
            .attr("min", least.to_string())
            .attr("max", most.to_string())
            .attr("step", step((least, most), cell))
            .on(Handler::Typed(of_this))
            .value(if cell.is_empty() { &field.start } else { cell })
    });
    el("div")
        .class(if note.is_some() { "asked odd" } else { "asked" })
        .child(
            el("label")
                .attr("for", id.clone())
                .child(named(&field.name))
                .text(" ")
                .child(el("span").class("muted").text(range.unwrap_or_default())),
        )
        .child(control.attr("id", id).attr("aria-describedby", told.clone()))
        .child(track)
        .child(el("p").class("problem").attr("id", told).text(note.unwrap_or_default().to_string()))
}

fn unit(unit: &str) -> String {
    if unit.is_empty() { String::new() } else { format!(" {unit}") }
}

/// A power of ten, about a hundredth of the range; a whole number where the range and what stands there are.
fn step((least, most): (f64, f64), cell: &str) -> String {
    let wanted = (most - least) / 100.0;
    let are_whole = [Some(least), Some(most), cell.parse().ok()]
        .iter()
        .all(|value| value.is_none_or(|value: f64| value.fract() == 0.0));
    let wanted = if are_whole && most - least >= 10.0 { wanted.max(1.0) } else { wanted };
    if !(wanted.is_finite() && wanted > 0.0) {
        return "any".to_string();
    }
    let mut step = 1.0;
    while step > wanted && step > 1e-9 {
        step /= 10.0;
    }
    while step * 10.0 <= wanted {
        step *= 10.0;
    }
    step.to_string()
}
