//! Perceptab trains a neural network on a table, in a browser tab or on the command line. This is its engine.
//!
//! Reading the rooms from top to bottom follows a CSV from its bytes to a prediction:
//!
//! ```text
//! CSV bytes → table → dataset → network + training → model → evaluation      (on matrix, metrics, chance)
//!                     recipe: all settings of a run · study: many runs, one answer
//! ```
//!
//! A room uses the rooms above it in this list, never one below; `tests/layering.rs` holds it to that.

#![warn(missing_docs)]

pub use perceptab_kernels::{boosting, chance, matrix, network};

pub mod metrics;
pub mod order;
pub mod pace;
pub mod table;

pub mod dataset;

pub mod audit;

pub mod training;

pub mod baselines;

pub mod format;

pub mod model;

pub mod evaluation;

pub mod recipe;

pub mod study;
