//! Columns → numbers: the assignment's Preprocess and DataLoader.

mod proposal;

use serde::{Deserialize, Serialize};

pub use proposal::{ColumnProposal, Proposal};

/// What is predicted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Task {
    /// A number.
    Regression,
    /// One of the target's distinct values.
    Classification,
}

/// The rows that means and standard deviations are taken from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Statistics {
    /// The honest way: the test rows stay unseen.
    #[default]
    TrainingRows,
    /// As in the assignment: over all rows before the split, so the test rows leak into the scale.
    AllRows,
}

/// What a regression target is turned into before training; undone at prediction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TargetScale {
    /// (y − mean) / standard deviation.
    #[default]
    Standardise,
    /// y divided by this number: 100 in the assignment.
    DivideBy(f64),
}
