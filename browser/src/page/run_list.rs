//! The runs that are kept, and what a person can do with each.

use super::column_table::scroll;
use super::node::{Element, button, el};
use super::shown::{named, short};
use super::{Action, Effect, PageState};
use perceptab::format::{count, duration, r_squared, share};
use perceptab_conversation::session::{Command, ModelSource, RunId, RunView};

/// A list as soon as there are two.
pub fn run_list(state: &PageState) -> Option<Element> {
    let runs = &state.view.runs;
    if runs.len() < 2 {
        return None;
    }
    let head = ["Run", "Table", "Test", "Epochs", "Time", "Set otherwise", "What to do"]
        .map(|name| el("th").attr("scope", "col").text(name));
    let before = std::iter::once(None).chain(runs.iter().map(Some));
    let mut rows: Vec<Element> =
        runs.iter().zip(before).map(|(run, before)| row(state, run, before)).collect();
    rows.reverse();
    let table =
        el("table").child(el("thead").child(el("tr").children(head))).child(el("tbody").children(rows));
    Some(
        el("details")
            .class("run-list")
            .attr("open", "")
            .child(el("summary").text(format!("All {} runs", count(runs.len()))))
            .child(scroll("scroll runs", "Runs").child(table))
            .child(runs.iter().any(|run| run.rows_given_up).then(|| {
                el("p").class("muted small").text(
                    "The oldest runs without a star gave up their rows to save memory: their predictions and split can no \
                     longer be downloaded. Curves, scores, recipe and model are still there.",
                )
            })),
    )
}

/// What was set otherwise than in the run before it, in few words.
fn changes(run: &RunView, before: Option<&RunView>) -> String {
    /// So many are named.
    const FEW: usize = 3;
    let differences = before.map(|before| run.recipe.differences(&before.recipe)).unwrap_or_default();
    let mut words: Vec<String> =
        differences.iter().take(FEW).map(|difference| short(&difference.words()).into_owned()).collect();
    if differences.len() > FEW {
        words.push(format!("and {} more", count(differences.len() - FEW)));
    }
    words.join("; ")
}

/// `before`: the run before it.
fn row(state: &PageState, run: &RunView, before: Option<&RunView>) -> Element {
    let is_shown = state.view.run().is_some_and(|shown| shown.id == run.id);
    let goes_on = state.view.active().is_some();
    let name = |verb: &str| format!("{verb} {}", run.name);
    let star = match run.is_starred {
        true => button("★", Action::StarRun(run.id, false)).attr("aria-pressed", "true"),
        false => button("☆", Action::StarRun(run.id, true)).attr("aria-pressed", "false"),
    };
    let star = star.class("icon").attr("aria-label", name("Star")).attr("title", "Kept before others");
    let show = button("Show", Action::ShowRun(run.id))
        .class("link")
        .attr("aria-label", name("Show"))
        .flag("disabled", is_shown || goes_on);
    let delete = button("Delete", Action::DeleteRun(run.id))
        .class("link")
        .attr("aria-label", name("Delete"))
        .flag("disabled", run.is_active());
    let time = if run.seconds > 0.0 { duration(run.seconds) } else { String::new() };
    let row = el("tr")
        .child(el("th").attr("scope", "row").text(run.name.clone()))
        .child(el("td").child(named(&run.table)))
        .child(el("td").class("numbers").text(score(run)))
        .child(el("td").class("numbers").text(count(run.epoch)))
        .child(el("td").class("numbers").text(time))
        .child(el("td").class("muted small").text(changes(run, before)))
        .child(el("td").class("actions").child(star).text(" ").child(show).text(" ").child(delete));
    if is_shown { row.attr("aria-current", "true") } else { row }
}

/// The one score that the tiles show first.
fn score(run: &RunView) -> String {
    let (Some(facts), Some(last)) = (&run.facts, run.history.last()) else { return "–".to_string() };
    let test = run.report.as_ref().map(|report| &report.test);
    if facts.shows_r2 {
        return format!("R² {}", r_squared(test.map_or(last.test_r2, |test| test.r2)));
    }
    let accuracy = test.map_or(last.test_accuracy, |test| test.accuracy);
    accuracy.map_or("–".to_string(), |accuracy| share(accuracy, facts.test_rows))
}

impl PageState {
    /// Looks at another run; its model predicts from now on, unless a person has opened one.
    pub(super) fn show_run(&mut self, id: RunId) -> Vec<Effect> {
        self.cursor = None;
        self.view.show(id);
        let is_lost = self.view.kept(id).is_none_or(|run| run.lost);
        if is_lost || self.view.shown != Some(id) || self.opened_name().is_some() {
            return vec![];
        }
        vec![Effect::Tell(Command::UseModelOf(id))]
    }

    /// Forgets a run that is over, and its model with it.
    pub(super) fn delete_run(&mut self, id: RunId) -> Vec<Effect> {
        self.view.delete(id);
        let mut effects = vec![Effect::Tell(Command::DeleteRun(id))];
        if self.view.model_source == Some(ModelSource::Run(id)) {
            self.view.drop_model();
            effects.push(Effect::Tell(Command::DropModel));
            // The run that is looked at now has one too.
            effects.extend(self.view.shown.map(|shown| self.show_run(shown)).unwrap_or_default());
        }
        effects
    }
}
