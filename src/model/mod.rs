//! What you keep: encoder and network together (the assignment's Predict), their file, and exports.

mod summary;

pub use summary::ModelSummary;
