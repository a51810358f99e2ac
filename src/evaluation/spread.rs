use super::{Report, Scores};
use crate::dataset::Task;
use crate::metrics;

/// One score of several runs on the same table: folds, seeds, with and without something.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// "test accuracy", "test R²", …
    pub name: &'static str,
    /// Whether it is a share, to be shown in percent.
    pub is_share: bool,
    /// In the order of the runs.
    pub values: Vec<f64>,
    /// The mean of the runs.
    pub mean: f64,
    /// Of the runs about their mean, divided by n − 1; 0 of a single one.
    pub standard_deviation: f64,
}

impl Spread {
    fn of(name: &'static str, is_share: bool, values: Vec<f64>) -> Spread {
        let mean = metrics::mean(values.iter().copied());
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        let standard_deviation = (squares / (values.len().max(2) - 1) as f64).sqrt();
        Spread { name, is_share, values, mean, standard_deviation }
    }

    /// The scores on the test rows that every run has, the one that counts first.
    pub fn of_reports(reports: &[&Report]) -> Vec<Spread> {
        let Some(first) = reports.first() else { return Vec::new() };
        type Score = fn(&Scores) -> Option<f64>;
        let accuracy: (&'static str, bool, Score) = ("test accuracy", true, |scores| scores.accuracy);
        let scores: Vec<(&'static str, bool, Score)> = match first.task {
            Task::Classification => {
                vec![accuracy, ("test cross-entropy", false, |scores| Some(scores.loss))]
            }
            Task::Regression => vec![
                ("test R²", false, |scores| scores.r2),
                ("mean absolute error", false, |scores| scores.mean_absolute_error),
                ("root mean squared error", false, |scores| scores.root_mean_squared_error),
                ("exact matches", true, |scores| scores.accuracy),
            ],
        };
        let spread = |(name, is_share, score): (&'static str, bool, Score)| {
            let values: Option<Vec<f64>> = reports.iter().map(|report| score(&report.test)).collect();
            values.map(|values| Spread::of(name, is_share, values))
        };
        scores.into_iter().filter_map(spread).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mean_and_deviation_by_hand() {
        // Mean 3; squares 4 + 1 + 9 = 14; 14 / 2 = 7.
        let spread = Spread::of("test R²", false, vec![1.0, 2.0, 6.0]);
        assert_eq!((spread.mean, spread.standard_deviation), (3.0, 7.0_f64.sqrt()));
        assert_eq!(Spread::of("test R²", false, vec![0.5]).standard_deviation, 0.0);
    }
}
