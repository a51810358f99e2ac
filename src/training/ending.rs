use serde::{Deserialize, Serialize};

/// Why training is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// All epochs are done.
    Epochs,
    /// The training loss was no better for this many epochs.
    LossStill {
        /// The number of these epochs.
        epochs: usize,
    },
    /// The validation score was no better for this many epochs.
    ScoreStill {
        /// The number of these epochs.
        epochs: usize,
    },
    /// The validation loss was no better for this many epochs.
    ValidationLossStill {
        /// The number of these epochs.
        epochs: usize,
    },
    /// L-BFGS: the gradient is flat, or the loss has all but stopped falling.
    Converged,
    /// L-BFGS: no step lowers the loss.
    Stuck,
    /// L-BFGS: the loss was evaluated as often as it may be.
    Evaluations,
}
