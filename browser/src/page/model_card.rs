use std::borrow::Cow;

use super::column_table::scroll;
use super::data_part::pick_file;
use super::message::message;
use super::node::{Element, Handler, Node, button, el};
use super::noticed::list;
use super::row_part::row_part;
use super::shown::{named, short, whole};
use super::words_table::words_table;
use super::{Action, Field, PageState, Switch};
use perceptab::format::{count, counted};
use perceptab::model::{ModelSummary, PredictSettings};
use perceptab::recipe::settings;
use perceptab::table::{Choice, Doubt};
use perceptab_conversation::session::{Export, Place, Prediction, Purpose};

/// So many columns that a table to predict needs are named.
const MOST_NAMES: usize = 100;

/// The model that is at hand, and rows for it to predict.
pub fn model_card(state: &PageState) -> Option<Element> {
    let model = state.view.model.as_ref()?;
    let title = match state.opened_name() {
        Some(file) => el("h3").text("Model of ").child(named(file)),
        None => el("h3").text("Trained model"),
    };
    let names: Vec<_> = model.inputs.iter().take(MOST_NAMES).map(|name| short(name)).collect();
    let more = model.inputs.len() - names.len();
    let more = if more > 0 { format!(" and {} more", count(more)) } else { String::new() };
    let prediction = state.view.prediction.as_ref();
    let files = el("section")
        .class("new-rows")
        .attr("aria-labelledby", "new-rows-title")
        .child(el("h3").attr("id", "new-rows-title").text("Many rows"))
        .child(el("p").text(
            "Drop a file of new rows here: it comes back as it was, with the answers as further columns.",
        ))
        .child(
            el("p")
                .class("actions")
                .children(pick_file("Predict rows of a CSV", "", Purpose::Predict))
                .child(gaps(state, model)),
        )
        .child(
            el("p").class("muted small").text("It needs: ").children(joined(&names)).text(format!("{more}.")),
        );
    let about = el("p")
        .class("muted small")
        .text(model.about.clone())
        .text(" ")
        .child(button("Put model away", Action::DropModel).class("link"));
    Some(
        el("div")
            .class("model")
            .child(title)
            .children(row_part(state, model))
            .child(message(state, &[Place::NewRows]))
            .child(files)
            .children(
                prediction.map(|prediction| predicted(state, prediction, &model.target)).unwrap_or_default(),
            )
            .child(about)
            .child(whole(&model.target)),
    )
}

/// The rows of this table that training leaves out, since nothing stands in the column to predict.
fn gaps(state: &PageState, model: &ModelSummary) -> Option<Element> {
    let summary = &state.view.data.as_ref()?.summary;
    let missing = summary.columns.iter().find(|column| column.name == model.target)?.missing;
    // Of a file that was read in part all are predicted.
    let rows = match state.read_with.sample {
        Some(_) => "rows".to_string(),
        None => counted(missing, "row"),
    };
    let words = format!("Predict the {rows} without {}", short(&model.target));
    (missing > 0 && state.source.is_some()).then(|| button(words, Action::PredictGaps))
}

/// Names with commas between them, each in its own direction.
fn joined(names: &[Cow<str>]) -> Vec<Node> {
    let mut nodes = Vec::new();
    for (nth, name) in names.iter().enumerate() {
        if nth > 0 {
            nodes.push(", ".into());
        }
        nodes.push(named(name).into());
    }
    nodes
}

fn predicted(state: &PageState, prediction: &Prediction, target: &str) -> Vec<Element> {
    let mut rows = vec![vec!["Row".to_string(), format!("Predicted {}", short(target))]];
    rows.extend(prediction.first.iter().map(|(row, value)| vec![count(*row), value.clone()]));
    let mut elements = vec![
        el("p")
            .text(format!("{} of ", counted(prediction.rows, "row")))
            .child(el("b").child(named(&prediction.file)))
            .text(" predicted. ")
            .text(prediction.score.clone().unwrap_or_default()),
    ];
    elements.extend(prediction.doubts.iter().enumerate().map(|(place, doubt)| reading(place, doubt)));
    elements.extend(list(prediction.notes.clone()));
    let encoding = state.predict.reading.encoding.as_deref();
    if prediction.is_encoding_doubtful || encoding.is_some() {
        elements.push(encoding_of_new_rows(encoding.unwrap_or_default()));
    }
    elements.push(scroll("scroll predicted", "First predictions").child(words_table(&rows)));
    let PredictSettings { remarks, guard, .. } = state.predict;
    elements.push(tick(
        "predict-remarks",
        Switch::Remarks,
        remarks,
        "A further column says what was odd about each row",
    ));
    elements.push(tick(
        "predict-guard",
        Switch::Guard,
        guard,
        "An apostrophe before copied cells that a spreadsheet would take for formulas; without it they are copied as they stand",
    ));
    elements.push(button("New predictions (CSV)", Action::Export(Export::NewPredictions)));
    elements
}

/// A column whose cells have two readings, and the choice between them.
fn reading(place: usize, doubt: &Doubt) -> Element {
    let id = format!("doubt-{place}");
    let option = |choice: Choice| el("option").attr("value", choice.id()).text(choice.text());
    // In one order, whichever is taken.
    let choices =
        Choice::ALL.into_iter().filter(|choice| [doubt.taken, doubt.taken.other()].contains(choice));
    let select = el("select")
        .attr("id", id.clone())
        .children(choices.map(option))
        .value(doubt.taken.id())
        .on(Handler::Chosen(Field::Doubt(place)));
    el("p")
        .class("doubt")
        .child(el("label").attr("for", id).text(format!("Read '{}' with: ", short(&doubt.column))))
        .child(select)
        .text(format!(" {}", doubt.why))
}

/// The encoding of the new rows, to be chosen; empty: as detected.
fn encoding_of_new_rows(chosen: &str) -> Element {
    let id = Field::NewRowsEncoding.name();
    let option =
        |(value, text): &(&'static str, &'static str)| el("option").attr("value", *value).text(*text);
    let select = el("select")
        .attr("id", id)
        .child(option(&("", "as detected")))
        .children(settings::ENCODING.names.iter().map(option))
        .value(chosen)
        .on(Handler::Chosen(Field::NewRowsEncoding));
    el("p").class("doubt").child(el("label").attr("for", id).text("Encoding of the new rows: ")).child(select)
}

fn tick(id: &'static str, switch: Switch, on: bool, text: &'static str) -> Element {
    let input = el("input").attr("type", "checkbox").attr("id", id).checked(on).on(Handler::Switched(switch));
    el("p").class("check").child(el("label").attr("for", id).child(input).text(format!(" {text}")))
}
