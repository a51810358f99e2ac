//! How good is it, honestly: scores beside a baseline that looks at no input. It sees outputs and actual values, whatever made
//! the outputs.

mod agreement;
mod baseline;
mod closeness;
mod comparison;
mod evaluated;
mod ordinal;
mod report;
mod roc_auc;
mod sentence;
mod spread;

pub use crate::dataset::Scores;
pub use agreement::{Agreement, Tenth};
pub use baseline::{Baseline, Constant};
pub use closeness::Closeness;
pub use comparison::{Comparison, Verdict};
pub use evaluated::{Actual, Evaluated};
pub use ordinal::{ExpectedValues, Ordinal, expected_value};
pub use report::Report;
pub use roc_auc::{SecondClass, roc_auc};
pub use spread::Spread;
