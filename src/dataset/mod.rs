//! Columns → numbers: the assignment's Preprocess and DataLoader.
//!
//! A [`Plan`] says what is wanted of a table; [`prepare`] drops repeated rows, splits the rest into a train and a
//! test part, fits an [`Encoder`] and hands back both parts as matrices in a [`Dataset`].

mod distinct;
mod encoder;
pub mod exact;
mod plan;
mod prepare;
mod proposal;
mod split;
mod target;

use serde::{Deserialize, Serialize};

pub use encoder::{ColumnEncoder, Encoded, Encoder, Encoding};
pub use plan::{Plan, PrepareError};
pub use prepare::{Dataset, Facts, Part, prepare};
pub use proposal::{ColumnProposal, Proposal};
pub use split::{Split, split};
pub use target::{TargetEncoder, Targets};

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
