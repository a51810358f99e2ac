use crate::dataset::{Part, Targets};
use crate::model::{Objective, Outputs};

/// The target's values in some rows, which are known.
#[derive(Clone, Copy, Debug)]
pub struct Actual<'a> {
    /// In the target's own unit.
    pub values: &'a Targets,
    /// Numbers as they are trained on; empty for classes.
    pub scaled: &'a [f32],
    /// How much each row counts in the loss; empty where all count alike.
    pub weights: &'a [f32],
}

impl<'a> From<&'a Part> for Actual<'a> {
    fn from(part: &'a Part) -> Actual<'a> {
        Actual { values: &part.targets, scaled: &part.scaled, weights: &part.weights }
    }
}

/// Answers to some rows beside what is right.
#[derive(Clone, Debug)]
pub struct Evaluated<'a> {
    /// In the target's own unit.
    pub answers: Targets,
    /// What is right.
    pub actual: Actual<'a>,
    /// What training minimises, as a mean over the rows by their weights.
    pub loss: f64,
}

impl<'a> Evaluated<'a> {
    /// Of outputs whatever they come from; those of one network have their loss from its training, to the last bit.
    pub fn of(outputs: &Outputs, actual: Actual<'a>, objective: Objective) -> Evaluated<'a> {
        let loss = objective.mean(outputs, actual.values, actual.scaled, actual.weights);
        Evaluated { answers: outputs.answers().clone(), actual, loss }
    }

    /// Rows that were answered.
    pub fn rows(&self) -> usize {
        self.actual.values.len()
    }
}
