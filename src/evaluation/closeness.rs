use serde::{Deserialize, Serialize};

use crate::dataset::{TargetEncoder, Targets};

/// How many answers are near enough, for every distance that may be near enough: the share within ±k.
///
/// Whole-numbered targets are read rounded, so that within ±0 is an exact match.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Closeness {
    /// Distance from one k to the next, in the target's unit.
    pub unit: f64,
    /// Training rows whose answer lies within 0, 1, 2, … units.
    pub train: Vec<u32>,
    /// Test rows, likewise.
    pub test: Vec<u32>,
    /// Of always giving the same answer, on the test rows.
    pub baseline: Vec<u32>,
}

/// Steps of k.
const STEPS: usize = 50;

impl Closeness {
    /// A unit that makes some fifty steps a quarter of the target's range and more: 1 for whole numbers that span up to 200,
    /// otherwise 1, 2 or 5 times a power of ten. `None` for classes that are no numbers.
    pub fn unit_for(target: &TargetEncoder) -> Option<f64> {
        let (min, max, whole) = match target {
            TargetEncoder::Number { min, max, whole, .. } => (*min, *max, *whole),
            TargetEncoder::Classes { .. } => {
                let values = level_values(target)?;
                let whole = values.iter().all(|value| value.fract() == 0.0);
                let min = values.iter().copied().fold(f64::INFINITY, f64::min);
                (min, values.iter().copied().fold(f64::NEG_INFINITY, f64::max), whole)
            }
        };
        let least = (max - min) / (4.0 * STEPS as f64);
        if whole && least <= 1.0 {
            return Some(1.0);
        }
        if !(least.is_finite() && least > 0.0) {
            return None;
        }
        let mut power = 1.0;
        while power > least {
            power /= 10.0;
        }
        while power * 10.0 <= least {
            power *= 10.0;
        }
        [1.0, 2.0, 5.0, 10.0].into_iter().map(|digit| digit * power).find(|unit| *unit >= least)
    }

    /// Rows of `answers` within 0, 1, 2, … units of the actual values.
    pub fn within(answers: &Targets, actual: &Targets, target: &TargetEncoder, unit: f64) -> Vec<u32> {
        let mut counts = vec![0; STEPS + 1];
        let mut count = |distance: f64| {
            // A hair's breadth is forgiven: 0.3 lies within three steps of 0.1.
            let step = (distance / unit - 1e-9).ceil().max(0.0);
            if step <= STEPS as f64 {
                counts[step as usize] += 1;
            }
        };
        match (answers, actual) {
            (Targets::Numbers(answers), Targets::Numbers(actual)) => {
                for (&answer, actual) in answers.iter().zip(actual) {
                    let read = if target.is_rounded() { target.rounded(answer) } else { answer };
                    count((read - actual).abs());
                }
            }
            (Targets::Classes(answers), Targets::Classes(actual)) => {
                let values = level_values(target).unwrap_or_default();
                for (&answer, &actual) in answers.iter().zip(actual) {
                    count((values[answer as usize] - values[actual as usize]).abs());
                }
            }
            _ => {}
        }
        let mut so_far = 0;
        counts.iter_mut().for_each(|count| {
            so_far += *count;
            *count = so_far;
        });
        counts
    }
}

/// The classes as numbers; `None` where one is no number.
pub fn level_values(target: &TargetEncoder) -> Option<Vec<f64>> {
    let TargetEncoder::Classes { levels, .. } = target else { return None };
    let value = |level: &String| level.parse().ok().filter(|value: &f64| value.is_finite());
    levels.iter().map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(whole: bool, max: f64) -> TargetEncoder {
        TargetEncoder::Number {
            name: "y".into(),
            log: false,
            shift: 0.0,
            scale: 1.0,
            whole,
            min: 0.0,
            max,
            form: crate::table::Form::default(),
        }
    }

    fn classes(levels: &[&str]) -> TargetEncoder {
        TargetEncoder::Classes {
            name: "y".into(),
            levels: levels.iter().map(|level| level.to_string()).collect(),
            written: Vec::new(),
            form: crate::table::Form::default(),
        }
    }

    #[test]
    fn rounded_answers_are_counted_up_to_each_distance() {
        let answers = Targets::Numbers(vec![51.6, 51.4, 58.0, 3.0]);
        let actual = Targets::Numbers(vec![52.0, 52.0, 53.0, 90.0]);
        let counts = Closeness::within(&answers, &actual, &number(true, 100.0), 1.0);
        assert_eq!((counts[0], counts[1], counts[4], counts[5], counts[50]), (1, 2, 2, 3, 3));
    }

    #[test]
    fn numbers_with_fractions_are_taken_as_they_are() {
        let answers = Targets::Numbers(vec![0.3, 0.31]);
        let actual = Targets::Numbers(vec![0.0, 0.0]);
        let counts = Closeness::within(&answers, &actual, &number(false, 20.0), 0.1);
        assert_eq!((counts[2], counts[3], counts[4]), (0, 1, 2));
    }

    #[test]
    fn classes_that_are_numbers_have_distances_and_words_have_none() {
        let target = classes(&["10", "20", "40"]);
        let counts =
            Closeness::within(&Targets::Classes(vec![0, 2]), &Targets::Classes(vec![1, 2]), &target, 1.0);
        assert_eq!((counts[0], counts[9], counts[10]), (1, 1, 2));
        assert_eq!(Closeness::unit_for(&classes(&["a", "b"])), None);
    }

    #[test]
    fn units_are_round() {
        assert_eq!(Closeness::unit_for(&number(true, 100.0)), Some(1.0));
        assert_eq!(Closeness::unit_for(&number(true, 18_823.0)), Some(100.0));
        assert_eq!(Closeness::unit_for(&number(false, 5.0)), Some(0.05));
        assert_eq!(Closeness::unit_for(&number(false, 0.0)), None);
    }
}
