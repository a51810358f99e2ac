//! The list of keys, and the way to switch the single ones off.

use super::node::{Element, Handler, button, el};
use super::{Action, PageState, Switch};

const KEYS: [(&str, &str); 4] = [
    ("1 to 5", "the tabs Data, Learn, Result, Predict and Runs"),
    ("Ctrl + Enter", "train, pause or go on"),
    ("Escape", "close what is open"),
    ("?", "this list"),
];

pub fn keys(state: &PageState) -> Option<Element> {
    let items = KEYS.iter().map(|(key, words)| el("p").child(el("kbd").text(*key)).text(" ").text(*words));
    let switch = el("label")
        .child(
            el("input")
                .attr("type", "checkbox")
                .checked(state.single_keys)
                .on(Handler::Switched(Switch::SingleKeys)),
        )
        .text(" Keys without Ctrl are heard");
    state.keys_listed.then(|| {
        el("section")
            .class("keys")
            .attr("aria-label", "Keys")
            .children(items)
            .child(el("p").child(switch))
            .child(button("Close", Action::Keys(false)).class("quiet"))
    })
}
