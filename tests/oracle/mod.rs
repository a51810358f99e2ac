//! A textbook multilayer perceptron in f64 with plain nested loops: slow, and easy to check by eye.
//!
//! This file shares no code with `src` on purpose (`engine.rs` beside it is the bridge): the engine is held against it, and it is itself held against central
//! differences (`gradients.rs`) and against scikit-learn (`golden.rs`).
//! Formulas: Goodfellow, Bengio and Courville, Deep Learning (2016), sections 6.2 and 6.5.
#![allow(dead_code)] // each test binary uses a part of it

pub mod engine;

/// Rows of numbers.
pub type Rows = Vec<Vec<f64>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    Identity,
    Sigmoid,
    Tanh,
    Relu,
}

impl Activation {
    pub const ALL: [Activation; 4] =
        [Activation::Identity, Activation::Sigmoid, Activation::Tanh, Activation::Relu];

    pub fn of(self, z: f64) -> f64 {
        match self {
            Activation::Identity => z,
            Activation::Sigmoid => 1.0 / (1.0 + (-z).exp()),
            Activation::Tanh => z.tanh(),
            Activation::Relu => z.max(0.0),
        }
    }

    /// The derivative at z, from z itself (the engine takes it from the output: a second way to the same number).
    pub fn slope(self, z: f64) -> f64 {
        match self {
            Activation::Identity => 1.0,
            Activation::Sigmoid => self.of(z) * (1.0 - self.of(z)),
            Activation::Tanh => 1.0 / z.cosh().powi(2),
            Activation::Relu => f64::from(z > 0.0),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// Half the squared error ½ Σ (ŷ − y)².
    Identity,
    /// Binary cross-entropy of one probability.
    Sigmoid,
    /// Cross-entropy over probabilities that sum to one.
    Softmax,
}

impl Head {
    pub const ALL: [Head; 3] = [Head::Identity, Head::Sigmoid, Head::Softmax];

    /// z of one row → its outputs.
    pub fn of(self, z: &[f64]) -> Vec<f64> {
        match self {
            Head::Identity => z.to_vec(),
            Head::Sigmoid => z.iter().map(|z| 1.0 / (1.0 + (-z).exp())).collect(),
            Head::Softmax => {
                let largest = z.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let powers: Vec<f64> = z.iter().map(|z| (z - largest).exp()).collect();
                let sum: f64 = powers.iter().sum();
                powers.iter().map(|power| power / sum).collect()
            }
        }
    }

    /// The loss of one row from its outputs and targets (softmax: one-hot).
    pub fn loss(self, output: &[f64], target: &[f64]) -> f64 {
        let pairs = output.iter().zip(target);
        match self {
            Head::Identity => pairs.map(|(o, t)| 0.5 * (o - t) * (o - t)).sum(),
            Head::Sigmoid => pairs.map(|(o, t)| -t * o.ln() - (1.0 - t) * (1.0 - o).ln()).sum(),
            Head::Softmax => pairs.map(|(o, t)| if *t == 0.0 { 0.0 } else { -t * o.ln() }).sum(),
        }
    }

    /// dLoss/dz of one row.
    pub fn delta(self, output: &[f64], target: &[f64]) -> Vec<f64> {
        output.iter().zip(target).map(|(o, t)| o - t).collect()
    }
}

/// y = x · weights + biases. weights: n_in rows of n_out.
#[derive(Clone, Debug, PartialEq)]
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

    /// z of every layer for one row.
    fn sums(&self, x: &[f64]) -> Rows {
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
            sums.push(z);
        }
        sums
    }

    /// The outputs of one row.
    pub fn output(&self, x: &[f64]) -> Vec<f64> {
        self.head.of(self.sums(x).last().unwrap())
    }

    /// The mean loss over the rows.
    pub fn loss(&self, x: &[Vec<f64>], targets: &[Vec<f64>]) -> f64 {
        let each = x.iter().zip(targets).map(|(x, target)| self.head.loss(&self.output(x), target));
        each.sum::<f64>() / x.len() as f64
    }

    /// Back-propagation, row after row.
    pub fn gradients(&self, x: &[Vec<f64>], targets: &[Vec<f64>]) -> Gradients {
        let mut gradients: Gradients = self.layers.iter().map(Layer::zeros_like).collect();
        for (x, target) in x.iter().zip(targets) {
            let sums = self.sums(x);
            let mut delta = self.head.delta(&self.head.of(sums.last().unwrap()), target);
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
        let n = x.len() as f64;
        for gradient in &mut gradients {
            gradient.for_each(|value| *value /= n);
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

/// Knuth's 64-bit linear congruential generator: good enough to make test data, and the same everywhere.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        let mut chance = Chance(seed);
        // The first numbers of small seeds are alike.
        (0..4).for_each(|_| _ = chance.between(0.0, 1.0));
        chance
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        low + (high - low) * (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.between(0.0, n as f64) as usize
    }

    /// Uniform in ±`range`.
    pub fn rows(&mut self, n_rows: usize, n_cols: usize, range: f64) -> Rows {
        (0..n_rows).map(|_| (0..n_cols).map(|_| self.between(-range, range)).collect()).collect()
    }

    /// Targets that fit a head: numbers in ±1, one 0 or 1, or one-hot rows.
    pub fn targets(&mut self, head: Head, n_rows: usize, n_out: usize) -> Rows {
        match head {
            Head::Identity => self.rows(n_rows, n_out, 1.0),
            Head::Sigmoid => (0..n_rows).map(|_| vec![self.below(2) as f64]).collect(),
            Head::Softmax => (0..n_rows).map(|_| one_hot(self.below(n_out), n_out)).collect(),
        }
    }
}

pub fn one_hot(class: usize, n_classes: usize) -> Vec<f64> {
    (0..n_classes).map(|index| f64::from(index == class)).collect()
}

/// Every weight and bias of two networks (or two sets of gradients) by name. The tolerance is relative to the value,
/// or to the largest value of its layer where that one is near zero.
#[track_caller]
pub fn assert_layers_close(ours: &[Layer], expected: &[Layer], tolerance: f64, what: &str) {
    assert_eq!(ours.len(), expected.len(), "{what}: layers");
    for (index, (ours, expected)) in ours.iter().zip(expected).enumerate() {
        let (values, wanted) = (ours.values(), expected.values());
        assert_eq!(values.len(), wanted.len(), "{what}: size of layer {index}");
        let floor = wanted.iter().fold(1e-9f64, |largest, value| largest.max(value.abs()));
        for (place, (value, wanted)) in values.into_iter().zip(wanted).enumerate() {
            let name = format!("{what}: layer {index} {}", expected.name(place));
            assert_close(value, wanted, tolerance, floor, &name);
        }
    }
}

#[track_caller]
pub fn assert_rows_close(ours: &[Vec<f64>], expected: &[Vec<f64>], tolerance: f64, what: &str) {
    assert_eq!(ours.len(), expected.len(), "{what}: rows");
    for (row, (ours, expected)) in ours.iter().zip(expected).enumerate() {
        assert_eq!(ours.len(), expected.len(), "{what}: columns of row {row}");
        for (column, (&value, &wanted)) in ours.iter().zip(expected).enumerate() {
            assert_close(value, wanted, tolerance, 0.1, &format!("{what}: ({row}, {column})"));
        }
    }
}

/// |a − b| within `tolerance` of the larger of the two and of `floor`.
#[track_caller]
pub fn assert_close(a: f64, b: f64, tolerance: f64, floor: f64, what: &str) {
    let scale = a.abs().max(b.abs()).max(floor);
    assert!((a - b).abs() <= tolerance * scale, "{what}: {a:e} and {b:e} differ by {:e}", (a - b).abs());
}
