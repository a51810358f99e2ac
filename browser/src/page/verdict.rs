//! The answer of a run in three lines: one number, what it means beside the baseline, and what to beware of.

use super::PageState;
use super::node::{Element, el};
use super::score_dots::score_dots;
use super::shown::short;
use perceptab::evaluation::Report;
use perceptab::format::{duration, r_squared, share};
use perceptab_conversation::session::{RunState, RunView};

/// So many things that have changed since are named.
const FEW: usize = 3;

pub fn verdict(state: &PageState) -> Element {
    let run = state.view.run();
    let report = state.answer();
    let changed = run.map(|run| changed(state, run)).unwrap_or_default();
    let class = if changed.is_empty() { "verdict" } else { "verdict stale" };
    let words = el("div")
        .class("lines")
        .child(run.map(|run| heading(state, run)))
        .child(report.map(focal))
        .child(sentence(state, report))
        .child(report.and_then(|_| beware(state)))
        .child((!changed.is_empty()).then(|| el("p").class("out-of-date").text(changed)));
    el("div").class(class).child(words).child(report.map(score_dots))
}

/// What it belongs to.
fn heading(state: &PageState, run: &RunView) -> Element {
    let target = run.report.as_ref().map(|report| report.target.clone());
    let target = target.or_else(|| state.target().map(|target| target.name.clone())).unwrap_or_default();
    let mut parts = vec![
        short(&target).into_owned(),
        short(&run.table).into_owned(),
        run.name.clone(),
        run.recipe.preset.title().to_string(),
        if state.is_mixed() { "networks and trees, mixed".to_string() } else { String::new() },
        format!("seed {}", run.recipe.question.seed),
    ];
    // These are the first network's.
    if run.seconds > 0.0 && !state.is_mixed() {
        parts.push(duration(run.seconds));
    }
    parts.retain(|part| !part.is_empty());
    el("p").class("small muted").text(parts.join(" · "))
}

/// One number, and what it is a number of.
fn focal(report: &Report) -> Element {
    let target = short(&report.target);
    let (value, words) = match (report.test.r2, report.test.accuracy) {
        (Some(r2), _) if r2 > 0.0 => {
            (share(r2, report.test.rows.max(1_000)), format!("of the differences in {target} explained"))
        }
        (Some(r2), _) => (format!("R² {}", r_squared(Some(r2))), format!("nothing of {target} explained")),
        (None, Some(accuracy)) => {
            (share(accuracy, report.test.rows), format!("of the test rows get the right {target}"))
        }
        (None, None) => return el("p"),
    };
    el("p").class("focal").child(el("b").text(value)).text(" ").child(el("span").text(words))
}

/// The reading at the end, and what it waits for until then.
fn sentence(state: &PageState, report: Option<&Report>) -> Element {
    let waits = match (state.view.run(), state.has_data()) {
        (Some(run), _) if run.lost => {
            "The run was lost with its worker; the curves are what was measured of it."
        }
        (Some(run), _) if !run.is_active() => "The run was stopped before its scores were measured.",
        (Some(_), _) => "The reading comes at the end of the run.",
        (None, true) => "Press Train to see how well the network does on rows it has never seen.",
        (None, false) => "Waits for a table to train on.",
    };
    let sentence = report.map(|report| report.sentence.clone()).unwrap_or_default();
    el("div")
        .class("sentence")
        .child(el("p").attr("role", "status").text(sentence))
        .child(el("p").class("muted").flag("hidden", report.is_some()).text(waits))
}

/// The first thing that makes the score less than it seems.
fn beware(state: &PageState) -> Option<Element> {
    let found =
        state.view.data.as_ref().filter(|_| !state.is_of_other_table())?.findings.as_ref()?.first()?;
    Some(el("p").class("beware").text("Beware: ").text(found.sentence.clone()))
}

/// What has been set otherwise since this run; empty where it still holds.
fn changed(state: &PageState, run: &RunView) -> String {
    if run.state != RunState::Ended || state.is_of_other_table() {
        return String::new();
    }
    let differences = state.recipe.differences(&run.recipe);
    let mut words: Vec<String> =
        differences.iter().take(FEW).map(|difference| short(&difference.words()).into_owned()).collect();
    if differences.len() > FEW {
        words.push(format!("and {} more", differences.len() - FEW));
    }
    match words.is_empty() {
        true => String::new(),
        false => format!("Out of date. Since this run: {}. Train to see what it does.", words.join("; ")),
    }
}
