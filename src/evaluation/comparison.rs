use serde::{Deserialize, Serialize};

use crate::dataset::{TargetEncoder, Targets};
use crate::metrics;
use crate::training::exact_matches;

/// The network against the baseline, row by row on the same test rows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Mean advantage of the network per row; positive is better.
    pub advantage: f64,
    /// The standard error of that mean: of the paired differences, since both answer the same rows.
    pub standard_error: f64,
    pub verdict: Verdict,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Better by more than one standard error.
    Better,
    /// Within one standard error.
    Level,
    /// Worse by more than one standard error.
    Worse,
}

impl Comparison {
    /// Of the advantages of the rows.
    pub fn of(advantages: &[f64]) -> Comparison {
        let (advantage, standard_error) = metrics::mean_and_standard_error(advantages);
        let verdict = if advantage > standard_error {
            Verdict::Better
        } else if advantage < -standard_error {
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
        let advantages: Vec<f64> = network
            .iter()
            .zip(baseline)
            .zip(actual)
            .map(|((network, baseline), actual)| squared(baseline, actual) - squared(network, actual))
            .collect();
        Some(Comparison::of(&advantages))
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
        Some(Comparison::of(&advantages))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_one_standard_error_decides() {
        // Mean 0.5, standard error 0.2887 (see metrics).
        assert_eq!(Comparison::of(&[0.0, 1.0, 1.0, 0.0]).verdict, Verdict::Better);
        assert_eq!(Comparison::of(&[0.0, -1.0, -1.0, 0.0]).verdict, Verdict::Worse);
        assert_eq!(Comparison::of(&[1.0, -1.0, 1.0, -0.5]).verdict, Verdict::Level);
        assert_eq!(Comparison::of(&[0.0; 4]).verdict, Verdict::Level);
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
