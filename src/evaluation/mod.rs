//! How good is it, honestly: scores beside a baseline that looks at no input.

mod baseline;
mod closeness;
mod comparison;
mod ordinal;
mod report;
mod sentence;
mod spread;

pub use crate::training::Scores;
pub use baseline::{Baseline, Constant};
pub use closeness::Closeness;
pub use comparison::{Comparison, Verdict};
pub use ordinal::{Ordinal, expected_value};
pub use report::Report;
pub use spread::Spread;
