use std::f64::consts::PI;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    Identity,
    Sigmoid,
    Tanh,
    Relu,
    LeakyRelu,
    Elu,
    Selu,
    Gelu,
    Softplus,
}

/// λ and α of SELU, Klambauer et al. 2017, section 3.
const LAMBDA: f64 = 1.050_700_987_355_480_5;
const ALPHA: f64 = 1.673_263_242_354_377_2;

impl Activation {
    pub const ALL: [Activation; 9] = [
        Activation::Identity,
        Activation::Sigmoid,
        Activation::Tanh,
        Activation::Relu,
        Activation::LeakyRelu,
        Activation::Elu,
        Activation::Selu,
        Activation::Gelu,
        Activation::Softplus,
    ];

    pub fn of(self, z: f64) -> f64 {
        match self {
            Activation::Identity => z,
            Activation::Sigmoid => 1.0 / (1.0 + (-z).exp()),
            Activation::Tanh => z.tanh(),
            Activation::Relu => z.max(0.0),
            Activation::LeakyRelu => z.max(0.01 * z),
            Activation::Elu if z > 0.0 => z,
            Activation::Elu => z.exp() - 1.0,
            Activation::Selu if z > 0.0 => LAMBDA * z,
            Activation::Selu => LAMBDA * ALPHA * (z.exp() - 1.0),
            Activation::Gelu => 0.5 * z * (1.0 + gelu_inner(z).tanh()),
            Activation::Softplus => z.exp().ln_1p(),
        }
    }

    /// The derivative at z, from z itself (the engine takes most from the output: a second way to the same number).
    pub fn slope(self, z: f64) -> f64 {
        match self {
            Activation::Identity => 1.0,
            Activation::Sigmoid => self.of(z) * (1.0 - self.of(z)),
            Activation::Tanh => 1.0 / z.cosh().powi(2),
            Activation::Relu => f64::from(z > 0.0),
            Activation::LeakyRelu => {
                if z > 0.0 {
                    1.0
                } else {
                    0.01
                }
            }
            Activation::Elu => {
                if z > 0.0 {
                    1.0
                } else {
                    z.exp()
                }
            }
            Activation::Selu => {
                if z > 0.0 {
                    LAMBDA
                } else {
                    LAMBDA * ALPHA * z.exp()
                }
            }
            Activation::Gelu => {
                let inner_slope = (2.0 / PI).sqrt() * (1.0 + 3.0 * 0.044_715 * z * z);
                let half = 0.5 * (1.0 + gelu_inner(z).tanh());
                half + 0.5 * z * inner_slope / gelu_inner(z).cosh().powi(2)
            }
            Activation::Softplus => 1.0 / (1.0 + (-z).exp()),
        }
    }
}

/// What the tanh form of GELU takes the tanh of (Hendrycks and Gimpel 2016, section 2).
fn gelu_inner(z: f64) -> f64 {
    (2.0 / PI).sqrt() * (z + 0.044_715 * z.powi(3))
}
