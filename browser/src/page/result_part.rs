use super::PageState;
use super::beside::cross_validation;
use super::chart_part::{chart, legend};
use super::data_part::part;
use super::downloads::downloads;
use super::history_table::history_table;
use super::message::message;
use super::mix_part::mix_part;
use super::model_card::model_card;
use super::nearness::nearness;
use super::node::{Element, Node, el};
use super::run_list::run_list;
use super::run_notes::{outcome_note, run_notes};
use super::scores::{headline, score_table, tiles};
use super::shown::short;
use super::under_the_hood::under_the_hood;
use crate::page::Chart;
use perceptab_conversation::session::Place;

/// The run and the table that is shown are not of each other.
fn other_table(state: &PageState) -> Option<Element> {
    let run = state.view.run().filter(|_| state.is_of_other_table())?;
    let data = state.view.data.as_ref()?;
    let other = match run.table == data.summary.name {
        true => "as it was before".to_string(),
        false => format!("not of '{}'", short(&data.summary.name)),
    };
    Some(el("p").class("muted").text(format!("This run is of '{}', {other}.", short(&run.table))))
}

pub fn result_part(state: &PageState) -> Node {
    part("result", "result-title", "3", "Result")
        .child(message(state, &[Place::Training, Place::Export]))
        .child(other_table(state))
        .child(tiles(state))
        .child(headline(state))
        .child(outcome_note(state))
        .child(legend(state))
        .children(Chart::ALL.map(|which| chart(state, which)))
        .children(score_table(state))
        .child(nearness(state))
        .child(mix_part(state))
        .child(cross_validation(state))
        .child(history_table(state))
        .child(run_list(state))
        .child(run_notes(state))
        .child(under_the_hood(state))
        .children(downloads(state))
        .child(model_card(state))
        .into()
}
