use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::check::check_widths;
use super::container::{self, Section};
use super::{Combine, MOST_MEMBERS, Member, Model, ModelError, Predictor};
use crate::baselines::Boosted;
use crate::dataset::{Encoder, TargetEncoder, base64};
use crate::matrix::Matrix;
use crate::network::{Activation, Head, Layer, Network, Waves};
use crate::pace::{Pace, ROWS, at_once};

/// What the section of members has of each: everything but its weights.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MemberFile {
    encoder: Encoder,
    target: TargetEncoder,
    predictor: PredictorFile,
    epochs: usize,
}

/// What answers.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum PredictorFile {
    Network {
        /// Neurons of each layer from the inputs to the outputs.
        widths: Vec<usize>,
        /// Of each hidden layer.
        activations: Vec<Activation>,
        head: Head,
        /// The inputs that are seen as waves too, ascending.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        waves: Vec<usize>,
    },
    /// Whole: they have no section of weights.
    Trees(Box<Boosted>),
}

/// Bytes of a weight in its section.
const WEIGHT: usize = 4;

impl Model {
    /// The model as a file. `recipe`: the one that made it, as JSON in one line. `Err`: a file of it could not be opened again.
    pub fn to_file(&self, recipe: Option<String>) -> Result<Vec<u8>, ModelError> {
        at_once(async |pace| self.to_file_in_steps(recipe, pace).await)
    }

    /// [`Model::to_file`] in steps. A person is told of the parameters: how many are written, of how many.
    pub async fn to_file_in_steps(&self, recipe: Option<String>, pace: &Pace) -> Result<Vec<u8>, ModelError> {
        let all = self.n_parameters();
        pace.tell(0, all);
        self.check_in_steps(pace).await?;
        let count = self.members.len();
        let members: Vec<MemberFile> = self.members.iter().map(MemberFile::of).collect();
        let members =
            serde_json::to_string(&members).map_err(|error| ModelError::unreadable("its members", &error))?;
        let section = |name: String, required, content| Section {
            name: Cow::Owned(name),
            required,
            content: Cow::Owned(content),
        };
        let mut sections: Vec<Section> =
            recipe.into_iter().map(|recipe| section(container::RECIPE.to_string(), false, recipe)).collect();
        sections.push(section(container::MEMBERS.to_string(), true, members));
        if count > 1 {
            let combine = serde_json::to_string(&self.combine)
                .map_err(|error| ModelError::unreadable("its combination", &error))?;
            sections.push(section(container::COMBINE.to_string(), true, combine));
        }
        for (place, member) in self.members.iter().enumerate() {
            let Some(network) = member.network() else { continue };
            let before: usize =
                self.members[..place].iter().map(|member| member.predictor.n_parameters()).sum();
            let weights = weights(network, pace, &|done| pace.tell(before + done, all)).await;
            sections.push(section(container::weights_of(place + 1, count), true, weights));
        }
        container::write_in_steps(&sections, pace).await
    }

    /// The model that a file holds, checked whole.
    pub fn from_sections(sections: &[Section]) -> Result<Model, ModelError> {
        let members = container::content(sections, container::MEMBERS)?;
        let members: Vec<MemberFile> = serde_json::from_slice(members.as_bytes())
            .map_err(|error| ModelError::unreadable("its section 'members'", &error))?;
        let count = members.len();
        if count > MOST_MEMBERS {
            return Err(ModelError::Members(count));
        }
        if count == 0 {
            return Err(ModelError::Shapes("it has no network"));
        }
        let names: Vec<Option<String>> = (1..)
            .zip(&members)
            .map(|(place, member)| member.has_weights().then(|| container::weights_of(place, count)))
            .collect();
        let belongs = |name: &str| match name {
            container::MEMBERS => true,
            container::COMBINE => count > 1,
            _ => names.iter().flatten().any(|known| known == name),
        };
        let strange = |section: &&Section| container::is_of_members(&section.name) && !belongs(&section.name);
        if let Some(Section { name, .. }) = sections.iter().find(strange) {
            return Err(ModelError::Surplus { section: name.to_string(), members: count });
        }
        let mut combine = Combine::Mean;
        if count > 1 {
            // A way that is not known is refused here by its name.
            let content = container::content(sections, container::COMBINE)?;
            combine = serde_json::from_slice(content.as_bytes())
                .map_err(|error| ModelError::unreadable("its section 'combine'", &error))?;
        }
        let mut opened = Vec::with_capacity(count);
        for (member, name) in members.into_iter().zip(&names) {
            let weights = match name {
                Some(name) => container::content(sections, name)?,
                None => "\"\"",
            };
            let member = member.open(weights).and_then(|member| member.check().map(|()| member));
            opened.push(member.map_err(|error| error.of_member(opened.len() + 1, count))?);
        }
        Model::combined(opened, combine)
    }
}

impl MemberFile {
    fn of(member: &Member) -> MemberFile {
        let predictor = match &member.predictor {
            Predictor::Network(network) => PredictorFile::Network {
                widths: network.widths(),
                activations: network.activations.clone(),
                head: network.head,
                waves: network.waves.as_ref().map_or(Vec::new(), |waves| waves.places().to_vec()),
            },
            Predictor::Trees(trees) => PredictorFile::Trees(trees.clone()),
        };
        let (encoder, target) = (member.encoder.clone(), member.target.clone());
        MemberFile { encoder, target, predictor, epochs: member.epochs }
    }

    /// Whether it has a section of weights.
    fn has_weights(&self) -> bool {
        matches!(self.predictor, PredictorFile::Network { .. })
    }

    /// `weights`: the content of its section.
    fn open(self, weights: &str) -> Result<Member, ModelError> {
        let MemberFile { encoder, target, predictor, epochs } = self;
        let predictor = match predictor {
            PredictorFile::Network { widths, activations, head, waves } => {
                let (waves, layers) = layers(&widths, waves, &weights_of(weights)?)?;
                Predictor::Network(Network { waves, layers, activations, head })
            }
            PredictorFile::Trees(trees) => Predictor::Trees(trees),
        };
        Ok(Member { encoder, target, predictor, epochs })
    }
}

/// The content of a section of weights. `tell`: is told how many are there.
async fn weights(network: &Network, pace: &Pace, tell: &dyn Fn(usize)) -> String {
    // As many at a time as are a multiple of three bytes.
    const SOME: usize = 3 * (ROWS / 3);
    let mut text = String::with_capacity((network.n_parameters() * WEIGHT).div_ceil(3) * 4 + 2);
    text.push('"');
    let mut bytes = Vec::with_capacity(SOME * WEIGHT);
    let mut done = 0;
    for weight in network.parts().flat_map(|layer| layer.weights.values().chain(layer.biases.values())) {
        bytes.extend(weight.to_le_bytes());
        if bytes.len() == SOME * WEIGHT {
            base64::append(&mut text, &bytes);
            bytes.clear();
            done += SOME;
            tell(done);
            pace.after(SOME).await;
        }
    }
    base64::append(&mut text, &bytes);
    text.push('"');
    text
}

/// The bytes of the section of weights.
fn weights_of(content: &str) -> Result<Vec<u8>, ModelError> {
    let text = content.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    text.and_then(base64::decode).ok_or(ModelError::Shapes("its weights are not written as base64"))
}

/// Layers of these widths from the weights and then the biases of each, those of the waves first. Nothing is made before the bytes
/// are known to be there.
fn layers(
    widths: &[usize],
    places: Vec<usize>,
    weights: &[u8],
) -> Result<(Option<Waves>, Vec<Layer>), ModelError> {
    check_widths(widths)?;
    let n_in = widths.first().copied().unwrap_or(0);
    // Then they are few enough to be counted.
    if places.iter().any(|&place| place >= n_in) || !places.is_sorted_by(|one, next| one < next) {
        return Err(ModelError::Shapes("its waves are of inputs that it lacks, or of one twice"));
    }
    let of_waves = if places.is_empty() { Vec::new() } else { Waves::shapes(places.len()).to_vec() };
    let added = of_waves.last().map_or(0, |&(_, sums)| sums);
    let widened = widths
        .windows(2)
        .enumerate()
        .map(|(place, pair)| (pair[0].saturating_add(if place == 0 { added } else { 0 }), pair[1]));
    let sizes = of_waves.iter().copied().chain(widened);
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
    let mut all: Vec<Layer> =
        sizes.map(|(n_in, n_out)| layer(n_in, n_out, take(n_in * n_out), take(n_out))).collect();
    let of_waves: Vec<Layer> = all.drain(..of_waves.len()).collect();
    let waves = of_waves.try_into().ok().and_then(|layers| Waves::of_layers(places, layers));
    Ok((waves, all))
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
