use serde::{Deserialize, Serialize};

use super::Model;
use crate::dataset::Task;

/// What the page is told of a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelSummary {
    pub target: String,
    pub task: Task,
    /// The columns that a CSV to predict must have.
    pub inputs: Vec<String>,
    /// Networks whose outputs are averaged; 1 for a plain model.
    pub members: usize,
    /// Neurons of each layer from the encoded inputs to the outputs; empty where the networks differ in it.
    pub widths: Vec<usize>,
    /// Of all networks.
    pub parameters: usize,
    /// The most that one of them was trained.
    pub epochs: usize,
    /// Of one network; where there are several, one behind the other with a hyphen between them.
    pub weights_hash: String,
}

impl Model {
    pub fn summary(&self) -> ModelSummary {
        let mut widths = self.members.iter().map(|member| member.network.widths());
        let first = widths.next().unwrap_or_default();
        let hashes: Vec<String> = self.members.iter().map(|member| member.network.weights_hash()).collect();
        ModelSummary {
            target: self.target.name().to_string(),
            task: self.target.task(),
            inputs: self.input_names().map(str::to_string).collect(),
            members: self.members.len(),
            widths: if widths.all(|widths| widths == first) { first } else { Vec::new() },
            parameters: self.n_parameters(),
            epochs: self.members.iter().map(|member| member.epochs).max().unwrap_or(0),
            weights_hash: hashes.join("-"),
        }
    }
}
