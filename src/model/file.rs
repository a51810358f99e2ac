use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::check::check_widths;
use super::container::{self, Section};
use super::{ModelError, base64};
use crate::dataset::{Encoder, TargetEncoder};
use crate::matrix::Matrix;
use crate::network::{Activation, Head, Layer, Network};

/// A fitted network with all that turns a row into its inputs and its outputs into answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    pub encoder: Encoder,
    pub target: TargetEncoder,
    pub network: Network,
    /// Epochs that it was trained.
    pub epochs: usize,
}

/// What the section of members has of each: everything but its weights.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MemberFile {
    encoder: Encoder,
    target: TargetEncoder,
    predictor: Predictor,
    epochs: usize,
}

/// What answers. Other kinds may follow.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum Predictor {
    Network {
        /// Neurons of each layer from the inputs to the outputs.
        widths: Vec<usize>,
        /// Of each hidden layer.
        activations: Vec<Activation>,
        head: Head,
    },
}

/// Bytes of a weight in its section.
const WEIGHT: usize = 4;

impl Model {
    /// The model as a file. `recipe`: the one that made it, as JSON in one line. `Err`: a file of it could not be opened again.
    pub fn to_file(&self, recipe: Option<String>) -> Result<Vec<u8>, ModelError> {
        self.check()?;
        let network = &self.network;
        let member = MemberFile {
            encoder: self.encoder.clone(),
            target: self.target.clone(),
            predictor: Predictor::Network {
                widths: network.widths(),
                activations: network.activations.clone(),
                head: network.head,
            },
            epochs: self.epochs,
        };
        let members = serde_json::to_string(&[member])
            .map_err(|error| ModelError::unreadable("its members", &error))?;
        let mut weights = Vec::new();
        for layer in &network.layers {
            let all = layer.weights.values().chain(layer.biases.values());
            all.for_each(|weight| weights.extend(weight.to_le_bytes()));
        }
        let weights = format!("\"{}\"", base64::encode(&weights));
        let section = |name, required, content| Section { name: Cow::Borrowed(name), required, content };
        let recipe = recipe.map(|recipe| section(container::RECIPE, false, Cow::Owned(recipe)));
        let model = [
            section(container::MEMBERS, true, Cow::Owned(members)),
            section(container::WEIGHTS, true, Cow::Owned(weights)),
        ];
        container::write(&recipe.into_iter().chain(model).collect::<Vec<_>>())
    }

    /// The model that a file holds, checked whole.
    pub fn from_sections(sections: &[Section]) -> Result<Model, ModelError> {
        let members = container::content(sections, container::MEMBERS)?;
        let members: Vec<MemberFile> = serde_json::from_slice(members.as_bytes())
            .map_err(|error| ModelError::unreadable("its section 'members'", &error))?;
        let count = members.len();
        let [MemberFile { encoder, target, predictor, epochs }] =
            <[MemberFile; 1]>::try_from(members).map_err(|_| ModelError::Members(count))?;
        let Predictor::Network { widths, activations, head } = predictor;
        let weights = container::content(sections, container::WEIGHTS)?;
        let layers = layers(&widths, &weights_of(weights)?)?;
        let model = Model { encoder, target, network: Network { layers, activations, head }, epochs };
        model.check()?;
        Ok(model)
    }
}

/// The bytes of the section of weights.
fn weights_of(content: &str) -> Result<Vec<u8>, ModelError> {
    let text = content.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    text.and_then(base64::decode).ok_or(ModelError::Shapes("its weights are not written as base64"))
}

/// Layers of these widths from the weights and then the biases of each. Nothing is made before the bytes are known to be there.
fn layers(widths: &[usize], weights: &[u8]) -> Result<Vec<Layer>, ModelError> {
    check_widths(widths)?;
    let sizes = widths.windows(2).map(|pair| (pair[0], pair[1]));
    let count = |(n_in, n_out): (usize, usize)| n_in.checked_add(1)?.checked_mul(n_out)?.checked_mul(WEIGHT);
    let all = sizes.clone().try_fold(0usize, |sum, size| sum.checked_add(count(size)?));
    if all != Some(weights.len()) {
        return Err(ModelError::Shapes("its weights are not as many as its layers have"));
    }
    let mut rest = weights;
    let mut take = |count: usize| {
        let (taken, left) = rest.split_at(WEIGHT * count);
        rest = left;
        taken
            .chunks_exact(WEIGHT)
            .map(|weight| f32::from_le_bytes([weight[0], weight[1], weight[2], weight[3]]))
    };
    Ok(sizes.map(|(n_in, n_out)| layer(n_in, n_out, take(n_in * n_out), take(n_out))).collect())
}

/// `weights`: n_in × n_out numbers, row by row; `biases`: n_out.
pub(super) fn layer(
    n_in: usize,
    n_out: usize,
    mut weights: impl Iterator<Item = f32>,
    mut biases: impl Iterator<Item = f32>,
) -> Layer {
    // From_fn goes row by row.
    Layer {
        weights: Matrix::from_fn(n_in, n_out, |_, _| weights.next().unwrap_or(f32::NAN)),
        biases: Matrix::from_fn(1, n_out, |_, _| biases.next().unwrap_or(f32::NAN)),
    }
}
