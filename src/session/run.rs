use super::{Course, Event, Outcome, RunFacts, RunId};
use crate::dataset::{Dataset, Plan, PrepareError, Proposal, TargetEncoder, TargetScale, Task, prepare};
use crate::evaluation::{Baseline, Report};
use crate::model::Model;
use crate::recipe::{Recipe, limits};
use crate::table::Table;
use crate::training::{Ending, Loss, Progress, Trainer};

/// One training run: the table as it was prepared for it, and the network on its way.
pub struct Run {
    pub id: RunId,
    /// With target and task filled in.
    pub recipe: Recipe,
    /// The name of the table.
    pub table: String,
    /// The number that a spreadsheet gives the table's first row.
    pub first_row: usize,
    table_bytes: u64,
    pub dataset: Dataset,
    pub trainer: Trainer,
    pub state: State,
    /// The epoch at whose end a step was asked for.
    stepped_from: usize,
    /// Training time so far, pauses aside.
    seconds: f64,
    /// Records of the history that the page has been told.
    told: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Training,
    /// Pauses by itself at the end of the epoch.
    Stepping,
    Paused,
    Ended,
}

/// A whole-numbered target that spans more than this many numbers is a quantity, such as a price in euros: that it is
/// met exactly says little, so the curves show R² and the exact matches stand in the table.
const WIDEST_EXACT: f64 = 200.0;

fn shows_r2(target: &TargetEncoder) -> bool {
    match target {
        TargetEncoder::Number { whole, min, max, .. } => !whole || max - min > WIDEST_EXACT,
        TargetEncoder::Classes { .. } => false,
    }
}

impl Run {
    pub fn prepare(
        id: RunId,
        recipe: &Recipe,
        table: &Table,
        proposal: &Proposal,
    ) -> Result<Run, PrepareError> {
        let plan = recipe.plan(proposal)?;
        let dataset = prepare(table, &plan)?;
        let Plan { target, task, .. } = plan;
        let recipe = Recipe { target: Some(target), task: Some(task), ..recipe.clone() };
        let trainer = Trainer::new(recipe.network(&dataset), &dataset, recipe.training());
        Ok(Run {
            id,
            recipe,
            table: table.name.clone(),
            first_row: table.first_row(),
            table_bytes: table.bytes,
            dataset,
            trainer,
            state: State::Training,
            stepped_from: 0,
            seconds: 0.0,
            told: 0,
        })
    }

    /// Whether it was prepared from this table, as far as name and size tell.
    pub fn is_of(&self, table: &Table) -> bool {
        self.table == table.name && self.table_bytes == table.bytes
    }

    pub fn facts(&self) -> RunFacts {
        let Dataset { target, facts, train, test, .. } = &self.dataset;
        let baseline = Baseline::of(&self.dataset, self.trainer.network.head);
        let widths = self.trainer.network.widths();
        RunFacts {
            train_rows: train.rows.len(),
            test_rows: test.rows.len(),
            duplicates_dropped: facts.duplicates_dropped,
            missing_targets: facts.missing_targets,
            parameters: self.trainer.network.n_parameters(),
            widths,
            notes: facts.notes.clone(),
            baseline_accuracy: baseline.test.accuracy,
            baseline_loss: baseline.test.loss,
            shows_r2: shows_r2(target),
            baseline_name: match target.task() {
                Task::Classification => format!("always answering {}", baseline.answer),
                Task::Regression => format!("always answering the mean, {}", baseline.answer),
            },
            loss_name: match target {
                TargetEncoder::Classes { .. } => "cross-entropy".to_string(),
                TargetEncoder::Number { name, .. } => {
                    let loss = match self.recipe.loss {
                        Loss::SquaredError => "half the mean squared error",
                        Loss::AbsoluteError => "mean absolute error",
                        Loss::Huber => "mean Huber loss",
                        Loss::Poisson => "half the mean Poisson deviance",
                    };
                    let name = match self.recipe.loss {
                        Loss::Huber if self.recipe.huber_delta != 1.0 => {
                            format!("{name} ÷ {}", self.recipe.huber_delta)
                        }
                        _ => name.clone(),
                    };
                    match (self.recipe.target_scale, self.recipe.loss) {
                        (TargetScale::Standardise, Loss::Poisson) => format!("{loss} of {name}"),
                        (TargetScale::Standardise, _) => format!("{loss} of {name}, standardised"),
                        (TargetScale::DivideBy(number), _) => format!("{loss} of {name} ÷ {number}"),
                    }
                }
            },
        }
    }

    pub fn is_training(&self) -> bool {
        matches!(self.state, State::Training | State::Stepping)
    }

    /// Trains until `budget` seconds have passed by `clock`.
    pub fn work(&mut self, clock: &dyn Fn() -> f64, budget: f64) -> Vec<Event> {
        let start = clock();
        let mut events = Vec::new();
        let mut go_on = || clock() - start < budget;
        while self.is_training() {
            let progress = self.trainer.work(&self.dataset, &mut go_on);
            match progress {
                Progress::Finished => self.end(self.conclusion(), clock() - start, &mut events),
                Progress::Diverged { epoch } => {
                    self.trainer.stop(&self.dataset);
                    self.end(self.diverged(epoch), clock() - start, &mut events);
                }
                // A measurement that the pause got in between of ends no step.
                Progress::EpochEnded
                    if self.state == State::Stepping && self.trainer.epoch() > self.stepped_from =>
                {
                    self.state = State::Paused;
                }
                Progress::EpochEnded | Progress::Interrupted => {}
            }
            if !go_on() {
                break;
            }
        }
        if self.state != State::Ended {
            self.seconds += clock() - start;
            events.push(self.progress());
        }
        if self.state == State::Paused {
            events.push(Event::Paused { run: self.id });
        }
        events
    }

    /// Goes one epoch on and measures there.
    pub fn step(&mut self) {
        self.trainer.measure_next();
        self.stepped_from = self.trainer.epoch();
        self.state = State::Stepping;
    }

    /// Ends the run at its last whole epoch.
    pub fn stop(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        self.trainer.stop(&self.dataset);
        self.end(Outcome::Stopped { epoch: self.trainer.epoch() }, 0.0, &mut events);
        events
    }

    pub fn model(&self) -> Model {
        Model {
            encoder: self.dataset.encoder.clone(),
            target: self.dataset.target.clone(),
            network: self.trainer.network.clone(),
            epochs: self.kept_epoch(),
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
    #[inline(never)]
    fn early_conclusion(&self) -> Outcome {
        let epoch = self.trainer.epoch();
        let tol = self.recipe.tol;
        let why = match self.trainer.ending() {
            None | Some(Ending::Epochs) => String::new(),
            Some(Ending::LossStill { epochs }) => {
                format!(
                    "Ended at epoch {epoch}: the training loss fell by less than {tol} in {epochs} epochs."
                )
            }
            Some(Ending::ScoreStill { epochs }) => {
                format!(
                    "Ended at epoch {epoch}: the validation score rose by less than {tol} in {epochs} epochs."
                )
            }
            Some(Ending::ValidationLossStill { epochs }) => {
                format!(
                    "Ended at epoch {epoch}: the validation loss fell by less than {tol} in {epochs} epochs."
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
        let rate = self.recipe.learning_rate;
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

    fn end(&mut self, outcome: Outcome, seconds: f64, events: &mut Vec<Event>) {
        self.seconds += seconds;
        self.state = State::Ended;
        events.push(self.progress());
        events.push(Event::Ended {
            run: self.id,
            outcome,
            report: Box::new(Report::of(&self.trainer.network, &self.dataset)),
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
            epochs: self.recipe.epochs,
            seconds: self.seconds,
            rows_per_second: if self.seconds > 0.0 { rows / self.seconds } else { 0.0 },
            records,
        }
    }
}

/// A number that a person would choose: 0.0012 rather than 0.00123457.
#[inline(never)]
fn two_digits(rate: f32) -> f32 {
    let rounded = format!("{rate:.1e}").parse().unwrap_or(rate);
    rounded.max(limits::LEARNING_RATE.0)
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
