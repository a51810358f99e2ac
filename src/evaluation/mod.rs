//! How good is it, honestly: scores beside a baseline that looks at no input. It sees outputs and actual values, whatever made
//! the outputs.

mod agreement;
mod baseline;
mod class_counts;
mod closeness;
mod comparison;
mod evaluated;
mod gathered;
mod metrics;
mod number_ranks;
mod ordinal;
mod probabilities;
mod ranking;
mod report;
mod sentence;
mod spread;

pub use crate::dataset::Scores;
pub use agreement::{Agreement, Tenth};
pub use baseline::{Baseline, Constant};
pub use closeness::Closeness;
pub use comparison::{Comparison, Verdict};
pub use evaluated::{Actual, Evaluated};
pub use gathered::Gathered;
pub use metrics::Metrics;
pub use ordinal::Ordinal;
pub use ranking::Ranking;
pub use report::Report;
pub use spread::Spread;
