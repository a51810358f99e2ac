use super::Trial;
use crate::evaluation::Report;
use crate::model::{Member, Outputs, Predictor};
use crate::training::History;

/// What comes of a trial.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialResult {
    /// With target and task filled in.
    pub trial: Trial,
    /// What was trained.
    pub member: Member,
    /// What the network says of the training rows that it was not trained on; `None` where there are none, or more than may be
    /// held.
    pub held_out: Option<HeldOut>,
    /// Accuracy and loss by the epoch.
    pub history: History,
    /// On its own test part.
    pub report: Option<Report>,
    /// Why the loss grew without bound, where it did: the weights are those of before, and no honest part of an average.
    pub diverged: Option<String>,
    /// The fingerprint of its weights, in hexadecimal.
    pub weights_hash: String,
    /// Seconds that the training took, as whoever drove it measured.
    pub seconds: f64,
}

impl TrialResult {
    /// What was trained, in a word or two: as [`Trial::kind`], but with waves only where the network has some.
    pub fn kind(&self) -> &'static str {
        let has_waves =
            matches!(&self.member.predictor, Predictor::Network(network) if network.waves.is_some());
        self.trial.kind_with(has_waves)
    }
}

/// Outputs for rows of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldOut {
    /// Row numbers in the table, ascending.
    pub rows: Vec<u32>,
    /// One row for each of `rows`.
    pub outputs: Outputs,
}
