//! Columns → numbers: the assignment's Preprocess and DataLoader.
//!
//! A [`Plan`] says what is wanted of a table; [`prepare`] drops repeated rows, splits the rest into a train and a
//! test part, fits an [`Encoder`] and hands back both parts as matrices in a [`Dataset`].

pub mod base64;
mod bins;
mod cells;
mod check;
mod class_labels;
mod column_reader;
mod distinct;
mod draw;
mod elementary;
mod encoder;
mod encoding;
pub mod exact;
mod missing_words;
mod moment;
mod moment_target;
mod new_column;
mod number_scale;
mod oddity;
mod one_hot;
mod plan;
mod prepare;
mod proposal;
mod repeats;
mod scores;
mod split;
mod target;
mod target_reader;

use serde::{Deserialize, Serialize};

pub use bins::Bins;
pub use cells::{key, numbers, taken};
pub use check::Flaw;
pub use column_reader::{CellNotes, ColumnReader};
pub use distinct::{are_expected, row_hash};
pub use draw::{draw_by_class, draw_groups, evenly_spaced};
pub use elementary::{exp, ln};
pub use encoder::{ColumnEncoder, Encoded, Encoder};
pub use encoding::{Encoding, exact_text, significant};
pub use moment::Cycle;
pub use moment_target::note as moment_note;
pub use new_column::NewColumn;
pub use number_scale::at_share;
pub use oddity::Oddity;
pub use plan::{InnerFold, Plan, PrepareError};
pub use prepare::{Dataset, Facts, HeldBack, Part, prepare, prepare_in_steps};
pub use proposal::{ColumnProposal, Proposal};
pub use repeats::Repeats;
pub use scores::{Scores, exact_matches};
pub use split::{Split, split};
pub use target::{TargetEncoder, Targets};
pub use target_reader::{TargetCell, TargetReader};

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

/// How numbers are brought to one scale; learnt from the rows of [`Statistics`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scale {
    /// (x − mean) / standard deviation.
    #[default]
    Standard,
    /// (x − median) / spread, with what lies far out drawn in: outliers count little.
    Robust,
    /// The share of rows below x, as a normal deviate: the order alone counts.
    Quantile,
}

/// What a missing number is taken for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fill {
    /// The mean of the training rows.
    #[default]
    Mean,
    /// The median of the training rows.
    Median,
}

/// How rows are put into the train, validation and test part.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum SplitRule {
    /// Each row by chance.
    #[default]
    Random,
    /// Each class has its share in each part.
    Stratified,
    /// Rows with the same value in this column stay together.
    Group(String),
    /// The rows latest by this column are the test part.
    Time(String),
    /// This column says `train`, `validation` or `test`.
    Given(String),
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
