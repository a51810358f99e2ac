use super::assignment_part::assignment_part;
use super::beside::beside_part;
use super::data_part::data_part;
use super::field::guide;
use super::message::worker_message;
use super::network_part::network_part;
use super::node::{Node, button, el};
use super::result_part::result_part;
use super::run_bar::run_bar;
use super::{Action, PageState};

/// How much of the page has to be made anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fresh {
    /// What a run's progress shows in: result and bar.
    Run,
    All,
}

/// The whole page: Data → Network → Result, and a bar with the one button that comes next.
pub fn page(state: &PageState, fresh: Fresh) -> Vec<Node> {
    let when_all = |part: fn(&PageState) -> Node| if fresh == Fresh::All { part(state) } else { Node::Same };
    let ready = if state.has_worker() { "ready" } else { "starting" };
    vec![
        when_all(header),
        when_all(worker_message),
        el("main")
            .class("parts")
            .attr("data-worker", ready)
            .child(when_all(data_part))
            .child(when_all(network_part))
            .child(result_part(state))
            .child(beside_part(state))
            .child(if state.assignment_open && state.has_data() {
                assignment_part(state)
            } else {
                Node::Nothing
            })
            .into(),
        run_bar(state),
        when_all(drop_overlay),
        el("p").class("visually-hidden").attr("aria-live", "polite").text(state.notice.clone()).into(),
    ]
}

/// The same words stand in the static shell of `index.html`.
fn header(state: &PageState) -> Node {
    let theme = if state.dark { "Light theme" } else { "Dark theme" };
    el("header")
        .class("top")
        .child(el("h1").text("Perceptab"))
        .child(el("p").text("Train a neural network on your CSV. It never leaves this tab."))
        .child(guide("", "Guide", "Guide: every step with its formula".to_string()))
        .child(button(theme, Action::SwitchTheme).class("quiet"))
        .into()
}

/// A file may be dropped anywhere. On the model's card it is predicted, elsewhere it is opened.
fn drop_overlay(state: &PageState) -> Node {
    el("div")
        .class(if state.drag_over { "drop-overlay shown" } else { "drop-overlay" })
        .attr("aria-hidden", "true")
        .child(el("p").text("Drop a CSV to read it, or a recipe or model to load it"))
        .into()
}
