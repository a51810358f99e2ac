use crate::dataset::{Dataset, Part, Targets};
use crate::matrix::Matrix;
use crate::network::TargetBatch;

/// The rows of a part of a batch, gathered.
pub(super) struct BatchRoom {
    inputs: Matrix,
    numbers: Vec<f32>,
    classes: Vec<u32>,
    weights: Vec<f32>,
}

impl BatchRoom {
    /// For parts of up to `n_rows` rows of the training rows.
    pub fn new(n_rows: usize, dataset: &Dataset) -> BatchRoom {
        BatchRoom {
            inputs: Matrix::zeros(n_rows, dataset.encoder.width()),
            numbers: Vec::with_capacity(n_rows),
            classes: Vec::with_capacity(n_rows),
            weights: Vec::with_capacity(if dataset.train.weights.is_empty() { 0 } else { n_rows }),
        }
    }

    /// Inputs, targets and weights of `rows`; no weights where all count alike.
    pub fn gather(&mut self, train: &Part, rows: &[u32]) -> (&Matrix, TargetBatch<'_>, &[f32]) {
        self.inputs.gather(&train.inputs, rows);
        self.weights.clear();
        if !train.weights.is_empty() {
            self.weights.extend(rows.iter().map(|&row| train.weights[row as usize]));
        }
        let targets = match &train.targets {
            Targets::Numbers(_) => {
                self.numbers.clear();
                self.numbers.extend(rows.iter().map(|&row| train.scaled[row as usize]));
                TargetBatch::Numbers(&self.numbers)
            }
            Targets::Classes(classes) => {
                self.classes.clear();
                self.classes.extend(rows.iter().map(|&row| classes[row as usize]));
                TargetBatch::Classes(&self.classes)
            }
        };
        (&self.inputs, targets, &self.weights)
    }
}
