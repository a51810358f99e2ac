use super::{Head, Rows};

/// Knuth's 64-bit linear congruential generator: good enough to make test data, and the same everywhere.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        let mut chance = Chance(seed);
        // The first numbers of small seeds are alike.
        (0..4).for_each(|_| _ = chance.between(0.0, 1.0));
        chance
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        low + (high - low) * (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.between(0.0, n as f64) as usize
    }

    /// Uniform in ±`range`.
    pub fn rows(&mut self, n_rows: usize, n_cols: usize, range: f64) -> Rows {
        (0..n_rows).map(|_| (0..n_cols).map(|_| self.between(-range, range)).collect()).collect()
    }

    /// Targets that fit a head: numbers in ±1 or ±3, counts from 0 to 3, one 0 or 1, or one-hot rows.
    pub fn targets(&mut self, head: Head, n_rows: usize, n_out: usize) -> Rows {
        match head {
            Head::Identity | Head::Absolute => self.rows(n_rows, n_out, 1.0),
            // Beyond the distance where the loss turns straight.
            Head::Huber => self.rows(n_rows, n_out, 3.0),
            Head::Poisson => {
                (0..n_rows).map(|_| (0..n_out).map(|_| self.below(4) as f64).collect()).collect()
            }
            Head::Sigmoid => (0..n_rows).map(|_| vec![self.below(2) as f64]).collect(),
            Head::Softmax => (0..n_rows).map(|_| one_hot(self.below(n_out), n_out)).collect(),
        }
    }
}

pub fn one_hot(class: usize, n_classes: usize) -> Vec<f64> {
    (0..n_classes).map(|index| f64::from(index == class)).collect()
}
