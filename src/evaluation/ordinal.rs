use serde::{Deserialize, Serialize};

use super::closeness::level_values;
use crate::dataset::{TargetEncoder, Targets};
use crate::metrics;
use crate::model::Outputs;

/// Classes that are numbers, read as numbers: the likeliest class, and the expected value over all of them. Test rows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ordinal {
    /// Mean absolute error of the likeliest class.
    pub likeliest_error: f64,
    /// Mean absolute error of the expected value.
    pub expected_error: f64,
    /// R² of the expected value; `None` where all actual values are equal.
    pub expected_r2: Option<f64>,
    /// Mean absolute error of always answering the training mean.
    pub mean_error: f64,
}

/// Likeliest classes and expected values, gathered from outputs as they come.
#[derive(Clone, Debug)]
pub struct ExpectedValues {
    /// The classes as numbers.
    values: Vec<f64>,
    likeliest: Vec<f64>,
    expected: Vec<f64>,
}

impl ExpectedValues {
    /// `None` where the classes are no numbers, or only two.
    pub fn new(target: &TargetEncoder) -> Option<ExpectedValues> {
        let values = level_values(target).filter(|values| values.len() > 2)?;
        Some(ExpectedValues { values, likeliest: Vec::new(), expected: Vec::new() })
    }

    /// Takes the next rows.
    pub fn add(&mut self, outputs: &Outputs) {
        for row in 0..outputs.n_rows() {
            let row = outputs.probabilities(row);
            let best =
                (1..row.len()).fold(0, |best, class| if row[class] > row[best] { class } else { best });
            self.likeliest.push(self.values[best]);
            self.expected.push(expected_value(row, &self.values));
        }
    }

    /// `trained`: the classes of the training rows; `actual`: those of the rows that were taken.
    pub fn finish(self, trained: &Targets, actual: &Targets) -> Option<Ordinal> {
        let (Targets::Classes(trained), Targets::Classes(actual)) = (trained, actual) else { return None };
        let value = |class: &u32| self.values[*class as usize];
        let actual: Vec<f64> = actual.iter().map(value).collect();
        let mean = metrics::mean(trained.iter().map(value));
        Some(Ordinal {
            likeliest_error: metrics::mean_absolute_error(&self.likeliest, &actual),
            expected_error: metrics::mean_absolute_error(&self.expected, &actual),
            expected_r2: metrics::r2(&self.expected, &actual),
            mean_error: metrics::mean_absolute_error(&vec![mean; actual.len()], &actual),
        })
    }
}

/// Σ p · value over the classes.
pub fn expected_value(probabilities: &[f64], values: &[f64]) -> f64 {
    probabilities.iter().zip(values).map(|(p, value)| p * value).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::examples;

    #[test]
    fn the_expected_value_lies_between_the_classes() {
        assert_eq!(expected_value(&[0.25, 0.25, 0.5], &[10.0, 20.0, 40.0]), 27.5);
    }

    /// Classes 10, 20 and 40 from two networks, whose means are (0.125, 0.5, 0.375) and, twice, (0.5, 0.25, 0.25).
    #[test]
    fn outputs_of_several_networks_are_read_as_those_of_one() {
        let target = examples::classes(&["10", "20", "40"]);
        let rows = [[0.125, 0.5, 0.375], [0.5, 0.25, 0.25], [0.5, 0.25, 0.25]];
        let outputs = Outputs::of_classes(&rows);
        let mut expected = ExpectedValues::new(&target).unwrap();
        expected.add(&outputs);
        let ordinal =
            expected.finish(&Targets::Classes(vec![0, 1]), &Targets::Classes(vec![1, 1, 0])).unwrap();
        // Likeliest 20, 10, 10 against 20, 20, 10; expected 26.25, 20, 20; the training mean is 15.
        assert_eq!(ordinal.likeliest_error, 10.0 / 3.0);
        assert_eq!(ordinal.expected_error, 16.25 / 3.0);
        assert_eq!(ordinal.mean_error, 5.0);
        assert!(ExpectedValues::new(&examples::classes(&["10", "20"])).is_none());
        assert!(ExpectedValues::new(&examples::classes(&["a", "b", "c"])).is_none());
    }
}
