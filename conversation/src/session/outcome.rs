//! What a run began with, how it went, and how it ended.

use serde::{Deserialize, Serialize};

/// What a run was prepared to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RunFacts {
    pub train_rows: usize,
    pub test_rows: usize,
    pub duplicates_dropped: usize,
    /// Rows left out because their target is missing.
    pub missing_targets: usize,
    /// Neurons of each layer from the encoded inputs to the outputs.
    pub widths: Vec<usize>,
    pub parameters: usize,
    /// Sentences on what was done to make the columns numbers.
    pub notes: Vec<String>,
    /// The baseline's scores, for the dotted line: accuracy on the test rows (`None` where there is no accuracy).
    pub baseline_accuracy: Option<f64>,
    pub baseline_loss: f64,
    /// What the accuracy chart shows instead where there is no accuracy: R².
    pub shows_r2: bool,
    /// "always answering 52"
    pub baseline_name: String,
    /// "half the mean squared error of (popularity ÷ 100)" or "cross-entropy".
    pub loss_name: String,
}

/// The way of a run: what scikit-learn keeps as `loss_curve_`, `best_loss_`, `validation_scores_` and
/// `best_validation_score_`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Course {
    /// Mean loss of each epoch's batches, each before its update.
    pub loss_curve: Vec<f64>,
    pub best_loss: Option<f64>,
    /// Training rows held back for validation.
    pub validation_rows: usize,
    /// Accuracy or R² on them after each epoch.
    pub validation_scores: Vec<f64>,
    pub best_validation_score: Option<f64>,
    /// The epoch whose weights were kept.
    pub best_epoch: Option<usize>,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// All epochs are done and the last weights are kept.
    Finished,
    /// It ended by a rule of its own, or earlier weights are kept: why, as a sentence.
    Concluded {
        epoch: usize,
        message: String,
    },
    Stopped {
        epoch: usize,
    },
    /// The loss grew without bound; the network is as it was after `kept_epoch`.
    Diverged {
        epoch: usize,
        kept_epoch: usize,
        try_learning_rate: f32,
        message: String,
    },
}
