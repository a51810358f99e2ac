//! One training run of a session.

mod ending;
mod facts;
mod reading;

use std::rc::Rc;

use facts::facts;
use reading::Read;

use super::job::Ticket;
use super::{AgreementView, Event, JobKind, Outcome, RunFacts, RunId};
use perceptab::dataset::{Dataset, Plan, PrepareError, Proposal, Targets, prepare_in_steps};
use perceptab::evaluation::{Actual, Baseline, Report};
use perceptab::model::{Member, Model, Objective, Predictor};
use perceptab::network::WORK;
use perceptab::pace::{Pace, Steps};
use perceptab::recipe::Checked;
use perceptab::study::{Fold, HeldOut, Learner, Trial, TrialResult};
use perceptab::table::Table;
use perceptab::training::{Step, Trainer};

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
    records_sent: usize,
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
            records_sent: 0,
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
        if self.state != State::Ended {
            events.push(self.progress());
            events.push(self.job(measured.is_some()));
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
            Some((_, _, ends)) => JobKind::Measure { ends },
            None => JobKind::Train,
        }
    }

    /// How far it is. `is_measuring`: has been for longer than a slice; what is over within one is not worth a word.
    fn job(&mut self, is_measuring: bool) -> Event {
        match self.measured().filter(|(_, _, ends)| is_measuring || *ends) {
            // The seconds before went into training: they say nothing about this.
            Some((rows, of, ends)) => self.ticket.tell_after(0.0, JobKind::Measure { ends }, (rows, of)),
            None => {
                let told = (self.trainer.epoch(), self.recipe.training.epochs);
                self.ticket.tell_after(self.seconds, JobKind::Train, told)
            }
        }
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
                events.push(self.job(true));
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
        let records = self.trainer.history()[self.records_sent..].to_vec();
        self.records_sent = self.trainer.history().len();
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
