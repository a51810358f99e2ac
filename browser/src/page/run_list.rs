//! The runs that are kept, and what a person can do with each.

use super::column_table::scroll;
use super::node::{Element, Handler, Node, button, el};
use super::shown::short;
use super::{Action, Effect, Field, PageState, Switch};
use perceptab::format::{count, duration, r_squared, share};
use perceptab_conversation::session::{Command, ModelSource, RunId, RunView};

/// What the runs can be put in order by, and what each run has of it.
type Order = (&'static str, fn(&RunView) -> f64);
const ORDERS: [Order; 4] = [
    ("Run", |run| f64::from(run.id.0)),
    ("Test", |run| score_of(run).unwrap_or(f64::NEG_INFINITY)),
    ("Epochs", |run| run.epoch as f64),
    ("Time", |run| run.seconds),
];

pub fn run_list(state: &PageState) -> [Node; 2] {
    let runs = &state.view.runs;
    let (by, ascending) = state.runs_by;
    let heads = ORDERS.iter().enumerate().map(|(place, (name, _))| {
        let sorted = match (place == by, ascending) {
            (false, _) => "none",
            (_, true) => "ascending",
            (_, false) => "descending",
        };
        let mark = if place == by { [" ↓", " ↑"][usize::from(ascending)] } else { "" };
        el("th").attr("scope", "col").attr("aria-sort", sorted).child(
            button(*name, Action::SortRuns(place))
                .class("link")
                .child(el("span").attr("aria-hidden", "true").text(mark)),
        )
    });
    let mut rows: Vec<(f64, Element)> = Vec::new();
    let before = std::iter::once(None).chain(runs.iter().map(Some));
    for (run, before) in runs.iter().zip(before) {
        let key = ORDERS[by].1(run) * if ascending { 1.0 } else { -1.0 };
        // Of equal ones the older is first.
        let place = rows.iter().position(|(other, _)| key < *other).unwrap_or(rows.len());
        rows.insert(place, (key, row(state, run, before)));
    }
    let other = |name: &'static str| el("th").attr("scope", "col").text(name);
    let head = el("tr")
        .child(other("Curves"))
        .children(heads)
        .child(other("Set otherwise"))
        .child(other("What to do"));
    let table = el("table")
        .child(el("thead").child(head))
        .child(el("tbody").children(rows.into_iter().map(|(_, row)| row)));
    let deleted = state.deleted.as_ref().map(|(_, run)| {
        el("p")
            .class("aside")
            .attr("role", "status")
            .text(format!("{} was deleted. ", short(&run.name)))
            .child(button("Undo", Action::UndoDelete).class("link"))
    });
    let given_up = runs.iter().any(|run| run.rows_given_up).then(|| {
        el("p").class("muted small").text(
            "The oldest runs without a star gave up their rows to save memory: their predictions and split can no \
             longer be downloaded. Curves, scores, recipe and model are still there.",
        )
    });
    let alone = runs.iter().any(|run| run.recipe.tier.mixes()).then(|| {
        el("p").class("muted small").text(
            "These are the scores of each run’s one network. What a mix of more reaches stands in Result.",
        )
    });
    let list = (!runs.is_empty()).then(|| scroll("scroll runs run-list", "Runs").child(table));
    [deleted.into(), el("div").class("part").child(list).child(alone).child(given_up).into()]
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
    let is_drawn = is_shown || state.view.compared().iter().any(|other| other.id == run.id);
    let goes_on = state.view.active().is_some();
    let deed = |verb: &'static str, action: Action, not: bool| {
        button(verb, action)
            .class("link")
            .attr("aria-label", format!("{verb} {}", run.name))
            .flag("disabled", not)
    };
    let tick = el("input")
        .attr("type", "checkbox")
        .attr("aria-label", format!("Draw the curves of {}", run.name))
        .checked(is_drawn)
        .flag("disabled", is_shown || run.history.is_empty())
        .on(Handler::Switched(Switch::Drawn(run.id)));
    let name = el("input")
        .attr("type", "text")
        .class("plain")
        .attr("aria-label", format!("Name of run {}", run.id.0))
        .attr("title", run.table.clone())
        .on(Handler::Chosen(Field::RunName(run.id)))
        .value(run.name.clone());
    let star = button(if run.is_starred { "★" } else { "☆" }, Action::StarRun(run.id, !run.is_starred))
        .attr("aria-pressed", if run.is_starred { "true" } else { "false" })
        .class("icon")
        .attr("aria-label", format!("Star {}", run.name))
        .attr("title", "Kept before others");
    let time = if run.seconds > 0.0 { duration(run.seconds) } else { String::new() };
    let row = el("tr")
        .child(el("td").child(tick))
        .child(el("th").attr("scope", "row").child(name))
        .child(el("td").class("numbers").text(score(run)))
        .child(el("td").class("numbers").text(count(run.epoch)))
        .child(el("td").class("numbers").text(time))
        .child(el("td").class("muted small").text(changes(run, before)))
        .child(
            el("td")
                .class("deeds")
                .child(star)
                .child(deed("Show", Action::ShowRun(run.id), is_shown || goes_on))
                .child(deed("Restore", Action::Restore(run.id), goes_on))
                .child(deed("Delete", Action::DeleteRun(run.id), run.is_active())),
        );
    if is_shown { row.attr("aria-current", "true") } else { row }
}

/// The one score that the tiles show first.
fn score_of(run: &RunView) -> Option<f64> {
    let (facts, last) = (run.facts.as_ref()?, run.history.last()?);
    let test = run.report.as_ref().map(|report| &report.test);
    match facts.shows_r2 {
        true => test.map_or(last.test_r2, |test| test.r2),
        false => test.map_or(last.test_accuracy, |test| test.accuracy),
    }
}

/// With one standard error, where it is a share of rows.
fn score(run: &RunView) -> String {
    let (Some(score), Some(facts)) = (score_of(run), &run.facts) else { return "–".to_string() };
    if facts.shows_r2 {
        return format!("R² {}", r_squared(Some(score)));
    }
    let error = (score * (1.0 - score) / facts.test_rows.max(1) as f64).sqrt();
    format!("{} ± {:.1}", share(score, facts.test_rows), 100.0 * error)
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

    /// Takes a run that is over away, and its model with it. The worker keeps it until it cannot be brought back any more.
    pub(super) fn delete_run(&mut self, id: RunId) -> Vec<Effect> {
        let mut effects = self.forget_deleted();
        let place = self.view.runs.iter().position(|run| run.id == id && !run.is_active());
        let Some(place) = place else { return effects };
        self.deleted = self.view.kept(id).cloned().map(|run| (place, run));
        self.view.delete(id);
        if self.view.model_source == Some(ModelSource::Run(id)) {
            self.view.drop_model();
            effects.push(Effect::Tell(Command::DropModel));
            // The run that is looked at now has one too.
            effects.extend(self.view.shown.map(|shown| self.show_run(shown)).unwrap_or_default());
        }
        effects
    }

    /// Brings the run back that was deleted last, to where it stood.
    pub(super) fn undo_delete(&mut self) -> Vec<Effect> {
        let Some((place, run)) = self.deleted.take() else { return vec![] };
        let id = run.id;
        self.view.runs.insert(place.min(self.view.runs.len()), run);
        self.show_run(id)
    }

    /// There is no way back any more for the run that was deleted last.
    pub(super) fn forget_deleted(&mut self) -> Vec<Effect> {
        let deleted = self.deleted.take();
        deleted.map(|(_, run)| Effect::Tell(Command::DeleteRun(run.id))).into_iter().collect()
    }

    /// The settings are those of a run again, how the file is read aside; columns that the table lacks are left out.
    pub(super) fn restore(&mut self, id: RunId) {
        let Some(run) = self.view.kept(id) else { return };
        let (mut recipe, name) = (run.recipe.clone(), run.name.clone());
        recipe.reading = self.recipe.reading.clone();
        self.replace_recipe(recipe);
        if let Some(data) = &self.view.data {
            self.recipe.keep_known(&data.proposal);
        }
        self.notice = format!("The settings of {name} are in place.");
    }
}
