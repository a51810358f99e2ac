//! The model in files of version 1: JSON through and through, without a checksum.

use serde::Deserialize;

use super::check::check_widths;
use super::file::layer;
use super::{Member, Model, ModelError, Predictor};
use crate::dataset::{Encoder, TargetEncoder, exact};
use crate::network::{Activation, Head, Network};

/// The value of `model`.
#[derive(Deserialize)]
pub struct OldModel {
    encoder: Encoder,
    target: TargetEncoder,
    /// Of all hidden layers, where `activations` is empty.
    activation: Activation,
    #[serde(default)]
    activations: Vec<Activation>,
    head: Head,
    layers: Vec<OldLayer>,
    epochs: usize,
}

#[derive(Deserialize)]
struct OldLayer {
    n_in: usize,
    n_out: usize,
    /// n_in × n_out numbers, row by row.
    #[serde(deserialize_with = "exact::numbers")]
    weights: Vec<f32>,
    /// n_out numbers.
    #[serde(deserialize_with = "exact::numbers")]
    biases: Vec<f32>,
}

impl TryFrom<OldModel> for Model {
    type Error = ModelError;

    fn try_from(old: OldModel) -> Result<Model, ModelError> {
        let inputs = old.layers.first().map(|layer| layer.n_in);
        let widths = inputs.into_iter().chain(old.layers.iter().map(|layer| layer.n_out));
        check_widths(&widths.collect::<Vec<_>>())?;
        let mut layers = Vec::new();
        for OldLayer { n_in, n_out, weights, biases } in old.layers {
            if Some(weights.len()) != n_in.checked_mul(n_out) || biases.len() != n_out {
                return Err(ModelError::Shapes("its weights are not as many as its layers have"));
            }
            layers.push(layer(n_in, n_out, weights.into_iter(), biases.into_iter()));
        }
        let hidden = layers.len().saturating_sub(1);
        let activations = match old.activations.is_empty() {
            true => vec![old.activation; hidden],
            false => old.activations,
        };
        let network = Network { waves: None, layers, activations, head: old.head };
        let member = Member {
            encoder: old.encoder,
            target: old.target,
            predictor: Predictor::Network(network),
            epochs: old.epochs,
        };
        member.check()?;
        Ok(member.into())
    }
}
