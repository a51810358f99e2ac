//! The bridge between the oracle and the engine: the same network, rows and targets in the engine's types.

use perceptab::matrix::Matrix;
use perceptab::network::{Activation, Gradients, Head, Layer, Network, Pass, TargetBatch};
use perceptab::training::Optimiser;

use super::Rows;

/// The engine's network with the oracle's weights rounded to f32.
pub fn network(oracle: &super::Network) -> Network {
    let layer = |layer: &super::Layer| Layer {
        weights: matrix(&layer.weights),
        biases: matrix(std::slice::from_ref(&layer.biases)),
    };
    Network {
        layers: oracle.layers.iter().map(layer).collect(),
        activation: match oracle.activation {
            super::Activation::Identity => Activation::Identity,
            super::Activation::Sigmoid => Activation::Sigmoid,
            super::Activation::Tanh => Activation::Tanh,
            super::Activation::Relu => Activation::Relu,
        },
        head: match oracle.head {
            super::Head::Identity => Head::Identity,
            super::Head::Sigmoid => Head::Sigmoid,
            super::Head::Softmax => Head::Softmax,
        },
    }
}

/// The way back: the engine's weights in f64.
pub fn oracle(network: &Network) -> super::Network {
    super::Network {
        layers: layers(&network.layers),
        activation: match network.activation {
            Activation::Identity => super::Activation::Identity,
            Activation::Sigmoid => super::Activation::Sigmoid,
            Activation::Tanh => super::Activation::Tanh,
            Activation::Relu => super::Activation::Relu,
        },
        head: match network.head {
            Head::Identity => super::Head::Identity,
            Head::Sigmoid => super::Head::Sigmoid,
            Head::Softmax => super::Head::Softmax,
        },
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
            super::Head::Identity => Targets::Numbers(targets.iter().map(|row| row[0] as f32).collect()),
            super::Head::Sigmoid => Targets::Classes(targets.iter().map(|row| row[0] as u32).collect()),
            super::Head::Softmax => Targets::Classes(targets.iter().map(class).collect()),
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
}

impl Engine {
    pub fn new(oracle: &super::Network, largest_batch: usize) -> Engine {
        let network = network(oracle);
        let pass = Pass::new(&network, largest_batch);
        let gradients = Gradients::new(&network);
        Engine { network, head: oracle.head, pass, gradients }
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
    /// As the oracle's.
    pub fn train_epoch(&mut self, x: &[Vec<f64>], targets: &[Vec<f64>], batch: usize, rate: f64) -> f64 {
        let mut total = 0.0;
        for (x, targets) in x.chunks(batch).zip(targets.chunks(batch)) {
            total += self.gradients(x, targets).0;
            Optimiser::Sgd { learning_rate: rate as f32 }.step(&mut self.network, &self.gradients);
        }
        total / x.len() as f64
    }
}
