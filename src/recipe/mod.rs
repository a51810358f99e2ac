//! Every setting of a run in one plain value; the presets (Specification 1, 2, …) are recipes.

mod check;
mod fit;
mod plan;
mod preset;
mod read;
mod role;
mod solver;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::dataset::{Fill, Scale, Statistics, TargetScale, Task};
use crate::network::{Activation, Initialiser};
use crate::table::{Kind, ReadSettings};
use crate::training::{Loss, Schedule, Watched};

pub use check::{Problem, limits};
pub use fit::UnknownColumn;
pub use preset::Preset;
pub use role::Role;
pub use solver::SolverName;

/// Every setting of a run. The page edits one, a preset is one, a file holds one, the command line takes one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recipe {
    /// Marks the JSON file as a recipe; always `"perceptab-recipe"`.
    pub format: String,
    /// The preset it started from.
    pub preset: Preset,

    /// How the file is read, where that is not left to be detected.
    pub reading: ReadSettings,
    /// The column to predict; `None`: the one that the table proposes.
    pub target: Option<String>,
    /// `None`: the one that the target column proposes.
    pub task: Option<Task>,
    /// Columns used (`true`) or left out (`false`) against the table's proposal.
    pub columns: BTreeMap<String, bool>,
    /// Kinds of columns against what was detected.
    pub kinds: BTreeMap<String, Kind>,
    /// Drop rows that repeat an earlier one in every used column and the target. They are kept where these columns have so few
    /// different values that equal rows are to be expected. Kept, they stay in one part with their equals where chance says which
    /// rows are held out.
    pub drop_duplicates: bool,
    /// The rows that means and standard deviations are taken from.
    pub statistics: Statistics,
    /// How numbers are brought to one scale.
    pub scale: Scale,
    /// What a missing number is taken for.
    pub fill: Fill,
    /// A number column with missing cells gets an input more, which says where they were.
    pub missing_indicators: bool,
    /// What a regression target is turned into before training.
    pub target_scale: TargetScale,
    /// Train on ln(1 + y), for targets from 0 with a long tail.
    pub log_target: bool,
    /// The share of rows held out for testing, between 0 and 1; the test part has ceil(share · n) rows.
    pub test_share: f64,
    /// Give each class its share in each part.
    pub stratify: bool,
    /// A column whose equal values stay in one part.
    pub group: Option<String>,
    /// A column by which the latest rows are the test part.
    pub time: Option<String>,
    /// A column that says which part each row is in: `train`, `validation` or `test`.
    pub split_column: Option<String>,
    /// The seed of the split, the first weights and the order of the batches.
    pub seed: u64,

    /// A column of numbers from 0 that says how much each row counts; it is no input then.
    pub sample_weight: Option<String>,
    /// Rows of rare classes count more, so that all classes count alike.
    pub balance_classes: bool,

    /// Neurons of each hidden layer, from input to output.
    pub hidden: Vec<usize>,
    /// Of every hidden layer.
    pub activation: Activation,
    /// One for each hidden layer instead; empty: `activation` for all.
    pub layer_activations: Vec<Activation>,
    /// How wide first weights are drawn.
    pub initialiser: Initialiser,
    /// First weights are uniform in ± this; `None`: what the initialiser says.
    pub weight_range: Option<f32>,
    /// Share of the hidden neurons that are left out while training.
    pub dropout: f32,

    /// What a regression minimises.
    pub loss: Loss,
    /// The distance from which on Huber's loss is straight, in the scale that the target is trained in.
    pub huber_delta: f64,
    pub solver: SolverName,
    pub learning_rate: f32,
    pub schedule: Schedule,
    /// The exponent of the inverse-scaling schedule.
    pub power_t: f64,
    /// Of sgd.
    pub momentum: f64,
    pub nesterov: bool,
    /// Of adam and adamw.
    pub beta_1: f64,
    pub beta_2: f64,
    /// Of rms-prop: the share of its running mean that stays.
    pub rho: f64,
    /// Of adam, adamw and rms-prop.
    pub epsilon: f64,
    /// Of adamw: rate · weight_decay is taken off each weight at each update.
    pub weight_decay: f64,
    /// Of lbfgs: how often the loss may be evaluated.
    pub max_fun: usize,
    /// ½ · alpha · Σ w² / rows is added to the loss (L2 penalty).
    pub alpha: f64,
    /// The longest gradient, over all layers; longer ones are shortened.
    pub clip_norm: Option<f64>,
    /// Rows per update; `None`: 200, or all where there are fewer.
    pub batch_size: Option<usize>,
    /// Whether every epoch has an order of its own.
    pub shuffle: bool,
    /// At most; for lbfgs its iterations.
    pub epochs: usize,
    /// Epochs in a row that may be no better by `tol`; `None`: any number.
    pub n_iter_no_change: Option<usize>,
    pub tol: f64,
    /// Hold training rows back, stop by them, and keep the weights that did best on them.
    pub early_stopping: bool,
    /// The share of the training rows that early stopping holds back.
    pub validation_fraction: f64,
    /// Whether early stopping goes by the score or by the loss of the rows held back.
    pub watched: Watched,
    /// Accuracy and loss over all train and test rows are measured every so many epochs.
    pub measure_every: usize,
}

impl Default for Recipe {
    fn default() -> Recipe {
        Recipe {
            format: Recipe::FORMAT.to_string(),
            preset: Preset::Default,
            reading: ReadSettings::default(),
            target: None,
            task: None,
            columns: BTreeMap::new(),
            kinds: BTreeMap::new(),
            drop_duplicates: false,
            statistics: Statistics::TrainingRows,
            scale: Scale::Robust,
            fill: Fill::Mean,
            missing_indicators: true,
            target_scale: TargetScale::Standardise,
            log_target: false,
            test_share: 0.2,
            stratify: false,
            group: None,
            time: None,
            split_column: None,
            seed: 1,
            sample_weight: None,
            balance_classes: false,
            hidden: vec![96, 96],
            activation: Activation::Relu,
            layer_activations: vec![],
            initialiser: Initialiser::Glorot,
            weight_range: None,
            dropout: 0.15,
            loss: Loss::SquaredError,
            huber_delta: 1.0,
            solver: SolverName::Adamw,
            learning_rate: 0.004,
            schedule: Schedule::OneCycle,
            power_t: 0.5,
            momentum: 0.0,
            nesterov: true,
            beta_1: 0.9,
            beta_2: 0.999,
            rho: 0.9,
            epsilon: 1e-8,
            weight_decay: 0.3,
            max_fun: 15_000,
            alpha: 0.0,
            clip_norm: None,
            batch_size: Some(32),
            shuffle: true,
            epochs: 60,
            n_iter_no_change: None,
            tol: 1e-4,
            early_stopping: true,
            validation_fraction: 0.15,
            watched: Watched::Loss,
            measure_every: 8,
        }
    }
}

impl Recipe {
    pub const FORMAT: &'static str = "perceptab-recipe";
}
