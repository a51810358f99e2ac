use serde::{Deserialize, Serialize};

use super::Recipe;

/// A setting that cannot be used as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// The name of the recipe's field.
    pub field: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// The allowed range of each numeric setting, ends included.
pub mod limits {
    pub const TEST_SHARE: (f64, f64) = (0.01, 0.9);
    pub const WIDTH: (usize, usize) = (1, 1_024);
    pub const HIDDEN_LAYERS: usize = 8;
    pub const WEIGHT_RANGE: (f32, f32) = (1e-6, 10.0);
    pub const LEARNING_RATE: (f32, f32) = (1e-8, 1e12);
    pub const BATCH_SIZE: (usize, usize) = (1, 1_000_000);
    pub const EPOCHS: (usize, usize) = (1, 100_000);
    pub const MEASURE_EVERY: (usize, usize) = (1, 100_000);
}

impl Recipe {
    /// Checks every setting by itself and returns all problems together. What depends on the table (a target
    /// that is not there, a test part without rows) is checked when the table is prepared.
    pub fn problems(&self) -> Vec<Problem> {
        todo!()
    }
}
