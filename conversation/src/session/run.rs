use std::rc::Rc;

use super::job::Ticket;
use super::{AgreementView, Course, Event, JobKind, Outcome, RunFacts, RunId};
use perceptab::dataset::{
    Dataset, HeldBack, Plan, PrepareError, Proposal, TargetEncoder, TargetScale, Targets, Task,
    prepare_in_steps,
};
use perceptab::evaluation::{Actual, Agreement, Baseline, Evaluated, ExpectedValues, Report, SecondClass};
use perceptab::format::counted;
use perceptab::model::{Member, Model, Objective, Outputs, Predictor};
use perceptab::network::WORK;
use perceptab::pace::{Pace, Steps};
use perceptab::recipe::{Checked, Recipe, settings};
use perceptab::study::{Fold, HeldOut, Learner, Trial, TrialResult};
use perceptab::table::{Table, TableSummary, brief};
use perceptab::training::{Ending, Loss, Step, Trainer};

/// One training run: the table as it was prepared for it, and the network on its way.
pub struct Run {
    pub id: RunId,
    pub ticket: Ticket,
    /// Whether it is a trial of a study.
    pub is_tried: bool,
    /// With target and task filled in.
    pub recipe: Checked,
    /// The name of the table.
    pub table: String,
    /// The number that a spreadsheet gives the table's first row.
    pub first_row: usize,
    table_bytes: u64,
    pub dataset: Rc<Dataset>,
    pub trainer: Trainer,
    pub facts: RunFacts,
    pub state: State,
    /// How it ended, once its training is over and its scores are still to be measured.
    outcome: Option<Outcome>,
    /// The reading on its way, once the answers to all rows are there.
    report: Option<Steps<(Read, Option<HeldOut>)>>,
    /// Which rows it is not trained on, and the seed of its chance, where it is a trial of a study.
    fold: Option<Fold>,
    seed: u64,
    /// To the test rows, once they are known.
    pub answers: Option<Targets>,
    /// Of a fold of the training rows, once the run has ended.
    held_out: Option<HeldOut>,
    /// The epoch at whose end a step was asked for.
    stepped_from: usize,
    /// Time so far, pauses aside, and of it what was training alone.
    seconds: f64,
    training_seconds: f64,
    /// Records of the history that the page has been told.
    told: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Training,
    /// Pauses by itself at the end of the epoch.
    Stepping,
    Paused,
    /// Training is over; the scores over all rows are being measured.
    Measuring,
    Ended,
}

/// A whole-numbered target that spans more than this many numbers is a quantity, such as a price in euros: that it is
/// met exactly says little, so the curves show R² and the exact matches stand in the table.
const WIDEST_EXACT: f64 = 200.0;

/// The most characters of a name among other words.
const NAME: usize = 60;

fn shows_r2(target: &TargetEncoder) -> bool {
    match target {
        TargetEncoder::Number { whole, min, max, .. } => !whole || max - min > WIDEST_EXACT,
        TargetEncoder::Classes { .. } => false,
    }
}

impl Run {
    /// What prepares a table for a run, step by step.
    pub fn prepare(
        id: RunId,
        trial: &Trial,
        table: Rc<Table>,
        proposal: &Proposal,
    ) -> Result<Steps<Result<Run, PrepareError>>, PrepareError> {
        let plan = trial.plan(proposal)?;
        let recipe = trial.recipe.clone().asked(plan.target.clone(), plan.task);
        let trial = Trial { recipe, ..trial.clone() };
        Ok(Steps::new(move |pace| Run::prepared(id, trial, table, plan, pace)))
    }

    async fn prepared(
        id: RunId,
        trial: Trial,
        table: Rc<Table>,
        plan: Plan,
        pace: Pace,
    ) -> Result<Run, PrepareError> {
        let dataset = prepare_in_steps(&table, &plan, &pace).await?;
        let network = trial.network(&dataset);
        let trainer = Trainer::new_in_steps(network, &dataset, trial.training(), &pace).await;
        let objective = Objective::new(&dataset.target, trainer.network.head);
        let parts = [&dataset.train, &dataset.test].map(Actual::from);
        let baseline = Baseline::in_steps(objective, parts, &pace).await;
        Ok(Run {
            id,
            ticket: Ticket::default(),
            is_tried: false,
            table: table.name.clone(),
            first_row: table.first_row(),
            table_bytes: table.bytes,
            facts: facts(&trial.recipe, &dataset, &trainer, baseline),
            recipe: trial.recipe,
            fold: trial.fold,
            seed: trial.seed,
            answers: None,
            held_out: None,
            dataset: Rc::new(dataset),
            trainer,
            state: State::Training,
            outcome: None,
            report: None,
            stepped_from: 0,
            seconds: 0.0,
            training_seconds: 0.0,
            told: 0,
        })
    }

    pub fn table_bytes(&self) -> u64 {
        self.table_bytes
    }

    /// Seconds so far, pauses aside.
    pub fn seconds(&self) -> f64 {
        self.seconds
    }

    /// Whether it was prepared from this table, as far as name and size tell.
    pub fn is_of(&self, table: &Table) -> bool {
        self.table == table.name && self.table_bytes == table.bytes
    }

    /// Whether [`Run::work`] has something to do.
    pub fn is_training(&self) -> bool {
        matches!(self.state, State::Training | State::Stepping | State::Measuring)
    }

    /// Trains, and measures at the end, until `budget` seconds have passed by `clock`.
    pub fn work(&mut self, clock: &dyn Fn() -> f64, budget: f64) -> Vec<Event> {
        let start = clock();
        let measured = self.measured();
        let mut events = Vec::new();
        let mut go_on = || clock() - start < budget;
        let mut before = start;
        while self.is_training() {
            let measures = self.measured().is_some();
            let report = self.advance(&mut go_on);
            let now = clock();
            let spent = now - before;
            before = now;
            self.seconds += spent;
            if !measures {
                self.training_seconds += spent;
            }
            if report.is_some() {
                self.end(report, &mut events);
            }
            if now - start >= budget {
                break;
            }
        }
        if self.is_training() {
            events.push(self.job());
        }
        if self.state != State::Ended {
            events.push(self.progress());
            // What is over within a slice is not worth a word.
            if measured.is_some() {
                events.extend(self.measuring());
            }
        }
        if self.state == State::Paused {
            events.push(Event::Paused { run: self.id });
        }
        events
    }

    /// Goes on while `go_on` says so and nothing else comes first; the reading, when the run is over.
    fn advance(&mut self, go_on: &mut dyn FnMut() -> bool) -> Option<Read> {
        if self.outcome.is_some() {
            return self.read(go_on);
        }
        match self.trainer.work(&self.dataset, go_on) {
            Step::Finished => {
                self.outcome = Some(self.conclusion());
                self.state = State::Measuring;
            }
            Step::Diverged { epoch } => {
                self.outcome = Some(self.diverged(epoch));
                self.state = State::Measuring;
                self.trainer.turn_back();
            }
            // A measurement that the pause got in between of ends no step.
            Step::EpochEnded if self.state == State::Stepping && self.trainer.epoch() > self.stepped_from => {
                self.state = State::Paused;
            }
            Step::EpochEnded | Step::Interrupted => {}
        }
        None
    }

    /// Training is over: measures what is left to measure, and reads it.
    fn read(&mut self, go_on: &mut dyn FnMut() -> bool) -> Option<Read> {
        if !self.trainer.measure(&self.dataset, go_on) {
            return None;
        }
        if self.report.is_none() {
            let answers = self.trainer.take_answers(&self.dataset);
            self.answers = Some(answers[1].0.clone());
            let (member, dataset) = (self.member(), self.dataset.clone());
            let holds_out = matches!(self.fold, Some(Fold::Inner { .. }));
            self.report = Some(Steps::new(async move |pace| {
                let held_out = if holds_out { held_out(&member, &dataset, &pace).await } else { None };
                (reading(member, dataset, answers, pace).await, held_out)
            }));
        }
        let report = self.report.as_mut()?;
        loop {
            if let Some((report, held_out)) = report.advance() {
                self.held_out = held_out;
                return Some(report);
            }
            if !go_on() {
                return None;
            }
        }
    }

    /// Rows measured, of how many, and whether the run ends with it; while that is so.
    fn measured(&self) -> Option<(usize, usize, bool)> {
        let ends = self.outcome.is_some() || self.trainer.ending().is_some();
        let all = self.dataset.train.rows.len() + self.dataset.test.rows.len();
        match self.trainer.measured(&self.dataset) {
            Some((rows, of)) => Some((rows, of, ends)),
            None => (self.state == State::Measuring).then_some((all, all, true)),
        }
    }

    /// What it does next.
    pub fn kind(&self) -> JobKind {
        match self.measured() {
            Some(_) => JobKind::Measure,
            None => JobKind::Train,
        }
    }

    fn job(&mut self) -> Event {
        match self.measured() {
            // The seconds before went into training: they say nothing about this.
            Some((rows, of, _)) => self.ticket.tell_after(0.0, JobKind::Measure, (rows, of)),
            None => {
                let told = (self.trainer.epoch(), self.recipe.training.epochs);
                self.ticket.tell_after(self.seconds, JobKind::Train, told)
            }
        }
    }

    fn measuring(&self) -> Option<Event> {
        self.measured().map(|(rows, of, ends)| Event::Measuring { run: self.id, rows, of, ends })
    }

    /// Goes one epoch on and measures there.
    pub fn step(&mut self) {
        self.trainer.measure_next();
        self.stepped_from = self.trainer.epoch();
        self.state = State::Stepping;
    }

    /// Ends the training at its last whole epoch; where little is left to measure, the run too. Where its training is over
    /// already, what is left to measure is given up.
    pub fn stop(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        if self.outcome.is_some() || self.trainer.ending().is_some() {
            self.trainer.give_up_measuring();
            self.end(None, &mut events);
            return events;
        }
        self.trainer.turn_back();
        self.outcome = Some(Outcome::Stopped { epoch: self.trainer.epoch() });
        self.state = State::Measuring;
        let mut looks = (WORK / (256 * self.trainer.network.n_parameters().max(1))).clamp(4, 64);
        let report = self.read(&mut || {
            looks -= 1;
            looks > 0
        });
        match report {
            Some(report) => self.end(Some(report), &mut events),
            None => {
                events.push(self.progress());
                events.extend(self.measuring());
            }
        }
        events
    }

    pub fn model(&self) -> Model {
        self.member().into()
    }

    /// Its network as it is now, with what it was prepared by.
    pub fn member(&self) -> Member {
        Member {
            encoder: self.dataset.encoder.clone(),
            target: self.dataset.target.clone(),
            predictor: Predictor::Network(self.trainer.network.clone()),
            epochs: self.kept_epoch(),
        }
    }

    /// What came of it as a trial. `outcome`, `report`: as it ended.
    pub fn result(&mut self, outcome: &Outcome, report: Option<&Report>) -> TrialResult {
        let diverged = match outcome {
            Outcome::Diverged { message, .. } => Some(message.clone()),
            _ => None,
        };
        TrialResult {
            trial: Trial {
                recipe: self.recipe.clone(),
                fold: self.fold,
                seed: self.seed,
                learner: Learner::Network,
            },
            member: self.member(),
            held_out: self.held_out.take(),
            history: self.trainer.history().clone(),
            report: report.cloned(),
            diverged,
            weights_hash: self.trainer.network.weights_hash(),
            seconds: self.seconds,
        }
    }

    /// The epoch whose weights are there.
    fn kept_epoch(&self) -> usize {
        let best = self.trainer.best_epoch().filter(|_| self.trainer.ending().is_some());
        best.unwrap_or(self.trainer.epoch())
    }

    fn conclusion(&self) -> Outcome {
        match (self.trainer.ending(), self.trainer.best_epoch()) {
            (None | Some(Ending::Epochs), None) => Outcome::Finished,
            _ => self.early_conclusion(),
        }
    }

    /// Why training is over, and which weights are kept.
    fn early_conclusion(&self) -> Outcome {
        let epoch = self.trainer.epoch();
        let tol = self.recipe.training.tol;
        let why = match self.trainer.ending() {
            None | Some(Ending::Epochs) => String::new(),
            Some(Ending::LossStill { epochs }) => {
                format!(
                    "Ended at epoch {epoch}: the training loss fell by less than {tol} in {}.",
                    counted(epochs, "epoch")
                )
            }
            Some(Ending::ScoreStill { epochs }) => {
                format!(
                    "Ended at epoch {epoch}: the validation score rose by less than {tol} in {}.",
                    counted(epochs, "epoch")
                )
            }
            Some(Ending::ValidationLossStill { epochs }) => {
                format!(
                    "Ended at epoch {epoch}: the validation loss fell by less than {tol} in {}.",
                    counted(epochs, "epoch")
                )
            }
            Some(Ending::Converged) => {
                format!("Ended at iteration {epoch}: the loss is as low as L-BFGS gets it.")
            }
            Some(Ending::Stuck) => format!("Ended at iteration {epoch}: no step lowers the loss any more."),
            Some(Ending::Evaluations) => {
                format!("Ended at iteration {epoch}: the loss was worked out as often as allowed.")
            }
        };
        let kept = match self.trainer.best_epoch() {
            Some(best) => format!(
                "The weights of epoch {best} are kept, which did best on {} validation rows.",
                self.trainer.validation_rows()
            ),
            None => String::new(),
        };
        match (why.is_empty(), kept.is_empty()) {
            (true, true) => Outcome::Finished,
            (false, false) => Outcome::Concluded { epoch, message: format!("{why} {kept}") },
            _ => Outcome::Concluded { epoch, message: why + &kept },
        }
    }

    fn course(&self) -> Course {
        let trainer = &self.trainer;
        let least = trainer.loss_curve().iter().copied().reduce(f64::min);
        let most = trainer.validation_scores().iter().copied().reduce(f64::max);
        Course {
            loss_curve: trainer.loss_curve().to_vec(),
            best_loss: least,
            validation_rows: trainer.validation_rows(),
            validation_scores: trainer.validation_scores().to_vec(),
            best_validation_score: most,
            best_epoch: trainer.best_epoch(),
        }
    }

    fn diverged(&self, epoch: usize) -> Outcome {
        let rate = self.recipe.training.learning_rate;
        let try_learning_rate = if rate > 0.1 { 0.01 } else { two_digits(rate / 10.0) };
        let kept_epoch = self.trainer.epoch();
        let kept = match kept_epoch {
            0 => "The network is back at its first weights.".to_string(),
            kept => format!("The network is back at the end of epoch {kept}."),
        };
        Outcome::Diverged {
            epoch,
            kept_epoch,
            try_learning_rate,
            message: format!(
                "The loss grew without bound at epoch {epoch}. {kept} Try a learning rate of {try_learning_rate}."
            ),
        }
    }

    /// `report`: none where it was not waited for.
    fn end(&mut self, report: Option<Read>, events: &mut Vec<Event>) {
        let outcome = self.outcome.take().unwrap_or_else(|| self.conclusion());
        self.state = State::Ended;
        self.report = None;
        events.push(self.progress());
        let (report, agreement) = report.unzip();
        events.push(Event::Ended {
            run: self.id,
            outcome,
            report: report.map(Box::new),
            agreement: agreement.flatten().map(|agreement| Box::new(AgreementView::of(&agreement))),
            course: Box::new(self.course()),
            weights_hash: self.trainer.network.weights_hash(),
            seconds: self.seconds,
            // Filled in by the session, which can ask.
            memory: None,
        });
    }

    fn progress(&mut self) -> Event {
        let records = self.trainer.history()[self.told..].to_vec();
        self.told = self.trainer.history().len();
        let rows = self.trainer.rows_done() as f64;
        Event::Progress {
            run: self.id,
            epoch: self.trainer.epoch(),
            epochs: self.recipe.training.epochs,
            seconds: self.seconds,
            rows_per_second: if self.training_seconds > 0.0 { rows / self.training_seconds } else { 0.0 },
            records,
        }
    }
}

/// What the network says of the rows of its fold; `None` where they are more than may be held.
async fn held_out(member: &Member, dataset: &Dataset, pace: &Pace) -> Option<HeldOut> {
    let HeldBack::Given(part) = &dataset.validation else { return None };
    if !Outputs::may_be_held(&member.target, part.rows.len()) {
        return None;
    }
    let mut outputs = Outputs::none(&member.target);
    member.outputs_in_steps(&part.inputs, pace, &mut |some| outputs.append(some)).await;
    Some(HeldOut { rows: part.rows.clone(), outputs })
}

/// The scores, and the answers to the test rows beside what is right.
type Read = (Report, Option<Agreement>);

/// `answers`: to the training and the test rows, with the mean loss of each.
async fn reading(member: Member, dataset: Rc<Dataset>, answers: [(Targets, f64); 2], pace: Pace) -> Read {
    let Dataset { target, train, test, .. } = &*dataset;
    let (mut expected, mut second) = (ExpectedValues::new(target), SecondClass::new(target));
    if expected.is_some() || second.is_some() {
        let take = &mut |outputs: &Outputs| {
            expected.iter_mut().for_each(|expected| expected.add(outputs));
            second.iter_mut().for_each(|second| second.add(outputs));
        };
        member.outputs_in_steps(&test.inputs, &pace, take).await;
    }
    let roc_auc = second.and_then(|second| second.roc_auc(&test.targets));
    let ordinal = expected.and_then(|expected| expected.finish(&train.targets, &test.targets));
    let [of_train, of_test] = answers;
    let evaluated = |(answers, loss), part| Evaluated { answers, actual: Actual::from(part), loss };
    let (of_train, of_test) = (evaluated(of_train, train), evaluated(of_test, test));
    let objective = Objective::new(target, member.head());
    let agreement = Agreement::in_steps(&of_test.answers, of_test.actual.values, target, &pace).await;
    (Report::in_steps(objective, of_train, of_test, ordinal, roc_auc, &pace).await, agreement)
}

fn facts(recipe: &Recipe, dataset: &Dataset, trainer: &Trainer, baseline: Baseline) -> RunFacts {
    let Dataset { target, facts, train, test, .. } = dataset;
    let widths = trainer.network.widths();
    RunFacts {
        train_rows: train.rows.len(),
        test_rows: test.rows.len(),
        duplicates_dropped: facts.duplicates_dropped,
        missing_targets: facts.missing_targets,
        parameters: trainer.network.n_parameters(),
        widths,
        // Names in them may be of any length, and are only to be looked at.
        notes: facts.notes.iter().map(|note| brief(note, TableSummary::SENTENCE).into_owned()).collect(),
        baseline_accuracy: baseline.test.accuracy,
        baseline_loss: baseline.test.loss,
        shows_r2: shows_r2(target),
        baseline_name: match target.task() {
            Task::Classification => format!("always answering {}", brief(&baseline.answer, NAME)),
            Task::Regression => format!("always answering the mean, {}", baseline.answer),
        },
        loss_name: match target {
            TargetEncoder::Classes { .. } => "cross-entropy".to_string(),
            TargetEncoder::Number { name, .. } => {
                let loss = match recipe.training.loss {
                    Loss::SquaredError => "half the mean squared error",
                    Loss::AbsoluteError => "mean absolute error",
                    Loss::Huber => "mean Huber loss",
                    Loss::Poisson => "half the mean Poisson deviance",
                };
                let name = brief(name, NAME);
                let name = match recipe.training.loss {
                    Loss::Huber if recipe.training.huber_delta != 1.0 => {
                        format!("{name} ÷ {}", recipe.training.huber_delta)
                    }
                    _ => name.into_owned(),
                };
                match (recipe.preparation.target_scale, recipe.training.loss) {
                    (TargetScale::Standardise, Loss::Poisson) => format!("{loss} of {name}"),
                    (TargetScale::Standardise, _) => format!("{loss} of {name}, standardised"),
                    (TargetScale::DivideBy(number), _) => format!("{loss} of {name} ÷ {number}"),
                }
            }
        },
    }
}

/// A number that a person would choose: 0.0012 rather than 0.00123457.
fn two_digits(rate: f32) -> f32 {
    let rounded = format!("{rate:.1e}").parse().unwrap_or(rate);
    settings::LEARNING_RATE.limits.map_or(rounded, |limits| rounded.max(limits.low as f32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suggested_rate_has_two_digits() {
        for (rate, suggested) in [(0.012_345_6, 0.0012), (0.01, 0.001), (0.099_9, 0.01), (1e-8, 1e-8)] {
            assert_eq!(two_digits(rate / 10.0), suggested);
        }
    }
}
