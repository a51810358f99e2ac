//! The rooms of Perceptab whose work grows with the rows, from a CSV's bytes to a trained network. `kernels.rs` says why
//! they are a crate, `lib.rs` shows the whole house.

pub use perceptab_kernels::{chance, matrix, network};

pub mod metrics;
pub mod pace;
pub mod table;

pub mod dataset;

pub mod audit;

pub mod training;
