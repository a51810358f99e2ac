use serde::{Deserialize, Serialize};

use crate::dataset::{TargetEncoder, Targets, exact_matches};
use crate::metrics;

/// The network against the baseline, row by row on the same test rows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Mean advantage of the network per row; positive is better.
    pub advantage: f64,
    /// The standard error of that mean: of the paired differences, since both answer the same rows.
    pub standard_error: f64,
    /// What advantage and standard error say together.
    pub verdict: Verdict,
}

/// The reading of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Better by more than one standard error, and visibly.
    Better,
    /// Within one standard error, or a difference that no figure shows.
    Level,
    /// Worse by more than one standard error, and visibly.
    Worse,
}

/// The share of the baseline's own squared error beyond which a difference is one: answers that are nearly the baseline's have a
/// standard error of nearly 0, and would be better or worse by a billionth. The root of the error differs by a thousandth then,
/// which is the last digit that is shown of it.
const VISIBLE: f64 = 0.002_5;

impl Comparison {
    /// Of the advantages of the rows. `size`: how large the baseline's mean error is, in the unit of the advantages.
    pub fn of(advantages: &[f64], size: f64) -> Comparison {
        let (advantage, standard_error) = metrics::mean_and_standard_error(advantages);
        let least = standard_error.max(VISIBLE * size);
        let verdict = if advantage > least {
            Verdict::Better
        } else if advantage < -least {
            Verdict::Worse
        } else {
            Verdict::Level
        };
        Comparison { advantage, standard_error, verdict }
    }

    /// By squared error, in the squared unit of the target; `None` for classes.
    pub fn by_squared_error(network: &Targets, baseline: &Targets, actual: &Targets) -> Option<Comparison> {
        let (Targets::Numbers(network), Targets::Numbers(baseline), Targets::Numbers(actual)) =
            (network, baseline, actual)
        else {
            return None;
        };
        let squared = |answer: &f64, actual: &f64| (answer - actual).powi(2);
        let size =
            metrics::mean(baseline.iter().zip(actual).map(|(baseline, actual)| squared(baseline, actual)));
        let advantages: Vec<f64> = network
            .iter()
            .zip(baseline)
            .zip(actual)
            .map(|((network, baseline), actual)| squared(baseline, actual) - squared(network, actual))
            .collect();
        Some(Comparison::of(&advantages, size))
    }

    /// By exact matches; `None` where the target has none.
    pub fn by_exact_matches(
        network: &Targets,
        baseline: &Targets,
        actual: &Targets,
        target: &TargetEncoder,
    ) -> Option<Comparison> {
        let network = exact_matches(network, actual, target)?;
        let baseline = exact_matches(baseline, actual, target)?;
        let advantages: Vec<f64> = network
            .zip(baseline)
            .map(|(network, baseline)| f64::from(network) - f64::from(baseline))
            .collect();
        // A row that is answered rightly or wrongly is a visible difference by itself.
        Some(Comparison::of(&advantages, 0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_one_standard_error_decides() {
        // Mean 0.5, standard error 0.2887 (see metrics).
        assert_eq!(Comparison::of(&[0.0, 1.0, 1.0, 0.0], 1.0).verdict, Verdict::Better);
        assert_eq!(Comparison::of(&[0.0, -1.0, -1.0, 0.0], 1.0).verdict, Verdict::Worse);
        assert_eq!(Comparison::of(&[1.0, -1.0, 1.0, -0.5], 1.0).verdict, Verdict::Level);
        assert_eq!(Comparison::of(&[0.0; 4], 1.0).verdict, Verdict::Level);
    }

    #[test]
    fn what_no_figure_shows_is_level() {
        // All rows are better by the same millionth: the standard error is 0.
        assert_eq!(Comparison::of(&[1e-6; 9], 9.0).verdict, Verdict::Level);
        assert_eq!(Comparison::of(&[-1e-6; 9], 9.0).verdict, Verdict::Level);
        assert_eq!(Comparison::of(&[0.1; 9], 9.0).verdict, Verdict::Better);
        let of = |number: f64| Targets::Numbers(vec![number; 24]);
        let comparison = Comparison::by_squared_error(&of(3.525_4), &of(3.525_5), &of(0.5)).unwrap();
        assert!(comparison.advantage > 0.0 && comparison.verdict == Verdict::Level, "{comparison:?}");
    }

    #[test]
    fn squared_errors_are_paired_row_by_row() {
        // Network off by 0 and 2, baseline off by 3 and 1: advantages 9 and −3.
        let of = |numbers: [f64; 2]| Targets::Numbers(numbers.to_vec());
        let comparison =
            Comparison::by_squared_error(&of([1.0, 4.0]), &of([4.0, 3.0]), &of([1.0, 2.0])).unwrap();
        assert_eq!(comparison.advantage, 3.0);
    }
}
