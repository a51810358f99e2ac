use serde::{Deserialize, Serialize};

use super::closeness::level_values;
use crate::dataset::{Dataset, Targets};
use crate::metrics;
use crate::network::{Head, Network, Pass};
use crate::pace::{Pace, STEP};
use crate::training::{WORK, rows_in};

/// Classes that are numbers, read as numbers: the likeliest class, and the expected value over all of them. Test rows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ordinal {
    pub likeliest_error: f64,
    pub expected_error: f64,
    pub expected_r2: Option<f64>,
    /// Mean absolute error of always answering the training mean.
    pub mean_error: f64,
}

impl Ordinal {
    /// `None` where the classes are no numbers, or only two.
    pub async fn of(network: &Network, dataset: &Dataset, pace: &Pace) -> Option<Ordinal> {
        let values = level_values(&dataset.target)?;
        let (Head::Softmax, Targets::Classes(actual), Targets::Classes(trained)) =
            (network.head, &dataset.test.targets, &dataset.train.targets)
        else {
            return None;
        };
        let inputs = &dataset.test.inputs;
        // An operation of a step takes as long as some hundred multiply-adds.
        let at_a_time = rows_in(WORK, network);
        let mut pass = Pass::new(network, at_a_time);
        let mut chunk = crate::matrix::Matrix::zeros(at_a_time, inputs.n_cols());
        let (mut likeliest, mut expected) = (Vec::new(), Vec::new());
        for first in (0..inputs.n_rows()).step_by(at_a_time) {
            let n_rows = at_a_time.min(inputs.n_rows() - first);
            pace.after(n_rows * network.n_parameters() / (WORK / STEP)).await;
            chunk.copy_rows(inputs, first, n_rows);
            let outputs = network.predict(&chunk, &mut pass);
            for row in 0..outputs.n_rows() {
                let row = outputs.row(row);
                let best =
                    (1..row.len()).fold(0, |best, class| if row[class] > row[best] { class } else { best });
                likeliest.push(values[best]);
                expected.push(expected_value(row, &values));
            }
        }
        let actual: Vec<f64> = actual.iter().map(|&class| values[class as usize]).collect();
        let mean = metrics::mean(trained.iter().map(|&class| values[class as usize]));
        Some(Ordinal {
            likeliest_error: metrics::mean_absolute_error(&likeliest, &actual),
            expected_error: metrics::mean_absolute_error(&expected, &actual),
            expected_r2: metrics::r2(&expected, &actual),
            mean_error: metrics::mean_absolute_error(&vec![mean; actual.len()], &actual),
        })
    }
}

/// Σ p · value over the classes.
pub fn expected_value(probabilities: &[f32], values: &[f64]) -> f64 {
    probabilities.iter().zip(values).map(|(&p, value)| f64::from(p) * value).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_expected_value_lies_between_the_classes() {
        assert_eq!(expected_value(&[0.25, 0.25, 0.5], &[10.0, 20.0, 40.0]), 27.5);
    }
}
