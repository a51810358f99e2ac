//! What you keep: encoder and network together (the assignment's Predict), their file, and exports.

mod check;
pub mod container;
mod error;
mod export;
mod file;
mod guard;
pub mod keys;
mod ledger;
mod new_rows;
mod predict;
mod sha256;
mod summary;
mod version_1;

pub use error::ModelError;
pub use export::{history_csv, predictions_csv, split_csv};
pub use file::Model;
pub use ledger::ledger_csv;
pub use new_rows::{NewRows, NewRowsError, PredictSettings, Report};
pub use predict::Predicted;
pub use summary::ModelSummary;
pub use version_1::OldModel;
