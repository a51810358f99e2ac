use super::packed::packed;

/// Counts epochs that were no better, as scikit-learn does: a run is over when more than so many come one after the
/// other.
#[derive(Clone, Debug, PartialEq)]
pub struct Patience {
    /// What counts as better.
    tol: f64,
    /// scikit-learn's `n_iter_no_change`.
    most: usize,
    /// Lowest loss or highest score so far.
    best: Option<f64>,
    misses: usize,
}

/// What a [`Patience`] has counted.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PatienceProgress {
    best: Option<f64>,
    misses: usize,
}

packed!(PatienceProgress { best, misses });

impl Patience {
    /// `tol`: what counts as better; `most`: epochs in a row that may be no better.
    pub fn new(tol: f64, most: usize) -> Patience {
        Patience { tol, most, best: None, misses: 0 }
    }

    /// The mean loss of an epoch: it must fall by `tol` below the lowest so far.
    pub fn hear_loss(&mut self, loss: f64) {
        let is_miss = self.best.is_some_and(|best| loss > best - self.tol);
        self.misses = if is_miss { self.misses + 1 } else { 0 };
        if self.best.is_none_or(|best| loss < best) {
            self.best = Some(loss);
        }
    }

    /// The validation score after an epoch: it must rise by `tol` above the highest so far. Returns whether it is the
    /// highest, even by less.
    pub fn hear_score(&mut self, score: f64) -> bool {
        let is_miss = self.best.is_some_and(|best| score < best + self.tol);
        self.misses = if is_miss { self.misses + 1 } else { 0 };
        let is_best = self.best.is_none_or(|best| score > best);
        if is_best {
            self.best = Some(score);
        }
        is_best
    }

    /// Whether it has been too many epochs.
    pub fn is_over(&self) -> bool {
        self.misses > self.most
    }

    /// Begins to count anew; the best stays.
    pub fn begin_again(&mut self) {
        self.misses = 0;
    }

    /// Goes on with what another one of the same tolerance has counted.
    pub(super) fn resume(self, PatienceProgress { best, misses }: PatienceProgress) -> Patience {
        Patience { best, misses, ..self }
    }

    pub(super) fn progress(&self) -> PatienceProgress {
        PatienceProgress { best: self.best, misses: self.misses }
    }

    /// The best loss or score heard so far.
    pub fn best(&self) -> Option<f64> {
        self.best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loss_that_falls_by_too_little_is_a_miss_and_still_the_best() {
        let mut patience = Patience::new(0.1, 2);
        for (loss, misses) in [(1.0, 0), (0.95, 1), (0.8, 0), (0.75, 1), (0.74, 2), (0.73, 3)] {
            patience.hear_loss(loss);
            assert_eq!(patience.misses, misses, "{loss}");
        }
        assert!(patience.is_over());
        assert_eq!(patience.best(), Some(0.73));
        patience.begin_again();
        assert!(!patience.is_over());
    }

    #[test]
    fn a_score_must_rise() {
        let mut patience = Patience::new(0.1, 1);
        let is_best = [0.5, 0.55, 0.9, 0.2].map(|score| patience.hear_score(score));
        assert_eq!(is_best, [true, true, true, false]);
        assert_eq!((patience.misses, patience.best(), patience.is_over()), (1, Some(0.9), false));
        patience.hear_score(0.95);
        assert!(patience.is_over());
    }
}
