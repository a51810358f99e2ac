use serde::{Deserialize, Serialize};

use super::AgreementView;
use perceptab::evaluation::Report;
use perceptab::study::OutOfFold;

/// What several networks, or networks and trees, say together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JoinedReport {
    /// On the training and the test part of the recipe.
    pub report: Report,
    pub agreement: Option<AgreementView>,
    /// On the training rows that the members were not trained on.
    pub out_of_fold: Option<OutOfFold>,
    /// The kinds that were tried, the best by itself first.
    pub kinds: Vec<JoinedKind>,
    /// What probabilities were brought to; 1 leaves them.
    pub temperature: f64,
    /// That the model is of.
    pub members: usize,
    /// That were trained.
    pub trials: usize,
    pub weights_hash: String,
}

/// One of the kinds that a mix was chosen from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JoinedKind {
    pub name: String,
    /// How often the mix counts it; 0 where it is left out.
    pub count: u32,
    /// By itself, on the rows that it was not trained on; `None` where its loss grew without bound in training.
    pub loss: Option<f64>,
}
