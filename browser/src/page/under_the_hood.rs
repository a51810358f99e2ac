use super::node::{Element, button, el};
use super::noticed::list;
use super::{Action, PageState};
use perceptab::format::{number, size, speed};
use perceptab_conversation::session::RunState;

/// How fast the page is, beside how fast this machine could be.
pub fn under_the_hood(state: &PageState) -> Element {
    let run = state.view.run();
    let busy = run.is_some_and(|run| run.is_active() && run.state != RunState::Paused) || state.is_pooling();
    let measure =
        button("Measure the ceiling", Action::SelfTest).flag("disabled", busy || !state.has_worker());
    el("details").child(el("summary").text("Under the hood")).child(list(facts(state))).child(
        el("p")
            .class("actions")
            .child(measure)
            .text(" ")
            .child(el("span").class("muted small").text("takes a quarter of a second, in the worker")),
    )
}

fn facts(state: &PageState) -> Vec<String> {
    let mut facts = Vec::new();
    let run = state.view.run().filter(|run| run.rows_per_second > 0.0);
    if let Some((run, known)) = run.and_then(|run| Some((run, run.facts.as_ref()?))) {
        let rate = run.rows_per_second * known.operations_per_row() as f64;
        let share = state
            .view
            .ceiling
            .map(|ceiling| format!(", {} % of the ceiling", number(100.0 * rate / ceiling, 2)))
            .unwrap_or_default();
        facts.push(format!(
            "The run: {}, shuffling and measuring included. In matrix products alone that is {} GFLOP/s{share}.",
            speed(run.rows_per_second),
            number(rate / 1e9, 3)
        ));
    }
    facts.push(match state.view.ceiling {
        Some(ceiling) => format!(
            "The ceiling here: {} GFLOP/s, one matrix product over and over that never leaves the first-level cache. GFLOP/s: \
             thousand million multiplications and additions a second.",
            number(ceiling / 1e9, 3)
        ),
        None => "The ceiling is not measured yet: how fast this machine multiplies matrices when nothing is in the way."
            .to_string(),
    });
    if let Some(milliseconds) = state.start_up {
        let pooled =
            state.pool_start_up.map(|ms| format!("; one beside others in {ms:.0} ms")).unwrap_or_default();
        facts.push(format!("The worker started in {milliseconds:.0} ms{pooled}."));
    }
    let memory = state.view.run().and_then(|run| run.memory).max(state.view.memory);
    if let Some(bytes) = memory {
        facts.push(format!("The worker holds {} of memory, the table included.", size(bytes)));
    }
    if let Some(build) = &state.view.worker {
        facts.push(format!("Build {build}: the same build gives the same numbers on every machine."));
    }
    if state.cores > 0 {
        facts.push(format!("The browser reports {} cores; one run uses one.", state.cores));
    }
    facts
}
