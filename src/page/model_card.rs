use std::borrow::Cow;

use super::column_table::scroll;
use super::data_part::pick_file;
use super::message::message;
use super::node::{Element, Node, button, el};
use super::noticed::list;
use super::shown::{named, short, whole};
use super::{Action, PageState};
use crate::dataset::Task;
use crate::model::ModelSummary;
use crate::session::format::{count, counted};
use crate::session::{Export, Place, Prediction, Purpose};

/// So many columns that a table to predict needs are named.
const MOST_NAMES: usize = 100;

/// The model that is at hand, and rows for it to predict.
pub fn model_card(state: &PageState) -> Option<Element> {
    let model = state.view.model.as_ref()?;
    let title = match &state.view.model_file {
        Some(file) => el("h3").text("Model of ").child(named(file)),
        None => el("h3").text("Trained model"),
    };
    let names: Vec<_> = model.inputs.iter().take(MOST_NAMES).map(|name| short(name)).collect();
    let more = model.inputs.len() - names.len();
    let more = if more > 0 { format!(" and {} more", count(more)) } else { String::new() };
    let prediction = state.view.prediction.as_ref();
    Some(
        el("div")
            .class("model")
            .child(title)
            .child(el("p").text(sentence(model)))
            .child(
                el("p")
                    .class("muted small")
                    .text("A CSV to predict needs: ")
                    .children(joined(&names))
                    .text(format!("{more}.")),
            )
            .child(whole(&model.target))
            .child(message(state, &[Place::NewRows]))
            .child(
                el("p")
                    .class("actions")
                    .children(pick_file("Predict rows of a CSV", "", Purpose::Predict))
                    .child(button("Put model away", Action::DropModel).class("quiet")),
            )
            .children(prediction.map(|prediction| predicted(prediction, &model.target)).unwrap_or_default()),
    )
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

fn sentence(model: &ModelSummary) -> String {
    let widths: Vec<String> = model.widths.iter().map(|width| count(*width)).collect();
    let task = match model.task {
        Task::Regression => "Predicts the number",
        Task::Classification => "Predicts the class",
    };
    format!(
        "{task} {} with {} neurons ({}) after {}.",
        short(&model.target),
        widths.join(" → "),
        counted(model.parameters, "parameter"),
        counted(model.epochs, "epoch")
    )
}

#[inline(never)]
fn predicted(prediction: &Prediction, target: &str) -> Vec<Element> {
    let rows = prediction.first.iter().map(|(row, value)| {
        el("tr").child(el("th").attr("scope", "row").text(count(*row))).child(el("td").text(value.clone()))
    });
    let head = el("tr")
        .child(el("th").attr("scope", "col").text("Row"))
        .child(el("th").attr("scope", "col").text("Predicted ").child(named(target)));
    let mut elements = vec![
        el("p")
            .text(format!("{} of ", counted(prediction.rows, "row")))
            .child(el("b").child(named(&prediction.file)))
            .text(" predicted. ")
            .text(prediction.score.clone().unwrap_or_default()),
    ];
    elements.extend(list(prediction.notes.clone()));
    elements.push(
        scroll("scroll predicted", "First predictions")
            .child(el("table").child(el("thead").child(head)).child(el("tbody").children(rows))),
    );
    elements.push(button("New predictions (CSV)", Action::Export(Export::NewPredictions)));
    elements
}
