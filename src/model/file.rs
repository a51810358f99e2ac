use std::fmt;

use serde::{Deserialize, Serialize};

use crate::dataset::{Encoder, TargetEncoder, exact};
use crate::matrix::Matrix;
use crate::network::{Activation, Head, Layer, Network};
use crate::training::{Loss, head_for};

/// A fitted network with all that turns a row into its inputs and its outputs into answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "ModelFile", into = "ModelFile")]
pub struct Model {
    pub encoder: Encoder,
    pub target: TargetEncoder,
    pub network: Network,
    /// Epochs that it was trained.
    pub epochs: usize,
}

/// Why a model file is refused.
#[derive(Clone, Debug, PartialEq)]
pub enum ModelError {
    /// Sizes of encoder, layers and target do not fit together.
    Shapes,
    /// A weight is not a finite number.
    NotFinite,
}

impl fmt::Display for ModelError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ModelError::Shapes => write!(formatter, "its layers do not fit together"),
            ModelError::NotFinite => write!(formatter, "a weight is not a number"),
        }
    }
}

/// The model as JSON has it: each matrix row by row as a flat list.
#[derive(Clone, Serialize, Deserialize)]
struct ModelFile {
    encoder: Encoder,
    target: TargetEncoder,
    /// Of the first hidden layer, and of all where the list is empty.
    activation: Activation,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    activations: Vec<Activation>,
    head: Head,
    layers: Vec<LayerFile>,
    epochs: usize,
}

#[derive(Clone, Serialize, Deserialize)]
struct LayerFile {
    n_in: usize,
    n_out: usize,
    /// n_in × n_out numbers, row by row.
    #[serde(deserialize_with = "exact::numbers")]
    weights: Vec<f32>,
    /// n_out numbers.
    #[serde(deserialize_with = "exact::numbers")]
    biases: Vec<f32>,
}

impl From<Model> for ModelFile {
    fn from(model: Model) -> ModelFile {
        let layers = model.network.layers.iter().map(|layer| LayerFile {
            n_in: layer.n_in(),
            n_out: layer.n_out(),
            weights: layer.weights.values().collect(),
            biases: layer.biases.values().collect(),
        });
        let activation = model.network.activations.first().copied().unwrap_or_default();
        let are_alike = model.network.activations.iter().all(|&other| other == activation);
        ModelFile {
            layers: layers.collect(),
            activation,
            activations: if are_alike { Vec::new() } else { model.network.activations },
            head: model.network.head,
            encoder: model.encoder,
            target: model.target,
            epochs: model.epochs,
        }
    }
}

impl TryFrom<ModelFile> for Model {
    type Error = ModelError;

    fn try_from(file: ModelFile) -> Result<Model, ModelError> {
        let mut width = file.encoder.width();
        let mut layers = Vec::new();
        for layer in &file.layers {
            let sizes_fit = layer.n_in == width
                && layer.n_out > 0
                && Some(layer.weights.len()) == layer.n_in.checked_mul(layer.n_out)
                && layer.biases.len() == layer.n_out;
            if !sizes_fit {
                return Err(ModelError::Shapes);
            }
            layers.push(Layer {
                weights: Matrix::from_fn(layer.n_in, layer.n_out, |row, column| {
                    layer.weights[row * layer.n_out + column]
                }),
                biases: Matrix::from_fn(1, layer.n_out, |_, column| layer.biases[column]),
            });
            width = layer.n_out;
        }
        if layers.is_empty() || width != file.target.width() || file.encoder.width() == 0 {
            return Err(ModelError::Shapes);
        }
        let head = file.head;
        if !Loss::ALL.iter().any(|&loss| head_for(&file.target, loss) == head) {
            return Err(ModelError::Shapes);
        }
        let hidden = layers.len() - 1;
        let activations = match file.activations.is_empty() {
            true => vec![file.activation; hidden],
            false => file.activations,
        };
        if activations.len() != hidden {
            return Err(ModelError::Shapes);
        }
        let network = Network { layers, activations, head };
        if !network.is_finite() {
            return Err(ModelError::NotFinite);
        }
        Ok(Model { encoder: file.encoder, target: file.target, network, epochs: file.epochs })
    }
}
