//! Values as bytes and back, bit for bit: numbers little-endian, lists behind their length, what has a name behind that.
//!
//! Reading believes nothing: what is too short, or cannot be, is `None`, and no length takes memory that the bytes do not
//! fill.

use std::collections::VecDeque;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Ending, EpochRecord, Rule, Schedule, Settings, Solver, Watched};
use crate::chance::Chance;
use crate::matrix::Matrix;
use crate::network::{Activation, Head, Layer, Network};

pub(super) trait Packed: Sized {
    fn pack(&self, to: &mut Vec<u8>);

    /// Takes it off the front of `from`.
    fn unpack(from: &mut &[u8]) -> Option<Self>;
}

/// A struct, field by field: a field that is added later has to be named here too.
macro_rules! packed {
    ($type:ident { $($field:ident),* }) => {
        impl $crate::training::packed::Packed for $type {
            fn pack(&self, to: &mut Vec<u8>) {
                let $type { $($field),* } = self;
                $($crate::training::packed::Packed::pack($field, to);)*
            }

            fn unpack(from: &mut &[u8]) -> Option<Self> {
                $(let $field = $crate::training::packed::Packed::unpack(from)?;)*
                Some($type { $($field),* })
            }
        }
    };
}
pub(super) use packed;

macro_rules! packed_numbers {
    ($($type:ty),*) => {$(
        impl Packed for $type {
            fn pack(&self, to: &mut Vec<u8>) {
                to.extend_from_slice(&self.to_le_bytes());
            }

            fn unpack(from: &mut &[u8]) -> Option<Self> {
                let (bytes, rest) = from.split_first_chunk()?;
                *from = rest;
                Some(<$type>::from_le_bytes(*bytes))
            }
        }
    )*};
}
packed_numbers!(u8, u32, u64, f32, f64);

/// As their JSON, which names them: for what is small and holds no fraction.
macro_rules! packed_by_name {
    ($($type:ty),*) => {$(
        impl Packed for $type {
            fn pack(&self, to: &mut Vec<u8>) {
                pack_json(self, to);
            }

            fn unpack(from: &mut &[u8]) -> Option<Self> {
                unpack_json(from)
            }
        }
    )*};
}
packed_by_name!(Activation, Chance, Ending, Head, Schedule, Watched);

fn pack_json(value: &impl Serialize, to: &mut Vec<u8>) {
    serde_json::to_vec(value).unwrap_or_default().pack(to);
}

fn unpack_json<T: DeserializeOwned>(from: &mut &[u8]) -> Option<T> {
    serde_json::from_slice(&Vec::<u8>::unpack(from)?).ok()
}

/// As 64 bits, so that a run of one machine goes on on another.
impl Packed for usize {
    fn pack(&self, to: &mut Vec<u8>) {
        (*self as u64).pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<usize> {
        u64::unpack(from)?.try_into().ok()
    }
}

impl Packed for bool {
    fn pack(&self, to: &mut Vec<u8>) {
        u8::from(*self).pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<bool> {
        match u8::unpack(from)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl<T: Packed> Packed for Option<T> {
    fn pack(&self, to: &mut Vec<u8>) {
        self.is_some().pack(to);
        self.iter().for_each(|value| value.pack(to));
    }

    fn unpack(from: &mut &[u8]) -> Option<Option<T>> {
        if bool::unpack(from)? { T::unpack(from).map(Some) } else { Some(None) }
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn pack(&self, to: &mut Vec<u8>) {
        pack_all(self.iter(), to);
    }

    fn unpack(from: &mut &[u8]) -> Option<Vec<T>> {
        let n = usize::unpack(from)?;
        let mut values = Vec::new();
        for _ in 0..n {
            values.push(T::unpack(from)?);
        }
        Some(values)
    }
}

impl<T: Packed> Packed for VecDeque<T> {
    fn pack(&self, to: &mut Vec<u8>) {
        pack_all(self.iter(), to);
    }

    fn unpack(from: &mut &[u8]) -> Option<VecDeque<T>> {
        Vec::unpack(from).map(VecDeque::from)
    }
}

fn pack_all<'a, T: Packed + 'a>(values: impl ExactSizeIterator<Item = &'a T>, to: &mut Vec<u8>) {
    values.len().pack(to);
    values.for_each(|value| value.pack(to));
}

impl<A: Packed, B: Packed> Packed for (A, B) {
    fn pack(&self, to: &mut Vec<u8>) {
        self.0.pack(to);
        self.1.pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<(A, B)> {
        Some((A::unpack(from)?, B::unpack(from)?))
    }
}

impl<A: Packed, B: Packed, C: Packed> Packed for (A, B, C) {
    fn pack(&self, to: &mut Vec<u8>) {
        self.0.pack(to);
        self.1.pack(to);
        self.2.pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<(A, B, C)> {
        Some((A::unpack(from)?, B::unpack(from)?, C::unpack(from)?))
    }
}

/// Row by row, without padding.
impl Packed for Matrix {
    fn pack(&self, to: &mut Vec<u8>) {
        (self.n_rows() as u32).pack(to);
        (self.n_cols() as u32).pack(to);
        self.values().for_each(|value| value.pack(to));
    }

    fn unpack(from: &mut &[u8]) -> Option<Matrix> {
        let (n_rows, n_cols) = (u32::unpack(from)? as usize, u32::unpack(from)? as usize);
        // A matrix without rows or columns is none of a layer's.
        let bytes = n_rows.checked_mul(n_cols)?.checked_mul(size_of::<f32>())?;
        if bytes == 0 || bytes > from.len() {
            return None;
        }
        let mut matrix = Matrix::zeros(n_rows, n_cols);
        for row in 0..n_rows {
            for cell in matrix.row_mut(row) {
                *cell = f32::unpack(from)?;
            }
        }
        Some(matrix)
    }
}

impl Packed for Layer {
    fn pack(&self, to: &mut Vec<u8>) {
        self.weights.pack(to);
        self.biases.pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<Layer> {
        let layer = Layer { weights: Matrix::unpack(from)?, biases: Matrix::unpack(from)? };
        let fits = (layer.biases.n_rows(), layer.biases.n_cols()) == (1, layer.n_out());
        fits.then_some(layer)
    }
}

/// Whose layers follow on each other; a weight that is not finite is none that a whole epoch leaves.
impl Packed for Network {
    fn pack(&self, to: &mut Vec<u8>) {
        self.layers.pack(to);
        self.activations.pack(to);
        self.head.pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<Network> {
        let network = Network {
            layers: Packed::unpack(from)?,
            activations: Packed::unpack(from)?,
            head: Packed::unpack(from)?,
        };
        let follow = network.layers.windows(2).all(|pair| pair[0].n_out() == pair[1].n_in());
        let is_whole = network.activations.len() + 1 == network.layers.len();
        (follow && is_whole && network.is_finite()).then_some(network)
    }
}

impl Packed for Solver {
    fn pack(&self, to: &mut Vec<u8>) {
        match *self {
            Solver::Lbfgs { max_evaluations } => (0u8, max_evaluations).pack(to),
            Solver::Stochastic(Rule::Sgd { momentum, nesterov }) => (1u8, momentum, nesterov).pack(to),
            Solver::Stochastic(Rule::Adam { beta_1, beta_2, epsilon, decay }) => {
                (2u8, (beta_1, beta_2), (epsilon, decay)).pack(to);
            }
            Solver::Stochastic(Rule::RmsProp { rho, epsilon }) => (3u8, rho, epsilon).pack(to),
        }
    }

    fn unpack(from: &mut &[u8]) -> Option<Solver> {
        let rule = match u8::unpack(from)? {
            0 => return Some(Solver::Lbfgs { max_evaluations: Packed::unpack(from)? }),
            1 => Rule::Sgd { momentum: Packed::unpack(from)?, nesterov: Packed::unpack(from)? },
            2 => {
                let ((beta_1, beta_2), (epsilon, decay)) = Packed::unpack(from)?;
                Rule::Adam { beta_1, beta_2, epsilon, decay }
            }
            3 => Rule::RmsProp { rho: Packed::unpack(from)?, epsilon: Packed::unpack(from)? },
            _ => return None,
        };
        Some(Solver::Stochastic(rule))
    }
}

packed!(Settings {
    solver,
    learning_rate,
    schedule,
    power_t,
    batch_size,
    shuffle,
    epochs,
    measure_every,
    seed,
    alpha,
    clip,
    dropout,
    tol,
    patience,
    validation,
    watched
});

packed!(EpochRecord { epoch, train_accuracy, test_accuracy, train_loss, test_loss, train_r2, test_r2 });

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back<T: Packed>(value: &T) -> Option<T> {
        let mut bytes = Vec::new();
        value.pack(&mut bytes);
        let mut rest = &bytes[..];
        let read = T::unpack(&mut rest);
        assert!(read.is_none() || rest.is_empty());
        // Whatever is cut off is missed.
        assert!((0..bytes.len()).all(|end| T::unpack(&mut &bytes[..end]).is_none()));
        read
    }

    #[test]
    fn every_bit_of_a_number_comes_back() {
        for bits in [0, 1, 0x7FF0_0000_0000_0000, 0x7FF8_0000_0000_0001, 0x8000_0000_0000_0000, u64::MAX] {
            assert_eq!(there_and_back(&f64::from_bits(bits)).map(f64::to_bits), Some(bits));
        }
        assert_eq!(there_and_back(&vec![Some(1.5f32), None]), Some(vec![Some(1.5), None]));
        let settings = Settings { clip: Some(0.1), validation: None, ..Settings::default() };
        assert_eq!(there_and_back(&settings), Some(settings));
        for solver in [
            Solver::Lbfgs { max_evaluations: 7 },
            Solver::Stochastic(Rule::Sgd { momentum: 0.9, nesterov: true }),
            Solver::Stochastic(Rule::Adam { beta_1: 0.9, beta_2: 0.99, epsilon: 1e-8, decay: 0.1 }),
            Solver::Stochastic(Rule::RmsProp { rho: 0.9, epsilon: 1e-8 }),
        ] {
            assert_eq!(there_and_back(&solver), Some(solver));
        }
    }

    #[test]
    fn a_matrix_is_its_numbers_and_its_shape() {
        let matrix = Matrix::from_fn(3, 10, |row, column| (row * 10 + column) as f32);
        let mut bytes = Vec::new();
        matrix.pack(&mut bytes);
        assert_eq!(bytes.len(), 2 * 4 + 30 * 4);
        assert_eq!(there_and_back(&matrix), Some(matrix));
    }

    #[test]
    fn a_length_that_the_bytes_do_not_fill_takes_no_memory() {
        let claims = |numbers: [u32; 2]| -> Vec<u8> { numbers.map(u32::to_le_bytes).concat() };
        for shape in [[u32::MAX, u32::MAX], [u32::MAX, 1], [1, u32::MAX], [0, u32::MAX], [u32::MAX, 0]] {
            assert_eq!(Matrix::unpack(&mut &claims(shape)[..]), None, "{shape:?}");
        }
        assert_eq!(Vec::<f64>::unpack(&mut &claims([u32::MAX, u32::MAX])[..]), None);
        assert_eq!(bool::unpack(&mut &[2u8][..]), None);
    }

    #[test]
    fn layers_that_do_not_follow_on_each_other_are_no_network() {
        let network = |widths: [usize; 2], head_in: usize| Network {
            layers: vec![Layer::zeros(widths[0], widths[1]), Layer::zeros(head_in, 1)],
            activations: vec![Activation::Gelu],
            head: Head::Identity,
        };
        assert_eq!(there_and_back(&network([3, 4], 4)), Some(network([3, 4], 4)));
        assert_eq!(there_and_back(&network([3, 4], 5)), None);
        let mut not_finite = network([3, 4], 4);
        not_finite.layers[0].weights.row_mut(0)[0] = f32::NAN;
        assert_eq!(there_and_back(&not_finite), None);
        let one_too_many = Network { activations: vec![Activation::Relu; 2], ..network([3, 4], 4) };
        assert_eq!(there_and_back(&one_too_many), None);
    }
}
