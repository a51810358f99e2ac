//! A textbook multilayer perceptron in f64 with plain nested loops: slow, and easy to check by eye.
//!
//! It shares no code with `src` on purpose (`engine.rs` beside it is the bridge): the engine is held against it, and it is
//! itself held against central differences (`gradients.rs`) and against scikit-learn (`golden.rs`).
//! Formulas: Goodfellow, Bengio and Courville, Deep Learning (2016), sections 6.2 and 6.5.
#![allow(dead_code, unused_imports)] // each test binary uses a part of it

mod activation;
mod chance;
mod close;
mod descent;
pub mod engine;
pub mod golden;
mod head;

pub use activation::Activation;
pub use chance::{Chance, one_hot};
pub use close::{assert_close, assert_layers_close, assert_rows_close};
pub use descent::{Course, Descent, Rule, Schedule};
pub use head::Head;

/// Rows of numbers.
pub type Rows = Vec<Vec<f64>>;

/// y = x · weights + biases. weights: n_in rows of n_out.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
pub struct Layer {
    pub weights: Rows,
    pub biases: Vec<f64>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    pub layers: Vec<Layer>,
    pub activation: Activation,
    pub head: Head,
}

/// dLoss/d… of each layer as a mean over the rows, in the shape of the layers.
pub type Gradients = Vec<Layer>;

impl Network {
    /// Weights and biases uniform in ±`range`, from a small generator of its own.
    pub fn random(widths: &[usize], activation: Activation, head: Head, range: f64, seed: u64) -> Network {
        let mut chance = Chance::new(seed);
        let layers = widths
            .windows(2)
            .map(|pair| Layer {
                weights: chance.rows(pair[0], pair[1], range),
                biases: (0..pair[1]).map(|_| chance.between(-range, range)).collect(),
            })
            .collect();
        Network { layers, activation, head }
    }

    /// z of every layer for one row. `masks`: factors of the hidden outputs.
    fn sums(&self, x: &[f64], masks: Option<&Rows>) -> Rows {
        let mut input = x.to_vec();
        let mut sums = Vec::new();
        for layer in &self.layers {
            let mut z = layer.biases.clone();
            for (i, &value) in input.iter().enumerate() {
                for (j, z) in z.iter_mut().enumerate() {
                    *z += value * layer.weights[i][j];
                }
            }
            input = z.iter().map(|&z| self.activation.of(z)).collect();
            if let Some(mask) = masks.and_then(|masks| masks.get(sums.len())) {
                input.iter_mut().zip(mask).for_each(|(input, factor)| *input *= factor);
            }
            sums.push(z);
        }
        sums
    }

    /// The outputs of one row.
    pub fn output(&self, x: &[f64]) -> Vec<f64> {
        self.head.of(self.sums(x, None).last().unwrap())
    }

    /// The mean loss over the rows.
    pub fn loss(&self, x: &[Vec<f64>], targets: &[Vec<f64>]) -> f64 {
        self.weighted_loss(x, targets, &vec![1.0; x.len()], 0.0)
    }

    /// The mean loss over the rows by their weights, and ½ · alpha · Σ w² over the sum of the weights of the rows. Biases are
    /// left out of it.
    pub fn weighted_loss(&self, x: &[Vec<f64>], targets: &[Vec<f64>], weights: &[f64], alpha: f64) -> f64 {
        let mut total = 0.0;
        for ((x, target), weight) in x.iter().zip(targets).zip(weights) {
            total += weight * self.head.loss(&self.output(x), target);
        }
        for weight in self.layers.iter().flat_map(|layer| layer.weights.iter().flatten()) {
            total += 0.5 * alpha * weight * weight;
        }
        total / weights.iter().sum::<f64>()
    }

    /// The mean loss of the rows with hidden outputs times factors: `masks[row][layer][neuron]`.
    pub fn thinned_loss(&self, x: &[Vec<f64>], targets: &[Vec<f64>], masks: &[Rows]) -> f64 {
        let mut total = 0.0;
        for ((x, target), masks) in x.iter().zip(targets).zip(masks) {
            total += self.head.loss(&self.head.of(self.sums(x, Some(masks)).last().unwrap()), target);
        }
        total / x.len() as f64
    }

    /// Back-propagation, row after row.
    pub fn gradients(&self, x: &[Vec<f64>], targets: &[Vec<f64>]) -> Gradients {
        self.weighted_gradients(x, targets, &vec![1.0; x.len()], 0.0)
    }

    /// The gradients of [`Network::weighted_loss`].
    pub fn weighted_gradients(
        &self,
        x: &[Vec<f64>],
        targets: &[Vec<f64>],
        weights: &[f64],
        alpha: f64,
    ) -> Gradients {
        let mut gradients: Gradients = self.layers.iter().map(Layer::zeros_like).collect();
        for ((x, target), weight) in x.iter().zip(targets).zip(weights) {
            let sums = self.sums(x, None);
            let mut delta = self.head.delta(&self.head.of(sums.last().unwrap()), target);
            delta.iter_mut().for_each(|delta| *delta *= weight);
            for index in (0..self.layers.len()).rev() {
                let input: Vec<f64> = match index {
                    0 => x.clone(),
                    _ => sums[index - 1].iter().map(|&z| self.activation.of(z)).collect(),
                };
                for (j, &delta) in delta.iter().enumerate() {
                    gradients[index].biases[j] += delta;
                    for (i, &input) in input.iter().enumerate() {
                        gradients[index].weights[i][j] += input * delta;
                    }
                }
                if index > 0 {
                    let weights = &self.layers[index].weights;
                    let back =
                        |i: usize| -> f64 { delta.iter().enumerate().map(|(j, d)| d * weights[i][j]).sum() };
                    delta = (0..input.len())
                        .map(|i| back(i) * self.activation.slope(sums[index - 1][i]))
                        .collect();
                }
            }
        }
        for (gradient, layer) in gradients.iter_mut().zip(&self.layers) {
            for (row, weights) in gradient.weights.iter_mut().zip(&layer.weights) {
                row.iter_mut().zip(weights).for_each(|(gradient, weight)| *gradient += alpha * weight);
            }
            gradient.for_each(|value| *value /= weights.iter().sum::<f64>());
        }
        gradients
    }

    /// weights −= rate · gradient.
    pub fn descend(&mut self, gradients: &Gradients, rate: f64) {
        for (layer, gradient) in self.layers.iter_mut().zip(gradients) {
            let mut steps = gradient.values().into_iter();
            layer.for_each(|value| *value -= rate * steps.next().unwrap());
        }
    }

    /// One epoch in batches of the rows' own order, the last one smaller where they do not divide. Returns the mean over
    /// the rows of the batch losses, each before its update.
    pub fn train_epoch(&mut self, x: &[Vec<f64>], targets: &[Vec<f64>], batch: usize, rate: f64) -> f64 {
        let mut total = 0.0;
        for (x, targets) in x.chunks(batch).zip(targets.chunks(batch)) {
            total += self.loss(x, targets) * x.len() as f64;
            let gradients = self.gradients(x, targets);
            self.descend(&gradients, rate);
        }
        total / x.len() as f64
    }
}

impl Layer {
    pub fn zeros_like(&self) -> Layer {
        let mut zeros = self.clone();
        zeros.for_each(|value| *value = 0.0);
        zeros
    }

    /// Weights row by row, then biases.
    pub fn for_each(&mut self, change: impl FnMut(&mut f64)) {
        self.weights.iter_mut().flatten().chain(&mut self.biases).for_each(change);
    }

    /// Weights row by row, then biases.
    pub fn values(&self) -> Vec<f64> {
        self.weights.iter().flatten().chain(&self.biases).copied().collect()
    }

    /// `weights[i][j]` or `biases[j]` of the value at `place` of [`Layer::values`].
    pub fn name(&self, place: usize) -> String {
        let n_out = self.biases.len();
        match place.checked_sub(self.weights.len() * n_out) {
            Some(j) => format!("biases[{j}]"),
            None => format!("weights[{}][{}]", place / n_out, place % n_out),
        }
    }
}
