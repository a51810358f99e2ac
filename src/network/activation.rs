use serde::{Deserialize, Serialize};

/// What a hidden neuron makes of its weighted sum.
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
}
