use serde::{Deserialize, Serialize};

use crate::matrix::{self, Lane, Matrix};

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

    /// a = f(z), in place. z: (n_rows, n_neurons).
    pub fn apply(self, z: &mut Matrix) {
        match self {
            Activation::Identity => {}
            Activation::Sigmoid => sigmoid(z),
            Activation::Tanh => tanh(z),
            Activation::Relu => relu(z),
        }
    }

    /// delta = delta · f′(z), in place, with f′ taken from the output a = f(z). Both (n_rows, n_neurons).
    pub fn multiply_by_derivative(self, a: &Matrix, delta: &mut Matrix) {
        match self {
            Activation::Identity => {}
            Activation::Sigmoid => sigmoid_derivative(a, delta),
            Activation::Tanh => tanh_derivative(a, delta),
            Activation::Relu => relu_derivative(a, delta),
        }
    }
}

/// σ(z) = 1 / (1 + e^−z): the assignment's `sig`.
#[inline(never)]
fn sigmoid(z: &mut Matrix) {
    z.as_lanes_mut().iter_mut().for_each(|z| *z = matrix::sigmoid(*z));
}

/// σ′ = a (1 − a): the assignment's `gradSig`.
#[inline(never)]
fn sigmoid_derivative(a: &Matrix, delta: &mut Matrix) {
    each(a, delta, |a, delta| delta * (a * (Lane::ONE - a)));
}

#[inline(never)]
fn tanh(z: &mut Matrix) {
    z.as_lanes_mut().iter_mut().for_each(|z| *z = matrix::tanh(*z));
}

/// tanh′ = 1 − a².
#[inline(never)]
fn tanh_derivative(a: &Matrix, delta: &mut Matrix) {
    each(a, delta, |a, delta| delta * (Lane::ONE - a * a));
}

/// max(z, 0): the assignment's `relu`. By comparison, not by a maximum, whose NaN differs from machine to machine.
#[inline(never)]
fn relu(z: &mut Matrix) {
    z.as_lanes_mut().iter_mut().for_each(|z| *z = z.simd_gt(Lane::ZERO) & *z);
}

/// 1 where a > 0, otherwise 0: the assignment's `reluDerivative`.
#[inline(never)]
fn relu_derivative(a: &Matrix, delta: &mut Matrix) {
    each(a, delta, |a, delta| a.simd_gt(Lane::ZERO) & delta);
}

#[inline(always)]
fn each(a: &Matrix, delta: &mut Matrix, f: impl Fn(Lane, Lane) -> Lane) {
    for (delta, &a) in delta.as_lanes_mut().iter_mut().zip(a.as_lanes()) {
        *delta = f(a, *delta);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(values: [f32; 3]) -> Matrix {
        Matrix::from_fn(1, 3, |_, column| values[column])
    }

    #[test]
    fn outputs_at_minus_one_zero_and_one() {
        let outputs = |activation: Activation| {
            let mut z = row([-1.0, 0.0, 1.0]);
            activation.apply(&mut z);
            z.row(0).to_vec()
        };
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
                let at = |z: f32| {
                    let mut a = row([z; 3]);
                    activation.apply(&mut a);
                    a
                };
                let slope = (at(z + step).row(0)[0] - at(z - step).row(0)[0]) / (2.0 * step);
                let mut delta = row([1.0; 3]);
                activation.multiply_by_derivative(&at(z), &mut delta);
                assert!((delta.row(0)[0] - slope).abs() < 1e-3, "{activation:?} at {z}");
            }
        }
    }
}
