use super::node::{Element, Node, button, el};
use super::{Action, PageState};
use perceptab::format::number;
use perceptab_conversation::session::{Failure, Place};

/// A failure at one of these places, with what to do; it stays until the next success there or until it is dismissed.
pub fn message(state: &PageState, places: &[Place]) -> Option<Element> {
    let failure = state.failure_at(places)?;
    let sample = failure.sample.map(|share| {
        let words = format!("Read a random {} % of its rows", number(100.0 * share, 2));
        button(words, Action::ReadSample(share))
    });
    let newest = (failure.kind == "newer-model").then(|| {
        let words = "Reload the page for its newest version; what is not saved here is then gone.";
        el("p").text(words)
    });
    Some(
        alert(failure.message.clone())
            .class("message")
            .child(newest)
            .child(sample)
            .child(again(failure))
            .child(button("Dismiss message", Action::DismissFailure).class("quiet")),
    )
}

/// The file could be read as soon as a part of Perceptab, or the file itself, can be fetched: the page still has it.
fn again(failure: &Failure) -> Option<Element> {
    let waits = ["workbook-not-loaded", "sample-not-fetched"].contains(&failure.kind.as_str());
    waits.then(|| button("Try again", Action::TryAgain(failure.place)))
}

/// The worker is lost, or could not be had: what went with it, what is kept, and the way on.
pub fn worker_message(state: &PageState) -> Node {
    let failure = state.failure_at(&[Place::Worker]);
    let alert = failure.map(|failure| {
        let losses = state.safety.losses.iter().map(|loss| format!(" {loss}")).collect::<String>();
        let reload = || button("Reload the page", Action::Reload);
        let (words, ways) = match failure.kind.as_str() {
            "engine-not-loaded" => {
                let waiting = state.waiting().map(|name| format!(" '{name}' is kept and read then."));
                let words = " Check the connection and try again.".to_string() + &waiting.unwrap_or_default();
                (words, vec![button("Try again", Action::RestartWorker), reload().class("quiet")])
            }
            "other-build" => (String::new(), vec![reload()]),
            _ => (String::new(), vec![button("Start a fresh worker", Action::RestartWorker)]),
        };
        alert(failure.message.clone() + &words + &losses).class("message wide").children(ways)
    });
    alert.into()
}

/// What was done otherwise than a person may think; and settings that wait for a person because they name other columns.
pub fn asides(state: &PageState) -> [Node; 2] {
    let items = state.asides.iter().map(|aside| el("p").text(aside.clone()));
    let asides = (!state.asides.is_empty()).then(|| {
        el("div")
            .class("message aside")
            .attr("role", "status")
            .children(items)
            .child(button("Dismiss note", Action::DismissAsides).class("quiet"))
    });
    let lacking = state.lacking().map(|words| {
        alert(words).class("message").child(button("Go on without them", Action::ForgetUnknown))
    });
    [asides.into(), lacking.into()]
}

/// A sentence that is read out when it appears.
pub fn alert(words: String) -> Element {
    el("div").attr("role", "alert").child(el("p").text(words))
}
