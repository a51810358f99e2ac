use crate::dataset::{Part, TargetEncoder, Targets};
use crate::matrix::Matrix;
use crate::network::{Network, Pass, TargetBatch};

/// Rows that are answered together: enough to fill the kernels, few enough to stay in cache and to be interrupted.
const CHUNK: usize = 256;

/// A network's answers to the rows of a part, so far.
///
/// The work is done chunk by chunk, so that whoever drives it can pause in between.
#[derive(Clone, Debug)]
pub struct Answered {
    pub answers: Targets,
    /// Summed over the rows answered, each times its weight.
    pub loss: f64,
    /// The sum of those weights.
    weight: f64,
    pass: Pass,
    inputs: Matrix,
}

impl Answered {
    /// Nothing answered yet, with room for `n_rows`.
    pub fn new(network: &Network, target: &TargetEncoder, n_rows: usize) -> Answered {
        Answered {
            answers: target.no_answers(n_rows),
            loss: 0.0,
            weight: 0.0,
            pass: Pass::new(network, CHUNK),
            inputs: Matrix::zeros(CHUNK, network.widths().first().copied().unwrap_or(0)),
        }
    }

    /// Forgets the answers but keeps the room.
    pub fn clear(&mut self) {
        (self.loss, self.weight) = (0.0, 0.0);
        match &mut self.answers {
            Targets::Numbers(numbers) => numbers.clear(),
            Targets::Classes(classes) => classes.clear(),
        }
    }

    /// Answers the next chunk of rows. `inputs`: all rows of the part; `part`: their targets, for the loss, if known.
    /// Returns whether rows are left.
    pub fn advance(
        &mut self,
        network: &Network,
        target: &TargetEncoder,
        inputs: &Matrix,
        part: Option<&Part>,
    ) -> bool {
        let first = self.answers.len();
        let n_rows = CHUNK.min(inputs.n_rows() - first);
        if n_rows == 0 {
            return false;
        }
        self.inputs.copy_rows(inputs, first, n_rows);
        let z = network.forward(&self.inputs, &mut self.pass);
        let mut number = [0.0];
        for row in 0..n_rows {
            target.answer(network.head.number(z.row(row), &mut number), &mut self.answers);
        }
        if let Some(part) = part {
            let weights = part.weights.get(first..first + n_rows).unwrap_or_default();
            self.weight += if weights.is_empty() { n_rows as f64 } else { sum_of(weights) };
            self.loss += network.head.loss(z, part.batch(first, n_rows), weights);
        }
        first + n_rows < inputs.n_rows()
    }

    /// Mean loss over the rows answered, by their weights.
    pub fn mean_loss(&self) -> f64 {
        if self.weight > 0.0 { self.loss / self.weight } else { 0.0 }
    }
}

/// Answers every row at once.
pub fn answer_all(
    network: &Network,
    target: &TargetEncoder,
    inputs: &Matrix,
    part: Option<&Part>,
) -> Answered {
    let mut answered = Answered::new(network, target, inputs.n_rows());
    while answered.advance(network, target, inputs, part) {}
    answered
}

fn sum_of(weights: &[f32]) -> f64 {
    weights.iter().map(|&weight| f64::from(weight)).sum()
}

impl Part {
    /// The sum of the weights of `rows` of the part, which is their number where all count alike.
    pub(super) fn weight_of(&self, rows: &[u32]) -> f64 {
        if self.weights.is_empty() {
            return rows.len() as f64;
        }
        rows.iter().map(|&row| f64::from(self.weights[row as usize])).sum()
    }

    /// The targets of `n_rows` rows from `first` on, as the head takes them.
    fn batch(&self, first: usize, n_rows: usize) -> TargetBatch<'_> {
        match &self.targets {
            Targets::Numbers(_) => TargetBatch::Numbers(&self.scaled[first..][..n_rows]),
            Targets::Classes(classes) => TargetBatch::Classes(&classes[first..][..n_rows]),
        }
    }
}
