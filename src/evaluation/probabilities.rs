use super::{Metrics, Ranking};
use crate::dataset::TargetEncoder;
use crate::model::Outputs;
use crate::pace::Pace;

/// Bins of the highest probability (Guo et al. 2017, section 4).
const BINS: usize = 15;

/// Among so many likeliest classes a row's own is looked for.
const TOP: usize = 5;

/// What the probabilities of classes are worth, gathered from outputs as they come.
///
/// Held are only those that classes are ranked by, the second of two or all, and of more than two classes only up to
/// [`Outputs::MOST_HELD`] of them: beyond that there is no ROC AUC and no average precision.
pub struct Probabilities<'a> {
    /// The classes of the rows that come.
    actual: &'a [u32],
    n_classes: usize,
    rows: usize,
    /// Σ (p − y)² over rows and classes.
    squares: f64,
    in_top: usize,
    bins: [Bin; BINS],
    /// (rows, ranked classes) row by row; `None` where they are too many.
    held: Option<Vec<f64>>,
}

/// Rows whose highest probability is about the same.
#[derive(Clone, Copy, Default)]
struct Bin {
    confidence: f64,
    right: f64,
}

impl<'a> Probabilities<'a> {
    /// `actual`: the classes of all rows that will come.
    pub fn new(target: &TargetEncoder, n_classes: usize, actual: &'a [u32]) -> Probabilities<'a> {
        let is_held = n_classes == 2 || Outputs::may_be_held(target, actual.len());
        Probabilities {
            actual,
            n_classes,
            rows: 0,
            squares: 0.0,
            in_top: 0,
            bins: [Bin::default(); BINS],
            held: is_held.then(Vec::new),
        }
    }

    /// Takes the next rows.
    pub fn add(&mut self, outputs: &Outputs) {
        let ranked = self.ranked();
        for row in 0..outputs.n_rows() {
            let (Some(&actual), Some(highest)) = (self.actual.get(self.rows), outputs.probability(row))
            else {
                return;
            };
            let probabilities = outputs.probabilities(row);
            let actual = actual as usize;
            let own = probabilities[actual];
            let (mut square, mut likelier) = (0.0, 0);
            for (class, &p) in probabilities.iter().enumerate() {
                let error = p - f64::from(u8::from(class == actual));
                square += error * error;
                likelier += usize::from(p > own || (p == own && class < actual));
            }
            self.squares += square;
            self.in_top += usize::from(likelier < TOP);
            // Each bin has its upper end: 1 is in the last.
            let bin = ((highest * BINS as f64).ceil() as usize).clamp(1, BINS) - 1;
            self.bins[bin].confidence += highest;
            self.bins[bin].right += f64::from(u8::from(outputs.is_class(row, actual)));
            if let Some(held) = &mut self.held {
                held.extend_from_slice(&probabilities[ranked.clone()]);
            }
            self.rows += 1;
        }
    }

    /// Fills in the scores, each as [`Metrics`] says.
    pub async fn finish(self, metrics: &mut Metrics, pace: &Pace) {
        if self.rows == 0 {
            return;
        }
        let rows = self.rows as f64;
        let is_pair = self.n_classes == 2;
        // Of two classes both errors are the same.
        let brier = self.squares / rows / if is_pair { 2.0 } else { 1.0 };
        let off: f64 = self.bins.iter().map(|bin| (bin.right - bin.confidence).abs()).sum();
        metrics.brier = Some(brier);
        metrics.calibration_error = Some(off / rows);
        metrics.top_5_accuracy = (self.n_classes > TOP).then_some(self.in_top as f64 / rows);
        let ranked = self.ranked();
        let Some(held) = self.held else { return };
        let (mut areas, mut weighted, mut precisions) = (Mean::default(), Mean::default(), Mean::default());
        for (place, class) in ranked.clone().enumerate() {
            let of_class = held.iter().skip(place).step_by(ranked.len()).copied();
            let ranking = Ranking::in_steps(of_class, &self.actual[..self.rows], class as u32, pace).await;
            areas.add(ranking.roc_auc, 1.0);
            weighted.add(ranking.roc_auc, ranking.rows);
            precisions.add(ranking.average_precision, 1.0);
        }
        metrics.roc_auc = areas.mean();
        metrics.roc_auc_weighted = weighted.mean().filter(|_| !is_pair);
        metrics.average_precision = precisions.mean();
    }

    /// The classes that rows are ranked by: the order of the first of two is that of the second, upside down.
    fn ranked(&self) -> std::ops::Range<usize> {
        if self.n_classes == 2 { 1..2 } else { 0..self.n_classes }
    }
}

/// A mean over the classes that have a score.
#[derive(Default)]
struct Mean {
    sum: f64,
    weight: f64,
}

impl Mean {
    fn add(&mut self, score: Option<f64>, weight: f64) {
        if let Some(score) = score {
            self.sum += weight * score;
            self.weight += weight;
        }
    }

    fn mean(&self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.sum / self.weight)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::examples;
    use crate::pace::at_once;

    fn metrics<const N: usize>(rows: &[[f64; N]], actual: &[u32]) -> Metrics {
        let levels = (0..N).map(|level| level.to_string()).collect::<Vec<_>>();
        let target = examples::classes(&levels.iter().map(String::as_str).collect::<Vec<_>>());
        let mut probabilities = Probabilities::new(&target, N, actual);
        // In two parts, as they come.
        let (one, other) = rows.split_at(rows.len() / 2);
        probabilities.add(&Outputs::of_classes(one));
        probabilities.add(&Outputs::of_classes(other));
        let mut metrics = Metrics::default();
        at_once(async |pace| probabilities.finish(&mut metrics, pace).await);
        metrics
    }

    #[test]
    fn two_classes_by_hand() {
        let metrics = metrics(&[[0.9, 0.1], [0.6, 0.4], [0.65, 0.35], [0.2, 0.8]], &[0, 0, 1, 1]);
        // 0.1², 0.4², 0.65², 0.2².
        assert!((metrics.brier.unwrap() - (0.01 + 0.16 + 0.4225 + 0.04) / 4.0).abs() < 1e-15);
        // Bins (8, 9], (9, 10], (11, 12], (13, 14] of 15: off by 0.4, 0.65, 0.2 and 0.1.
        assert!((metrics.calibration_error.unwrap() - 1.35 / 4.0).abs() < 1e-15);
        assert_eq!(
            (metrics.roc_auc, metrics.roc_auc_weighted, metrics.top_5_accuracy),
            (Some(0.75), None, None)
        );
    }

    #[test]
    fn of_many_classes_each_is_ranked_against_the_rest() {
        let rows = [[0.5, 0.25, 0.25], [0.25, 0.5, 0.25], [0.25, 0.5, 0.25], [0.5, 0.25, 0.25]];
        let metrics = metrics(&rows, &[0, 1, 1, 1]);
        // The first class's row beats two of the other three and ties with one; two of the second's three beat the other row and one
        // ties. The third class is not there.
        assert!((metrics.roc_auc.unwrap() - 2.5 / 3.0).abs() < 1e-15);
        assert!((metrics.roc_auc_weighted.unwrap() - 2.5 / 3.0).abs() < 1e-15);
        assert!((metrics.brier.unwrap() - (3.0 * 0.375 + 0.875) / 4.0).abs() < 1e-15);
    }

    #[test]
    fn of_equally_likely_classes_the_first_five_are_among_five() {
        let metrics = metrics(&[[1.0 / 6.0; 6], [1.0 / 6.0; 6]], &[4, 5]);
        assert_eq!(metrics.top_5_accuracy, Some(0.5));
    }

    #[test]
    fn so_many_are_ranked() {
        let target = examples::classes(&vec!["level"; 101]);
        let actual = vec![0; 90_000];
        assert!(Probabilities::new(&target, 101, &actual).held.is_none());
        assert!(Probabilities::new(&target, 101, &actual[..80_000]).held.is_some());
        assert!(metrics::<2>(&[], &[]) == Metrics::default());
    }
}
