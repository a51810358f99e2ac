use super::packed::packed;
use super::stopping::PatienceProgress;
use super::{Ending, EpochRecord, History, Patience};
use crate::chance::Chance;
use crate::network::Network;

/// Where a run stands at an epoch's end, beside its weights and what its solver remembers.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    /// Whole epochs trained.
    pub epoch: usize,
    /// The mean loss of the very first batch: what grows far beyond it diverges.
    pub first_loss: Option<f64>,
    /// What leaves neurons out next, where some are.
    pub dropout: Option<Chance>,
    pub patience: Patience,
    /// Where rows are held back.
    pub best: Option<Best>,
    pub ending: Option<Ending>,
    /// The next epoch's end is measured although the interval does not ask for it.
    pub measure_next: bool,
    pub history: History,
    /// Mean batch loss of each epoch, before the updates.
    pub loss_curve: Vec<f64>,
}

/// What did best on the rows held back.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Best {
    pub network: Network,
    pub epoch: usize,
    /// Accuracy of classes or R² of numbers after each epoch.
    pub scores: Vec<f64>,
}

/// A [`Standing`] as it is put down: the patience without what the settings say of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct StandingProgress {
    pub epoch: usize,
    first_loss: Option<f64>,
    pub dropout: Option<Chance>,
    patience: PatienceProgress,
    pub best: Option<Best>,
    pub ending: Option<Ending>,
    measure_next: bool,
    pub history: Vec<EpochRecord>,
    loss_curve: Vec<f64>,
}

packed!(Best { network, epoch, scores });
packed!(StandingProgress {
    epoch,
    first_loss,
    dropout,
    patience,
    best,
    ending,
    measure_next,
    history,
    loss_curve
});

impl Standing {
    /// Before the first epoch. `best`: the network as it is then, where rows are held back.
    pub fn new(patience: Patience, best: Option<&Network>) -> Standing {
        let best = best.map(|network| Best { network: network.clone(), epoch: 0, scores: Vec::new() });
        Standing {
            epoch: 0,
            first_loss: None,
            dropout: None,
            patience,
            best,
            ending: None,
            measure_next: false,
            history: Vec::new(),
            loss_curve: Vec::new(),
        }
    }

    /// Takes the memory that the epochs to come need, so that none of them does.
    pub fn reserve(&mut self, epochs: usize, measure_every: usize) {
        self.history.reserve((epochs / measure_every.max(1) + 2).saturating_sub(self.history.len()));
        self.loss_curve.reserve(epochs.saturating_sub(self.loss_curve.len()));
        if let Some(best) = &mut self.best {
            best.scores.reserve(epochs.saturating_sub(best.scores.len()));
        }
    }

    /// Whether the last whole epoch is in the history.
    pub fn is_recorded(&self) -> bool {
        self.history.last().is_some_and(|record| record.epoch >= self.epoch)
    }

    /// Whether the rows held back have still to score the last whole epoch.
    pub fn is_unscored(&self) -> bool {
        self.best.as_ref().is_some_and(|best| best.scores.len() < self.epoch)
    }

    pub fn progress(&self) -> StandingProgress {
        StandingProgress {
            epoch: self.epoch,
            first_loss: self.first_loss,
            dropout: self.dropout.clone(),
            patience: self.patience.progress(),
            best: self.best.clone(),
            ending: self.ending,
            measure_next: self.measure_next,
            history: self.history.clone(),
            loss_curve: self.loss_curve.clone(),
        }
    }

    /// Goes on with what was put down. `patience`: as the settings have it.
    pub fn resume(patience: Patience, progress: StandingProgress) -> Standing {
        Standing {
            epoch: progress.epoch,
            first_loss: progress.first_loss,
            dropout: progress.dropout,
            patience: patience.resume(progress.patience),
            best: progress.best,
            ending: progress.ending,
            measure_next: progress.measure_next,
            history: progress.history,
            loss_curve: progress.loss_curve,
        }
    }
}
