//! What a solver is told at a batch's end, and what it answers.

use super::Ending;

/// A batch whose gradients are complete.
pub(super) struct Batch {
    /// The mean loss of its rows with the penalty, before the weights are moved.
    pub loss: f64,
    pub n_rows: usize,
    /// The loss of the run's very first batch.
    pub first_loss: f64,
    /// Whole epochs before this one.
    pub epoch: usize,
}

/// What follows the end of a batch.
pub(super) enum After {
    NextBatch,
    /// The epoch is over although no batch may be left to say so, and the training with it where there is an ending.
    EpochOver(Option<Ending>),
    /// The solver is where it was when the epoch began, and ends there: there was no further iteration.
    Stays(Ending),
    Diverged,
}
