use super::data_part::file_facts;
use super::downloads::downloads;
use super::field::guide;
use super::keys::keys;
use super::message::worker_message;
use super::network_part::network_part;
use super::node::{Element, Node, button, el};
use super::rail::rail;
use super::run_bar::run_bar;
use super::stage::stage;
use super::{Action, PageState};

/// How much of the page has to be made anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fresh {
    /// What a run's progress shows in: result and bar.
    Run,
    /// All but what is in the tabs that are out of sight.
    Seen,
    All,
}

/// The whole page: a rail with what is asked of the table, a stage with what there is to see, and a bar with the one button
/// that comes next.
pub fn page(state: &PageState, fresh: Fresh) -> Vec<Node> {
    let when_all = |part: fn(&PageState) -> Node| if fresh != Fresh::Run { part(state) } else { Node::Same };
    let ready = if state.has_worker() { "ready" } else { "starting" };
    vec![
        header(state).into(),
        when_all(worker_message),
        el("main")
            .class(if state.is_empty() { "parts blank" } else { "parts" })
            .attr("data-worker", ready)
            .attr("data-tab", state.tab.address())
            .child(when_all(rail))
            .child(when_all(network_part))
            .child(stage(state, fresh))
            .into(),
        run_bar(state),
        when_all(drop_overlay),
        when_all(|state| keys(state).into()),
        el("p").class("visually-hidden").attr("aria-live", "polite").text(state.notice.clone()).into(),
    ]
}

/// The same words stand in the static shell of `index.html`.
fn header(state: &PageState) -> Element {
    let theme = if state.dark { "Light theme" } else { "Dark theme" };
    el("header")
        .class("top")
        .child(el("h1").text("Perceptab"))
        .child(state.view.data.as_ref().map(file_facts))
        .child(downloads(state))
        .child(guide("", "Guide", "Guide: every step with its formula".to_string()))
        .child(button(theme, Action::SwitchTheme).class("quiet"))
}

/// A file may be dropped anywhere. On the model's card it is predicted, elsewhere it is opened.
fn drop_overlay(state: &PageState) -> Node {
    el("div")
        .class(if state.drag_over { "drop-overlay shown" } else { "drop-overlay" })
        .attr("aria-hidden", "true")
        .child(el("p").text("Drop a CSV to read it, or a recipe or model to load it"))
        .into()
}
