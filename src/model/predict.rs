use super::{Model, ModelSummary};
use crate::dataset::Targets;
use crate::matrix::Matrix;
use crate::network::{Head, Pass};

/// A model's answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicted {
    pub answers: Targets,
    /// The probability of each answered class; empty for regression.
    pub probabilities: Vec<f32>,
}

/// Rows that are predicted together.
const CHUNK: usize = 256;

impl Model {
    /// The assignment's Predict. inputs: (n_rows, encoder width).
    pub fn predict(&self, inputs: &Matrix) -> Predicted {
        let mut pass = Pass::new(&self.network, CHUNK);
        let mut chunk = Matrix::zeros(CHUNK, inputs.n_cols());
        let mut answers = self.target.no_answers(inputs.n_rows());
        let mut probabilities = Vec::new();
        for first in (0..inputs.n_rows()).step_by(CHUNK) {
            chunk.copy_rows(inputs, first, CHUNK.min(inputs.n_rows() - first));
            let z = self.network.forward(&chunk, &mut pass);
            let mut number = [0.0];
            for row in 0..z.n_rows() {
                self.target.answer(self.network.head.number(z.row(row), &mut number), &mut answers);
            }
            self.network.head.apply(z);
            if let Targets::Classes(classes) = &answers {
                probabilities.extend(classes[first..].iter().enumerate().map(|(row, &class)| {
                    match self.network.head {
                        Head::Softmax => z.row(row)[class as usize],
                        _ if class == 1 => z.row(row)[0],
                        _ => 1.0 - z.row(row)[0],
                    }
                }));
            }
        }
        Predicted { answers, probabilities }
    }

    pub fn summary(&self) -> ModelSummary {
        ModelSummary {
            target: self.target.name().to_string(),
            task: self.target.task(),
            inputs: self.encoder.columns.iter().map(|column| column.name.clone()).collect(),
            widths: self.network.widths(),
            parameters: self.network.n_parameters(),
            epochs: self.epochs,
            weights_hash: self.network.weights_hash(),
        }
    }
}
