use serde::{Deserialize, Serialize};

use super::{TargetEncoder, Targets};
use crate::metrics;

/// Scores over the rows of one part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// Rows of the part.
    pub rows: usize,
    /// What training minimises, as a mean over the rows.
    pub loss: f64,
    /// Share predicted exactly, 0 to 1: the class, or the whole number after rounding. `None` where the target is not
    /// whole-numbered. The assignment's `curAccu`.
    pub accuracy: Option<f64>,
    /// The count behind it.
    pub correct: Option<usize>,
    /// Regression only, in the target's own unit.
    pub mean_absolute_error: Option<f64>,
    /// The root of the mean squared error; regression only.
    pub root_mean_squared_error: Option<f64>,
    /// Share of the variance explained ([`metrics::r2`]); regression only, `None` where the actual values are all equal.
    pub r2: Option<f64>,
}

impl Scores {
    /// Scores of `answers` against the actual values; `loss` is the mean over the rows.
    pub fn of(answers: &Targets, actual: &Targets, target: &TargetEncoder, loss: f64) -> Scores {
        let rows = actual.len();
        let correct =
            exact_matches(answers, actual, target).map(|matches| matches.filter(|right| *right).count());
        let scores = Scores {
            rows,
            loss,
            correct,
            accuracy: correct.map(|correct| correct as f64 / rows.max(1) as f64),
            ..Scores::default()
        };
        match (answers, actual) {
            (Targets::Numbers(predicted), Targets::Numbers(actual)) => Scores {
                mean_absolute_error: Some(metrics::mean_absolute_error(predicted, actual)),
                root_mean_squared_error: Some(metrics::mean_squared_error(predicted, actual).sqrt()),
                r2: metrics::r2(predicted, actual),
                ..scores
            },
            _ => scores,
        }
    }
}

/// Row by row whether the answer is exact; `None` where the target has no exact answers.
pub fn exact_matches<'a>(
    answers: &'a Targets,
    actual: &'a Targets,
    target: &'a TargetEncoder,
) -> Option<Box<dyn Iterator<Item = bool> + 'a>> {
    match (answers, actual) {
        (Targets::Classes(answers), Targets::Classes(actual)) => {
            Some(Box::new(answers.iter().zip(actual).map(|(answer, actual)| answer == actual)))
        }
        (Targets::Numbers(answers), Targets::Numbers(actual)) if target.is_rounded() => Some(Box::new(
            answers.iter().zip(actual).map(|(answer, actual)| target.rounded(*answer) == *actual),
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_match_after_rounding_and_clipping() {
        let target = TargetEncoder::Number {
            name: "y".into(),
            log: false,
            shift: 0.0,
            scale: 1.0,
            whole: true,
            min: 0.0,
            max: 100.0,
            form: crate::table::Form::default(),
        };
        let answers = Targets::Numbers(vec![51.6, 51.4, 130.0, 3.0]);
        let actual = Targets::Numbers(vec![52.0, 52.0, 100.0, 5.0]);
        let scores = Scores::of(&answers, &actual, &target, 0.0);
        assert_eq!((scores.correct, scores.accuracy), (Some(2), Some(0.5)));
        // |−0.4|, |−0.6|, 30, 2 → 33 / 4.
        assert!((scores.mean_absolute_error.unwrap() - 8.25).abs() < 1e-9);
    }

    #[test]
    fn numbers_with_fractions_have_no_accuracy() {
        let target = TargetEncoder::Number {
            name: "y".into(),
            log: false,
            shift: 0.0,
            scale: 1.0,
            whole: false,
            min: 0.0,
            max: 1.0,
            form: crate::table::Form::default(),
        };
        let values = Targets::Numbers(vec![0.25, 0.5]);
        let scores = Scores::of(&values, &values, &target, 0.0);
        assert_eq!((scores.accuracy, scores.r2), (None, Some(1.0)));
    }
}
