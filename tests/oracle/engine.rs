//! The bridge between the oracle and the engine: the same network, rows and targets in the engine's types.

use perceptab::dataset::{
    self, ColumnEncoder, Dataset, Encoder, Encoding, Facts, HeldBack, Part, TargetEncoder,
};
use perceptab::matrix::Matrix;
use perceptab::network::{Activation, Dropout, Gradients, Head, Layer, Network, Pass, TargetBatch};
use perceptab::training::{Optimiser, Rule, Schedule, Settings, Solver, Step, Trainer, add_penalty};

use super::{Rows, golden};

/// The engine's network with the oracle's weights rounded to f32.
pub fn network(oracle: &super::Network) -> Network {
    let layer = |layer: &super::Layer| Layer {
        weights: matrix(&layer.weights),
        biases: matrix(std::slice::from_ref(&layer.biases)),
    };
    Network {
        waves: None,
        layers: oracle.layers.iter().map(layer).collect(),
        activations: vec![activation(oracle.activation); oracle.layers.len() - 1],
        head: head(oracle.head),
    }
}

const ACTIVATIONS: [(super::Activation, Activation); 9] = [
    (super::Activation::Identity, Activation::Identity),
    (super::Activation::Sigmoid, Activation::Sigmoid),
    (super::Activation::Tanh, Activation::Tanh),
    (super::Activation::Relu, Activation::Relu),
    (super::Activation::LeakyRelu, Activation::LeakyRelu),
    (super::Activation::Elu, Activation::Elu),
    (super::Activation::Selu, Activation::Selu),
    (super::Activation::Gelu, Activation::Gelu),
    (super::Activation::Softplus, Activation::Softplus),
];

const HEADS: [(super::Head, Head); 6] = [
    (super::Head::Identity, Head::Identity),
    (super::Head::Sigmoid, Head::Sigmoid),
    (super::Head::Softmax, Head::Softmax),
    (super::Head::Absolute, Head::Absolute),
    (super::Head::Huber, Head::Huber),
    (super::Head::Poisson, Head::Poisson),
];

pub fn activation(oracle: super::Activation) -> Activation {
    ACTIVATIONS.into_iter().find(|(theirs, _)| *theirs == oracle).expect("the engine has this activation").1
}

fn head(oracle: super::Head) -> Head {
    HEADS.into_iter().find(|(theirs, _)| *theirs == oracle).expect("the engine has this head").1
}

/// The way back: the engine's weights in f64.
pub fn oracle(network: &Network) -> super::Network {
    super::Network {
        layers: layers(&network.layers),
        activation: network.activations.first().map_or(super::Activation::Identity, |ours| {
            ACTIVATIONS.into_iter().find(|(_, one)| one == ours).expect("the oracle has this activation").0
        }),
        head: HEADS.into_iter().find(|(_, one)| *one == network.head).expect("the oracle has this head").0,
    }
}

pub fn matrix(rows: &[Vec<f64>]) -> Matrix {
    Matrix::from_fn(rows.len(), rows[0].len(), |row, column| rows[row][column] as f32)
}

pub fn rows(matrix: &Matrix) -> Rows {
    let row = |row| matrix.row(row).iter().map(|&value| f64::from(value)).collect();
    (0..matrix.n_rows()).map(row).collect()
}

/// An engine's layers (weights or gradients) in the oracle's shape.
pub fn layers(layers: &[Layer]) -> Vec<super::Layer> {
    let layer =
        |layer: &Layer| super::Layer { weights: rows(&layer.weights), biases: rows(&layer.biases).remove(0) };
    layers.iter().map(layer).collect()
}

/// The oracle's targets as the engine takes them: numbers, or the index of the class.
pub enum Targets {
    Numbers(Vec<f32>),
    Classes(Vec<u32>),
}

impl Targets {
    pub fn new(head: super::Head, targets: &[Vec<f64>]) -> Targets {
        let class = |row: &Vec<f64>| row.iter().position(|&value| value == 1.0).unwrap() as u32;
        match head {
            super::Head::Sigmoid => Targets::Classes(targets.iter().map(|row| row[0] as u32).collect()),
            super::Head::Softmax => Targets::Classes(targets.iter().map(class).collect()),
            _ => Targets::Numbers(targets.iter().flatten().map(|&number| number as f32).collect()),
        }
    }

    pub fn batch(&self) -> TargetBatch<'_> {
        match self {
            Targets::Numbers(numbers) => TargetBatch::Numbers(numbers),
            Targets::Classes(classes) => TargetBatch::Classes(classes),
        }
    }
}

/// A network with the room that a pass needs, made once for the largest batch as the trainer makes it: what an
/// earlier and larger batch has left behind must not show in a later one.
pub struct Engine {
    pub network: Network,
    head: super::Head,
    pass: Pass,
    gradients: Gradients,
    optimiser: Optimiser,
}

impl Engine {
    pub fn new(oracle: &super::Network, largest_batch: usize) -> Engine {
        let network = network(oracle);
        let pass = Pass::new(&network, largest_batch);
        let gradients = Gradients::new(&network);
        let optimiser = Optimiser::new(Rule::Sgd { momentum: 0.0, nesterov: false }, &network);
        Engine { network, head: oracle.head, pass, gradients, optimiser }
    }

    /// The same, moved by another rule.
    pub fn with_rule(self, rule: Rule) -> Engine {
        Engine { optimiser: Optimiser::new(rule, &self.network), ..self }
    }

    /// The same with neurons left out.
    pub fn with_dropout(self, dropout: Dropout) -> Engine {
        Engine { pass: self.pass.with_dropout(Some(dropout)), ..self }
    }

    pub fn outputs(&mut self, x: &[Vec<f64>]) -> Rows {
        rows(self.network.predict(&matrix(x), &mut self.pass))
    }

    /// The loss summed over the rows, and the gradients of its mean.
    pub fn gradients(&mut self, x: &[Vec<f64>], targets: &[Vec<f64>]) -> (f64, Vec<super::Layer>) {
        let targets = Targets::new(self.head, targets);
        let loss =
            self.network.back_propagate(&matrix(x), targets.batch(), &mut self.pass, &mut self.gradients);
        (loss, layers(&self.gradients.layers))
    }

    /// The mean loss by the rows' weights with the penalty, and its gradients: as the oracle's.
    pub fn weighted_gradients(
        &mut self,
        x: &[Vec<f64>],
        targets: &[Vec<f64>],
        weights: &[f64],
        alpha: f64,
    ) -> (f64, Vec<super::Layer>) {
        let (targets, total) = (Targets::new(self.head, targets), weights.iter().sum::<f64>());
        let weights: Vec<f32> = weights.iter().map(|&weight| weight as f32).collect();
        let share = 1.0 / total as f32;
        self.gradients.clear();
        let (pass, gradients) = (&mut self.pass, &mut self.gradients);
        let loss =
            self.network.back_propagate_part(&matrix(x), targets.batch(), &weights, share, pass, gradients);
        let penalty = add_penalty(&self.network, gradients, alpha / total);
        (loss / total + penalty, layers(&gradients.layers))
    }

    /// One epoch in batches of the rows' own order: as the oracle's.
    pub fn epoch(
        &mut self,
        x: &[Vec<f64>],
        targets: &[Vec<f64>],
        weights: &[f64],
        (batch, rate, alpha): (usize, f64, f64),
    ) -> f64 {
        let mut total = 0.0;
        for ((rows, targets), weights) in
            x.chunks(batch).zip(targets.chunks(batch)).zip(weights.chunks(batch))
        {
            total += self.weighted_gradients(rows, targets, weights, alpha).0 * rows.len() as f64;
            self.optimiser.step(&mut self.network, &self.gradients, rate);
        }
        total / x.len() as f64
    }
}

/// The rows as a dataset whose inputs and targets need no scaling, for the trainer: the test part is the train part.
/// `weights`: of the rows; none where all count alike.
pub fn dataset(oracle: &super::Network, x: &[Vec<f64>], targets: &[Vec<f64>], weights: &[f64]) -> Dataset {
    let encoding = || Encoding::Standard { mean: 0.0, standard_deviation: 1.0 };
    let column = |index| ColumnEncoder {
        name: format!("x{index}"),
        encoding: encoding(),
        fill: None,
        indicator: false,
        bins: perceptab::dataset::Bins::default(),
        coded: false,
        form: perceptab::table::Form::default(),
        rare: Vec::new(),
        min: None,
        max: None,
    };
    let name = "y".to_string();
    let (target, values, scaled) = match Targets::new(oracle.head, targets) {
        Targets::Numbers(numbers) => {
            let (shift, scale, whole) = (0.0, 1.0, false);
            let (min, max) = (f64::NEG_INFINITY, f64::INFINITY);
            let values = numbers.iter().map(|&number| f64::from(number)).collect();
            let target = TargetEncoder::Number {
                name,
                log: false,
                shift,
                scale,
                whole,
                min,
                max,
                form: perceptab::table::Form::default(),
            };
            (target, dataset::Targets::Numbers(values), numbers)
        }
        Targets::Classes(classes) => {
            let n_classes = oracle.layers.last().unwrap().biases.len().max(2);
            let levels = (0..n_classes).map(|class| class.to_string()).collect();
            (
                TargetEncoder::Classes {
                    name,
                    levels,
                    written: Vec::new(),
                    form: perceptab::table::Form::default(),
                },
                dataset::Targets::Classes(classes),
                vec![],
            )
        }
    };
    let part = Part {
        rows: (0..x.len() as u32).collect(),
        inputs: matrix(x),
        targets: values,
        scaled,
        weights: weights.iter().map(|&weight| weight as f32).collect(),
    };
    Dataset {
        encoder: Encoder { columns: (0..x[0].len()).map(column).collect() },
        target,
        test: part.clone(),
        train: part,
        validation: HeldBack::default(),
        facts: Facts::default(),
    }
}

/// scikit-learn's settings in the project's own, without shuffling.
pub fn settings(golden: &golden::Settings, epochs: usize) -> Settings {
    let schedule = match golden.learning_rate.as_str() {
        "invscaling" => Schedule::InverseScaling,
        "adaptive" => Schedule::Adaptive,
        _ => Schedule::Constant,
    };
    Settings {
        solver: match golden.solver.as_str() {
            "lbfgs" => Solver::Lbfgs { max_evaluations: golden.max_fun },
            _ => Solver::Stochastic(rule(golden)),
        },
        learning_rate: golden.learning_rate_init,
        schedule,
        power_t: golden.power_t,
        batch_size: Some(golden.batch_size),
        shuffle: false,
        epochs,
        measure_every: epochs,
        alpha: golden.alpha,
        tol: golden.tol,
        patience: Some(golden.n_iter_no_change),
        ..Settings::default()
    }
}

pub fn rule(golden: &golden::Settings) -> Rule {
    let golden::Settings { momentum, nesterovs_momentum: nesterov, beta_1, beta_2, epsilon, .. } = *golden;
    match golden.solver.as_str() {
        "sgd" => Rule::Sgd { momentum, nesterov },
        "adam" => Rule::Adam { beta_1, beta_2, epsilon, decay: 0.0 },
        other => panic!("{other} does not go batch by batch"),
    }
}

/// Trains to the end.
pub fn train(network: Network, dataset: &Dataset, settings: Settings) -> Trainer {
    let mut trainer = Trainer::new(network, dataset, settings);
    loop {
        match trainer.work(dataset, &mut || true) {
            Step::Finished => return trainer,
            Step::EpochEnded | Step::Interrupted => {}
            Step::Diverged { epoch } => panic!("diverged at {epoch}"),
        }
    }
}
