use serde::{Deserialize, Serialize};

use super::Layer;
use crate::matrix::{self, Lane, Matrix, sigmoid, tanh};

/// What a hidden neuron makes of its weighted sum z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Activation {
    Identity,
    Sigmoid,
    Tanh,
    #[default]
    Relu,
}

impl Activation {
    pub const ALL: [Activation; 4] =
        [Activation::Relu, Activation::Sigmoid, Activation::Tanh, Activation::Identity];

    /// a = f(x · weights + biases), (n_rows, n_in) → (n_rows, n_out), with f laid over each sum as it is complete.
    ///
    /// `transposed`: as [`Layer::forward`] takes it.
    pub fn forward(self, layer: &Layer, x: &Matrix, transposed: &Matrix, a: &mut Matrix) {
        match self {
            Activation::Identity => layer.forward(x, transposed, a, |z| z),
            Activation::Sigmoid => layer.forward(x, transposed, a, sigmoid),
            Activation::Tanh => layer.forward(x, transposed, a, tanh),
            Activation::Relu => layer.forward(x, transposed, a, relu),
        }
    }

    /// The delta of a layer with the outputs a = f(z) from that of the layer after it: (after · weightsᵀ) · f′(z).
    ///
    /// after: (n_rows, n_out), transposed: the weights in between as (n_out, n_in), a and delta: (n_rows, n_in).
    pub fn delta(self, after: &Matrix, transposed: &Matrix, a: &Matrix, delta: &mut Matrix) {
        match self {
            Activation::Identity => matrix::multiply_beside(after, transposed, a, delta, |sum, _| sum),
            Activation::Sigmoid => {
                matrix::multiply_beside(after, transposed, a, delta, times_sigmoid_derivative)
            }
            Activation::Tanh => matrix::multiply_beside(after, transposed, a, delta, times_tanh_derivative),
            Activation::Relu => matrix::multiply_beside(after, transposed, a, delta, times_relu_derivative),
        }
    }
}

/// delta · σ′, σ′ = a (1 − a): the assignment's `gradSig`.
#[inline(always)]
fn times_sigmoid_derivative(delta: Lane, a: Lane) -> Lane {
    delta * (a * (Lane::ONE - a))
}

/// delta · tanh′, tanh′ = 1 − a².
#[inline(always)]
fn times_tanh_derivative(delta: Lane, a: Lane) -> Lane {
    delta * (Lane::ONE - a * a)
}

/// max(z, 0): the assignment's `relu`. By comparison, not by a maximum, whose NaN differs from machine to machine.
#[inline(always)]
fn relu(z: Lane) -> Lane {
    z.simd_gt(Lane::ZERO) & z
}

/// delta where a > 0, otherwise 0: the assignment's `reluDerivative`.
#[inline(always)]
fn times_relu_derivative(delta: Lane, a: Lane) -> Lane {
    a.simd_gt(Lane::ZERO) & delta
}

#[cfg(test)]
mod tests {
    use super::*;

    /// f laid over three numbers, and f′ there, by a layer whose weights are the identity.
    fn of(activation: Activation, z: [f32; 3]) -> (Vec<f32>, Vec<f32>) {
        let unit = Matrix::from_fn(3, 3, |row, column| f32::from(u8::from(row == column)));
        let layer = Layer { weights: unit.clone(), biases: Matrix::zeros(1, 3) };
        let [mut a, mut delta] = [Matrix::zeros(1, 3), Matrix::zeros(1, 3)];
        activation.forward(&layer, &Matrix::from_fn(1, 3, |_, column| z[column]), &unit, &mut a);
        activation.delta(&Matrix::from_fn(1, 3, |_, _| 1.0), &unit, &a, &mut delta);
        (a.row(0).to_vec(), delta.row(0).to_vec())
    }

    #[test]
    fn outputs_at_minus_one_zero_and_one() {
        let outputs = |activation: Activation| of(activation, [-1.0, 0.0, 1.0]).0;
        assert_eq!(outputs(Activation::Identity), [-1.0, 0.0, 1.0]);
        assert_eq!(outputs(Activation::Relu), [0.0, 0.0, 1.0]);
        let close = |ours: Vec<f32>, expected: [f32; 3]| {
            ours.iter().zip(expected).for_each(|(ours, expected)| assert!((ours - expected).abs() < 1e-6));
        };
        close(outputs(Activation::Sigmoid), [0.268_941_43, 0.5, 0.731_058_6]);
        close(outputs(Activation::Tanh), [-0.761_594_2, 0.0, 0.761_594_2]);
    }

    #[test]
    fn derivatives_are_the_slopes_of_the_outputs() {
        for activation in Activation::ALL {
            for z in [-1.5f32, -0.3, 0.4, 2.0] {
                let step = 1e-2;
                let (outputs, derivatives) = of(activation, [z - step, z, z + step]);
                let slope = (outputs[2] - outputs[0]) / (2.0 * step);
                assert!((derivatives[1] - slope).abs() < 1e-3, "{activation:?} at {z}");
            }
        }
    }
}
