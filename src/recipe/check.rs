use serde::{Deserialize, Serialize};

use super::Recipe;
use crate::dataset::TargetScale;

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
    pub const HUBER_DELTA: (f64, f64) = (1e-6, 1e6);
    pub const DROPOUT: (f32, f32) = (0.0, 0.95);
    pub const POWER_T: (f64, f64) = (0.0, 10.0);
    /// Of momentum, the betas and rho: 1 is excluded by being far from it.
    pub const SHARE_KEPT: (f64, f64) = (0.0, 0.999_999);
    /// Above 0: a weight without a gradient is divided by it.
    pub const EPSILON: (f64, f64) = (1e-12, 1.0);
    pub const WEIGHT_DECAY: (f64, f64) = (0.0, 10.0);
    pub const MAX_FUN: (usize, usize) = (1, 10_000_000);
    pub const ALPHA: (f64, f64) = (0.0, 1e6);
    pub const CLIP_NORM: (f64, f64) = (1e-9, 1e9);
    pub const PATIENCE: (usize, usize) = (1, 100_000);
    pub const TOL: (f64, f64) = (0.0, 1e6);
    pub const VALIDATION_FRACTION: (f64, f64) = (0.01, 0.9);
    /// Of a study.
    pub const FOLDS: (usize, usize) = (2, 100);
    /// Whole numbers up to here survive JSON and JavaScript.
    pub const SEED: (u64, u64) = (0, (1 << 53) - 1);
}

impl Recipe {
    /// Checks every setting by itself and returns all problems together. What depends on the table (a target
    /// that is not there, a test part without rows) is checked when the table is prepared.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Problems::default();
        problems.range("test_share", "The test share", self.test_share, limits::TEST_SHARE);
        problems.range("seed", "The seed", self.seed, limits::SEED);
        if self.hidden.len() > limits::HIDDEN_LAYERS {
            let message = format!("A network can have {} hidden layers at most.", limits::HIDDEN_LAYERS);
            problems.add("hidden", message);
        }
        if let Some(&width) = self.hidden.iter().find(|&&width| !inside(width, limits::WIDTH)) {
            problems.range("hidden", "The width of a hidden layer", width, limits::WIDTH);
        }
        if let Some(range) = self.weight_range {
            problems.range("weight_range", "The weight range", range, limits::WEIGHT_RANGE);
        }
        problems.range("learning_rate", "The learning rate", self.learning_rate, limits::LEARNING_RATE);
        if let Some(size) = self.batch_size {
            problems.range("batch_size", "The batch size", size, limits::BATCH_SIZE);
        }
        problems.range("epochs", "The number of epochs", self.epochs, limits::EPOCHS);
        problems.range(
            "measure_every",
            "The interval between measurements",
            self.measure_every,
            limits::MEASURE_EVERY,
        );
        if !self.layer_activations.is_empty() && self.layer_activations.len() != self.hidden.len() {
            let (given, hidden) = (self.layer_activations.len(), self.hidden.len());
            let message = format!(
                "There are {given} activations for {hidden} hidden layers: give one for each, or none."
            );
            problems.add("layer_activations", message);
        }
        problems.range("huber_delta", "Huber's delta", self.huber_delta, limits::HUBER_DELTA);
        problems.range("dropout", "Dropout", self.dropout, limits::DROPOUT);
        problems.range("power_t", "The power of inverse scaling", self.power_t, limits::POWER_T);
        for (field, name, value) in [
            ("momentum", "Momentum", self.momentum),
            ("beta_1", "Beta 1", self.beta_1),
            ("beta_2", "Beta 2", self.beta_2),
            ("rho", "Rho", self.rho),
        ] {
            problems.range(field, name, value, limits::SHARE_KEPT);
        }
        problems.range("epsilon", "Epsilon", self.epsilon, limits::EPSILON);
        problems.range("weight_decay", "Weight decay", self.weight_decay, limits::WEIGHT_DECAY);
        problems.range("max_fun", "The number of evaluations", self.max_fun, limits::MAX_FUN);
        problems.range("alpha", "The L2 penalty", self.alpha, limits::ALPHA);
        if let Some(norm) = self.clip_norm {
            problems.range("clip_norm", "The longest gradient", norm, limits::CLIP_NORM);
        }
        if let Some(epochs) = self.n_iter_no_change {
            problems.range("n_iter_no_change", "The patience", epochs, limits::PATIENCE);
        }
        problems.range("tol", "The tolerance", self.tol, limits::TOL);
        problems.range(
            "validation_fraction",
            "The validation share",
            self.validation_fraction,
            limits::VALIDATION_FRACTION,
        );
        if let TargetScale::DivideBy(number) = self.target_scale
            && !(number.is_finite() && number > 0.0)
        {
            problems
                .add("target_scale", "The number that the target is divided by must be above 0.".to_string());
        }
        if self.format != Recipe::FORMAT {
            problems.add("format", format!("The format must be \"{}\".", Recipe::FORMAT));
        }
        problems.0
    }
}

#[derive(Default)]
struct Problems(Vec<Problem>);

impl Problems {
    fn add(&mut self, field: &str, message: String) {
        self.0.push(Problem { field: field.to_string(), message });
    }

    fn range<T: PartialOrd + Copy + std::fmt::Display>(
        &mut self,
        field: &str,
        name: &str,
        value: T,
        limits: (T, T),
    ) {
        if !inside(value, limits) {
            let (low, high) = limits;
            self.add(field, format!("{name} must be between {low} and {high}; it is {value}."));
        }
    }
}

/// Whether `value` lies in the range; not a number lies nowhere.
fn inside<T: PartialOrd>(value: T, (low, high): (T, T)) -> bool {
    value >= low && value <= high
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(recipe: Recipe) -> Vec<String> {
        recipe.problems().into_iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn the_default_has_no_problems() {
        assert_eq!(Recipe::default().problems(), []);
    }

    #[test]
    fn all_problems_are_reported_together() {
        let recipe = Recipe {
            test_share: f64::NAN,
            hidden: vec![32, 0],
            learning_rate: -0.1,
            batch_size: Some(0),
            epochs: 0,
            target_scale: TargetScale::DivideBy(0.0),
            ..Recipe::default()
        };
        assert_eq!(
            fields(recipe),
            ["test_share", "hidden", "learning_rate", "batch_size", "epochs", "target_scale"]
        );
    }

    #[test]
    fn a_sentence_names_the_range_and_the_value() {
        let recipe = Recipe { batch_size: Some(0), ..Recipe::default() };
        assert_eq!(recipe.problems()[0].message, "The batch size must be between 1 and 1000000; it is 0.");
    }
}
