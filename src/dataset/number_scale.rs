use super::elementary::normal_deviate;
use super::{Encoding, Scale};
use crate::pace::{self, Pace, ROWS};

/// scikit-learn's `n_quantiles`.
const MOST_REFERENCES: usize = 1_000;
/// Shares nearer to 0 or 1 are not told apart, as in scikit-learn.
const LEAST_SHARE: f64 = 1e-7;

/// Learns a scale from the numbers that are there, in row order.
pub async fn fit(scale: Scale, numbers: &[f64], pace: &Pace) -> Encoding {
    match scale {
        Scale::Standard => standard(numbers, pace).await,
        Scale::Robust => robust(&ascending(numbers, pace).await),
        Scale::Quantile => quantile(&ascending(numbers, pace).await),
    }
}

impl Encoding {
    /// A number in the column's scale, always finite. Categories have none: 0.
    pub fn scaled(&self, value: f64) -> f64 {
        match self {
            Encoding::Standard { mean, standard_deviation }
            | Encoding::Moments { mean, standard_deviation, .. } => (value - mean) / standard_deviation,
            Encoding::Robust { median, factor } => smooth_clip((value - median) * factor),
            Encoding::Quantile { references } => {
                normal_deviate(share(references, value).clamp(LEAST_SHARE, 1.0 - LEAST_SHARE))
            }
            Encoding::OneHot { .. } => 0.0,
        }
    }

    /// The number that a missing one is taken for where nothing else is said: the mean, or the median.
    pub fn centre(&self) -> f64 {
        match self {
            Encoding::Standard { mean, .. } | Encoding::Moments { mean, .. } => *mean,
            Encoding::Robust { median, .. } => *median,
            Encoding::Quantile { references } => at_share(references, 0.5),
            Encoding::OneHot { .. } => 0.0,
        }
    }
}

/// u / √(1 + (u / 3)²): u itself near 0, never beyond ±3.
fn smooth_clip(u: f64) -> f64 {
    // Beyond 1e150 the square would overflow, and the result is 3 to the last bit.
    let third = (u / 3.0).clamp(-1e150, 1e150);
    3.0 * third / (1.0 + third * third).sqrt()
}

/// Mean and standard deviation (division by n).
async fn standard(present: &[f64], pace: &Pace) -> Encoding {
    let count = present.len().max(1) as f64;
    let mean = sum(present, &|value| value, pace).await / count;
    let standard_deviation = (sum(present, &|value| (value - mean).powi(2), pace).await / count).sqrt();
    // A constant column says nothing: with a scale of 1 it becomes 0 in every row, rather than 0 / 0.
    let standard_deviation = if standard_deviation > 0.0 { standard_deviation } else { 1.0 };
    Encoding::Standard { mean, standard_deviation }
}

/// Of what becomes of the numbers, in row order.
pub async fn sum(numbers: &[f64], of: &dyn Fn(f64) -> f64, pace: &Pace) -> f64 {
    let mut sum = 0.0;
    for some in numbers.chunks(ROWS) {
        some.iter().for_each(|&number| sum += of(number));
        pace.after(some.len()).await;
    }
    sum
}

/// 1 over the distance of the quartiles; where they are equal, 2 over that of the least and the largest; where all are
/// equal, 0.
fn robust(ascending: &[f64]) -> Encoding {
    let at = |share| at_share(ascending, share);
    let (quartiles, all) = (at(0.75) - at(0.25), at(1.0) - at(0.0));
    let factor = if quartiles > 0.0 {
        1.0 / quartiles
    } else if all > 0.0 {
        2.0 / all
    } else {
        0.0
    };
    Encoding::Robust { median: at(0.5), factor }
}

fn quantile(ascending: &[f64]) -> Encoding {
    let count = ascending.len().min(MOST_REFERENCES);
    let last = count.saturating_sub(1).max(1) as f64;
    let references = (0..count).map(|place| at_share(ascending, place as f64 / last)).collect();
    Encoding::Quantile { references }
}

async fn ascending(numbers: &[f64], pace: &Pace) -> Vec<f64> {
    let mut numbers = numbers.to_vec();
    pace::ascend(&mut numbers, pace).await;
    numbers
}

/// The median; 0 of nothing.
pub async fn median(numbers: &[f64], pace: &Pace) -> f64 {
    at_share(&ascending(numbers, pace).await, 0.5)
}

/// The quantile of a share, on the line between the two numbers beside it; 0 of nothing.
pub fn at_share(ascending: &[f64], share: f64) -> f64 {
    let Some(last) = ascending.len().checked_sub(1) else { return 0.0 };
    let place = share.clamp(0.0, 1.0) * last as f64;
    let below = (place.floor() as usize).min(last);
    let above = (below + 1).min(last);
    let (low, high) = (ascending[below], ascending[above]);
    // Both ends may be so far from each other that their distance is known poorly: an end itself is exact.
    if low == high { low } else { (low + (high - low) * (place - below as f64)).clamp(low, high) }
}

/// Where a value stands among the references, from 0 to 1; of equal references in their middle.
fn share(references: &[f64], value: f64) -> f64 {
    let Some(last) = references.len().checked_sub(1).filter(|&last| last > 0) else { return 0.5 };
    let below = references.partition_point(|&reference| reference < value);
    let up_to = references.partition_point(|&reference| reference <= value);
    let place = if below < up_to {
        (below + up_to - 1) as f64 / 2.0
    } else if below == 0 {
        0.0
    } else if below > last {
        last as f64
    } else {
        let (low, high) = (references[below - 1], references[below]);
        (below - 1) as f64 + (value - low) / (high - low)
    };
    place / last as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pace::at_once;

    fn fit(scale: Scale, numbers: impl Iterator<Item = f64>) -> Encoding {
        let numbers: Vec<f64> = numbers.collect();
        at_once(async |pace| super::fit(scale, &numbers, pace).await)
    }

    #[test]
    fn the_robust_scale_draws_in_what_lies_far_out() {
        // Quartiles of 0, 1, 2, 3, 4: 1 and 3. u = (x − 2) / 2.
        let scale = fit(Scale::Robust, [4.0, 0.0, 2.0, 1.0, 3.0].into_iter());
        assert_eq!(scale, Encoding::Robust { median: 2.0, factor: 0.5 });
        assert!((scale.scaled(3.0) - 0.5 / (1.0f64 + 1.0 / 36.0).sqrt()).abs() < 1e-15);
        assert!((scale.scaled(1e30) - 3.0).abs() < 1e-12 && scale.scaled(-f64::MAX) > -3.0 - 1e-12);
        // Quartiles that are equal: 2 over the whole width; a constant column becomes 0.
        let rare = fit(Scale::Robust, [0.0, 0.0, 0.0, 0.0, 0.0, 4.0].into_iter());
        assert_eq!(rare, Encoding::Robust { median: 0.0, factor: 0.5 });
        assert_eq!(fit(Scale::Robust, [7.0; 3].into_iter()).scaled(9.0), 0.0);
    }

    #[test]
    fn the_quantile_scale_is_a_normal_deviate_of_the_order() {
        let scale = fit(Scale::Quantile, (0..5).map(f64::from));
        assert_eq!(scale.scaled(2.0), 0.0);
        // A share of 1/4 and of 3/8.
        assert!((scale.scaled(1.0) + 0.674_489_750_196).abs() < 1e-9);
        assert!((scale.scaled(1.5) + 0.318_639_363_964).abs() < 1e-9);
        // scikit-learn's bound.
        assert!((scale.scaled(-9.0) + 5.199_337_582_19).abs() < 1e-6);
        assert!((scale.scaled(1e30) + scale.scaled(-1e30)).abs() < 1e-9);
        // Equal numbers stand in the middle of their shares; a constant column becomes 0.
        let ties = fit(Scale::Quantile, [1.0, 2.0, 2.0, 2.0, 3.0].into_iter());
        assert_eq!(ties.scaled(2.0), 0.0);
        assert_eq!(fit(Scale::Quantile, [7.0; 3].into_iter()).scaled(7.0), 0.0);
        assert_eq!(fit(Scale::Quantile, std::iter::empty()).scaled(7.0), 0.0);
    }

    #[test]
    fn references_are_bounded() {
        let Encoding::Quantile { references } = fit(Scale::Quantile, (0..5_000).map(f64::from)) else {
            panic!("quantile")
        };
        assert_eq!((references.len(), references[0], references[999]), (1_000, 0.0, 4_999.0));
    }
}
