use super::column_table::scroll;
use super::node::{Element, button, el};
use super::{Action, PageState};
use crate::recipe::{Preset, Recipe};
use crate::session::format::{counted, duration, number, share, size};
use crate::session::{Outcome, PooledRun, Stage};

impl PageState {
    /// The assignment's presets that can predict the target, with everything else as it is set.
    pub fn presets_that_fit(&self) -> Vec<Recipe> {
        let Some(target) = self.target() else { return Vec::new() };
        let presets = Preset::ALL.into_iter().filter(|preset| *preset != Preset::Default);
        let recipes = presets.map(|preset| preset.applied_to(&self.recipe));
        let fits = |recipe: &Recipe| {
            let task = recipe.task.or(target.task);
            recipe.problems().is_empty() && task.is_some_and(|task| target.tasks.contains(&task))
        };
        recipes.filter(fits).collect()
    }

    /// Whether runs are going on side by side.
    pub fn is_pooling(&self) -> bool {
        !self.pool_waits.is_empty() || self.pool.as_ref().is_some_and(|pool| !pool.is_done())
    }
}

/// Starts every preset that fits, as many at a time as the machine has cores.
pub fn run_all(state: &PageState) -> Option<Element> {
    let fitting = state.presets_that_fit().len();
    (fitting > 1).then(|| {
        let words = match state.cores {
            0 | 1 => "one after the other".to_string(),
            cores => format!("{} at a time", cores.min(fitting)),
        };
        el("p")
            .class("run-all")
            .child(
                button(format!("Run all {fitting} assignment presets"), Action::RunPresets)
                    .flag("disabled", state.is_pooling() || !state.has_worker()),
            )
            .text(" ")
            .child(el("span").class("muted").text(format!("side by side, {words}")))
    })
}

/// The runs that were started together, each with what came of it so far.
pub fn side_by_side(state: &PageState) -> Option<Element> {
    let pool = state.pool.as_ref()?;
    let head = ["Run", "Progress", "Test", "Baseline", "Train", "Time"];
    let head = head.map(|name| el("th").attr("scope", "col").text(name));
    let rows = pool.runs().iter().map(row);
    let table = el("table")
        .child(el("thead").child(el("tr").children(head).child(el("td"))))
        .child(el("tbody").children(rows));
    let way_out = if pool.is_done() {
        button("Put away", Action::ClosePool).class("quiet")
    } else {
        button("Cancel all", Action::CancelPool)
    };
    Some(
        el("div")
            .class("side-by-side")
            .child(el("div").class("columns-head").child(el("h3").text("Side by side")).child(way_out))
            .child(scroll("scroll", "Runs side by side").child(table))
            .child(el("p").class("muted small").text(notes(pool.runs()))),
    )
}

fn row(run: &PooledRun) -> Element {
    let title = run.view.recipe.preset.title();
    let cancel = (!run.is_over()).then(|| {
        button("Cancel", Action::CancelPooled(run.view.id))
            .class("link")
            .attr("aria-label", format!("Cancel {title}"))
    });
    let time = if run.view.seconds > 0.0 { duration(run.view.seconds) } else { String::new() };
    el("tr")
        .child(el("th").attr("scope", "row").text(title))
        .child(el("td").child(progress(run, title)))
        .children(scores(run).map(|score| el("td").class("numbers").text(score)))
        .child(el("td").class("numbers").text(time))
        .child(el("td").child(cancel))
}

fn progress(run: &PooledRun, title: &'static str) -> Element {
    let words = match (&run.stage, &run.view.outcome) {
        (Stage::Waiting, _) => "waits".to_string(),
        (Stage::Training { .. }, _) => {
            return el("progress")
                .attr("aria-label", format!("Epochs of {title}"))
                .attr("max", run.view.recipe.epochs.max(1).to_string())
                .attr("value", run.view.epoch.to_string());
        }
        (Stage::Ended, Some(Outcome::Diverged { epoch, .. })) => format!("diverged at epoch {epoch}"),
        (Stage::Ended, _) => counted(run.view.epoch, "epoch"),
        (Stage::Failed(failure), _) => failure.message.clone(),
        (Stage::Cancelled, _) => "cancelled".to_string(),
    };
    el("span").text(words)
}

/// Test, baseline and train: accuracy, or R² where there is none.
fn scores(run: &PooledRun) -> [String; 3] {
    let (Some(facts), Some(last)) = (&run.view.facts, run.view.history.last()) else {
        return Default::default();
    };
    if facts.shows_r2 {
        let r2 = |value: Option<f64>| value.map(|r2| format!("R² {}", number(r2, 3))).unwrap_or_default();
        return [r2(last.test_r2), r2(Some(0.0)), r2(last.train_r2)];
    }
    let text =
        |accuracy: Option<f64>, rows| accuracy.map(|accuracy| share(accuracy, rows)).unwrap_or_default();
    [
        text(last.test_accuracy, facts.test_rows),
        text(facts.baseline_accuracy, facts.test_rows),
        text(last.train_accuracy, facts.train_rows),
    ]
}

fn notes(runs: &[PooledRun]) -> String {
    let is_r2 = runs.iter().any(|run| run.view.facts.as_ref().is_some_and(|facts| facts.shows_r2));
    let what = if is_r2 { "R²" } else { "Accuracy" };
    let memory = runs.iter().filter_map(|run| run.view.memory).max();
    let memory = memory.map(|bytes| format!(" A worker held at most {}.", size(bytes))).unwrap_or_default();
    format!("{what} on the test rows, beside always giving the same answer.{memory}")
}
