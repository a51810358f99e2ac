//! Matrices, seeded chance, and neural networks on them: the rooms of Perceptab whose loops run over numbers.
//!
//! They are a crate of their own because Cargo sets the optimisation by crate: in the browser's build these are compiled
//! for speed whatever it weighs, the rest of the engine is not. The package `perceptab` hands them on.

#![warn(missing_docs)]

pub mod matrix;

pub mod chance;

pub mod boosting;

pub mod network;
