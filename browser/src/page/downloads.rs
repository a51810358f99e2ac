use super::node::{Element, button, el};
use super::{Action, Chart, PageState};
use perceptab_conversation::session::{Export, RunState};

/// Files to take away, in one menu.
pub fn downloads(state: &PageState) -> Option<Element> {
    let run = state.view.run().filter(|run| !run.history.is_empty())?;
    // The worker makes the files, of the run that it has. Of one that a lost worker had there is what the page has.
    let has_run = state.has_worker() && !run.lost;
    let has_result = has_run && run.state == RunState::Ended;
    // Of a lost run that did not end there is none.
    let model = match run.lost && run.outcome.is_none() && state.has_copy() {
        true => "Model of the last finished run (JSON)",
        false => "Model (JSON)",
    };
    let files = [
        (Export::History, "History (CSV)", has_run || run.lost),
        (Export::Recipe, "Recipe (JSON)", has_run || run.lost),
        (Export::Predictions, "Predictions (CSV)", has_result && !run.rows_given_up),
        (Export::Model, model, has_result || (run.lost && state.has_copy())),
        (Export::Split, "Split (CSV)", has_run && !run.rows_given_up),
    ]
    .map(|(export, label, there)| button(label, Action::Export(export)).flag("disabled", !there));
    let pictures = [("Accuracy chart (PNG)", Chart::Accuracy), ("Loss chart (PNG)", Chart::Loss)]
        .map(|(label, chart)| button(label, Action::Picture(chart)));
    let items = files.into_iter().chain(pictures).map(|button| el("li").child(button));
    Some(
        el("details")
            .class("menu export")
            .child(el("summary").text("Export"))
            .child(el("ul").attr("aria-label", "Files to keep").children(items)),
    )
}
