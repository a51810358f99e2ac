use super::data_part::pick_file;
use super::job_lines::job_lines;
use super::node::{Element, Node, button, el};
use super::shown::named;
use super::{Action, PageState};
use perceptab::format::{count, counted, duration, speed, time_left};
use perceptab_conversation::session::{JobKind, JobView, Outcome, Purpose, RunState};

/// The one button that comes next, how far the run is, and the ways to hold it.
pub fn run_bar(state: &PageState) -> Node {
    let run = state.run_state();
    let active = !matches!(run, None | Some(RunState::Ended));
    let blocked = state.blocked();
    // Nothing to start from: no target, or a setting that cannot be used.
    let waits = !active && (state.target().is_none() || blocked.is_some());
    let label = match run {
        Some(RunState::Preparing | RunState::Training | RunState::Measuring) => "Pause",
        Some(RunState::Paused) => "Resume",
        None | Some(RunState::Ended) => "Train",
    };
    let can_step = state.has_data()
        && state.has_worker()
        && matches!(run, None | Some(RunState::Ended | RunState::Paused))
        && !waits;
    let measures = run == Some(RunState::Measuring);
    let stop = if measures { "End the run without its scores" } else { "" };
    let next = if state.has_data() || active {
        let press = button(label, Action::GoOn).class("primary").child(of_table(state));
        [Some(press.flag("disabled", waits || measures || !state.has_worker())), None]
    } else {
        pick_file("Choose a CSV", "primary", Purpose::Open).map(Some)
    };
    el("footer")
        .class("bar")
        .child(job_lines(state))
        .children(next)
        .child(progress(state, blocked))
        .child(
            el("div")
                .class("holds")
                .child(button("Step", Action::Step).child(of_table(state)).flag("disabled", !can_step))
                .child(button("Stop", Action::Stop).attr("title", stop).flag("disabled", !active))
                .child(button("Reset", Action::Reset).flag("disabled", run.is_none())),
        )
        .into()
}

fn progress(state: &PageState, blocked: Option<String>) -> Element {
    let run = state.view.run().map_or((0, 1), |run| (run.epoch, run.recipe.training.epochs));
    let training = state.view.run_job().filter(|job| job.kind == JobKind::Train);
    let (epoch, epochs) = training.map_or(run, |job| (job.done, job.of));
    let at = match state.view.run() {
        Some(_) => format!("Epoch {} of {}", count(epoch), count(epochs)),
        None => String::new(),
    };
    let table = state.other_table().map(|table| el("span").class("of").text(" · ").child(named(table)));
    el("div")
        .class("progress")
        .child(
            el("p")
                .child(el("span").class("epoch").text(at).child(table))
                .text(" ")
                .child(el("span").class("muted words").text(words(state, blocked))),
        )
        .child(
            el("progress")
                .attr("aria-label", "Epochs trained")
                .attr("max", epochs.max(1).to_string())
                .attr("value", epoch.to_string()),
        )
}

/// Which table the run that goes on is of, where another is shown.
fn of_table(state: &PageState) -> Option<Element> {
    let table = state.other_table()?;
    Some(el("span").class("of").text(" (").child(named(table)).text(")"))
}

fn words(state: &PageState, blocked: Option<String>) -> String {
    let view = &state.view;
    match view.run() {
        _ if view.worker.is_none() && view.failure.is_none() => "Getting ready…".to_string(),
        _ if view.worker.is_none() => match view.failure.as_ref().map(|failure| failure.kind.as_str()) {
            Some("engine-not-loaded") => "A part of Perceptab is missing".to_string(),
            Some("other-build") => "Reload the page".to_string(),
            _ => "The worker was lost".to_string(),
        },
        Some(run) if matches!(run.state, RunState::Training | RunState::Measuring) => {
            going(state.view.run_job(), run.rows_per_second)
        }
        Some(run) if run.state == RunState::Preparing => "Preparing the table…".to_string(),
        Some(run) if run.state == RunState::Paused => "Paused".to_string(),
        run => match (blocked, run) {
            (Some(blocked), _) => blocked,
            (None, Some(run)) if run.outcome.is_some() => {
                let end = match run.outcome {
                    Some(Outcome::Diverged { .. }) => "Ended by itself after",
                    Some(Outcome::Stopped { .. }) => "Stopped after",
                    _ => "Done in",
                };
                format!("{end} {}", duration(run.seconds))
            }
            _ if view.data.is_some() => "Ready to train".to_string(),
            _ => "Your file stays in this tab".to_string(),
        },
    }
}

/// How far a run is that goes on.
fn going(job: Option<&JobView>, rows_per_second: f64) -> String {
    match job {
        // No speed: that of training says nothing about this.
        Some(JobView { kind: JobKind::Measure { .. }, done, of, .. }) => {
            format!("Measuring the scores: {} of {}", count(*done), counted(*of, "row"))
        }
        job => {
            let left = job.and_then(JobView::seconds_left).map(time_left).unwrap_or_default();
            let parts = [left, speed(rows_per_second)];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
        }
    }
}
