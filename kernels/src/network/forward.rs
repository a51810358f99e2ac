use super::{Network, Pass};
use crate::matrix::Matrix;

/// Rows that belong together: enough to fill the kernels, few enough to stay in cache. The loss is summed by them.
pub const CHUNK: usize = 256;
/// Multiply-adds of a step, where a row alone does not take more: some milliseconds. A wide network takes fewer rows of a
/// chunk at a time.
pub const WORK: usize = 60_000_000;

/// A fitted network going over rows, a few at a time: whatever asks a network for its outputs does it here.
///
/// The outputs of a row do not depend on the rows beside it, to the last bit.
#[derive(Clone, Debug)]
pub struct Forward {
    pass: Pass,
    inputs: Matrix,
    /// Rows at a time.
    most: usize,
}

impl Forward {
    /// As many rows at a time as are [`WORK`].
    pub fn new(network: &Network) -> Forward {
        Forward::of_rows(network, rows_in(WORK, network.n_parameters()))
    }

    /// At most `most` rows at a time, from 1 to [`CHUNK`].
    pub fn of_rows(network: &Network, most: usize) -> Forward {
        let most = most.clamp(1, CHUNK);
        Forward { pass: Pass::new(network, most), inputs: Matrix::zeros(most, network.n_in()), most }
    }

    /// z of the last layer for the rows of `inputs` from `first` on, as many as are taken at a time and never of two chunks:
    /// (n_rows, n_out). `None`: there is none.
    pub fn next(&mut self, network: &Network, inputs: &Matrix, first: usize) -> Option<&mut Matrix> {
        let left = inputs.n_rows().saturating_sub(first);
        let n_rows = self.most.min(CHUNK - first % CHUNK).min(left);
        if n_rows == 0 {
            return None;
        }
        self.inputs.copy_rows(inputs, first, n_rows);
        Some(network.forward(&self.inputs, &mut self.pass))
    }
}

/// Rows of a chunk that networks with so many parameters in all take by so many multiply-adds; one, where that is not enough.
pub fn rows_in(work: usize, n_parameters: usize) -> usize {
    (work / n_parameters.max(1)).clamp(1, CHUNK)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Stream};
    use crate::network::{Activation, Head};

    #[test]
    fn rows_have_the_same_sums_however_many_are_taken_at_a_time() {
        let chance = &mut Chance::new(1, Stream::Weights);
        let network = Network::new(&[3, 17, 5], Activation::Tanh, Head::Softmax, None, chance);
        let inputs = Matrix::from_fn(600, 3, |row, column| (row * 7 + column * 3) as f32 % 11.0 - 5.0);
        let sums = |most: usize| {
            let mut forward = Forward::of_rows(&network, most);
            let (mut first, mut sums, mut sizes) = (0, Vec::new(), Vec::new());
            while let Some(z) = forward.next(&network, &inputs, first) {
                sums.extend(z.values().map(f32::to_bits));
                sizes.push(z.n_rows());
                first += z.n_rows();
            }
            (sums, sizes)
        };
        let (all, sizes) = sums(usize::MAX);
        assert_eq!((all.len(), sizes), (3_000, vec![256, 256, 88]));
        let (some, sizes) = sums(100);
        assert_eq!(sizes, [100, 100, 56, 100, 100, 56, 88]);
        assert_eq!(some, all);
        assert_eq!(sums(0).0, all);
    }

    #[test]
    fn a_step_is_bounded() {
        assert_eq!(rows_in(1_000, 10), 100);
        assert_eq!((rows_in(1_000, 1), rows_in(1_000, 0), rows_in(1_000, 5_000)), (CHUNK, CHUNK, 1));
    }
}
