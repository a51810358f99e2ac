use serde::{Deserialize, Serialize};

use crate::dataset::Task;

/// The reading of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub task: Task,
    pub target: String,
    /// Whether accuracy means equality after rounding (whole-numbered regression targets).
    pub rounded: bool,
    pub train: Scores,
    pub test: Scores,
    pub baseline: Baseline,
    /// On the test rows: by accuracy for classification, by squared error for regression.
    pub comparison: Comparison,
    /// Exact matches of a whole-numbered regression target on the test rows.
    pub exact_matches: Option<Comparison>,
    /// The reading in one or two sentences.
    pub sentence: String,
}

/// Scores over the rows of one part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    pub rows: usize,
    /// What training minimises, as a mean over the rows.
    pub loss: f64,
    /// Share predicted exactly (see [`Report::rounded`]), and the count behind it.
    pub accuracy: Option<f64>,
    pub correct: Option<usize>,
    /// Regression only, in the target's own units.
    pub mean_absolute_error: Option<f64>,
    pub root_mean_squared_error: Option<f64>,
    pub r2: Option<f64>,
}

/// Always the same answer: the commonest training class, or the training mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// The answer as text: "52", "Adelie", "53.1".
    pub answer: String,
    pub train: Scores,
    pub test: Scores,
}

/// The network against the baseline, row by row on the same test rows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Mean advantage of the network per row; positive is better.
    pub advantage: f64,
    /// The standard error of that mean.
    pub standard_error: f64,
    pub verdict: Verdict,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Better by more than one standard error.
    Better,
    /// Within one standard error.
    Level,
    /// Worse by more than one standard error.
    Worse,
}
