use super::Metrics;
use crate::pace::{Pace, ROWS};

/// Of each class how many rows are of it, how many are answered so, and how many are both. All that is told of answers without their
/// probabilities follows from these sums of the confusion matrix.
pub struct ClassCounts {
    classes: Vec<Counts>,
    rows: f64,
}

/// Whole numbers, as f64 since their products are beyond 32 bits.
#[derive(Clone, Copy, Default)]
struct Counts {
    actual: f64,
    answered: f64,
    right: f64,
}

impl ClassCounts {
    /// `answers`, `actual`: classes below `n_classes`.
    pub async fn in_steps(answers: &[u32], actual: &[u32], n_classes: usize, pace: &Pace) -> ClassCounts {
        let mut classes = vec![Counts::default(); n_classes];
        for (answers, actual) in answers.chunks(ROWS).zip(actual.chunks(ROWS)) {
            for (&answer, &actual) in answers.iter().zip(actual) {
                classes[actual as usize].actual += 1.0;
                classes[answer as usize].answered += 1.0;
                classes[actual as usize].right += f64::from(answer == actual);
            }
            pace.after(actual.len()).await;
        }
        let rows = classes.iter().map(|class| class.actual).sum();
        ClassCounts { classes, rows }
    }

    /// The scores, each as [`Metrics`] says.
    pub fn metrics(&self) -> Metrics {
        if self.rows == 0.0 {
            return Metrics::default();
        }
        let is_there = |class: &Counts| class.actual > 0.0;
        let is_named = |class: &Counts| class.actual + class.answered > 0.0;
        let right = self.sum(|class| class.right);
        // Rows that would be right by chance, and how often rows that are taken twice are of one class, times all rows.
        let chance = self.sum(|class| class.actual * class.answered);
        let same_actual = self.sum(|class| class.actual * class.actual);
        let same_answer = self.sum(|class| class.answered * class.answered);
        let pairs = self.rows * self.rows;
        let agreed = right * self.rows - chance;
        let varied = ((pairs - same_actual) * (pairs - same_answer)).sqrt();
        Metrics {
            balanced_accuracy: self.mean(is_there, |class| class.right / class.actual),
            f1_macro: self.mean(is_named, |class| 2.0 * class.right / (class.actual + class.answered)),
            f1_micro: Some(right / self.rows),
            precision_macro: self.mean(is_named, |class| class.right / class.answered.max(1.0)),
            recall_macro: self.mean(is_named, |class| class.right / class.actual.max(1.0)),
            matthews: (pairs > same_actual).then_some(if varied > 0.0 { agreed / varied } else { 0.0 }),
            kappa: (pairs > chance).then_some(agreed / (pairs - chance)),
            ..Metrics::default()
        }
    }

    fn sum(&self, of: impl Fn(&Counts) -> f64) -> f64 {
        self.classes.iter().map(of).sum()
    }

    fn mean(&self, counts: impl Fn(&Counts) -> bool, of: impl Fn(&Counts) -> f64) -> Option<f64> {
        let counted = || self.classes.iter().filter(|class| counts(class));
        Some(counted().map(of).sum::<f64>() / counted().count() as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pace::at_once;

    fn metrics(answers: &[u32], actual: &[u32], n_classes: usize) -> Metrics {
        at_once(async |pace| ClassCounts::in_steps(answers, actual, n_classes, pace).await.metrics())
    }

    /// Of four rows of the first class three are right, of one of the second none; the third class is only answered.
    #[test]
    fn five_rows_by_hand() {
        let metrics = metrics(&[0, 0, 0, 2, 0], &[0, 0, 0, 0, 1], 4);
        assert_eq!((metrics.balanced_accuracy, metrics.recall_macro), (Some(0.375), Some(0.25)));
        assert_eq!((metrics.precision_macro, metrics.f1_micro), (Some(0.25), Some(0.6)));
        assert_eq!(metrics.f1_macro, Some(0.25));
        // By chance (4 · 4) ÷ 25: (0.6 − 0.64) ÷ 0.36, and (15 − 16) ÷ √((25 − 17) · (25 − 17)).
        assert!((metrics.kappa.unwrap() + 1.0 / 9.0).abs() < 1e-15);
        assert_eq!(metrics.matthews, Some(-0.125));
    }

    #[test]
    fn what_does_not_vary_correlates_with_nothing() {
        let always = metrics(&[0, 0], &[0, 1], 2);
        assert_eq!((always.matthews, always.kappa), (Some(0.0), Some(0.0)));
        let only = metrics(&[0, 1], &[0, 0], 2);
        assert_eq!((only.matthews, only.kappa), (None, Some(0.0)));
        let both = metrics(&[0, 0], &[0, 0], 2);
        assert_eq!((both.matthews, both.kappa, both.f1_macro), (None, None, Some(1.0)));
        assert_eq!(metrics(&[], &[], 2), Metrics::default());
    }
}
