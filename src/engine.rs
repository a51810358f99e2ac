//! The rooms of Perceptab whose work grows with the rows: from a CSV's bytes to a trained network.
//!
//! They are a crate of their own for one reason: in the browser's build they are compiled for speed and all other
//! rooms for a small download, and Cargo sets that by crate. See `lib.rs` for the whole house.

pub mod table;

pub mod matrix;

pub mod metrics;

pub mod chance;

pub mod dataset;

pub mod network;

pub mod training;
