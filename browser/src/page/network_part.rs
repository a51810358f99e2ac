use super::node::{Element, Handler, Node, button, el};
use super::settings::{all_settings, main_settings};
use super::tier_part::tier_part;
use super::{Action, PageState, Switch};
use perceptab::recipe::Preset;

pub fn network_part(state: &PageState) -> Node {
    let close =
        button("×", Action::Drawer(false)).class("icon").attr("aria-label", "Close the network’s settings");
    el("section")
        .class("drawer network")
        .attr("aria-labelledby", "network-title")
        .flag("hidden", !state.drawer)
        .child(
            el("div")
                .class("columns-head")
                .child(el("h2").attr("id", "network-title").text("Network"))
                .child(close),
        )
        .child(tier_part(state))
        .child(presets(state))
        .child(way_in(state))
        .child(main_settings(state))
        .child(all_settings(state))
        .into()
}

/// Starting points: one click sets everything, and everything stays open to change.
fn presets(state: &PageState) -> Element {
    let (of_assignment, general): (Vec<Preset>, Vec<Preset>) =
        Preset::ALL.into_iter().partition(|preset| Preset::ASSIGNMENT.contains(preset));
    let chosen = of_assignment.contains(&state.recipe.preset);
    let cards = |presets: Vec<Preset>| presets.into_iter().map(|preset| card(state, preset));
    let folded = el("details")
        .class("more-presets")
        .flag("open", chosen)
        .child(el("summary").text("The assignment’s specifications"))
        .child(el("div").class("presets").children(cards(of_assignment)));
    el("fieldset")
        .class("presets")
        .child(el("legend").class("visually-hidden").text("Preset"))
        .children(cards(general))
        .child(folded)
}

fn card(state: &PageState, preset: Preset) -> Element {
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
}

/// The way in, beside the presets.
fn way_in(state: &PageState) -> Option<Element> {
    let fitting = state.assignment_recipes().len();
    (fitting > 1 && !state.assignment_open).then(|| {
        el("p")
            .class("run-all")
            .child(button("The assignment", Action::OpenAssignment(true)))
            .text(" ")
            .child(
                el("span")
                    .class("muted")
                    .text(format!("its {fitting} runs on this table, one beside the other")),
            )
    })
}
