use super::producer::Producer;
use super::{Combine, Outputs, Predicted, Predictor};
use crate::dataset::{Encoder, TargetEncoder};
use crate::matrix::Matrix;
use crate::network::{Head, Network};
use crate::pace::{Pace, at_once};
use crate::training::{Loss, head_for};

/// A fitted network, or trees, with all that turns a row into its inputs and its outputs into answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// How a row becomes inputs.
    pub encoder: Encoder,
    /// How outputs become answers.
    pub target: TargetEncoder,
    /// What turns inputs into outputs.
    pub predictor: Predictor,
    /// Epochs that it was trained.
    pub epochs: usize,
}

impl Member {
    /// Its network; `None` where it is trees.
    pub fn network(&self) -> Option<&Network> {
        self.predictor.network()
    }

    /// What its outputs are trained by; trees learn by squared error and cross-entropy.
    pub fn head(&self) -> Head {
        match &self.predictor {
            Predictor::Network(network) => network.head,
            Predictor::Trees(_) => head_for(&self.target, Loss::SquaredError),
        }
    }

    /// Hands on the outputs for rows that its encoder has encoded, chunk by chunk. inputs: (n_rows, encoder width).
    pub async fn outputs_in_steps(&self, inputs: &Matrix, pace: &Pace, take: &mut dyn FnMut(&Outputs)) {
        Producer::new(std::slice::from_ref(self), &Combine::Mean, &self.target)
            .all(&[inputs], pace, take)
            .await;
    }

    /// The outputs for all of these rows; `None`: there are more than may be held whole.
    pub fn outputs(&self, inputs: &Matrix) -> Option<Outputs> {
        let mut all = Outputs::none(&self.target);
        Outputs::may_be_held(&self.target, inputs.n_rows()).then(|| {
            at_once(async |pace| self.outputs_in_steps(inputs, pace, &mut |some| all.append(some)).await);
            all
        })
    }

    /// The assignment's Predict, for rows that its encoder has encoded. inputs: (n_rows, encoder width).
    pub fn predict(&self, inputs: &Matrix) -> Predicted {
        let mut predicted = Predicted::none(&self.target, inputs.n_rows());
        at_once(async |pace| self.outputs_in_steps(inputs, pace, &mut |some| predicted.append(some)).await);
        predicted
    }
}
