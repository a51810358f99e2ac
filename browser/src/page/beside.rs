//! Runs of one question beside each other: the folds of a cross-validation, or a table with and without its repeated rows.

use super::column_table::scroll;
use super::node::{Element, Handler, Node, button, el};
use super::{Action, Effect, Field, PageState};
use perceptab::evaluation::{Report, Spread};
use perceptab::format::{count, counted, duration, number, share};
use perceptab::recipe::{Checked, Recipe, Tier};
use perceptab::study::{Question, Shape, Study};
use perceptab_conversation::session::{AgreementView, Command, Outcome, PooledRun, RunId, RunState, Stage};

/// Runs of the pool are numbered from here on, so that those that a person starts are counted by themselves.
const FIRST_TRIAL: u32 = 1 << 20;

impl PageState {
    /// Trains once for each fold.
    pub(super) fn cross_validate(&mut self, folds: usize) -> Vec<Effect> {
        self.ask(|recipe| Study::cross_validation(recipe, folds))
    }

    /// Trains with repeated rows and without.
    pub(super) fn measure_duplicates(&mut self) -> Vec<Effect> {
        self.ask(Study::repeated_rows)
    }

    /// What is wrong with a setting stands beside it.
    fn ask(&mut self, study: impl FnOnce(&Checked) -> Study) -> Vec<Effect> {
        let recipe = self.recipe.clone().checked();
        recipe.map(|recipe| self.run_study(study(&recipe))).unwrap_or_default()
    }

    /// What the pool's runs are for.
    pub fn question(&self) -> Question {
        self.study.as_ref().map_or(Question::default(), |study| study.question)
    }

    /// Asks for the table, which the runs wait for.
    pub(super) fn run_study(&mut self, study: Study) -> Vec<Effect> {
        if self.is_pooling() {
            return vec![];
        }
        self.pool = None;
        for trial in &study.trials {
            self.trials += 1;
            self.pool_waits.push((RunId(FIRST_TRIAL + self.trials), trial.clone()));
        }
        self.study = Some(study);
        vec![Effect::Tell(Command::ShareTable)]
    }

    /// Trains several kinds on folds, to mix what does best.
    pub(super) fn train_mix(&mut self, run: Option<RunId>) -> Vec<Effect> {
        let run = self.view.runs.iter().find(|one| Some(one.id) == run);
        let (Some(data), Some(run), true) = (&self.view.data, run, self.has_worker()) else { return vec![] };
        if self.is_pooling() || run.table_number != data.number {
            return vec![];
        }
        // Of what the run that is looked at asked, whatever was set since.
        let Some(study) = mix_of(&run.recipe, Shape::of(&data.summary, &run.recipe)) else { return vec![] };
        self.mixed_run = Some(run.id);
        self.run_study(study)
    }

    /// Once every trial of a mix has brought its result, the first worker makes one model of them.
    pub(super) fn join_when_done(&mut self) -> Vec<Effect> {
        let Question::Mixed(folds) = self.question() else { return vec![] };
        let Some(pool) = self.pool.as_mut().filter(|pool| pool.is_done()) else { return vec![] };
        // Whoever stops the search has what it has found.
        let blocks = match self.study.as_ref().and_then(|study| study.trials.first()) {
            Some(trial) if trial.recipe.tier == Tier::Best => pool.take_whole(folds),
            _ => pool.take_blocks(),
        };
        match blocks {
            Some(blocks) => {
                let mixed = self.view.runs.iter().find(|run| Some(run.id) == self.mixed_run);
                let mut recipe = mixed.map_or_else(|| self.recipe.clone(), |run| run.recipe.clone());
                // That many give the same again.
                recipe.ways =
                    if recipe.tier == Tier::Best { blocks.len() / folds.max(1) } else { recipe.ways };
                let (question, recipe) = (self.question(), Box::new(recipe));
                vec![Effect::Tell(Command::Join { question, recipe, blocks })]
            }
            None => vec![],
        }
    }

    /// A mix of a run before is given up where another run begins.
    pub(super) fn leave_mix(&mut self) -> Vec<Effect> {
        if !matches!(self.question(), Question::Mixed(_)) || !self.is_pooling() {
            return vec![];
        }
        self.study = None;
        self.pool_waits.clear();
        self.pool.take().map(|_| Effect::EndPool).into_iter().collect()
    }

    /// Whether the last mix is of the run that is looked at.
    pub fn is_mixed(&self) -> bool {
        self.view.joined.is_some() && self.is_of_the_mix()
    }

    /// Whether the run that is looked at is the one that was, or is to be, bettered by a mix.
    pub fn is_of_the_mix(&self) -> bool {
        self.view.run().is_some_and(|run| self.mixed_run == Some(run.id))
    }

    /// What is reached: by the mix, where there is one of the run that is looked at, else by its network.
    pub fn answer(&self) -> Option<&Report> {
        let mix = self.view.joined.as_ref().filter(|_| self.is_of_the_mix()).map(|joined| &joined.report);
        mix.or_else(|| self.view.run()?.report.as_ref())
    }

    /// What was answered beside what was right, of the same.
    pub fn agreement(&self) -> Option<&AgreementView> {
        match &self.view.joined {
            Some(joined) if self.is_of_the_mix() => joined.agreement.as_ref(),
            _ => self.view.run()?.agreement.as_deref(),
        }
    }

    fn reports(&self) -> Vec<&Report> {
        let runs = self.pool.iter().flat_map(|pool| pool.runs());
        runs.filter(|run| run.stage == Stage::Ended).filter_map(|run| run.view.report.as_ref()).collect()
    }
}

/// What a recipe's tier mixes; of one network alone what Good would.
pub fn mix_of(recipe: &Recipe, shape: Shape) -> Option<Study> {
    let tier = if recipe.tier.mixes() { recipe.tier } else { Tier::Good };
    Study::mixed(&recipe.clone().with(|it| it.tier = tier).checked().ok()?, shape)
}

/// Below a run's scores: whether they are luck.
pub fn cross_validation(state: &PageState) -> Option<Element> {
    let is_ended = state.run_state() == Some(RunState::Ended);
    (is_ended && state.has_data()).then(|| offer(state))
}

fn offer(state: &PageState) -> Element {
    let field = Field::Folds;
    let options =
        [3, 5, 10].map(|folds| el("option").attr("value", folds.to_string()).text(folds.to_string()));
    let select = el("select")
        .attr("id", field.name())
        .on(Handler::Chosen(field))
        .children(options)
        .value(state.folds.to_string());
    el("p")
        .class("cross-validate")
        .child(el("label").attr("for", field.name()).text("Is this split luck? Folds:"))
        .text(" ")
        .child(select)
        .text(" ")
        .child(
            button("Cross-validate", Action::CrossValidate)
                .flag("disabled", state.is_pooling() || !state.has_worker()),
        )
}

/// The runs beside each other, while there are some.
pub fn beside_part(state: &PageState) -> Node {
    let there = state.pool.is_some() && state.question() != Question::Recipes;
    if there { shown(state).into() } else { Node::Nothing }
}

fn shown(state: &PageState) -> Element {
    let title = match state.question() {
        Question::CrossValidation(folds) => format!("Cross-validation with {folds} folds"),
        Question::Mixed(_) => "What is trained for the mix".to_string(),
        _ => "What repeated rows do".to_string(),
    };
    let over = match state.is_pooling() {
        true => button("Cancel all", Action::CancelPool),
        false => button("Put away", Action::PutAwayBeside).class("quiet"),
    };
    let folded = el("details")
        .attr("open", "")
        .child(el("summary").child(el("b").attr("id", "beside-title").text(title)).text(mean(state)))
        .child(over)
        .child(el("p").class("muted").text(about(state.question())))
        .child(table(state))
        .child(meaning(state));
    el("section").class("beside").attr("aria-labelledby", "beside-title").child(folded)
}

/// What the folds reach together, to be read where they are folded away too.
fn mean(state: &PageState) -> String {
    let spread = Spread::of_reports(&state.reports()).into_iter().next();
    match (spread, state.question()) {
        (Some(spread), Question::CrossValidation(_)) => {
            let (mean, deviation) = (text(&spread, spread.mean), text(&spread, spread.standard_deviation));
            format!(": {} {mean} ± {deviation}", spread.name)
        }
        _ => String::new(),
    }
}

fn about(question: Question) -> &'static str {
    match question {
        Question::CrossValidation(_) => {
            "The rows are put into equal parts. Each part is tested on once by a network that was trained on all the others, \
             so that every row is tested on, and the spread says how much one split is luck."
        }
        Question::Mixed(_) => {
            "Networks, boosted trees and a line, each trained without one part of the training rows. They are mixed when all are there."
        }
        _ => {
            "The same network is trained twice: with the repeated rows kept, and with them dropped. Where rows are held out \
             by chance, equal ones stay in one part."
        }
    }
}

fn table(state: &PageState) -> Element {
    let runs: Vec<&PooledRun> = state.pool.iter().flat_map(|pool| pool.runs()).collect();
    let spreads = Spread::of_reports(&state.reports());
    let names = spreads.iter().map(|spread| el("th").attr("scope", "col").text(spread.name));
    let head = el("tr")
        .child(el("th").attr("scope", "col").text("Run"))
        // The scores first: on a phone what stands behind them is out of sight.
        .children(names)
        .child(el("th").attr("scope", "col").text("Progress"))
        .child(el("th").attr("scope", "col").text("Time"));
    // The place of each run among those that have ended.
    let mut ended = 0;
    let mut rows = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        let is_ended = run.stage == Stage::Ended && run.view.report.is_some();
        let value = |spread: &Spread| match is_ended {
            true => spread.values.get(ended).map(|value| text(spread, *value)).unwrap_or_default(),
            false => String::new(),
        };
        let cells = spreads.iter().map(|spread| el("td").class("numbers").text(value(spread)));
        let time = if run.view.seconds > 0.0 { duration(run.view.seconds) } else { String::new() };
        let name = state.study.as_ref().map_or(String::new(), |study| study.name(index));
        rows.push(
            el("tr")
                .child(el("th").attr("scope", "row").text(name.clone()))
                .children(cells.collect::<Vec<_>>())
                .child(el("td").child(progress(run, name)))
                .child(el("td").class("numbers").text(time)),
        );
        ended += usize::from(is_ended);
    }
    if let (Question::CrossValidation(_), true) = (state.question(), ended > 1) {
        let cells = spreads.iter().map(|spread| {
            let words =
                format!("{} ± {}", text(spread, spread.mean), text(spread, spread.standard_deviation));
            el("td").class("numbers").text(words)
        });
        rows.push(
            el("tr")
                .class("mean")
                .child(el("th").attr("scope", "row").text("Mean ± standard deviation"))
                .children(cells)
                .child(el("td").text(counted(ended, "fold")))
                .child(el("td")),
        );
    }
    let table = el("table").child(el("thead").child(head)).child(el("tbody").children(rows));
    scroll("scroll runs", "The runs beside each other").child(table)
}

/// A share in percent, any other number with four digits.
fn text(spread: &Spread, value: f64) -> String {
    if spread.is_share { share(value, 1_000) } else { number(value, 4) }
}

fn progress(run: &PooledRun, name: String) -> Element {
    let words = match (&run.stage, &run.view.outcome) {
        (Stage::Waiting, _) => "waits".to_string(),
        (Stage::Training { .. }, _) => {
            if run.trial.learner.is_trees() {
                return el("span").text("boosting trees");
            }
            return el("progress")
                .attr("aria-label", format!("Epochs of {name}"))
                .attr("max", run.view.recipe.training.epochs.max(1).to_string())
                .attr("value", run.view.epoch.to_string());
        }
        (Stage::Ended, Some(Outcome::Diverged { epoch, .. })) => {
            format!("diverged at epoch {}", count(*epoch))
        }
        (Stage::Ended, _) if run.trial.learner.is_trees() => "done".to_string(),
        (Stage::Ended, _) => counted(run.view.epoch, "epoch"),
        (Stage::Failed(failure), _) => failure.message.clone(),
        (Stage::Cancelled, _) => "cancelled".to_string(),
    };
    el("span").text(words)
}

/// What the two runs say of repeated rows.
fn meaning(state: &PageState) -> Option<Element> {
    let reports = state.reports();
    let (Question::RepeatedRows, false, [kept, dropped]) =
        (state.question(), state.is_pooling(), &reports[..])
    else {
        return None;
    };
    let spread = Spread::of_reports(&[kept, dropped]).into_iter().next()?;
    let [kept, dropped] = spread.values[..] else { return None };
    let difference = kept - dropped;
    let by = match spread.is_share {
        true => format!("{:.1} points", 100.0 * difference.abs()),
        false => number(difference.abs(), 2),
    };
    let runs = state.pool.iter().flat_map(|pool| pool.runs());
    let by_chance = runs.map(|run| run.view.recipe.splits_by_chance()).next().unwrap_or(true);
    let words = match (difference > 0.0, by_chance) {
        (true, true) => format!(
            "Kept, repeated rows raise the {} by {by}: what occurs often counts more, in training and in the test.",
            spread.name
        ),
        (true, false) => format!(
            "Kept, repeated rows make the {} look {by} better. Part of that may be flattery: rows that were trained on can \
             be tested on again.",
            spread.name
        ),
        (false, _) => {
            format!("Kept, repeated rows do not raise the {} here: it is {by} lower with them.", spread.name)
        }
    };
    Some(el("p").class("meaning").attr("role", "status").text(words))
}
