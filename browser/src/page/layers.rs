//! The network as a picture: its inputs by name, its layers, its answer; and the ways to make it wider, narrower or deeper.

use super::node::{Element, Node, button, el};
use super::shown::short;
use super::{Action, PageState};
use perceptab::format::{count, counted};
use perceptab_conversation::session::RunState;

/// So many neurons of a layer are drawn.
const DRAWN: usize = 12;

/// CSS pixels of the picture's coordinates.
const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 360.0;
const NAMES: f64 = 116.0;

pub fn layers(state: &PageState) -> Node {
    let Some(data) = &state.view.data else { return Node::Nothing };
    let target = state.target().map_or("", |target| &target.name);
    let columns = data.proposal.columns.iter();
    let inputs: Vec<&str> =
        columns.filter(|column| state.recipe.is_input(column, target)).map(|column| &*column.name).collect();
    el("div")
        .class("network-picture")
        .child(el("h3").text("Network"))
        .child(picture(state, &inputs, target))
        .child(editor(state))
        .into()
}

fn picture(state: &PageState, inputs: &[&str], target: &str) -> Element {
    let hidden = &state.recipe.network.hidden;
    let widths: Vec<usize> = std::iter::once(inputs.len()).chain(hidden.iter().copied()).chain([1]).collect();
    let step = (WIDTH - NAMES - 96.0) / (widths.len() - 1).max(1) as f64;
    let places: Vec<Vec<(f64, f64)>> = widths
        .iter()
        .enumerate()
        .map(|(layer, width)| {
            let drawn = (*width).min(DRAWN);
            let gap = (HEIGHT - 40.0) / drawn.max(1) as f64;
            let x = NAMES + step * layer as f64;
            (0..drawn).map(|at| (x, 12.0 + gap * (at as f64 + 0.5))).collect()
        })
        .collect();
    let label = format!(
        "{} lead through {} to {}",
        counted(inputs.len(), "column"),
        counted(hidden.len(), "hidden layer"),
        short(target)
    );
    let edges = places.windows(2).map(|pair| el("path").class("edge").attr("d", edges(&pair[0], &pair[1])));
    let neurons = places.iter().flatten().map(|(x, y)| {
        el("circle")
            .class("neuron")
            .attr("cx", format!("{x:.1}"))
            .attr("cy", format!("{y:.1}"))
            .attr("r", "5")
    });
    let names =
        inputs.iter().zip(&places[0]).map(|(name, (x, y))| words_at(x - 12.0, y + 4.0, "end", cut(name)));
    let more = widths.iter().zip(&places).filter(|(width, _)| **width > DRAWN).map(|(width, places)| {
        let x = places.first().map_or(0.0, |place| place.0);
        words_at(x, HEIGHT - 8.0, "middle", format!("{DRAWN} of {}", count(*width)))
    });
    let answer = places.last().and_then(|places| places.first());
    let answer = answer.map(|(x, y)| words_at(x + 12.0, y + 4.0, "start", cut(target)));
    el("svg")
        .class("layers")
        .attr("viewBox", "0 0 560 360")
        .attr("role", "img")
        .attr("aria-label", label)
        .children(edges)
        .children(neurons)
        .children(names)
        .children(more)
        .child(answer)
}

/// Every neuron of a layer with every one of the next.
fn edges(from: &[(f64, f64)], to: &[(f64, f64)]) -> String {
    let mut path = String::new();
    for (x1, y1) in from {
        for (x2, y2) in to {
            path += &format!("M{x1:.0} {y1:.0}L{x2:.0} {y2:.0}");
        }
    }
    path
}

fn words_at(x: f64, y: f64, anchor: &'static str, words: String) -> Element {
    el("text")
        .attr("x", format!("{x:.1}"))
        .attr("y", format!("{y:.1}"))
        .attr("text-anchor", anchor)
        .text(words)
}

fn cut(name: &str) -> String {
    let mut cut: String = short(name).chars().take(14).collect();
    if name.chars().count() > 14 {
        cut.push('…');
    }
    cut
}

/// The same as a list, which changes it.
fn editor(state: &PageState) -> Element {
    let hidden = &state.recipe.network.hidden;
    let waits = !matches!(state.run_state(), None | Some(RunState::Ended));
    let set = |change: &dyn Fn(&mut Vec<usize>)| {
        let mut widths = hidden.clone();
        change(&mut widths);
        Action::Layers(widths)
    };
    let layer = |(at, width): (usize, &usize)| {
        let (at, width) = (at, *width);
        let change = |label: &'static str, to: usize, verb: &str| {
            button(label, set(&|widths| widths[at] = to))
                .class("icon")
                .attr("aria-label", format!("{verb} hidden layer {}", at + 1))
                .flag("disabled", waits)
        };
        el("li")
            .child(change("−", narrower(width), "Narrow"))
            .child(el("span").text(count(width)))
            .child(change("+", wider(width), "Widen"))
    };
    let last = hidden.last().copied().unwrap_or(32);
    let more = button("Add a layer", set(&|widths| widths.push(last))).class("link").flag("disabled", waits);
    let fewer = button("Remove the last", set(&|widths| widths.truncate(widths.len().saturating_sub(1))))
        .class("link")
        .flag("disabled", waits || hidden.is_empty());
    el("div")
        .class("layer-editor")
        .child(el("ul").attr("aria-label", "Hidden layers").children(hidden.iter().enumerate().map(layer)))
        .child(more)
        .child(fewer)
}

/// By steps that keep whole lanes of 8 where there are any.
fn wider(width: usize) -> usize {
    if width < 8 { width + 1 } else { width + 8 }
}

fn narrower(width: usize) -> usize {
    if width <= 8 { width.saturating_sub(1).max(1) } else { width - 8 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_wider_is_undone_by_a_step_narrower() {
        for width in [1, 7, 8, 16, 96] {
            assert_eq!(narrower(wider(width)), width);
        }
        assert_eq!(narrower(1), 1, "a layer keeps a neuron");
    }
}
