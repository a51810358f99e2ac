use serde::{Deserialize, Serialize};

use super::Activation;
use crate::chance::Chance;
use crate::matrix::Matrix;

/// How wide the range is that a layer's first weights are drawn from, evenly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Initialiser {
    /// √(6 / (n_in + n_out)): keeps the variance of activations and gradients alike over the layers (Glorot and Bengio
    /// 2010, equation 16).
    #[default]
    Glorot,
    /// √(6 / n_in): the same for ReLU, which stops half of it (He, Zhang, Ren and Sun 2015, equation 10).
    He,
    /// √(3 / n_in): sums of variance 1 from inputs of variance 1 (LeCun, Bottou, Orr and Müller 1998, section 4.6).
    Lecun,
    /// scikit-learn's: Glorot's, or √(2 / (n_in + n_out)) for sigmoid networks; biases are drawn from it too.
    ScikitLearn,
}

impl Initialiser {
    /// The largest first weight of a layer. `activation`: that of the hidden layers.
    pub fn range(self, n_in: usize, n_out: usize, activation: Activation) -> f32 {
        let variance = match self {
            Initialiser::ScikitLearn if activation == Activation::Sigmoid => 2.0 / (n_in + n_out) as f32,
            Initialiser::Glorot | Initialiser::ScikitLearn => 6.0 / (n_in + n_out) as f32,
            Initialiser::He => 6.0 / n_in as f32,
            Initialiser::Lecun => 3.0 / n_in as f32,
        };
        variance.sqrt()
    }
}

/// The assignment's WeightInitialiser: uniform in ±range, (n_in, n_out), drawn row by row.
pub fn initial_weights(n_in: usize, n_out: usize, range: f32, chance: &mut Chance) -> Matrix {
    Matrix::from_fn(n_in, n_out, |_, _| range * chance.uniform())
}

/// The assignment's BiasInitialiser: zeros, (1, n_out).
pub fn initial_biases(n_out: usize) -> Matrix {
    Matrix::zeros(1, n_out)
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
    fn ranges_of_small_layers_by_hand() {
        let range = |initialiser: Initialiser, activation| initialiser.range(4, 2, activation);
        assert_eq!(range(Initialiser::Glorot, Activation::Sigmoid), 1.0);
        assert_eq!(range(Initialiser::ScikitLearn, Activation::Relu), 1.0);
        assert!((range(Initialiser::ScikitLearn, Activation::Sigmoid) - (1.0f32 / 3.0).sqrt()).abs() < 1e-7);
        assert!((range(Initialiser::He, Activation::Relu) - 1.5f32.sqrt()).abs() < 1e-7);
        assert!((range(Initialiser::Lecun, Activation::Relu) - 0.75f32.sqrt()).abs() < 1e-7);
    }
}
