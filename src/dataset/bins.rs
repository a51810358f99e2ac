use serde::{Deserialize, Serialize};

use super::number_scale::at_share;
use super::{Cycle, Encoding, exact};
use crate::pace::{Pace, ascend};

/// Rows that a bin has at least: on fewer its slope would be learnt from chance.
const ROWS_OF_A_BIN: usize = 40;

/// A number as so many bins filled one after the other, from the lowest to the highest: those below it are 1, those above it 0,
/// and its own is filled as far as the number stands in it. A layer of weights on them is a line with a bend at every border, so
/// that corners and steps are learnt which a scaled number alone hides (piecewise-linear encoding: Gorishniy, Rubachev and Babenko
/// 2022, "On Embeddings for Numerical Features in Tabular Deep Learning", section 3.2, with quantiles as borders). Unlike there the
/// outer bins stay within 0 and 1: the scaled number, which stands beside them, has what lies beyond.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bins {
    /// In the column's unit, ascending, no two alike; one more than there are bins, or none.
    #[serde(deserialize_with = "exact::numbers")]
    pub borders: Vec<f64>,
}

/// Inputs that all numbers together may have as bins: the first layer then stays about as cheap as the others.
const INPUTS: usize = 512;
/// Bins that each number may have however many numbers there are.
const FEWEST: usize = 4;

impl Bins {
    /// As many as are asked for, or fewer where there are many columns of numbers.
    pub fn most(asked: usize, columns: usize) -> usize {
        asked.min((INPUTS / columns.max(1)).max(FEWEST))
    }

    /// At equal shares of the numbers that are there, at most so many.
    pub async fn fit(most: usize, present: &[f64], pace: &Pace) -> Bins {
        let most = most.min(present.len() / ROWS_OF_A_BIN);
        if most < 2 {
            return Bins::default();
        }
        let mut ascending = present.to_vec();
        ascend(&mut ascending, pace).await;
        let mut borders: Vec<f64> =
            (0..=most).map(|place| at_share(&ascending, place as f64 / most as f64)).collect();
        borders.dedup();
        // One bin says what the scaled number says.
        if borders.len() < 3 { Bins::default() } else { Bins { borders } }
    }

    /// Whether the column has no bins.
    pub fn is_empty(&self) -> bool {
        self.borders.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.borders.len().saturating_sub(1)
    }

    /// How far each is filled by a number.
    pub fn fill(&self, value: f64, inputs: &mut [f32]) {
        for (pair, input) in self.borders.windows(2).zip(inputs) {
            *input = ((value - pair[0]) / (pair[1] - pair[0])).clamp(0.0, 1.0) as f32;
        }
    }
}

impl Cycle {
    /// Steps that are told apart within the cycle where numbers have bins: its first has none of its own.
    pub fn steps(self) -> usize {
        match self {
            Cycle::Month => 11,
            Cycle::Weekday => 6,
            Cycle::Hour => 24,
        }
    }

    /// How far each step is filled: of Wednesday the first two of the week's six, at half past one in the morning the first hour
    /// and half of the second.
    pub fn fill(self, seconds: f64, inputs: &mut [f32]) {
        let parts = match self {
            Cycle::Month => 12.0,
            Cycle::Weekday => 7.0,
            Cycle::Hour => 24.0,
        };
        let place = self.turn(seconds) * parts;
        for (step, input) in inputs.iter_mut().take(self.steps()).enumerate() {
            *input = (place - step as f64).clamp(0.0, 1.0) as f32;
        }
    }
}

/// What a column has besides its encoding where numbers have bins.
impl Bins {
    /// Inputs that bins make of a column, with the steps of its cycles.
    pub fn width(&self, encoding: &Encoding) -> usize {
        if self.is_empty() {
            0
        } else {
            self.len() + cycles(encoding).iter().map(|cycle| cycle.steps()).sum::<usize>()
        }
    }

    /// Fills the inputs that [`Bins::width`] counts.
    pub fn fill_all(&self, encoding: &Encoding, value: f64, inputs: &mut [f32]) {
        if self.is_empty() {
            return;
        }
        let Some((of_bins, mut rest)) = inputs.split_at_mut_checked(self.len()) else { return };
        self.fill(value, of_bins);
        for &cycle in cycles(encoding) {
            let Some((steps, behind)) = rest.split_at_mut_checked(cycle.steps()) else { return };
            cycle.fill(value, steps);
            rest = behind;
        }
    }

    /// A name for each of these inputs.
    pub fn input_names(&self, encoding: &Encoding, name: &str) -> Vec<String> {
        if self.is_empty() {
            return Vec::new();
        }
        let bins = (1..=self.len()).map(|bin| format!("{name} (bin {bin})"));
        let steps = cycles(encoding).iter().flat_map(|cycle| {
            (1..=cycle.steps()).map(move |step| format!("{name} ({} {step})", cycle.name()))
        });
        bins.chain(steps).collect()
    }
}

fn cycles(encoding: &Encoding) -> &[Cycle] {
    match encoding {
        Encoding::Moments { cycles, .. } => cycles,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pace::at_once;

    fn fit(most: usize, present: &[f64]) -> Bins {
        at_once(async |pace| Bins::fit(most, present, pace).await)
    }

    fn filled(bins: &Bins, value: f64) -> Vec<f32> {
        let mut inputs = vec![0.0; bins.len()];
        bins.fill(value, &mut inputs);
        inputs
    }

    /// Borders 0, 10, 40: 5 fills half of the first bin; 25 the first and half of the second.
    #[test]
    fn bins_are_filled_one_after_the_other() {
        let bins = Bins { borders: vec![0.0, 10.0, 40.0] };
        assert_eq!(filled(&bins, 5.0), [0.5, 0.0]);
        assert_eq!(filled(&bins, 25.0), [1.0, 0.5]);
        assert_eq!((filled(&bins, -7.0), filled(&bins, 1e30)), (vec![0.0, 0.0], vec![1.0, 1.0]));
    }

    #[test]
    fn borders_stand_at_equal_shares() {
        let numbers: Vec<f64> = (0..=100).rev().map(f64::from).collect();
        assert_eq!(fit(2, &numbers).borders, [0.0, 50.0, 100.0]);
        // 101 rows are enough for two bins of forty, not for three.
        assert_eq!(fit(32, &numbers).len(), 2);
        assert!(fit(32, &numbers[..79]).is_empty());
    }

    /// Of numbers that are mostly 0 the borders at 0 are one.
    #[test]
    fn equal_borders_are_one() {
        let mut numbers = vec![0.0; 90];
        numbers.extend((1..=110).map(f64::from));
        let bins = fit(4, &numbers);
        assert!(bins.borders.is_sorted_by(|a, b| a < b), "{bins:?}");
        assert_eq!((bins.borders[0], bins.len()), (0.0, 3));
        assert!(fit(4, &[7.0; 200]).is_empty());
        let of_two: Vec<f64> = (0..200).map(|i| f64::from(i % 2)).collect();
        assert!(fit(32, &of_two).is_empty(), "a number of two values has no bend");
    }

    /// Wednesday 1970-01-07, 01:30: two of six weekdays, no month, one hour and a half.
    #[test]
    fn a_moment_has_steps() {
        let seconds = 6.0 * 86_400.0 + 1.5 * 3_600.0;
        let of = |cycle: Cycle| {
            let mut inputs = vec![0.0; cycle.steps()];
            cycle.fill(seconds, &mut inputs);
            inputs
        };
        assert_eq!(of(Cycle::Weekday), [1.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(of(Cycle::Month), [0.0; 11]);
        assert_eq!(of(Cycle::Hour)[..3], [1.0, 0.5, 0.0]);
    }
}
