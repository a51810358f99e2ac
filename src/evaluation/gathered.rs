use super::ordinal::ExpectedValues;
use super::probabilities::Probabilities;
use super::{Metrics, Ordinal};
use crate::dataset::{TargetEncoder, Targets};
use crate::model::Outputs;
use crate::pace::Pace;

/// What is read of outputs as they come, so that they need not be held: scores of probabilities, and classes read as numbers.
pub struct Gathered<'a> {
    actual: &'a Targets,
    probabilities: Option<Probabilities<'a>>,
    expected: Option<ExpectedValues>,
}

impl<'a> Gathered<'a> {
    /// `actual`: what is right in the rows that will come.
    pub fn new(target: &TargetEncoder, actual: &'a Targets) -> Gathered<'a> {
        let probabilities = match (target, actual) {
            (TargetEncoder::Classes { levels, .. }, Targets::Classes(actual)) => {
                Some(Probabilities::new(target, levels.len(), actual))
            }
            _ => None,
        };
        Gathered { actual, probabilities, expected: ExpectedValues::new(target) }
    }

    /// Whether anything is read of outputs: of numbers nothing is that their answers do not say.
    pub fn asks_for_outputs(&self) -> bool {
        self.probabilities.is_some() || self.expected.is_some()
    }

    /// Takes the next rows.
    pub fn add(&mut self, outputs: &Outputs) {
        self.probabilities.iter_mut().for_each(|probabilities| probabilities.add(outputs));
        self.expected.iter_mut().for_each(|expected| expected.add(outputs));
    }

    /// Fills in the scores that take probabilities. `trained`: the target's values in the training rows.
    pub(super) async fn finish(
        self,
        trained: &Targets,
        metrics: &mut Metrics,
        pace: &Pace,
    ) -> Option<Ordinal> {
        if let Some(probabilities) = self.probabilities {
            probabilities.finish(metrics, pace).await;
        }
        self.expected?.finish(trained, self.actual)
    }
}
