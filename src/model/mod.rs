//! What you keep: encoder and network together (the assignment's Predict), their file, and exports.

mod export;
mod file;
mod guard;
mod ledger;
mod new_rows;
mod predict;
mod summary;

pub use export::{history_csv, predictions_csv, split_csv};
pub use file::{Model, ModelError};
pub use ledger::ledger_csv;
pub use new_rows::{NewRows, NewRowsError, PredictSettings, Report};
pub use predict::Predicted;
pub use summary::ModelSummary;
