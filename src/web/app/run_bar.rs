use leptos::prelude::*;

use super::data_part::TABLES;
use super::pick::PickFile;
use super::the_page;
use crate::session::{Outcome, RunState, format};

/// The one button that comes next, how far the run is, and the ways to hold it.
#[component]
pub fn RunBar() -> impl IntoView {
    let page = the_page();
    let has_data = Memo::new(move |_| page.data.with(Option::is_some));
    let lost = Memo::new(move |_| page.view.with(|view| view.worker.is_none()));
    let state = page.run_state;
    let active = Memo::new(move |_| {
        matches!(state.get(), Some(RunState::Preparing | RunState::Training | RunState::Paused))
    });
    // Nothing to start from: no target, or a setting that cannot be used.
    let waits = Memo::new(move |_| {
        !active.get() && (page.target.with(Option::is_none) || page.blocked.with(Option::is_some))
    });
    let label = move || match state.get() {
        Some(RunState::Preparing | RunState::Training) => "Pause",
        Some(RunState::Paused) => "Resume",
        None | Some(RunState::Ended) => "Train",
    };
    let press = move |_| match state.get_untracked() {
        Some(RunState::Preparing | RunState::Training) => page.pause(),
        Some(RunState::Paused) => page.resume(),
        None | Some(RunState::Ended) => page.train(),
    };
    let can_step = move || {
        has_data.get()
            && !lost.get()
            && matches!(state.get(), None | Some(RunState::Ended | RunState::Paused))
            && !waits.get()
    };
    let can_stop = move || matches!(state.get(), Some(RunState::Training | RunState::Paused));
    let can_reset = move || state.get().is_some();
    view! {
        <footer class="bar">
            <Show
                when=move || has_data.get() || active.get()
                fallback=move || view! {
                    <PickFile label="Choose a CSV" accept=TABLES class="primary" take=move |file| page.open(file) />
                }
            >
                <button type="button" class="primary" disabled=move || waits.get() || lost.get() on:click=press>{label}</button>
            </Show>
            <Progress />
            <div class="holds">
                <button type="button" disabled=move || !can_step() on:click=move |_| page.step()>"Step"</button>
                <button type="button" disabled=move || !can_stop() on:click=move |_| page.stop()>"Stop"</button>
                <button type="button" disabled=move || !can_reset() on:click=move |_| page.reset()>"Reset"</button>
            </div>
        </footer>
    }
}

#[component]
fn Progress() -> impl IntoView {
    let page = the_page();
    let at = Memo::new(move |_| {
        page.view.with(|view| {
            let run = view.run.as_ref()?;
            Some((run.epoch, run.recipe.epochs))
        })
    });
    let words = move || {
        let blocked = page.blocked.get();
        page.view.with(|view| match &view.run {
            _ if view.worker.is_none() && view.failure.is_none() => "Getting ready…".to_string(),
            Some(run) if run.state == RunState::Training => {
                let left = run.seconds_left().map(format::time_left).unwrap_or_default();
                let parts = [left, format::speed(run.rows_per_second)];
                parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
            }
            Some(run) if run.state == RunState::Preparing => "Preparing the table…".to_string(),
            Some(run) if run.state == RunState::Paused => "Paused".to_string(),
            _ if blocked.is_some() => blocked.clone().unwrap_or_default(),
            Some(run) if run.outcome.is_some() => {
                let end = match run.outcome {
                    Some(Outcome::Diverged { .. }) => "Ended by itself after",
                    Some(Outcome::Stopped { .. }) => "Stopped after",
                    _ => "Done in",
                };
                format!("{end} {}", format::duration(run.seconds))
            }
            _ if view.data.is_some() => "Ready to train".to_string(),
            _ => "Your file stays in this tab".to_string(),
        })
    };
    let epochs = move || {
        at.get().map(|(epoch, epochs)| format!("Epoch {} of {}", format::count(epoch), format::count(epochs)))
    };
    view! {
        <div class="progress">
            <p><span class="epoch">{epochs}</span> <span class="muted words">{words}</span></p>
            <progress
                aria-label="Epochs trained"
                max=move || at.get().map_or(1, |(_, epochs)| epochs).max(1).to_string()
                value=move || at.get().map_or(0, |(epoch, _)| epoch).to_string()
            ></progress>
        </div>
    }
}
