use serde::{Deserialize, Serialize};

use super::packed::packed;

/// What was measured at the end of one epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EpochRecord {
    /// Whole epochs trained; 0 is before the first.
    pub epoch: usize,
    /// Share of rows predicted exactly, 0 to 1: the class, or the whole number after rounding. `None` where the
    /// target is not whole-numbered.
    pub train_accuracy: Option<f64>,
    /// The same of the test rows.
    pub test_accuracy: Option<f64>,
    /// What training minimises, as a mean over the rows.
    pub train_loss: f64,
    /// The same of the test rows.
    pub test_loss: f64,
    /// Share of variance explained; regression only.
    pub train_r2: Option<f64>,
    /// The same of the test rows.
    pub test_r2: Option<f64>,
}

/// The records of a run in ascending epoch.
pub type History = Vec<EpochRecord>;

packed!(EpochRecord { epoch, train_accuracy, test_accuracy, train_loss, test_loss, train_r2, test_r2 });
