//! Categories of many levels as numbers: what is known of the target at each level.
//!
//! A level's statistic is (Σ y + mean) / (n + 1) over its rows, drawn to the mean of all by one row's worth (Micci-Barreca 2001).
//! A training row's own target must not enter, or the trees would learn it by heart; so a training row takes only the rows that
//! stand before it in a random order (Prokhorenkova et al. 2018, section 3.2). New rows take all training rows.

use crate::pace::{Pace, ROWS};

/// One of the numbers that a level stands for: the mean of a regression's target, or the share of a class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wanted {
    Mean,
    Share(u32),
}

impl Wanted {
    /// What a row counts.
    fn of(self, target: f32) -> f64 {
        match self {
            Wanted::Mean => f64::from(target),
            Wanted::Share(class) => f64::from(u8::from(target == class as f32)),
        }
    }
}

/// Sums of a level's rows so far.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    target: f64,
    weight: f64,
}

impl Sums {
    fn statistic(self, mean: f64) -> f32 {
        ((self.target + mean) / (self.weight + 1.0)) as f32
    }
}

/// The targets of the training rows, with their weights (one each, or none).
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    pub targets: &'a [f32],
    pub weights: &'a [f32],
}

impl Known<'_> {
    fn weight(&self, row: usize) -> f64 {
        self.weights.get(row).map_or(1.0, |&weight| f64::from(weight))
    }

    /// Over all rows; 0 where there is none.
    pub async fn mean(&self, wanted: Wanted, pace: &Pace) -> f64 {
        let mut sums = Sums::default();
        for (row, &target) in self.targets.iter().enumerate() {
            sums.target += self.weight(row) * wanted.of(target);
            sums.weight += self.weight(row);
            if row % ROWS == 0 {
                pace.after(ROWS).await;
            }
        }
        if sums.weight > 0.0 { sums.target / sums.weight } else { 0.0 }
    }
}

/// How many rows each level has, by their weights: it says nothing of the target, and tells levels apart whose targets are alike.
pub fn counts(levels: &[u32], n_levels: usize, known: Known<'_>) -> Vec<f32> {
    let mut counts = vec![0.0; n_levels];
    for (row, &level) in levels.iter().enumerate() {
        counts[level as usize] += known.weight(row);
    }
    counts.into_iter().map(|count| count as f32).collect()
}

/// The statistic of each row by the rows before it in `order`, (n_rows), and of each level by all rows, (n_levels).
/// `levels`: of each row.
pub async fn ordered(
    levels: &[u32],
    n_levels: usize,
    known: Known<'_>,
    wanted: Wanted,
    order: &[u32],
    pace: &Pace,
) -> (Vec<f32>, Vec<f32>) {
    let mean = known.mean(wanted, pace).await;
    let mut sums = vec![Sums::default(); n_levels];
    let mut of_rows = vec![0.0; levels.len()];
    for some in order.chunks(ROWS) {
        for &row in some {
            let row = row as usize;
            let sums = &mut sums[levels[row] as usize];
            of_rows[row] = sums.statistic(mean);
            sums.target += known.weight(row) * wanted.of(known.targets[row]);
            sums.weight += known.weight(row);
        }
        pace.after(some.len()).await;
    }
    (of_rows, sums.into_iter().map(|sums| sums.statistic(mean)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pace::at_once;

    fn of(
        levels: &[u32],
        targets: &[f32],
        weights: &[f32],
        wanted: Wanted,
        order: &[u32],
    ) -> (Vec<f32>, Vec<f32>) {
        at_once(async |pace| ordered(levels, 3, Known { targets, weights }, wanted, order, pace).await)
    }

    /// Levels a b a a b, targets 1 0 1 0 1 (mean 0.6), in the order of rows 4 2 0 3 1.
    ///
    /// Row 4 (b): nothing before: 0.6. Row 2 (a): 0.6. Row 0 (a): row 2 before: 1.6 / 2. Row 3 (a): rows 2 and 0: 2.6 / 3.
    /// Row 1 (b): row 4: 1.6 / 2. Of all: a 2.6 / 4, b 1.6 / 3, and the level that no row has: 0.6.
    #[test]
    fn statistics_of_five_rows_by_hand() {
        let (rows, levels) =
            of(&[0, 1, 0, 0, 1], &[1.0, 0.0, 1.0, 0.0, 1.0], &[], Wanted::Mean, &[4, 2, 0, 3, 1]);
        assert_eq!(rows, [1.6 / 2.0, 1.6 / 2.0, 0.6, (2.6f64 / 3.0) as f32, 0.6]);
        assert_eq!(levels, [2.6 / 4.0, (1.6f64 / 3.0) as f32, 0.6]);
        let shares =
            of(&[0, 1, 0, 0, 1], &[2.0, 0.0, 2.0, 0.0, 2.0], &[], Wanted::Share(2), &[4, 2, 0, 3, 1]);
        assert_eq!(shares, (rows, levels));
    }

    /// Whatever a row's own target is, nothing of its own statistic changes but the mean that all rows have.
    #[test]
    fn a_rows_own_target_does_not_enter() {
        let (levels, order) = ([0, 0, 1, 0, 1, 0], [3, 1, 0, 5, 4, 2]);
        for row in 0..6 {
            // Another row, alone at its level and last, makes up for the mean.
            let levels: Vec<u32> = levels.into_iter().chain([2]).collect();
            let order: Vec<u32> = order.into_iter().chain([6]).collect();
            let mut targets = vec![1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 5.0];
            let before = of(&levels, &targets, &[], Wanted::Mean, &order).0[row];
            (targets[row], targets[6]) = (targets[row] + 4.0, targets[6] - 4.0);
            assert_eq!(of(&levels, &targets, &[], Wanted::Mean, &order).0[row], before);
        }
    }

    #[test]
    fn rows_are_counted_by_level() {
        let known = Known { targets: &[0.0; 4], weights: &[1.0, 2.0, 0.5, 0.5] };
        assert_eq!(counts(&[2, 0, 2, 2], 3, known), [2.0, 0.0, 2.0]);
    }

    #[test]
    fn a_weight_of_two_is_a_row_twice() {
        let once = of(&[0, 0, 1], &[1.0, 3.0, 2.0], &[2.0, 1.0, 1.0], Wanted::Mean, &[0, 1, 2]).1;
        let twice = of(&[0, 0, 0, 1], &[1.0, 1.0, 3.0, 2.0], &[], Wanted::Mean, &[0, 1, 2, 3]).1;
        assert_eq!(once, twice);
    }
}
