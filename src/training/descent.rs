use super::batch_end::{After, Batch};
use super::packed::packed;
use super::{Batches, Ending, Moments, Optimiser, Patience, Rule, Schedule, Settings, Watched, clip};
use crate::chance::{Chance, Stream};
use crate::network::{Gradients, Network};
use crate::order;

/// A stochastic solver on its way: every batch is a step down its own gradient.
pub(super) struct Descent {
    settings: Settings,
    optimiser: Optimiser,
    batches: Batches,
    chance: Chance,
    /// Steps taken.
    updates: u64,
    /// Mean losses of this epoch's batches times their rows, before each update.
    loss: f64,
    /// As it was at the last whole epoch's end.
    kept: DescentProgress,
}

/// What a stochastic solver is at an epoch's end. How many steps it has taken follows from the epochs.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DescentProgress {
    /// What an adaptive schedule has left of the learning rate.
    learning_rate: f64,
    moments: Moments,
    /// The places of the rows as the epoch had them: the next one's order is made of it.
    order: Vec<u32>,
    /// What shuffles next.
    chance: Chance,
}

packed!(DescentProgress { learning_rate, moments, order, chance });

/// A mean loss that grew by this factor over the first batch's (plus one) is taken as growing without bound: it is far
/// from anything that training comes back from.
const DIVERGED: f64 = 1e6;
/// Rows of a batch where their number is left open: scikit-learn's `auto`.
const AUTO_BATCH: usize = 200;
/// An adaptive learning rate falls by this factor, while it is above the least.
const ADAPTIVE: (f64, f64) = (5.0, 1e-6);

impl Descent {
    pub fn new(rule: Rule, network: &Network, settings: &Settings, rows: Vec<u32>) -> Descent {
        let optimiser = Optimiser::new(rule, network);
        let chance = Chance::new(settings.seed, Stream::Batches);
        let kept = DescentProgress {
            learning_rate: settings.learning_rate,
            moments: optimiser.moments().clone(),
            order: rows.clone(),
            chance: chance.clone(),
        };
        let batches = Batches::of(rows, settings.batch_size.unwrap_or(AUTO_BATCH));
        Descent { settings: *settings, optimiser, batches, chance, updates: 0, loss: 0.0, kept }
    }

    pub fn batches(&self) -> &Batches {
        &self.batches
    }

    pub fn batches_mut(&mut self) -> &mut Batches {
        &mut self.batches
    }

    pub fn begin_epoch(&mut self) {
        self.loss = 0.0;
        if self.settings.shuffle {
            self.batches.reshuffle(&mut self.chance);
        } else {
            self.batches.begin_again();
        }
    }

    pub fn end_batch(&mut self, batch: &Batch, network: &mut Network, gradients: &mut Gradients) -> After {
        let Batch { loss, n_rows, first_loss, epoch } = *batch;
        if !loss.is_finite() || loss > DIVERGED * (first_loss.abs() + 1.0) {
            return After::Diverged;
        }
        if let Some(most) = self.settings.clip {
            clip(gradients, most);
        }
        let all = self.settings.epochs * self.batches.n_batches();
        let progress = self.updates as f64 / all as f64;
        let rows = (epoch * self.batches.n_rows()) as u64;
        let rate =
            self.kept.learning_rate * self.settings.schedule.rate(rows, self.settings.power_t, progress);
        self.optimiser.step(network, gradients, rate);
        self.updates += 1;
        self.loss += loss * n_rows as f64;
        After::NextBatch
    }

    pub fn end_epoch(&mut self) {
        self.kept.moments.copy_from(self.optimiser.moments());
        self.kept.chance.clone_from(&self.chance);
        if self.settings.shuffle {
            self.kept.order.copy_from_slice(self.batches.order());
        }
    }

    pub fn epoch_loss(&self) -> f64 {
        self.loss / self.batches.n_rows() as f64
    }

    pub fn prepare_next(&mut self, patience: &mut Patience) -> Option<Ending> {
        if !patience.is_over() {
            return None;
        }
        let (factor, least) = ADAPTIVE;
        if self.settings.schedule == Schedule::Adaptive && self.kept.learning_rate > least {
            self.kept.learning_rate /= factor;
            patience.begin_again();
            return None;
        }
        let epochs = self.settings.patience?;
        Some(match (self.settings.validation, self.settings.watched) {
            (Some(_), Watched::Loss) => Ending::ValidationLossStill { epochs },
            (Some(_), Watched::Score) => Ending::ScoreStill { epochs },
            (None, _) => Ending::LossStill { epochs },
        })
    }

    pub fn progress(&self) -> DescentProgress {
        self.kept.clone()
    }

    /// Whether the progress is one of this solver's; then it is taken up.
    pub fn resume(&mut self, progress: DescentProgress, epoch: usize) -> bool {
        let sorted = |rows: &[u32]| {
            let mut rows = rows.to_vec();
            order::ascend(&mut rows);
            rows
        };
        let fits = sorted(&progress.order) == sorted(self.batches.order())
            && progress.moments.fit(self.optimiser.moments());
        if !fits {
            return false;
        }
        self.optimiser.set_moments(progress.moments.clone());
        self.batches.set_order(&progress.order);
        self.chance.clone_from(&progress.chance);
        self.updates = (epoch * self.batches.n_batches()) as u64;
        self.kept = progress;
        true
    }
}
