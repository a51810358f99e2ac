//! How fast this machine could be: what the page's speed is held against.

use super::RunFacts;
use perceptab::matrix::Ceiling;

/// Seconds that one measurement takes, and how many are made: the fastest counts, since others use the machine too.
const SLICE: f64 = 0.02;
const SLICES: usize = 12;
/// Products between two looks at the clock, some tenths of a millisecond.
const PRODUCTS: usize = 32;
/// Products of a slice at most.
const MOST_PRODUCTS: usize = 100_000;

/// A measurement on its way: a slice of time after the other.
#[derive(Default)]
pub struct SelfTest {
    ceiling: Ceiling,
    best: f64,
    done: usize,
}

impl SelfTest {
    /// Measures for one more slice; the result with the last: multiplications and additions a second of a matrix product that
    /// stays in the first-level cache. `clock`: seconds since any fixed moment.
    pub fn slice(&mut self, clock: &dyn Fn() -> f64) -> Option<f64> {
        let (start, mut products) = (clock(), 0);
        let seconds = loop {
            for _ in 0..PRODUCTS {
                std::hint::black_box(self.ceiling.product());
            }
            products += PRODUCTS;
            let seconds = clock() - start;
            // A clock that stands still ends it too.
            if seconds >= SLICE || products > MOST_PRODUCTS {
                break seconds;
            }
        };
        if seconds > 0.0 {
            self.best = self.best.max((products * Ceiling::OPERATIONS) as f64 / seconds);
        }
        self.done += 1;
        (self.done >= SLICES).then_some(self.best)
    }

    /// Slices that are over, of how many.
    pub fn progress(&self) -> (usize, usize) {
        (self.done, SLICES)
    }
}

impl RunFacts {
    /// Multiplications and additions of the matrix products for one training row: forward through every layer, a
    /// gradient for each, and back through all but the first.
    pub fn operations_per_row(&self) -> usize {
        let products = self.widths.windows(2).map(|pair| 2 * pair[0] * pair[1]);
        let first = self.widths.windows(2).next().map_or(0, |pair| 2 * pair[0] * pair[1]);
        3 * products.sum::<usize>() - first
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn the_rate_is_work_over_time() {
        // A clock that goes on by 10 ms at every look: 64 products in each slice of 20 ms.
        let now = Cell::new(0.0);
        let clock = || {
            now.set(now.get() + 0.01);
            now.get()
        };
        let expected = (2 * PRODUCTS * Ceiling::OPERATIONS) as f64 / 0.02;
        let mut test = SelfTest::default();
        for slice in 1..SLICES {
            assert_eq!((test.slice(&clock), test.progress()), (None, (slice, SLICES)));
        }
        assert!((test.slice(&clock).unwrap() / expected - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_row_of_two_layers_by_hand() {
        let facts = RunFacts { widths: vec![13, 64, 32, 1], ..RunFacts::default() };
        // Products of 13 · 64, 64 · 32 and 32 · 1; three passes, two for the first layer.
        assert_eq!(facts.operations_per_row(), 2 * (2 * 13 * 64 + 3 * 64 * 32 + 3 * 32));
    }
}
