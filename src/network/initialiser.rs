use crate::chance::Chance;
use crate::matrix::Matrix;

/// The assignment's WeightInitialiser: uniform in ±range, (n_in, n_out), drawn row by row.
pub fn initial_weights(n_in: usize, n_out: usize, range: f32, chance: &mut Chance) -> Matrix {
    Matrix::from_fn(n_in, n_out, |_, _| range * chance.uniform())
}

/// The assignment's BiasInitialiser: zeros, (1, n_out).
pub fn initial_biases(n_out: usize) -> Matrix {
    Matrix::zeros(1, n_out)
}

/// √(6 / (n_in + n_out)): keeps the variance of activations and gradients alike over the layers (Glorot and Bengio
/// 2010, equation 16).
pub fn glorot_range(n_in: usize, n_out: usize) -> f32 {
    (6.0 / (n_in + n_out) as f32).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Stream;

    #[test]
    fn weights_fill_the_range_and_biases_are_zero() {
        let weights = initial_weights(50, 40, 0.3, &mut Chance::new(1, Stream::Weights));
        let largest = weights.values().fold(0.0f32, |largest, weight| largest.max(weight.abs()));
        assert!(largest < 0.3 && largest > 0.29);
        let mean = weights.values().sum::<f32>() / 2_000.0;
        assert!(mean.abs() < 0.02, "{mean}");
        assert!(initial_biases(40).values().all(|bias| bias == 0.0));
    }

    #[test]
    fn glorot_range_of_a_small_layer_by_hand() {
        assert_eq!(glorot_range(4, 2), 1.0);
    }
}
