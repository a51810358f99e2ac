use super::node::{Element, Node, button, el};
use super::{Action, PageState};
use crate::session::Place;
use crate::session::format::number;

/// A failure at one of these places, with what to do; it stays until the next success there or until it is dismissed.
pub fn message(state: &PageState, places: &[Place]) -> Option<Element> {
    let failure = state.failure_at(places)?;
    let sample = failure.sample.map(|share| {
        let words = format!("Read a random {} % of its rows", number(100.0 * share, 2));
        button(words, Action::ReadSample(share))
    });
    Some(
        alert(failure.message.clone())
            .class("message")
            .child(sample)
            .child(button("Dismiss message", Action::DismissFailure).class("quiet")),
    )
}

/// The worker is lost: what is kept, and the way on without reloading.
pub fn worker_message(state: &PageState) -> Node {
    let failure = state.failure_at(&[Place::Worker]);
    let alert = failure.map(|failure| {
        alert(failure.message.clone())
            .class("message wide")
            .child(button("Start a fresh worker", Action::RestartWorker))
    });
    alert.into()
}

/// A sentence that is read out when it appears.
pub fn alert(words: String) -> Element {
    el("div").attr("role", "alert").child(el("p").text(words))
}
