//! The rail: what is predicted, what is to be looked at first, the columns, and the network in one line.

use super::column_table::column_table;
use super::data_part::{target, tasks};
use super::findings::findings;
use super::node::{Element, Node, button, el};
use super::{Action, PageState};
use perceptab::format::{count, counted};
use perceptab::recipe::settings::TIER;
use perceptab::recipe::{Setting, Tier};

/// Nothing without a table, unless settings are asked for.
pub fn rail(state: &PageState) -> Node {
    let Some(data) = &state.view.data else { return Node::Nothing };
    el("section")
        .class("rail")
        .attr("aria-label", "Table and network")
        .child(target(state, data))
        .child(tasks(state))
        .child(findings(state))
        .children(column_table(state, data))
        .child(network_line(state))
        .into()
}

/// The network in one line, which opens all of its settings.
fn network_line(state: &PageState) -> Element {
    let recipe = &state.recipe;
    let changed = changes(state);
    let widths: Vec<String> = recipe.network.hidden.iter().map(|width| count(*width)).collect();
    let changed = match changed {
        0 => String::new(),
        changed => format!(" · {} changed", counted(changed, "setting")),
    };
    let layers = if widths.is_empty() { "no hidden layer".to_string() } else { widths.join(", ") };
    let mixed = match recipe.tier {
        Tier::Quick => "",
        Tier::Good => "Good: networks and trees, mixed · ",
        Tier::Best => "Best: many networks and trees, mixed · ",
    };
    let words = format!("{mixed}{layers} · {}{changed}", counted(recipe.training.epochs, "epoch"));
    button("", Action::Drawer(!state.drawer))
        .class("network-line")
        .attr("aria-expanded", if state.drawer { "true" } else { "false" })
        .child(el("span").class("visually-hidden").text("Network: "))
        .child(el("span").text(recipe.preset.title()))
        .text(" ")
        .child(el("span").class("muted small").text(words))
        .child(el("span").class("end").attr("aria-hidden", "true").text(if state.drawer {
            "‹"
        } else {
            "›"
        }))
}

/// How many settings are otherwise than in the preset.
fn changes(state: &PageState) -> usize {
    let preset = state.recipe.preset.applied_to(&state.recipe);
    // The tier stands beside it by name.
    Setting::all().filter(|one| **one != TIER && one.text(&preset) != one.text(&state.recipe)).count()
}
