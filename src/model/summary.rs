use serde::{Deserialize, Serialize};

use super::{Combine, InputField, Model};
use crate::dataset::Task;
use crate::network::hash_of;

/// What the page is told of a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelSummary {
    pub target: String,
    pub task: Task,
    /// The columns that a CSV to predict must have.
    pub inputs: Vec<String>,
    /// The same columns, as a person is asked for them.
    pub fields: Vec<InputField>,
    /// As it stood beside the target's numbers; empty: nothing.
    pub unit: String,
    /// Networks whose outputs are averaged; 1 for a plain model.
    pub members: usize,
    /// Neurons of each layer from the encoded inputs to the outputs; empty where the networks differ in it.
    pub widths: Vec<usize>,
    /// Of all networks.
    pub parameters: usize,
    /// The most that one of them was trained.
    pub epochs: usize,
    /// Of one network; where there are several, over all of them and how they are combined.
    pub weights_hash: String,
}

impl Model {
    /// The one member's; of several a hash over theirs, in their order, and over how they are combined.
    pub fn weights_hash(&self) -> String {
        let hashes = self.members.iter().map(|member| member.predictor.weights_hash());
        if self.members.len() == 1 {
            return hashes.collect();
        }
        let (counts, temperature) = match &self.combine {
            Combine::Mean => (&[][..], 0),
            Combine::Weighted { counts, temperature } => (&counts[..], temperature.to_bits()),
        };
        let words = hashes.flat_map(|hash| hash.into_bytes()).map(u32::from);
        let combine =
            [(temperature >> 32) as u32, temperature as u32].into_iter().chain(counts.iter().copied());
        hash_of(words.chain(combine))
    }

    pub fn summary(&self) -> ModelSummary {
        let mut widths = self.members.iter().map(|member| member.predictor.widths());
        let first = widths.next().unwrap_or_default();
        ModelSummary {
            target: self.target.name().to_string(),
            task: self.target.task(),
            inputs: self.input_names().map(str::to_string).collect(),
            fields: self.fields(),
            unit: self.target.form().unit.clone(),
            members: self.members.len(),
            widths: if widths.all(|widths| widths == first) { first } else { Vec::new() },
            parameters: self.n_parameters(),
            epochs: self.members.iter().map(|member| member.epochs).max().unwrap_or(0),
            weights_hash: self.weights_hash(),
        }
    }
}
