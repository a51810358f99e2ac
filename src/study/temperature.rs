use crate::dataset::ln;
use crate::model::{Outputs, at_temperature};
use crate::pace::Pace;

/// How far from 1 it may be, either way.
const MOST: f64 = 4.0;
/// Halvings of the interval by the golden section: the last is below a thousandth of a temperature.
const STEPS: usize = 24;

/// Rows between two looks at the clock.
const ROWS: usize = 256;

/// The temperature T whose probabilities pᵀ⁻¹ / Σ pᵀ⁻¹ have the least mean log loss on rows that no member was trained on (Guo, Pleiss,
/// Sun and Weinberger 2017, "On Calibration of Modern Neural Networks"); 1 where no other is better.
///
/// `weights`: of the rows; none where all count alike.
pub async fn fit(mix: &Outputs, classes: &[u32], weights: &[f32], pace: &Pace) -> f64 {
    let n_rows = mix.n_rows().min(classes.len());
    let width = if n_rows > 0 { mix.probabilities(0).len() } else { 0 };
    // The logarithm of the temperature, so that 2 is as far from 1 as ½.
    let (mut low, mut high) = (-ln(MOST), ln(MOST));
    let golden = (5.0f64.sqrt() - 1.0) / 2.0;
    let mut row = vec![0.0; width];
    let plain = loss(mix, classes, weights, 0.0, &mut row, pace).await;
    let mut best = (plain, 0.0);
    for _ in 0..STEPS {
        let (left, right) = (high - golden * (high - low), low + golden * (high - low));
        let of_left = loss(mix, classes, weights, left, &mut row, pace).await;
        let of_right = loss(mix, classes, weights, right, &mut row, pace).await;
        for (loss, place) in [(of_left, left), (of_right, right)] {
            if loss < best.0 {
                best = (loss, place);
            }
        }
        if of_left <= of_right { high = right } else { low = left }
    }
    crate::dataset::exp(best.1)
}

async fn loss(
    mix: &Outputs,
    classes: &[u32],
    weights: &[f32],
    log: f64,
    row: &mut [f64],
    pace: &Pace,
) -> f64 {
    let inverse = crate::dataset::exp(-log);
    let (mut sum, mut total) = (0.0, 0.0);
    for (place, &class) in classes.iter().take(mix.n_rows()).enumerate() {
        if place % ROWS == 0 {
            pace.after(ROWS * row.len()).await;
        }
        row.copy_from_slice(mix.probabilities(place));
        at_temperature(row, inverse);
        let weight = weights.get(place).map_or(1.0, |&weight| f64::from(weight));
        let probability = row.get(class as usize).copied().unwrap_or(1.0);
        sum -= weight * ln(probability.max(f64::from(f32::MIN_POSITIVE)));
        total += weight;
    }
    if total > 0.0 { sum / total } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pace::at_once;

    fn fitted(rows: &[[f64; 2]], classes: &[u32]) -> f64 {
        let mix = Outputs::of_classes(&rows.iter().copied().next().map_or([[0.5, 0.5]; 1], |row| [row]));
        let mut all = mix;
        rows.iter().skip(1).for_each(|row| all.append(&Outputs::of_classes(&[*row])));
        at_once(async |pace| fit(&all, classes, &[], pace).await)
    }

    /// Said 0.9 and right in three of four: p = 0.75 has the odds 3, 0.9 the odds 9 = 3², so T = 2.
    #[test]
    fn who_is_too_sure_is_cooled_down() {
        let temperature = fitted(&[[0.1, 0.9]; 4], &[1, 1, 1, 0]);
        assert!((temperature - 2.0).abs() < 1e-3, "{temperature}");
    }

    /// Said 0.75 and right in nine of ten: T = ½.
    #[test]
    fn who_is_too_timid_is_sharpened() {
        let classes = [1, 1, 1, 1, 1, 1, 1, 1, 1, 0];
        let temperature = fitted(&[[0.25, 0.75]; 10], &classes);
        assert!((temperature - 0.5).abs() < 1e-3, "{temperature}");
    }

    #[test]
    fn it_is_bounded_and_finite() {
        assert!(fitted(&[[0.25, 0.75]; 3], &[1, 1, 1]) >= 1.0 / MOST - 1e-9);
        assert!(fitted(&[[0.0, 1.0]; 3], &[0, 0, 0]).is_finite());
        assert_eq!(fitted(&[[0.5, 0.5]; 2], &[0, 1]), 1.0, "nothing is better than what is there");
    }
}
