//! The golden files as the tests take them: `tests/golden/make.py` and `make_stopping.py` say what is in them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Activation, Course, Head, Layer, Network, Rows, Rule, Schedule};

/// `heads.json`
#[derive(Deserialize)]
pub struct Heads {
    pub alpha: f64,
    pub heads: BTreeMap<String, GoldenHead>,
}

/// Rows, targets and first weights of one head, and what is made of them there.
#[derive(Deserialize)]
pub struct GoldenHead {
    pub x: Rows,
    y: Value,
    pub sample_weight: Vec<f64>,
    first: Vec<Layer>,
    pub activations: BTreeMap<String, AtFirst>,
}

#[derive(Deserialize)]
pub struct AtFirst {
    pub float64: Worked,
    pub float32: Worked,
}

#[derive(Deserialize)]
pub struct Worked {
    pub outputs: Rows,
    #[serde(flatten)]
    pub plain: Gradients,
    pub weighted: Option<Gradients>,
}

#[derive(Deserialize)]
pub struct Gradients {
    pub loss: f64,
    pub gradients: Vec<Layer>,
}

/// One file for each solver.
#[derive(Deserialize)]
pub struct Solver {
    pub settings: Settings,
    pub runs: BTreeMap<String, BTreeMap<String, Runs>>,
    /// The same with row weights.
    #[serde(default)]
    pub weighted: BTreeMap<String, BTreeMap<String, Runs>>,
}

#[derive(Deserialize)]
pub struct Runs {
    pub float64: Run,
    pub float32: Option<Run>,
}

#[derive(Deserialize)]
pub struct Run {
    pub loss_curve: Vec<f64>,
    /// Of L-BFGS.
    pub evaluations: Option<usize>,
    #[serde(rename = "final")]
    pub last: Vec<Layer>,
}

/// scikit-learn's settings under its own names, with its defaults for those that are left out.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub solver: String,
    pub momentum: f64,
    pub nesterovs_momentum: bool,
    pub learning_rate: String,
    pub learning_rate_init: f64,
    pub power_t: f64,
    pub alpha: f64,
    pub tol: f64,
    pub n_iter_no_change: usize,
    pub batch_size: usize,
    pub beta_1: f64,
    pub beta_2: f64,
    pub epsilon: f64,
    pub max_fun: usize,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            solver: "adam".into(),
            momentum: 0.9,
            nesterovs_momentum: true,
            learning_rate: "constant".into(),
            learning_rate_init: 0.001,
            power_t: 0.5,
            alpha: 0.0001,
            tol: 0.0001,
            n_iter_no_change: 10,
            batch_size: 200,
            beta_1: 0.9,
            beta_2: 0.999,
            epsilon: 1e-8,
            max_fun: 15_000,
        }
    }
}

impl Settings {
    pub fn course(&self) -> Course {
        Course {
            rule: match self.solver.as_str() {
                "sgd" => Rule::Momentum { momentum: self.momentum, nesterov: self.nesterovs_momentum },
                "adam" => Rule::Adam { beta_1: self.beta_1, beta_2: self.beta_2, epsilon: self.epsilon },
                other => panic!("{other} does not go batch by batch"),
            },
            schedule: match self.learning_rate.as_str() {
                "constant" => Schedule::Constant,
                "invscaling" => Schedule::InverseScaling { power: self.power_t },
                "adaptive" => Schedule::Adaptive,
                other => panic!("unknown learning_rate {other}"),
            },
            rate: self.learning_rate_init,
            batch: self.batch_size,
            alpha: self.alpha,
            tol: self.tol,
            patience: self.n_iter_no_change,
        }
    }
}

/// `stopping.json`
#[derive(Deserialize)]
pub struct Stopping {
    pub loss: BTreeMap<String, ByLoss>,
    pub lbfgs: BTreeMap<String, ByLbfgs>,
    pub score: BTreeMap<String, ByScore>,
}

#[derive(Deserialize)]
pub struct ByLoss {
    pub head: String,
    pub activation: String,
    pub settings: Settings,
    pub float64: Stopped,
    pub float32: Stopped,
}

#[derive(Deserialize)]
pub struct Stopped {
    pub n_iter: usize,
    pub loss_curve: Vec<f64>,
    pub best_loss: f64,
}

#[derive(Deserialize)]
pub struct ByLbfgs {
    pub ending: String,
    pub head: String,
    pub activation: String,
    pub settings: Settings,
    pub n_iter: usize,
    #[serde(flatten)]
    pub run: Run,
}

#[derive(Deserialize)]
pub struct ByScore {
    pub settings: Settings,
    pub n_iter: usize,
    pub validation_scores: Vec<f64>,
    pub best_validation_score: f64,
}

/// `paths.json`
#[derive(Deserialize)]
pub struct Paths {
    pub gtol: f64,
    pub paths: Vec<Path>,
}

/// Where SciPy looks from one start.
#[derive(Deserialize)]
pub struct Path {
    pub function: String,
    pub start: Vec<f64>,
    pub ending: String,
    pub iterations: usize,
    /// At every point asked for.
    pub values: Vec<f64>,
}

/// `initialiser.json`
#[derive(Deserialize)]
pub struct Initialiser {
    pub ranges: BTreeMap<String, Vec<Range>>,
}

/// The largest first weight and bias of a layer.
#[derive(Deserialize)]
pub struct Range {
    pub n_in: usize,
    pub n_out: usize,
    pub weights: f64,
    pub biases: f64,
}

pub fn read<T: DeserializeOwned>(name: &str) -> T {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

impl GoldenHead {
    /// The network with the first weights.
    pub fn network(&self, head_name: &str, activation_name: &str) -> Network {
        Network { layers: self.first.clone(), activation: activation(activation_name), head: head(head_name) }
    }

    /// As the oracle takes them: a number, some numbers, or one-hot.
    pub fn targets(&self, head_name: &str) -> Rows {
        let n_out = self.first.last().unwrap().biases.len();
        let number = |y: &Value| y.as_f64().unwrap();
        let row = |y: &Value| match (head(head_name), y) {
            (Head::Softmax, y) => super::one_hot(number(y) as usize, n_out),
            (_, Value::Array(several)) => several.iter().map(number).collect(),
            (_, y) => vec![number(y)],
        };
        self.y.as_array().unwrap().iter().map(row).collect()
    }
}

fn head(name: &str) -> Head {
    match name {
        "identity" | "two-numbers" => Head::Identity,
        "poisson" => Head::Poisson,
        "sigmoid" => Head::Sigmoid,
        "softmax" => Head::Softmax,
        other => panic!("unknown head {other}"),
    }
}

pub fn activation(name: &str) -> Activation {
    match name {
        "identity" => Activation::Identity,
        "sigmoid" => Activation::Sigmoid,
        "tanh" => Activation::Tanh,
        "relu" => Activation::Relu,
        other => panic!("unknown activation {other}"),
    }
}
