/// The distance between two ticks: 1, 2 or 5 times a power of ten.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step {
    pub digit: i64,
    pub exponent: i32,
}

impl Step {
    /// The smallest step of which at most `intervals` cover `spread`, which is positive.
    pub fn covering(spread: f64, intervals: usize) -> Step {
        let raw = spread / intervals.max(1) as f64;
        let exponent = raw.log10().floor() as i32;
        // The tolerance keeps a step of exactly 0.2 from becoming 0.5 by its last bit.
        [(1, exponent), (2, exponent), (5, exponent), (1, exponent + 1)]
            .map(|(digit, exponent)| Step { digit, exponent })
            .into_iter()
            .find(|step| step.value() >= raw * (1.0 - 1e-9))
            .unwrap_or(Step { digit: 2, exponent: exponent + 1 })
    }

    pub fn value(self) -> f64 {
        self.times(1)
    }

    /// `index` steps from zero. Dividing by a power of ten rounds once, multiplying by a negative one twice.
    pub fn times(self, index: i64) -> f64 {
        let units = (index * self.digit) as f64;
        if self.exponent < 0 { units / 10f64.powi(-self.exponent) } else { units * 10f64.powi(self.exponent) }
    }

    /// The ticks' indices from the last one at or below `low` to the first one at or above `high`.
    pub fn around(self, low: f64, high: f64) -> (i64, i64) {
        ((low / self.value() + 1e-9).floor() as i64, (high / self.value() - 1e-9).ceil() as i64)
    }

    /// The ticks' indices from the first one at or above `low` to the last one at or below `high`.
    pub fn within(self, low: f64, high: f64) -> (i64, i64) {
        ((low / self.value() - 1e-9).ceil() as i64, (high / self.value() + 1e-9).floor() as i64)
    }
}

/// Round numbers from `low` to `high`, of which at most `intervals` cover the spread; none where there is none.
pub fn round_ticks(low: f64, high: f64, intervals: usize) -> Vec<f64> {
    if !(high - low > 0.0 && (high - low).is_finite()) {
        return Vec::new();
    }
    let step = Step::covering(high - low, intervals);
    let (first, last) = step.within(low, high);
    (first..=last).map(|index| step.times(index)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round() {
        for (spread, intervals, digit, exponent) in [
            (200.0, 5, 5, 1),   // 40 → 50
            (200.0, 10, 2, 1),  // 20
            (1.0, 5, 2, -1),    // 0.2
            (0.008, 4, 2, -3),  // 0.002
            (0.0081, 4, 5, -3), // 0.002025 → 0.005
            (9.0, 1, 1, 1),     // 9 → 10
            (3e9, 3, 1, 9),     // 10⁹
        ] {
            assert_eq!(
                Step::covering(spread, intervals),
                Step { digit, exponent },
                "{spread} over {intervals}"
            );
        }
    }

    #[test]
    fn ticks_of_a_range_are_round_and_within_it() {
        assert_eq!(round_ticks(0.3, 0.9, 4), [0.4, 0.6, 0.8]);
        assert_eq!(round_ticks(-10.0, 18_823.0, 4), [0.0, 5_000.0, 10_000.0, 15_000.0]);
        assert!(round_ticks(3.0, 3.0, 4).is_empty() && round_ticks(0.0, f64::INFINITY, 4).is_empty());
    }

    #[test]
    fn ticks_around_and_within() {
        let step = Step { digit: 2, exponent: -1 };
        // 0.3 … 0.9 in steps of 0.2: around it 0.2 … 1.0, within it 0.4 … 0.8.
        assert_eq!(step.around(0.3, 0.9), (1, 5));
        assert_eq!(step.within(0.3, 0.9), (2, 4));
        // Ends that are ticks themselves stay, though 0.6 / 0.2 is not 3 in floating point.
        assert_eq!(step.around(0.6, 1.0), (3, 5));
        assert_eq!(step.within(0.6, 1.0), (3, 5));
        assert_eq!(step.times(3), 0.6);
    }
}
