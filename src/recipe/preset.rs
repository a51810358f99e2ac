use serde::{Deserialize, Serialize};

use super::Recipe;

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
    pub fn recipe(self) -> Recipe {
        todo!()
    }

    /// The same settings laid over `current`, whose target, columns and seed stay.
    pub fn applied_to(self, _current: &Recipe) -> Recipe {
        todo!()
    }
}
