use super::Outputs;
use crate::dataset::{TargetEncoder, Targets, ln};
use crate::network::Head;

/// What training minimises, of answers whatever they come from: training itself takes it from a network's sums.
#[derive(Clone, Copy, Debug)]
pub struct Objective<'t> {
    /// What is predicted.
    pub target: &'t TargetEncoder,
    head: Head,
}

impl<'t> Objective<'t> {
    /// `head`: the one whose loss is meant.
    pub fn new(target: &'t TargetEncoder, head: Head) -> Objective<'t> {
        Objective { target, head }
    }

    /// The loss of one number against the actual one, both as they are trained on ([`TargetEncoder::scaled`]).
    pub fn of_scaled(&self, answer: f32, actual: f32) -> f64 {
        self.head.loss_of_output(answer, actual)
    }

    /// The loss of one row.
    pub fn of_row(&self, outputs: &Outputs, actual: &Targets, scaled: &[f32], row: usize) -> f64 {
        match (outputs.answers(), actual) {
            (Targets::Numbers(answers), _) => self.of_scaled(self.target.scaled(answers[row]), scaled[row]),
            (_, Targets::Classes(classes)) => {
                let probability = outputs.probabilities(row)[classes[row] as usize];
                -ln(probability.max(f64::from(f32::MIN_POSITIVE)))
            }
            _ => 0.0,
        }
    }

    /// The mean over rows by their weights (none: all count alike): of numbers [`Objective::of_scaled`], of classes −ln p(class).
    /// A probability that was rounded to 0 counts as the least that a network gives, so that the loss is finite.
    ///
    /// `scaled`: the actual numbers as they are trained on.
    pub fn mean(&self, outputs: &Outputs, actual: &Targets, scaled: &[f32], weights: &[f32]) -> f64 {
        let loss = |row: usize| self.of_row(outputs, actual, scaled, row);
        let rows = 0..outputs.n_rows().min(actual.len());
        let weight = |row: usize| f64::from(weights.get(row).copied().unwrap_or(1.0));
        let total: f64 = rows.clone().map(weight).sum();
        let sum: f64 = rows.map(|row| weight(row) * loss(row)).sum();
        if total > 0.0 { sum / total } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::Matrix;
    use crate::model::examples;

    /// −ln 0.5 and −ln 0.25, weighed 3 to 1: (3 · 0.693147 + 1.386294) / 4.
    #[test]
    fn classes_by_hand() {
        let target = examples::classes(&["a", "b", "c"]);
        let objective = Objective::new(&target, Head::Softmax);
        let outputs = Outputs::of_classes(&[[0.5, 0.25, 0.25], [0.5, 0.25, 0.25]]);
        let actual = Targets::Classes(vec![0, 2]);
        let loss = objective.mean(&outputs, &actual, &[], &[3.0, 1.0]);
        assert!((loss - 0.866_434).abs() < 1e-6, "{loss}");
        let sure = Outputs::of_classes(&[[1.0, 0.0, 0.0]]);
        let loss = objective.mean(&sure, &Targets::Classes(vec![1]), &[], &[]);
        assert!(loss.is_finite() && loss > 80.0, "{loss}");
        assert_eq!(objective.mean(&sure, &Targets::Classes(vec![]), &[], &[]), 0.0);
    }

    /// In the scale of training: answers 2 and 6 of a target in fours are 0.5 and 1.5, against 0 and 1.
    #[test]
    fn numbers_by_hand() {
        let target = examples::number(4.0);
        let mut outputs = Outputs::none(&target);
        for answer in [2.0, 6.0] {
            let mut member = examples::member(&["x"], target.clone());
            examples::network_of(&mut member).layers[0].biases.row_mut(0)[0] = answer / 4.0;
            outputs.append(&member.outputs(&Matrix::zeros(1, 1)).unwrap());
        }
        let actual = Targets::Numbers(vec![0.0, 4.0]);
        let mean = |head| Objective::new(&target, head).mean(&outputs, &actual, &[0.0, 1.0], &[]);
        assert_eq!((mean(Head::Identity), mean(Head::Absolute)), (0.125, 0.5));
    }
}
