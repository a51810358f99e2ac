//! The assignment as a whole: its eight runs, what came of them beside what it reports, and the report of that.
//!
//! [`EXPERIMENTS`] are the runs, a [`Line`] is one of them as numbers, [`reading`] says what they mean, and an
//! [`AssignmentReport`] writes it all down: as Markdown, as one HTML page and as an archive. The page and the command
//! line share them.

mod archive;
mod document;
mod experiment;
mod html;
mod line;
mod markdown;
mod reading;
mod report;
mod table;
mod words;
mod zip;

pub use document::written;
pub use experiment::{EXPERIMENTS, Experiment, Reported, Section};
pub use line::{Line, Share};
pub use reading::reading;
pub use report::{AssignmentReport, Picture, pictures};
pub use table::{HEAD, NOTE};
