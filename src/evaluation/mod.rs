//! How good is it, honestly: scores beside a baseline that looks at no input.

mod report;

pub use report::{Baseline, Comparison, Report, Scores, Verdict};
