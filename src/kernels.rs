//! The rooms of Perceptab whose loops run over numbers: matrices, chance and the network.
//!
//! They are a crate of their own for one reason: Cargo sets the optimisation by crate, and in the browser's build these
//! are compiled for speed, the rooms of `engine.rs` for little space without losing much speed, and all others for
//! little space. See `lib.rs` for the whole house.

pub mod matrix;

pub mod chance;

pub mod network;
