//! The settings whose values have names.

use super::{Preset, SolverName, Tier};
use crate::dataset::{Fill, Scale, Statistics, Task};
use crate::network::{Activation, Initialiser};
use crate::training::{Loss, Schedule, Watched};

/// What a value is called.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Name {
    /// As in a recipe's file; empty: what a file has as `null`.
    pub id: &'static str,
    /// As people read it.
    pub shown: &'static str,
}

/// A value that is one of several.
pub trait Choice {
    /// The names of all of them.
    fn names(&self) -> &'static [Name];

    /// The place of the value among them.
    fn at(&self) -> usize;

    /// Takes the value of that place; there are as many as names.
    fn choose(&mut self, at: usize);

    /// The value's own name.
    fn name(&self) -> Name {
        self.names().get(self.at()).copied().unwrap_or(Name { id: "", shown: "" })
    }
}

/// The place of a name, in capitals or not, as people read it or as in a file.
pub fn named(names: &[Name], text: &str) -> Option<usize> {
    let is = |name: &Name| name.shown.eq_ignore_ascii_case(text) || name.id.eq_ignore_ascii_case(text);
    names.iter().position(is)
}

macro_rules! choice {
    ($kind:ty { $($value:expr, $id:literal, $shown:literal;)+ }) => {
        impl Choice for $kind {
            fn names(&self) -> &'static [Name] {
                &[$(Name { id: $id, shown: $shown }),+]
            }

            fn at(&self) -> usize {
                [$($value),+].iter().position(|value| value == self).unwrap_or_default()
            }

            fn choose(&mut self, at: usize) {
                if let Some(value) = [$($value),+].get(at) {
                    *self = *value;
                }
            }
        }
    };
}

choice!(Preset {
    Preset::Default, "default", "A good start";
    Preset::Beyond, "beyond", "Beyond the assignment";
    Preset::Spec1Regression, "spec1-regression", "Specification 1, regression";
    Preset::Spec2Regression, "spec2-regression", "Specification 2, regression";
    Preset::Spec1Softmax, "spec1-softmax", "Specification 1, softmax";
    Preset::Spec2Softmax, "spec2-softmax", "Specification 2, softmax";
    Preset::MlpRegressor1, "mlp-regressor-1", "MLPRegressor 1";
    Preset::MlpRegressor2, "mlp-regressor-2", "MLPRegressor 2";
    Preset::MlpClassifier1, "mlp-classifier-1", "MLPClassifier 1";
    Preset::MlpClassifier2, "mlp-classifier-2", "MLPClassifier 2";
});

choice!(Tier {
    Tier::Quick, "quick", "Quick: one network";
    Tier::Good, "good", "Good: networks and trees, mixed";
    Tier::Best, "best", "Best: more of them";
});

choice!(Option<Task> {
    None, "", "as the column proposes";
    Some(Task::Regression), "regression", "a number";
    Some(Task::Classification), "classification", "a class";
});

choice!(Statistics {
    Statistics::TrainingRows, "training-rows", "training rows";
    Statistics::AllRows, "all-rows", "all rows, as in the assignment";
});

choice!(Scale {
    Scale::Standard, "standard", "standard";
    Scale::Robust, "robust", "robust";
    Scale::Quantile, "quantile", "quantiles";
});

choice!(Fill {
    Fill::Mean, "mean", "mean";
    Fill::Median, "median", "median";
});

choice!(Activation {
    Activation::Identity, "identity", "Identity";
    Activation::Sigmoid, "sigmoid", "Sigmoid";
    Activation::Tanh, "tanh", "Tanh";
    Activation::Relu, "relu", "ReLU";
    Activation::LeakyRelu, "leaky-relu", "Leaky-ReLU";
    Activation::Elu, "elu", "ELU";
    Activation::Selu, "selu", "SELU";
    Activation::Gelu, "gelu", "GELU";
    Activation::Softplus, "softplus", "Softplus";
});

choice!(Initialiser {
    Initialiser::Glorot, "glorot", "Glorot";
    Initialiser::He, "he", "He";
    Initialiser::Lecun, "lecun", "LeCun";
    Initialiser::ScikitLearn, "scikit-learn", "scikit-learn";
});

choice!(Loss {
    Loss::SquaredError, "squared-error", "squared error";
    Loss::AbsoluteError, "absolute-error", "absolute error";
    Loss::Huber, "huber", "Huber";
    Loss::Poisson, "poisson", "Poisson";
});

choice!(SolverName {
    SolverName::Sgd, "sgd", "SGD";
    SolverName::Adam, "adam", "Adam";
    SolverName::Adamw, "adamw", "AdamW";
    SolverName::RmsProp, "rms-prop", "RMSprop";
    SolverName::Lbfgs, "lbfgs", "L-BFGS";
});

choice!(Schedule {
    Schedule::Constant, "constant", "constant";
    Schedule::InverseScaling, "inverse-scaling", "inverse scaling";
    Schedule::Adaptive, "adaptive", "adaptive";
    Schedule::Cosine, "cosine", "cosine";
    Schedule::OneCycle, "one-cycle", "one cycle";
});

choice!(Watched {
    Watched::Loss, "loss", "validation loss";
    Watched::Score, "score", "validation score";
});
