use crate::dataset::{Part, TargetEncoder, Targets};
use crate::matrix::Matrix;
use crate::network::{CHUNK, Forward, Network, TargetBatch};

/// A network's answers to the rows of a part, so far.
///
/// The work is done chunk by chunk, so that whoever drives it can pause in between.
#[derive(Clone, Debug)]
pub struct Measurement {
    /// In the target's own unit.
    pub answers: Targets,
    /// Summed over the rows answered, each times its weight.
    pub loss: f64,
    /// The sum of those weights.
    weight: f64,
    forward: Forward,
    /// The last sums of this chunk's rows so far.
    z: Matrix,
}

impl Measurement {
    /// Nothing answered yet, with room for `n_rows`.
    pub fn new(network: &Network, target: &TargetEncoder, n_rows: usize) -> Measurement {
        let n_out = network.layers.last().map_or(0, |layer| layer.n_out());
        Measurement {
            answers: target.no_answers(n_rows),
            loss: 0.0,
            weight: 0.0,
            forward: Forward::new(network),
            z: Matrix::zeros(CHUNK, n_out),
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

    /// Answers the next rows, at most a chunk of them. `inputs`: all rows of the part; `part`: their targets, for the loss, if
    /// known. Returns whether rows are left.
    pub fn advance(
        &mut self,
        network: &Network,
        target: &TargetEncoder,
        inputs: &Matrix,
        part: Option<&Part>,
    ) -> bool {
        let first = self.answers.len();
        let place = first % CHUNK;
        let Some(z) = self.forward.next(network, inputs, first) else { return false };
        let n_rows = z.n_rows();
        let mut number = [0.0];
        for row in 0..n_rows {
            target.answer(network.head.number(z.row(row), &mut number), &mut self.answers);
        }
        let next = first + n_rows;
        let is_last = next == inputs.n_rows();
        if let Some(part) = part {
            // The loss is summed chunk by chunk however few rows are answered at a time: its last bits depend on it.
            self.z.set_rows(place + n_rows);
            (0..n_rows).for_each(|row| self.z.row_mut(place + row).copy_from_slice(z.row(row)));
            if is_last || next.is_multiple_of(CHUNK) {
                let (first, n_rows) = (first - place, place + n_rows);
                let weights = part.weights.get(first..next).unwrap_or_default();
                self.weight += if weights.is_empty() { n_rows as f64 } else { sum_of(weights) };
                self.loss += network.head.loss(&mut self.z, part.batch(first, n_rows), weights);
            }
        }
        !is_last
    }

    /// Mean loss over the rows answered, by their weights.
    pub fn mean_loss(&self) -> f64 {
        if self.weight > 0.0 { self.loss / self.weight } else { 0.0 }
    }
}

/// Answers every row at once.
#[cfg(test)]
pub fn answer_all(
    network: &Network,
    target: &TargetEncoder,
    inputs: &Matrix,
    part: Option<&Part>,
) -> Measurement {
    let mut measurement = Measurement::new(network, target, inputs.n_rows());
    while measurement.advance(network, target, inputs, part) {}
    measurement
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Stream};
    use crate::network::{Activation, Head, WORK, rows_in};

    /// 600 rows of two inputs, by a network so wide that few rows are a step's work, against the same rows by the chunk.
    #[test]
    fn a_wide_network_answers_few_rows_at_a_time_and_its_loss_has_the_same_bits() {
        let network = |width: usize, n_out: usize, head| {
            let chance = &mut Chance::new(1, Stream::Weights);
            Network::new(&[2, width, width, n_out], Activation::Relu, head, None, chance)
        };
        let mut inputs = Matrix::zeros(600, 2);
        (0..600).for_each(|row| inputs.row_mut(row).copy_from_slice(&[row as f32 / 600.0, (row % 7) as f32]));
        let number = TargetEncoder::Number {
            name: "y".into(),
            log: false,
            shift: 0.0,
            scale: 1.0,
            whole: false,
            min: 0.0,
            max: 600.0,
            form: Default::default(),
        };
        let classes = TargetEncoder::Classes {
            name: "y".into(),
            levels: ["a", "b", "c"].map(String::from).into(),
            written: Vec::new(),
            form: Default::default(),
        };
        let part = |targets, scaled, weights| Part {
            rows: (0..600).collect(),
            inputs: inputs.clone(),
            targets,
            scaled,
            weights,
        };
        let numbers: Vec<f64> = (0..600).map(|row| f64::from(row % 11)).collect();
        let scaled: Vec<f32> = numbers.iter().map(|&y| y as f32).collect();
        let weights: Vec<f32> = (0..600).map(|row| (row % 3) as f32).collect();
        let cases = [
            (network(900, 1, Head::Identity), number, part(Targets::Numbers(numbers), scaled, weights)),
            (
                network(900, 3, Head::Softmax),
                classes,
                part(Targets::Classes((0..600).map(|row| row % 3).collect()), vec![], vec![]),
            ),
        ];
        for (network, target, part) in cases {
            let most = rows_in(WORK, network.n_parameters());
            assert!(most < CHUNK && most * network.n_parameters() <= WORK, "{most}");
            let mut few = Measurement::new(&network, &target, 600);
            loop {
                let before = few.answers.len();
                let more = few.advance(&network, &target, &part.inputs, Some(&part));
                assert!(few.answers.len() - before <= most);
                if !more {
                    break;
                }
            }
            let mut chunks = Measurement { forward: Forward::of_rows(&network, CHUNK), ..few.clone() };
            chunks.clear();
            while chunks.advance(&network, &target, &part.inputs, Some(&part)) {}
            assert_eq!(few.answers, chunks.answers);
            assert_eq!(few.mean_loss().to_bits(), chunks.mean_loss().to_bits());
        }
    }
}
