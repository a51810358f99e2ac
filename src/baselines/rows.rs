use crate::boosting::Loss;
use crate::matrix::{Lane, Matrix, ln};

/// Rows to learn from, or to watch.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'a> {
    /// (n_rows, n_columns): numbers, of which a missing one is not a number, and levels' numbers.
    pub inputs: &'a Matrix,
    /// What is right, one a row.
    pub answers: Answers<'a>,
    /// One a row, or none: all count alike.
    pub weights: &'a [f32],
}

/// What the rows' answers are, one a row.
#[derive(Clone, Copy, Debug)]
pub enum Answers<'a> {
    /// Finite numbers, best of mean 0 and standard deviation 1.
    Numbers(&'a [f32]),
    /// Numbers of classes, 0 … n_classes − 1.
    Classes {
        /// Each row's class.
        numbers: &'a [u32],
        /// How many classes there are, those without a row included.
        n_classes: usize,
    },
}

impl Answers<'_> {
    pub(super) fn loss(&self) -> Loss {
        match *self {
            Answers::Numbers(_) => Loss::Squared,
            Answers::Classes { n_classes: 2, .. } => Loss::Logistic,
            Answers::Classes { n_classes, .. } => Loss::Softmax(n_classes.max(1)),
        }
    }

    /// As numbers.
    pub(super) fn targets(&self) -> Vec<f32> {
        match *self {
            Answers::Numbers(numbers) => numbers.to_vec(),
            Answers::Classes { numbers, .. } => numbers.iter().map(|&class| class as f32).collect(),
        }
    }
}

/// Weights of mean 1, none where all count alike: what is no weight counts nothing.
pub(super) fn weights(given: &[f32]) -> Vec<f32> {
    let is_weight = |weight: f32| weight.is_finite() && weight > 0.0;
    let sum: f64 = given.iter().filter(|&&weight| is_weight(weight)).map(|&weight| f64::from(weight)).sum();
    if sum == 0.0 {
        return Vec::new();
    }
    let scale = given.len() as f64 / sum;
    given
        .iter()
        .map(|&weight| if is_weight(weight) { (f64::from(weight) * scale) as f32 } else { 0.0 })
        .collect()
}

/// The scores that are best without a tree: the mean, or the logarithms of the classes' odds, half a row added to each class.
pub(super) fn base(loss: Loss, targets: &[f32], weights: &[f32]) -> Vec<f32> {
    let weight = |row: usize| weights.get(row).map_or(1.0, |&weight| f64::from(weight));
    if loss == Loss::Squared {
        let sums = targets.iter().enumerate().fold([0.0, 0.0], |[sum, total], (row, &target)| {
            [sum + weight(row) * f64::from(target), total + weight(row)]
        });
        return vec![if sums[1] > 0.0 { (sums[0] / sums[1]) as f32 } else { 0.0 }];
    }
    let mut counts = vec![0.5; loss.n_outputs().max(2)];
    for (row, &class) in targets.iter().enumerate() {
        if let Some(count) = counts.get_mut(class as usize) {
            *count += weight(row);
        }
    }
    let logarithm = |share: f64| ln(Lane::splat(share as f32)).to_array()[0];
    match loss {
        Loss::Logistic => vec![logarithm(counts[1] / counts[0])],
        _ => {
            let total: f64 = counts.iter().sum();
            counts.iter().take(loss.n_outputs()).map(|count| logarithm(count / total)).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_have_mean_1_and_what_is_none_counts_nothing() {
        assert_eq!(weights(&[1.0, 3.0]), [0.5, 1.5]);
        assert_eq!(weights(&[f32::NAN, 2.0, -1.0, 2.0]), [0.0, 2.0, 0.0, 2.0]);
        assert!(weights(&[0.0]).is_empty());
    }

    #[test]
    fn the_base_is_the_mean_or_the_odds() {
        assert_eq!(base(Loss::Squared, &[1.0, 4.0], &[2.0, 1.0]), [2.0]);
        // 3.5 against 0.5.
        let odds = base(Loss::Logistic, &[1.0; 3], &[]);
        assert!((odds[0] - 7f32.ln()).abs() < 1e-6);
        assert!((base(Loss::Softmax(3), &[0.0, 1.0, 2.0], &[])[1] - (1f32 / 3.0).ln()).abs() < 1e-6);
    }
}
