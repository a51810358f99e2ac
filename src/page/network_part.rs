use super::data_part::part;
use super::message::message;
use super::node::{Element, Handler, Node, el};
use super::settings::{all_settings, main_settings};
use super::side_by_side::run_all;
use super::{PageState, Switch};
use crate::recipe::Preset;
use crate::session::Place;

pub fn network_part(state: &PageState) -> Node {
    part("network", "network-title", "2", "Network")
        .child(message(state, &[Place::Recipe]))
        .child(presets(state))
        .child(run_all(state))
        .child(main_settings(state))
        .child(all_settings(state))
        .into()
}

/// Starting points: one click sets everything, and everything stays open to change.
fn presets(state: &PageState) -> Element {
    let cards = Preset::ALL.map(|preset| {
        let about = format!("preset-{}", preset.id());
        let input = el("input")
            .attr("type", "radio")
            .attr("name", "preset")
            .attr("aria-label", preset.title())
            .attr("aria-describedby", about.clone())
            .checked(state.recipe.preset == preset)
            .on(Handler::Switched(Switch::Preset(preset)));
        el("label")
            .class("card")
            .child(input)
            .child(el("span").class("card-title").attr("aria-hidden", "true").text(preset.title()))
            .text(" ")
            .child(el("span").class("muted").attr("id", about).text(preset.summary()))
    });
    el("fieldset")
        .class("presets")
        .child(el("legend").class("visually-hidden").text("Preset"))
        .children(cards)
}
