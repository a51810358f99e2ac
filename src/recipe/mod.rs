//! Every setting of a run in one plain value; the presets (Specification 1, 2, …) are recipes.

mod check;
mod plan;
mod preset;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::dataset::{Statistics, TargetScale, Task};
use crate::network::Activation;

pub use check::{Problem, limits};
pub use preset::Preset;

/// Every setting of a run. The page edits one, a preset is one, a file holds one, the command line takes one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recipe {
    /// Marks the JSON file as a recipe; always `"perceptab-recipe"`.
    pub format: String,
    /// The preset it started from.
    pub preset: Preset,

    /// The column to predict; `None`: the one that the table proposes.
    pub target: Option<String>,
    /// `None`: the one that the target column proposes.
    pub task: Option<Task>,
    /// Columns used (`true`) or left out (`false`) against the table's proposal.
    pub columns: BTreeMap<String, bool>,
    /// Drop rows that repeat an earlier one in every used column and the target.
    pub drop_duplicates: bool,
    /// The rows that means and standard deviations are taken from.
    pub statistics: Statistics,
    /// What a regression target is turned into before training.
    pub target_scale: TargetScale,
    /// The share of rows held out for testing, between 0 and 1; the test part has ceil(share · n) rows.
    pub test_share: f64,
    /// The seed of the split, the first weights and the order of the batches.
    pub seed: u64,

    /// Neurons of each hidden layer, from input to output.
    pub hidden: Vec<usize>,
    /// Of every hidden layer.
    pub activation: Activation,
    /// First weights are uniform in ± this; `None`: ±sqrt(6 / (n_in + n_out)) (Glorot and Bengio 2010).
    pub weight_range: Option<f32>,

    pub learning_rate: f32,
    /// Rows per update.
    pub batch_size: usize,
    pub epochs: usize,
    /// Accuracy and loss over all train and test rows are measured every so many epochs.
    pub measure_every: usize,
}

impl Default for Recipe {
    fn default() -> Recipe {
        Recipe {
            format: Recipe::FORMAT.to_string(),
            preset: Preset::Default,
            target: None,
            task: None,
            columns: BTreeMap::new(),
            drop_duplicates: true,
            statistics: Statistics::TrainingRows,
            target_scale: TargetScale::Standardise,
            test_share: 0.2,
            seed: 1,
            hidden: vec![64, 32],
            activation: Activation::Relu,
            weight_range: None,
            learning_rate: 0.01,
            batch_size: 32,
            epochs: 200,
            measure_every: 10,
        }
    }
}

impl Recipe {
    pub const FORMAT: &'static str = "perceptab-recipe";
}
