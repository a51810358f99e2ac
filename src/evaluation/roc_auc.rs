use crate::dataset::{TargetEncoder, Targets};
use crate::model::Outputs;
use crate::order;

/// The area under the ROC curve of two classes: how likely a row of the second gets a higher probability of it than a row of the
/// first, ties counted half (Fawcett 2006, "An introduction to ROC analysis", section 7).
///
/// `probabilities`: of the second class. `None` where one of the classes is not there.
pub fn roc_auc(probabilities: &[f64], actual: &[u32]) -> Option<f64> {
    let n_rows = probabilities.len().min(actual.len());
    let order = order::places(n_rows, &mut |one, other| probabilities[one].total_cmp(&probabilities[other]));
    let (mut negative, mut pairs) = (0.0, 0.0);
    let mut positive = 0.0;
    for equal in order.chunk_by(|&a, &b| probabilities[a] == probabilities[b]) {
        let of_second = equal.iter().filter(|&&row| actual[row] == 1).count() as f64;
        let of_first = equal.len() as f64 - of_second;
        pairs += of_second * (negative + 0.5 * of_first);
        negative += of_first;
        positive += of_second;
    }
    (negative > 0.0 && positive > 0.0).then(|| pairs / (negative * positive))
}

/// Probabilities of the second of two classes, gathered from outputs as they come.
#[derive(Clone, Debug, Default)]
pub struct SecondClass(Vec<f64>);

impl SecondClass {
    /// `None` where there are not two classes.
    pub fn new(target: &TargetEncoder) -> Option<SecondClass> {
        match target {
            TargetEncoder::Classes { levels, .. } if levels.len() == 2 => Some(SecondClass::default()),
            _ => None,
        }
    }

    /// Takes the next rows.
    pub fn add(&mut self, outputs: &Outputs) {
        self.0.extend((0..outputs.n_rows()).map(|row| outputs.probabilities(row)[1]));
    }

    /// `actual`: the classes of the rows that were taken.
    pub fn roc_auc(&self, actual: &Targets) -> Option<f64> {
        match actual {
            Targets::Classes(classes) => roc_auc(&self.0, classes),
            Targets::Numbers(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// scikit-learn's own example: three of the four pairs are in order.
    #[test]
    fn pairs_in_order_are_counted() {
        assert_eq!(roc_auc(&[0.1, 0.4, 0.35, 0.8], &[0, 0, 1, 1]), Some(0.75));
        assert_eq!(roc_auc(&[0.5; 4], &[0, 1, 0, 1]), Some(0.5), "ties count half");
        assert_eq!(roc_auc(&[0.9, 0.1], &[0, 1]), Some(0.0));
        assert_eq!(roc_auc(&[0.9, 0.1], &[1, 1]), None);
        // Of 2 · 2 pairs: 0.3 ties with 0.3, and beats 0.1; 0.7 beats both.
        assert_eq!(roc_auc(&[0.3, 0.1, 0.3, 0.7], &[0, 0, 1, 1]), Some(3.5 / 4.0));
    }
}
