mod epoch;
mod measuring;
mod resuming;
#[cfg(test)]
mod tests;

use self::measuring::Measuring;
use super::fingerprint::Fingerprint;
use super::motion::Motion;
use super::scratch::Scratch;
use super::standing::Standing;
use super::validation::Validation;
use super::{Ending, History, Patience, Schedule, Settings, Solver, Step};
use crate::dataset::{Dataset, Targets};
use crate::network::Network;
use crate::pace::{Pace, at_once};

/// The assignment's Training: a network on its way, stopped and taken up again at any batch, and put down and taken up elsewhere
/// at any epoch ([`Trainer::progress`], [`Trainer::resume`]).
pub struct Trainer {
    /// The network as it stands, in the middle of an epoch too.
    pub network: Network,
    settings: Settings,
    /// What tells the dataset's rows from others.
    rows: u64,
    /// The network at the end of the last whole epoch: what is left when training stops or diverges.
    kept: Network,
    standing: Standing,
    motion: Motion,
    /// Whether an epoch has begun and is not over.
    in_epoch: bool,
    measuring: Option<Measuring>,
    /// Whether what is being measured is a record of the history.
    records: bool,
    /// The epoch whose network the answers in hand are of: none of them outlives a stop.
    measured_epoch: Option<usize>,
    scratch: Scratch,
}

/// Epochs without a better loss before an adaptive rate falls where the settings do not say: scikit-learn's default.
const ADAPTIVE_PATIENCE: usize = 10;

impl Trainer {
    /// Begins a run. `network`: with its first weights, of the dataset's inputs and outputs.
    pub fn new(network: Network, dataset: &Dataset, settings: Settings) -> Trainer {
        at_once(async |pace| Trainer::new_in_steps(network, dataset, settings, pace).await)
    }

    /// [`Trainer::new`] in steps.
    pub async fn new_in_steps(
        network: Network,
        dataset: &Dataset,
        settings: Settings,
        pace: &Pace,
    ) -> Trainer {
        let fingerprint = Fingerprint::of_dataset(dataset, pace).await;
        let (validation, rows) = match (settings.validation, settings.solver) {
            (Some(share), Solver::Stochastic(_)) => {
                let (validation, rows) = Validation::split(dataset, &network, share, &settings, pace).await;
                (Some(validation), rows)
            }
            _ => (None, (0..dataset.train.rows.len() as u32).collect()),
        };
        let motion = Motion::new(&network, &settings, rows);
        let best = validation.is_some().then_some(&network);
        let mut standing = Standing::new(patience(&settings), best);
        standing.reserve(settings.epochs, settings.measure_every);
        let scratch = Scratch::new(&network, dataset, &settings, validation, motion.batches().part_size());
        standing.dropout = scratch.dropout_chance();
        Trainer {
            kept: network.clone(),
            rows: fingerprint,
            standing,
            motion,
            in_epoch: false,
            measuring: None,
            records: true,
            measured_epoch: None,
            scratch,
            network,
            settings,
        }
    }

    /// Whole epochs trained; for L-BFGS its iterations.
    pub fn epoch(&self) -> usize {
        self.standing.epoch
    }

    /// What was measured so far.
    pub fn history(&self) -> &History {
        &self.standing.history
    }

    /// Mean loss of each epoch's batches, each before its update: what scikit-learn calls `loss_curve_`. For L-BFGS the loss
    /// at the end of each iteration.
    pub fn loss_curve(&self) -> &[f64] {
        &self.standing.loss_curve
    }

    /// After each epoch the accuracy or R² on the validation part, where there is one.
    pub fn validation_scores(&self) -> &[f64] {
        self.standing.best.as_ref().map_or(&[], |best| &best.scores)
    }

    /// The epoch whose weights were kept because they did best on the validation part.
    pub fn best_epoch(&self) -> Option<usize> {
        self.standing.best.as_ref().map(|best| best.epoch)
    }

    /// Training rows held back for validation.
    pub fn validation_rows(&self) -> usize {
        self.scratch.validation.as_ref().map_or(0, Validation::n_rows)
    }

    /// Why training is over; `None` until it is.
    pub fn ending(&self) -> Option<Ending> {
        self.standing.ending
    }

    /// Rows trained on so far.
    pub fn rows_done(&self) -> u64 {
        let batches = self.motion.batches();
        let of_this_epoch = if self.in_epoch { batches.rows_done() } else { 0 };
        (self.motion.passes(self.epoch()) * batches.n_rows() + of_this_epoch) as u64
    }

    /// Measures at the end of the current epoch whatever the interval says.
    pub fn measure_next(&mut self) {
        self.standing.measure_next = true;
    }

    /// The network's answers to the training and the test rows with the mean loss of each, when training is over and measured.
    /// They are handed over: none are left.
    pub fn take_answers(&mut self, dataset: &Dataset) -> [(Targets, f64); 2] {
        self.scratch.measurements.each_mut().map(|measurement| {
            let answers = std::mem::replace(&mut measurement.answers, dataset.target.no_answers(0));
            (answers, measurement.mean_loss())
        })
    }

    /// Training is over and what is left to measure is given up: the weights that are kept are in their place.
    pub fn give_up_measuring(&mut self) {
        self.measuring = None;
        if let (Some(best), Some(_)) = (&self.standing.best, self.standing.ending) {
            self.network.copy_from(&best.network);
        }
    }

    /// Goes on until the epoch is over and measured, or `go_on` says no.
    pub fn work(&mut self, dataset: &Dataset, go_on: &mut dyn FnMut() -> bool) -> Step {
        if self.measuring.is_none() {
            if self.standing.ending.is_some() {
                return Step::Finished;
            }
            match self.train_epoch(dataset, go_on) {
                Some(Step::EpochEnded) => {}
                Some(step) => return step,
                None => return Step::Interrupted,
            }
            if self.measuring.is_some() {
                return Step::Interrupted;
            }
        }
        if !self.measure(dataset, go_on) {
            return Step::Interrupted;
        }
        if self.standing.ending.is_none() {
            return Step::EpochEnded;
        }
        if self.takes_best() { Step::Interrupted } else { Step::Finished }
    }

    /// Puts the weights that did best on the validation part in their place at the end; whether that is still to be measured.
    fn takes_best(&mut self) -> bool {
        let Some(best) = &self.standing.best else { return false };
        self.network.copy_from(&best.network);
        let is_measured = best.epoch == self.standing.epoch || !self.records;
        if !is_measured {
            self.begin_measuring();
        }
        !is_measured
    }

    /// Goes back to the end of the last whole epoch and measures there, so that the history ends with the network
    /// that is left.
    pub fn stop(&mut self, dataset: &Dataset) {
        self.turn_back();
        self.measure(dataset, &mut || true);
    }

    /// Goes back to the end of the last whole epoch; what is then to be measured is left to [`Trainer::measure`].
    pub fn turn_back(&mut self) {
        self.network.copy_from(&self.kept);
        self.in_epoch = false;
        self.measuring = None;
        if !self.records || !self.is_measured() {
            self.begin_measuring();
        }
    }

    /// Whether the last whole epoch is in the history, and the answers to all rows are those of its network.
    fn is_measured(&self) -> bool {
        self.standing.is_recorded() && self.measured_epoch == Some(self.standing.epoch)
    }
}

/// How many epochs may be no better, as the settings say and an adaptive rate needs.
fn patience(settings: &Settings) -> Patience {
    let adaptive = (settings.schedule == Schedule::Adaptive).then_some(ADAPTIVE_PATIENCE);
    Patience::new(settings.tol, settings.patience.or(adaptive).unwrap_or(usize::MAX))
}
