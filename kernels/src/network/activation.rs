use serde::{Deserialize, Serialize};

use super::Layer;
use crate::matrix::{self, Lane, Matrix, exp, ln, sigmoid, tanh};

/// What a hidden neuron makes of its weighted sum z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Activation {
    /// z itself.
    Identity,
    /// 1 / (1 + e^−z).
    Sigmoid,
    /// (e^z − e^−z) / (e^z + e^−z).
    Tanh,
    /// z above 0, 0 below.
    #[default]
    Relu,
    /// z above 0, z / 100 below (Maas, Hannun and Ng 2013).
    LeakyRelu,
    /// z above 0, e^z − 1 below (Clevert, Unterthiner and Hochreiter 2016).
    Elu,
    /// An ELU scaled so that activations keep mean 0 and variance 1 (Klambauer et al. 2017).
    Selu,
    /// z times the normal distribution function of z, in its tanh form (Hendrycks and Gimpel 2016, section 2).
    Gelu,
    /// ln(1 + e^z).
    Softplus,
}

impl Activation {
    /// All of them.
    pub const ALL: [Activation; 9] = [
        Activation::Relu,
        Activation::Sigmoid,
        Activation::Tanh,
        Activation::Identity,
        Activation::LeakyRelu,
        Activation::Elu,
        Activation::Selu,
        Activation::Gelu,
        Activation::Softplus,
    ];

    /// Whether the derivative is taken from z, which has to be kept then; from f(z) otherwise.
    pub fn needs_sums(self) -> bool {
        self == Activation::Gelu
    }

    /// a = f(x · weights + biases), (n_rows, n_in) → (n_rows, n_out). The first four are laid over each sum as it is
    /// complete, the others in a second pass.
    ///
    /// `transposed`: as [`Layer::forward`] takes it. `sums`: takes z where [`Activation::needs_sums`].
    pub fn forward(self, layer: &Layer, x: &Matrix, transposed: &Matrix, sums: &mut Matrix, a: &mut Matrix) {
        match self {
            Activation::Identity => layer.forward(x, transposed, a, unchanged),
            Activation::Sigmoid => layer.forward(x, transposed, a, sigmoid),
            Activation::Tanh => layer.forward(x, transposed, a, tanh),
            Activation::Relu => layer.forward(x, transposed, a, relu),
            _ => self.forward_in_two_passes(layer, x, transposed, sums, a),
        }
    }

    #[inline(never)]
    fn forward_in_two_passes(
        self,
        layer: &Layer,
        x: &Matrix,
        transposed: &Matrix,
        sums: &mut Matrix,
        a: &mut Matrix,
    ) {
        layer.forward(x, transposed, a, unchanged);
        match self {
            Activation::LeakyRelu => each(a, leaky_relu),
            Activation::Elu => each(a, elu),
            Activation::Selu => each(a, selu),
            Activation::Softplus => each(a, softplus),
            Activation::Gelu => {
                sums.copy_rows(a, 0, a.n_rows());
                each(a, gelu);
            }
            _ => {}
        }
    }

    /// The delta of a layer with the outputs a = f(z) from that of the layer after it: (after · weightsᵀ) · f′(z).
    ///
    /// after: (n_rows, n_out), transposed: the weights in between as (n_out, n_in), a and delta: (n_rows, n_in).
    /// `sums`: z where [`Activation::needs_sums`].
    pub fn delta(self, after: &Matrix, transposed: &Matrix, a: &Matrix, sums: &Matrix, delta: &mut Matrix) {
        match self {
            Activation::Sigmoid => {
                matrix::multiply_beside(after, transposed, a, delta, times_sigmoid_derivative)
            }
            Activation::Tanh => matrix::multiply_beside(after, transposed, a, delta, times_tanh_derivative),
            Activation::Relu => matrix::multiply_beside(after, transposed, a, delta, times_relu_derivative),
            Activation::Identity => matrix::multiply_beside(after, transposed, a, delta, first),
            _ => self.delta_in_two_passes(after, transposed, a, sums, delta),
        }
    }

    #[inline(never)]
    fn delta_in_two_passes(
        self,
        after: &Matrix,
        transposed: &Matrix,
        a: &Matrix,
        sums: &Matrix,
        delta: &mut Matrix,
    ) {
        matrix::multiply_beside(after, transposed, a, delta, first);
        match self {
            Activation::LeakyRelu => each_beside(delta, a, |delta, a| delta * leaky_relu_derivative(a)),
            Activation::Elu => each_beside(delta, a, |delta, a| delta * elu_derivative(a)),
            Activation::Selu => each_beside(delta, a, |delta, a| delta * selu_derivative(a)),
            Activation::Softplus => each_beside(delta, a, |delta, a| delta * (Lane::ONE - exp(-a))),
            Activation::Gelu => each_beside(delta, sums, |delta, z| delta * gelu_derivative(z)),
            _ => {}
        }
    }
}

fn each(a: &mut Matrix, f: impl Fn(Lane) -> Lane) {
    a.as_lanes_mut().iter_mut().for_each(|lane| *lane = f(*lane));
}

fn each_beside(delta: &mut Matrix, beside: &Matrix, f: impl Fn(Lane, Lane) -> Lane) {
    for (delta, &beside) in delta.as_lanes_mut().iter_mut().zip(beside.as_lanes()) {
        *delta = f(*delta, beside);
    }
}

fn unchanged(z: Lane) -> Lane {
    z
}

fn first(sum: Lane, _: Lane) -> Lane {
    sum
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

/// Where a > 0 one value, otherwise the other.
#[inline(always)]
fn above_zero(a: Lane, above: Lane, below: Lane) -> Lane {
    a.simd_gt(Lane::ZERO).select(above, below)
}

/// The slope of a leaky ReLU below 0.
const LEAK: f32 = 0.01;
/// λ and λ · α of SELU (Klambauer et al. 2017, equation 2 and the values below it).
const SELU_ABOVE: f32 = 1.050_701;
const SELU_BELOW: f32 = 1.758_099_3;

#[inline(always)]
fn leaky_relu(z: Lane) -> Lane {
    above_zero(z, z, z * Lane::splat(LEAK))
}

#[inline(always)]
fn leaky_relu_derivative(a: Lane) -> Lane {
    above_zero(a, Lane::ONE, Lane::splat(LEAK))
}

/// e^z − 1 at or below 0; nothing above it, where the power would overflow.
#[inline(always)]
fn power_less_one(z: Lane) -> Lane {
    exp(above_zero(z, Lane::ZERO, z)) - Lane::ONE
}

#[inline(always)]
fn elu(z: Lane) -> Lane {
    above_zero(z, z, power_less_one(z))
}

/// Below 0 the derivative e^z is a + 1.
#[inline(always)]
fn elu_derivative(a: Lane) -> Lane {
    above_zero(a, Lane::ONE, a + Lane::ONE)
}

#[inline(always)]
fn selu(z: Lane) -> Lane {
    above_zero(z, z * Lane::splat(SELU_ABOVE), power_less_one(z) * Lane::splat(SELU_BELOW))
}

/// Below 0 the derivative λ · α · e^z is a + λ · α.
#[inline(always)]
fn selu_derivative(a: Lane) -> Lane {
    above_zero(a, Lane::splat(SELU_ABOVE), a + Lane::splat(SELU_BELOW))
}

/// max(z, 0) + ln(1 + e^−|z|), which does not overflow. Its derivative, the sigmoid of z, is 1 − e^−a.
#[inline(always)]
fn softplus(z: Lane) -> Lane {
    relu(z) + ln(Lane::ONE + exp(above_zero(z, -z, z)))
}

/// √(2 / π), and the factor of z³.
const GELU_SCALE: f32 = 0.797_884_6;
const GELU_CUBE: f32 = 0.044_715;

/// ½ z (1 + tanh(√(2 / π) (z + 0.044715 z³))).
#[inline(always)]
fn gelu(z: Lane) -> Lane {
    let inner = Lane::splat(GELU_SCALE) * z * (Lane::ONE + Lane::splat(GELU_CUBE) * z * z);
    Lane::splat(0.5) * z * (Lane::ONE + tanh(inner))
}

/// With t the tanh: ½ (1 + t) + ½ z (1 − t²) √(2 / π) (1 + 3 · 0.044715 z²).
#[inline(always)]
fn gelu_derivative(z: Lane) -> Lane {
    let square = Lane::splat(GELU_CUBE) * z * z;
    let t = tanh(Lane::splat(GELU_SCALE) * z * (Lane::ONE + square));
    let inner = Lane::splat(GELU_SCALE) * (Lane::ONE + Lane::splat(3.0) * square);
    Lane::splat(0.5) * (Lane::ONE + t + z * (Lane::ONE - t * t) * inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// f laid over three numbers, and f′ there, by a layer whose weights are the identity.
    fn of(activation: Activation, z: [f32; 3]) -> (Vec<f32>, Vec<f32>) {
        let unit = Matrix::from_fn(3, 3, |row, column| f32::from(u8::from(row == column)));
        let layer = Layer { weights: unit.clone(), biases: Matrix::zeros(1, 3) };
        let [mut a, mut sums, mut delta] = [0; 3].map(|_| Matrix::zeros(1, 3));
        activation.forward(&layer, &Matrix::from_fn(1, 3, |_, column| z[column]), &unit, &mut sums, &mut a);
        activation.delta(&Matrix::from_fn(1, 3, |_, _| 1.0), &unit, &a, &sums, &mut delta);
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
        close(outputs(Activation::LeakyRelu), [-0.01, 0.0, 1.0]);
        // e⁻¹ − 1.
        close(outputs(Activation::Elu), [-0.632_120_56, 0.0, 1.0]);
        close(outputs(Activation::Selu), [-1.758_099_3 * 0.632_120_56, 0.0, 1.050_701]);
        close(outputs(Activation::Softplus), [0.313_261_7, std::f32::consts::LN_2, 1.313_261_7]);
        // The normal distribution function of 1 is 0.84134; the tanh form is off by 0.0002 at most.
        let gelu = outputs(Activation::Gelu);
        assert!((gelu[2] - 0.841_34).abs() < 3e-4 && (gelu[0] + 0.158_66).abs() < 3e-4 && gelu[1] == 0.0);
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
