use crate::pace::{self, Pace, ROWS, key_of};

/// How well the probability of a class puts its rows before the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranking {
    /// Rows of the class.
    pub rows: f64,
    /// The area under the ROC curve: how likely a row of the class gets a higher probability than another row, ties counted half
    /// (Fawcett 2006, "An introduction to ROC analysis", section 7). `None` where there are only rows of the class, or none.
    pub roc_auc: Option<f64>,
    /// Σ (recall − recall before) · precision over the distinct probabilities as thresholds, from the highest (scikit-learn's
    /// `average_precision_score`). `None` where there are no rows of the class.
    pub average_precision: Option<f64>,
}

impl Ranking {
    /// `probabilities`: of the class, of each row; `actual`: each row's class.
    pub async fn in_steps(
        probabilities: impl Iterator<Item = f64>,
        actual: &[u32],
        class: u32,
        pace: &Pace,
    ) -> Ranking {
        // + 0.0: the zeros of either sign are equal.
        let keys: Vec<u64> =
            probabilities.zip(actual).map(|(probability, _)| key_of(probability + 0.0)).collect();
        pace.after(keys.len()).await;
        let order = pace::order_of(&keys, pace).await;
        let mut passed = Passed::default();
        let mut last = None;
        for some in order.rchunks(ROWS) {
            for &row in some.iter().rev() {
                let row = row as usize;
                if last != Some(keys[row]) {
                    passed.close();
                    last = Some(keys[row]);
                }
                passed.take(actual[row] == class);
            }
            pace.after(2 * some.len()).await;
        }
        passed.close();
        let Passed { of_class, of_others, pairs, precision, .. } = passed;
        let has_both = of_class > 0.0 && of_others > 0.0;
        Ranking {
            rows: of_class,
            roc_auc: has_both.then(|| pairs / (of_class * of_others)),
            average_precision: (of_class > 0.0).then(|| precision / of_class),
        }
    }
}

/// Rows from the highest probability down to one, as counts.
#[derive(Default)]
struct Passed {
    of_class: f64,
    of_others: f64,
    /// Rows of the class and others of equal probability that are not yet among these.
    equal: (f64, f64),
    /// Pairs of a row of the class and another that are in order.
    pairs: f64,
    /// Of each row of the class: how many of those as high as it are of the class.
    precision: f64,
}

impl Passed {
    fn take(&mut self, is_of_class: bool) {
        let count = if is_of_class { &mut self.equal.0 } else { &mut self.equal.1 };
        *count += 1.0;
    }

    /// There are no more rows of this probability.
    fn close(&mut self) {
        let (of_class, of_others) = std::mem::take(&mut self.equal);
        self.pairs += of_others * (self.of_class + 0.5 * of_class);
        self.of_class += of_class;
        self.of_others += of_others;
        if of_class > 0.0 {
            self.precision += of_class * (self.of_class / (self.of_class + self.of_others));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pace::at_once;

    fn ranking(probabilities: &[f64], actual: &[u32]) -> (Option<f64>, Option<f64>) {
        let ranking =
            at_once(async |pace| Ranking::in_steps(probabilities.iter().copied(), actual, 1, pace).await);
        (ranking.roc_auc, ranking.average_precision)
    }

    /// scikit-learn's own example: three of the four pairs are in order, and (1 + 2/3) / 2.
    #[test]
    fn pairs_in_order_are_counted() {
        assert_eq!(
            ranking(&[0.1, 0.4, 0.35, 0.8], &[0, 0, 1, 1]),
            (Some(0.75), Some((1.0 + 2.0 / 3.0) / 2.0))
        );
        assert_eq!(ranking(&[0.5; 4], &[0, 1, 0, 1]), (Some(0.5), Some(0.5)), "ties count half");
        assert_eq!(ranking(&[0.9, 0.1], &[0, 1]), (Some(0.0), Some(0.5)));
        // Of 2 · 2 pairs: 0.3 ties with 0.3, and beats 0.1; 0.7 beats both.
        assert_eq!(
            ranking(&[0.3, 0.1, 0.3, 0.7], &[0, 0, 1, 1]),
            (Some(3.5 / 4.0), Some((1.0 + 2.0 / 3.0) / 2.0))
        );
    }

    #[test]
    fn without_a_class_there_is_no_order() {
        assert_eq!(ranking(&[0.9, 0.1], &[1, 1]), (None, Some(1.0)));
        assert_eq!(ranking(&[0.9, 0.1], &[0, 0]), (None, None));
        assert_eq!(ranking(&[], &[]), (None, None));
        assert_eq!(ranking(&[0.0, -0.0], &[0, 1]), (Some(0.5), Some(0.5)), "both are nothing");
    }

    #[test]
    fn many_rows_are_ranked_across_the_steps() {
        let n = 3 * ROWS + 7;
        let probabilities: Vec<f64> = (0..n).map(|row| (row / 2) as f64 / n as f64).collect();
        let actual: Vec<u32> = (0..n).map(|row| u32::from(row >= n / 2)).collect();
        let (roc_auc, precision) = ranking(&probabilities, &actual);
        assert!(roc_auc.unwrap() > 0.999_9 && precision.unwrap() > 0.999_9, "{roc_auc:?} {precision:?}");
    }
}
