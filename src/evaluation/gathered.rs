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

    /// The scores of the rows that came. `answers`: to them; `trained`: the target's values in the training rows.
    pub async fn finish(
        self,
        answers: &Targets,
        trained: &Targets,
        target: &TargetEncoder,
        pace: &Pace,
    ) -> (Metrics, Option<Ordinal>) {
        let mut metrics = Metrics::of_answers(answers, self.actual, target, pace).await;
        if let Some(probabilities) = self.probabilities {
            probabilities.finish(&mut metrics, pace).await;
        }
        (metrics, self.expected.and_then(|expected| expected.finish(trained, self.actual)))
    }
}
