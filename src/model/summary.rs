use serde::{Deserialize, Serialize};

use crate::dataset::Task;

/// What the page is told of a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelSummary {
    pub target: String,
    pub task: Task,
    /// The columns that a CSV to predict must have.
    pub inputs: Vec<String>,
    /// Neurons of each layer from the encoded inputs to the outputs.
    pub widths: Vec<usize>,
    pub parameters: usize,
    pub epochs: usize,
    pub weights_hash: String,
}
