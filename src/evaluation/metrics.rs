use serde::{Deserialize, Serialize};

use super::class_counts::ClassCounts;
use super::number_ranks::{median_error, spearman};
use crate::dataset::{TargetEncoder, Targets};
use crate::metrics;
use crate::pace::Pace;

/// What is told of some rows beside [`super::Scores`], which has accuracy, loss (of classes the log loss), R², root mean squared and
/// mean absolute error. All rows count alike. `None` where a score is not of this task, is not defined for these rows, or would take
/// probabilities that are not at hand.
///
/// Definitions are scikit-learn's, where it has one; `tests/golden/metrics.json` holds each to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Metrics {
    /// The area under the ROC curve ([`super::Ranking`]): of two classes that of the second; of more the plain mean of each class
    /// against the rest, over the classes that are among the rows. 0.5 is chance.
    pub roc_auc: Option<f64>,
    /// Of more than two classes: the same mean, each class counted by its rows.
    pub roc_auc_weighted: Option<f64>,
    /// The average precision ([`super::Ranking`]): of two classes that of the second, of more the plain mean over the classes that are
    /// among the rows. Chance is the share of the class.
    pub average_precision: Option<f64>,
    /// Brier score, 0 is best (Brier 1950, "Verification of forecasts expressed in terms of probability"): the mean of
    /// (p − y)² of the second of two classes, 0 to 1; of more Σ (p − y)² over the classes, 0 to 2.
    pub brier: Option<f64>,
    /// The mean of the classes' recall, over the classes that are among the rows.
    pub balanced_accuracy: Option<f64>,
    /// The mean over the classes that are or are answered of 2·right ÷ (rows that are it + rows answered so).
    pub f1_macro: Option<f64>,
    /// F1 of all classes' counts together; each row has one class and one answer, so it is the accuracy.
    pub f1_micro: Option<f64>,
    /// The mean of the classes' precision, right ÷ rows answered so: 0 for a class that is never answered.
    pub precision_macro: Option<f64>,
    /// The mean of the classes' recall, right ÷ rows that are it: 0 for a class that is only answered.
    pub recall_macro: Option<f64>,
    /// Matthews correlation coefficient in the form for many classes (Gorodkin 2004, "Comparing two K-category assignments by a
    /// K-category correlation coefficient", equation 8), −1 to 1. 0 where all rows get the same answer, `None` where all rows are of
    /// one class.
    pub matthews: Option<f64>,
    /// Cohen's kappa (Cohen 1960, "A coefficient of agreement for nominal scales"): agreement beyond what the classes' shares alone
    /// would give. `None` where those give all.
    pub kappa: Option<f64>,
    /// Expected calibration error (Guo et al. 2017, "On calibration of modern neural networks", equation 3): how far the highest
    /// probability is from the share that is right, over 15 bins of equal width, each counted by its rows. 0 is best.
    pub calibration_error: Option<f64>,
    /// Of more than five classes: the share of rows whose class is among the five likeliest; of equally likely ones the first is
    /// likelier, as it is the answer.
    pub top_5_accuracy: Option<f64>,
    /// The median of |ŷ − y|, in the target's unit; of an even number of rows the mean of the middle two.
    pub median_absolute_error: Option<f64>,
    /// The mean of |ŷ − y| ÷ |y|, as a share; `None` where some actual value is 0.
    pub mean_absolute_percentage_error: Option<f64>,
    /// Spearman's rank correlation of answers and actual values, equal ones having the mean of their ranks; `None` where either does
    /// not vary.
    pub spearman: Option<f64>,
}

impl Metrics {
    /// What the answers alone say; [`super::Gathered`] adds what takes probabilities.
    pub async fn of_answers(
        answers: &Targets,
        actual: &Targets,
        target: &TargetEncoder,
        pace: &Pace,
    ) -> Metrics {
        match (answers, actual, target) {
            (Targets::Numbers(answers), Targets::Numbers(actual), _) => {
                Metrics::of_numbers(answers, actual, pace).await
            }
            (Targets::Classes(answers), Targets::Classes(actual), TargetEncoder::Classes { levels, .. }) => {
                ClassCounts::in_steps(answers, actual, levels.len(), pace).await.metrics()
            }
            _ => Metrics::default(),
        }
    }

    async fn of_numbers(answers: &[f64], actual: &[f64], pace: &Pace) -> Metrics {
        let has_zero = actual.contains(&0.0);
        let shares = || answers.iter().zip(actual).map(|(answer, actual)| ((answer - actual) / actual).abs());
        let share = (!has_zero && !actual.is_empty()).then(|| metrics::mean(shares()));
        pace.after(actual.len()).await;
        Metrics {
            median_absolute_error: median_error(answers, actual, pace)
                .await
                .filter(|error| error.is_finite()),
            mean_absolute_percentage_error: share.filter(|share| share.is_finite()),
            spearman: spearman(answers, actual, pace).await,
            ..Metrics::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::examples;
    use crate::pace::at_once;

    fn of_numbers(answers: &[f64], actual: &[f64]) -> Metrics {
        at_once(async |pace| Metrics::of_numbers(answers, actual, pace).await)
    }

    #[test]
    fn numbers_by_hand() {
        let metrics = of_numbers(&[2.0, 1.0, 10.0, 5.0], &[1.0, 4.0, 8.0, 5.0]);
        // Off by 1, 3, 2 and 0, of 1, 4, 8 and 5.
        assert_eq!(metrics.median_absolute_error, Some(1.5));
        assert_eq!(metrics.mean_absolute_percentage_error, Some((1.0 + 0.75 + 0.25) / 4.0));
        // Ranks 2, 1, 4, 3 against 1, 2, 4, 3: 1 − 6 · 2 ÷ (4 · 15).
        assert!((metrics.spearman.unwrap() - 0.8).abs() < 1e-15);
        assert_eq!((metrics.roc_auc, metrics.kappa), (None, None));
    }

    #[test]
    fn what_is_not_defined_is_not_told() {
        assert_eq!(of_numbers(&[], &[]), Metrics::default());
        let one = of_numbers(&[1.0], &[0.0]);
        assert_eq!((one.median_absolute_error, one.mean_absolute_percentage_error), (Some(1.0), None));
        assert_eq!(one.spearman, None);
        let huge = of_numbers(&[f64::MAX, 1.0], &[-f64::MAX, 1e-300]);
        assert_eq!((huge.median_absolute_error, huge.mean_absolute_percentage_error), (None, None));
        let numbers = Targets::Numbers(vec![1.0]);
        let target = examples::classes(&["a", "b"]);
        let mixed = Targets::Classes(vec![0]);
        let told = at_once(async |pace| Metrics::of_answers(&numbers, &mixed, &target, pace).await);
        assert_eq!(told, Metrics::default());
    }
}
