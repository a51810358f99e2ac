use super::batch_room::BatchRoom;
use super::validation::Validation;
use super::{Measurement, Settings};
use crate::chance::Chance;
use crate::dataset::Dataset;
use crate::network::{Dropout, Gradients, Network, Pass};

/// The room that a training works in. Nothing in it outlives an epoch but the chance of dropout, which is put down apart: all of
/// it is made anew where a run is taken up.
pub(super) struct Scratch {
    pub room: BatchRoom,
    pub pass: Pass,
    pub gradients: Gradients,
    /// Summed over the rows of this batch so far.
    pub batch_loss: f64,
    /// The sum of the weights of this batch's rows.
    pub batch_weight: f64,
    /// The mean loss of the run's very first batch.
    pub first_loss: Option<f64>,
    /// Answers to the training and to the test rows: when training is over, of the network that is left.
    pub measurements: [Measurement; 2],
    /// The rows held back, with the answers to them.
    pub validation: Option<Validation>,
}

impl Scratch {
    /// For parts of batches of up to `n_rows` rows.
    pub fn new(
        network: &Network,
        dataset: &Dataset,
        settings: &Settings,
        validation: Option<Validation>,
        n_rows: usize,
    ) -> Scratch {
        let dropout =
            (settings.dropout > 0.0).then(|| Dropout::new(settings.dropout, settings.seed, network, n_rows));
        Scratch {
            room: BatchRoom::new(n_rows, dataset),
            pass: Pass::new(network, n_rows).with_dropout(dropout),
            gradients: Gradients::new(network),
            batch_loss: 0.0,
            batch_weight: 0.0,
            first_loss: None,
            measurements: [&dataset.train, &dataset.test]
                .map(|part| Measurement::new(network, &dataset.target, part.rows.len())),
            validation,
        }
    }

    /// What leaves neurons out next, where some are.
    pub fn dropout_chance(&self) -> Option<Chance> {
        self.pass.dropout().map(|dropout| dropout.chance().clone())
    }
}
