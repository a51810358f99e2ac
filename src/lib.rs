//! Perceptab trains a neural network on a table, in a browser tab or on the command line.
//!
//! Reading the rooms from top to bottom follows a CSV from its bytes to a prediction:
//!
//! ```text
//! CSV bytes → table → dataset → network + training → model → evaluation      (on matrix, metrics, chance)
//!             └───────────────── session ─────────────────┘
//! page (SessionView, page::Node)  ⇄  Command / Event  ⇄  worker (web::worker + Session)
//! SessionView.history → chart::Plot → web::canvas
//! ```
//!
//! A room uses the rooms above it in this list, never one below; `tests/layering.rs` holds it to that.

pub use perceptab_engine::{audit, chance, dataset, matrix, metrics, network, pace, table, training};

pub mod model;

pub mod evaluation;

pub mod recipe;

pub mod chart;

pub mod study;

pub mod session;

pub mod assignment;

pub mod page;

#[cfg(feature = "web")]
pub mod web;
