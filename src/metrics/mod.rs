//! Scores of numbers against numbers. All sums are f64 in row order.

/// How many predictions are equal to the actual values: the count behind the assignment's `curAccu`.
pub fn correct<T: PartialEq>(predicted: &[T], actual: &[T]) -> usize {
    predicted.iter().zip(actual).filter(|(predicted, actual)| predicted == actual).count()
}

/// Mean of |ŷ − y|, in the unit of y.
pub fn mean_absolute_error(predicted: &[f64], actual: &[f64]) -> f64 {
    mean(predicted.iter().zip(actual).map(|(predicted, actual)| (predicted - actual).abs()))
}

/// Mean of (ŷ − y)², in the squared unit of y.
pub fn mean_squared_error(predicted: &[f64], actual: &[f64]) -> f64 {
    mean(predicted.iter().zip(actual).map(|(predicted, actual)| (predicted - actual).powi(2)))
}

/// R², the share of variance explained: 1 − Σ(y − ŷ)² / Σ(y − mean y)². `None` where y does not vary.
pub fn r2(predicted: &[f64], actual: &[f64]) -> Option<f64> {
    let centre = mean(actual.iter().copied());
    let variance = mean(actual.iter().map(|y| (y - centre).powi(2)));
    (variance > 0.0).then(|| 1.0 - mean_squared_error(predicted, actual) / variance)
}

/// Arithmetic mean; 0 of nothing.
pub fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut count) = (0.0, 0usize);
    for value in values {
        sum += value;
        count += 1;
    }
    if count == 0 { 0.0 } else { sum / count as f64 }
}

/// Mean and its standard error √(s² / n), s² with n − 1. The error of fewer than two values is 0.
pub fn mean_and_standard_error(values: &[f64]) -> (f64, f64) {
    let centre = mean(values.iter().copied());
    let n = values.len() as f64;
    if n < 2.0 {
        return (centre, 0.0);
    }
    let squares: f64 = values.iter().map(|value| (value - centre).powi(2)).sum();
    (centre, (squares / (n - 1.0) / n).sqrt())
}

/// Sorts numbers, the least first: one sort for all that sort numbers, since each one of its own would be downloaded too.
#[inline(never)]
pub fn ascend(numbers: &mut [f64]) {
    numbers.sort_unstable_by(f64::total_cmp);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn correct_counts_equal_places() {
        assert_eq!(correct(&[1, 2, 3, 4], &[1, 0, 3, 0]), 2);
    }

    #[test]
    fn errors_of_two_rows_by_hand() {
        // Off by 1 and by 3: MAE 2, MSE (1 + 9) / 2.
        assert_eq!(mean_absolute_error(&[2.0, 1.0], &[1.0, 4.0]), 2.0);
        assert_eq!(mean_squared_error(&[2.0, 1.0], &[1.0, 4.0]), 5.0);
    }

    #[test]
    fn r2_is_one_for_the_truth_zero_for_the_mean_and_nothing_for_a_constant() {
        let actual = [1.0, 2.0, 3.0];
        assert_eq!(r2(&actual, &actual), Some(1.0));
        assert_eq!(r2(&[2.0; 3], &actual), Some(0.0));
        assert_eq!(r2(&[2.0; 3], &[5.0; 3]), None);
    }

    #[test]
    fn standard_error_of_four_rows_by_hand() {
        // Mean 0.5; s² = (4 · 0.25) / 3 = 1/3; √(1/3 / 4) = 0.288675.
        let (mean, error) = mean_and_standard_error(&[0.0, 1.0, 1.0, 0.0]);
        assert_eq!(mean, 0.5);
        assert!((error - 0.288_675).abs() < 1e-6);
    }
}
