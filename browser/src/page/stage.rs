//! The stage: five tabs, of which one is seen, and what each holds.

use super::agreement::agreement;
use super::assignment_part::assignment_part;
use super::beside::{beside_part, cross_validation};
use super::chart_part::{chart, legend};
use super::data_part::data_panel;
use super::history_table::history_table;
use super::layers::layers;
use super::message::{asides, message};
use super::mix_part::mix_part;
use super::model_card::model_card;
use super::nearness::nearness;
use super::node::{Element, Node, el};
use super::run_list::run_list;
use super::run_notes::{outcome_note, run_notes};
use super::scores::{score_table, tiles};
use super::sheet::sheet;
use super::shown::short;
use super::two_runs::two_runs;
use super::under_the_hood::under_the_hood;
use super::verdict::verdict;
use super::{Chart, Fresh, PageState, Tab};
use perceptab::format::count;
use perceptab_conversation::session::Place;

/// What a run's progress shows in is made anew each time where it is in view, the rest only where more has changed: another tab has.
pub fn stage(state: &PageState, fresh: Fresh) -> Element {
    let more = fresh != Fresh::Run;
    let when_more = |part: fn(&PageState) -> Node| if more { part(state) } else { Node::Same };
    // Progress changes nothing in these.
    let is_whole = |tab: Tab| fresh == Fresh::All || (fresh == Fresh::Seen && state.tab == tab);
    // What is out of sight only has to be so.
    let unseen = |tab: Tab| if more { panel(state, tab).kept().into() } else { Node::Same };
    let when_seen = |tab: Tab, part: &dyn Fn() -> Element| {
        if fresh == Fresh::All || state.tab == tab { part().into() } else { unseen(tab) }
    };
    el("div")
        .class("stage")
        .child(when_more(tabs))
        .child(when_more(messages))
        .child(match fresh == Fresh::Seen && state.tab != Tab::Data {
            true => unseen(Tab::Data),
            false => data(state, is_whole(Tab::Data)),
        })
        .child(when_seen(Tab::Learn, &|| learn(state, fresh)))
        .child(when_seen(Tab::Result, &|| result(state)))
        .child(match is_whole(Tab::Predict) {
            true => panel(state, Tab::Predict).child(predict(state)).into(),
            false => unseen(Tab::Predict),
        })
        .child(when_seen(Tab::Runs, &|| runs(state)))
        .child(match state.assignment_open && state.has_data() {
            true => panel(state, Tab::Assignment).child(assignment_part(state)).into(),
            false => Node::Nothing,
        })
}

/// Scrolling makes the table's own part anew.
fn data(state: &PageState, all: bool) -> Node {
    let is_scrolled = state.sheet.fresh.replace(false);
    match (&state.view.data, all) {
        (_, true) => panel(state, Tab::Data).children(data_panel(state)).into(),
        (Some(data), false) if is_scrolled => {
            let others = |n: usize| std::iter::repeat_with(|| Node::Same).take(n);
            // In its place among the parts of `data_panel`.
            panel(state, Tab::Data).children(others(4)).child(sheet(state, data)).children(others(1)).into()
        }
        _ => Node::Same,
    }
}

/// Links, so that a tab can be opened, kept and gone back to as any other address.
fn tabs(state: &PageState) -> Node {
    let is_there = |tab: &Tab| *tab != Tab::Assignment || (state.assignment_open && state.has_data());
    let links = Tab::ALL.into_iter().filter(is_there).map(|tab| {
        let runs = state.view.runs.len();
        let number = (tab == Tab::Runs && runs > 0).then(|| el("sup").text(count(runs)));
        el("a")
            .attr("href", tab.address())
            .attr("aria-current", if state.tab == tab { "page" } else { "false" })
            .text(tab.title())
            .child(number)
    });
    el("nav")
        .class("tabs")
        .attr("aria-label", "Views")
        .flag("hidden", state.is_empty())
        .children(links)
        .into()
}

/// What went wrong, and what was done otherwise than a person may think: on every tab.
fn messages(state: &PageState) -> Node {
    let places = [Place::File, Place::Recipe, Place::Training, Place::Export];
    el("div").class("messages").child(message(state, &places)).children(asides(state)).into()
}

fn panel(state: &PageState, tab: Tab) -> Element {
    let (id, title) = match tab {
        Tab::Data => ("stage-data", "data-title"),
        Tab::Learn => ("stage-learn", "learn-title"),
        Tab::Result => ("stage-result", "result-title"),
        Tab::Predict => ("stage-predict", "predict-title"),
        Tab::Runs => ("stage-runs", "runs-title"),
        Tab::Assignment => ("stage-assignment", "all-runs-title"),
    };
    el("section")
        .class("panel")
        .attr("id", id)
        .attr("aria-labelledby", title)
        .flag("hidden", state.tab != tab)
        .child(el("h2").class("visually-hidden").attr("id", title).text(tab.title()))
}

fn learn(state: &PageState, fresh: Fresh) -> Element {
    // The structure is the recipe's: progress changes nothing of it.
    let picture = if fresh != Fresh::Run { layers(state) } else { Node::Same };
    panel(state, Tab::Learn).child(
        el("div").class("learning").child(picture).child(
            el("div")
                .class("curves")
                .child(tiles(state))
                .child(legend(state))
                .children(Chart::ALL.map(|which| chart(state, which))),
        ),
    )
}

fn result(state: &PageState) -> Element {
    panel(state, Tab::Result)
        .child(other_table(state))
        .child(verdict(state))
        // Of a mix it is one network of many.
        .child(if state.is_mixed() { None } else { outcome_note(state) })
        .child(
            el("div")
                .class("pictures")
                .child(state.agreement().zip(state.answer()).map(|(view, report)| agreement(view, report)))
                .child(el("div").class("part").children(score_table(state))),
        )
        .child(nearness(state))
        .child(mix_part(state))
        .child(cross_validation(state))
        .child(history_table(state))
        .child(run_notes(state))
        .child(under_the_hood(state))
}

/// The run and the table that is shown are not of each other.
fn other_table(state: &PageState) -> Option<Element> {
    let run = state.view.run().filter(|_| state.is_of_other_table())?;
    let data = state.view.data.as_ref()?;
    let other = match run.table == data.summary.name {
        true => "as it was before".to_string(),
        false => format!("not of '{}'", short(&data.summary.name)),
    };
    Some(el("p").class("muted").text(format!("This run is of '{}', {other}.", short(&run.table))))
}

fn predict(state: &PageState) -> Element {
    let waits = "There is no model yet. Train one, or drop a model’s file anywhere on the page.";
    model_card(state).unwrap_or_else(|| el("p").class("muted").text(waits))
}

fn runs(state: &PageState) -> Element {
    let is_none = state.view.runs.is_empty() && state.pool.is_none();
    panel(state, Tab::Runs)
        .child(
            is_none
                .then(|| el("p").class("muted").text("No run yet. Each one that you train is listed here.")),
        )
        .children(run_list(state))
        .child(two_runs(state))
        .child(beside_part(state))
}
