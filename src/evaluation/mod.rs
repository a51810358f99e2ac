//! How good is it, honestly: scores beside a baseline that looks at no input.

mod baseline;
mod comparison;
mod report;
mod sentence;

pub use crate::training::Scores;
pub use baseline::{Baseline, Constant};
pub use comparison::{Comparison, Verdict};
pub use report::Report;
