use serde::{Deserialize, Serialize};

use super::Recipe;
use crate::dataset::{TargetScale, Task};
use crate::network::Activation;

/// A named starting point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    /// A good start for any table.
    #[default]
    Default,
    Spec1Regression,
    Spec2Regression,
    Spec1Softmax,
    Spec2Softmax,
}

impl Preset {
    pub const ALL: [Preset; 5] = [
        Preset::Default,
        Preset::Spec1Regression,
        Preset::Spec2Regression,
        Preset::Spec1Softmax,
        Preset::Spec2Softmax,
    ];

    /// As on the command line: `spec2-softmax`.
    pub fn id(self) -> &'static str {
        match self {
            Preset::Default => "default",
            Preset::Spec1Regression => "spec1-regression",
            Preset::Spec2Regression => "spec2-regression",
            Preset::Spec1Softmax => "spec1-softmax",
            Preset::Spec2Softmax => "spec2-softmax",
        }
    }

    /// As on the page.
    pub fn title(self) -> &'static str {
        match self {
            Preset::Default => "A good start",
            Preset::Spec1Regression => "Specification 1, regression",
            Preset::Spec2Regression => "Specification 2, regression",
            Preset::Spec1Softmax => "Specification 1, softmax",
            Preset::Spec2Softmax => "Specification 2, softmax",
        }
    }

    /// One line on what it is.
    pub fn summary(self) -> &'static str {
        match self {
            Preset::Default => "64 and 32 ReLU neurons, for any table",
            Preset::Spec1Regression => "32 sigmoid neurons, one output",
            Preset::Spec2Regression => "64 and 32 ReLU neurons, one output",
            Preset::Spec1Softmax => "32 sigmoid neurons, one output a class",
            Preset::Spec2Softmax => "64 and 32 ReLU neurons, one output a class",
        }
    }

    /// The preset as a recipe. Target and columns are left to the table's proposal.
    ///
    /// What the assignment fixes is as it says: hidden layers, activation, y / 100, batches of 32, learning rate 0.01,
    /// 200 epochs, accuracy every 10. It leaves the weights' range open; ours is ±0.1.
    pub fn recipe(self) -> Recipe {
        let (hidden, activation, task) = match self {
            Preset::Default => return Recipe::default(),
            Preset::Spec1Regression => (vec![32], Activation::Sigmoid, Task::Regression),
            Preset::Spec2Regression => (vec![64, 32], Activation::Relu, Task::Regression),
            Preset::Spec1Softmax => (vec![32], Activation::Sigmoid, Task::Classification),
            Preset::Spec2Softmax => (vec![64, 32], Activation::Relu, Task::Classification),
        };
        Recipe {
            preset: self,
            task: Some(task),
            hidden,
            activation,
            target_scale: TargetScale::DivideBy(100.0),
            weight_range: Some(0.1),
            ..Recipe::default()
        }
    }

    /// The same settings laid over `current`, whose target, columns and seed stay.
    pub fn applied_to(self, current: &Recipe) -> Recipe {
        Recipe {
            target: current.target.clone(),
            columns: current.columns.clone(),
            seed: current.seed,
            ..self.recipe()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_a_recipe_without_problems_and_reads_back() {
        for preset in Preset::ALL {
            let recipe = preset.recipe();
            assert_eq!(recipe.preset, preset);
            assert_eq!(recipe.problems(), []);
            let json = serde_json::to_string(&recipe).unwrap();
            assert_eq!(serde_json::from_str::<Recipe>(&json).unwrap(), recipe);
            assert_eq!(Preset::ALL.iter().filter(|other| other.id() == preset.id()).count(), 1);
        }
    }

    #[test]
    fn applying_a_preset_keeps_target_columns_and_seed() {
        let mut current = Recipe { target: Some("y".into()), seed: 9, epochs: 7, ..Recipe::default() };
        current.columns.insert("x".into(), false);
        let applied = Preset::Spec2Softmax.applied_to(&current);
        assert_eq!((applied.target, applied.columns, applied.seed), (current.target, current.columns, 9));
        assert_eq!(applied.epochs, 200);
    }
}
