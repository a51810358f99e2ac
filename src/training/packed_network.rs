//! A network as bytes and back.

use super::packed::Packed;
use crate::matrix::Matrix;
use crate::network::{Activation, Layer, Network, Waves};

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

/// Whose layers follow on each other; a weight that is not finite is none that a whole epoch leaves. The layers of waves, where there
/// are some, come first: two more than the activations tell of.
impl Packed for Network {
    fn pack(&self, to: &mut Vec<u8>) {
        self.parts().cloned().collect::<Vec<Layer>>().pack(to);
        self.activations.pack(to);
        self.head.pack(to);
        self.waves.iter().for_each(|waves| waves.places().to_vec().pack(to));
    }

    fn unpack(from: &mut &[u8]) -> Option<Network> {
        let mut layers: Vec<Layer> = Packed::unpack(from)?;
        let activations: Vec<Activation> = Packed::unpack(from)?;
        let head = Packed::unpack(from)?;
        let waves = match layers.len().checked_sub(activations.len() + 1)? {
            2 => {
                let of_waves = layers.drain(..2).collect::<Vec<Layer>>().try_into().ok()?;
                Some(Waves::of_layers(Packed::unpack(from)?, of_waves)?)
            }
            _ => None,
        };
        let network = Network { waves, layers, activations, head };
        let follow = network.layers.windows(2).all(|pair| pair[0].n_out() == pair[1].n_in());
        let is_whole = network.activations.len() + 1 == network.layers.len();
        let has_places =
            network.waves.iter().all(|waves| waves.places().iter().all(|&place| place < network.n_in()));
        (follow && is_whole && has_places && network.is_finite()).then_some(network)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::{Activation, Head};
    use crate::training::packed::tests::there_and_back;

    #[test]
    fn a_matrix_is_its_numbers_and_its_shape() {
        let matrix = Matrix::from_fn(3, 10, |row, column| (row * 10 + column) as f32);
        let mut bytes = Vec::new();
        matrix.pack(&mut bytes);
        assert_eq!(bytes.len(), 2 * 4 + 30 * 4);
        assert_eq!(there_and_back(&matrix), Some(matrix));
    }

    #[test]
    fn a_shape_that_the_bytes_do_not_fill_takes_no_memory() {
        let claims = |numbers: [u32; 2]| -> Vec<u8> { numbers.map(u32::to_le_bytes).concat() };
        for shape in [[u32::MAX, u32::MAX], [u32::MAX, 1], [1, u32::MAX], [0, u32::MAX], [u32::MAX, 0]] {
            assert_eq!(Matrix::unpack(&mut &claims(shape)[..]), None, "{shape:?}");
        }
    }

    #[test]
    fn layers_that_do_not_follow_on_each_other_are_no_network() {
        let network = |widths: [usize; 2], head_in: usize| Network {
            waves: None,
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
