//! The conversation between page and worker, without JS.
//!
//! The page sends a [`Command`], the worker answers with [`Event`]s; nothing else crosses. A [`Pool`] spreads several
//! runs over a number of workers.

mod agreement;
mod bytes;
mod command;
mod comparing;
mod conversation;
mod current_model;
mod document;
mod event;
mod exporting;
mod failure;
pub mod figures;
mod files;
mod intake;
mod job;
mod joined_report;
mod model_control;
mod one_row;
mod outcome;
mod pool;
mod preparing;
mod reading;
mod rehearsal;
mod run;
mod run_control;
mod runs;
mod self_test;
mod view;
mod window;

pub use agreement::AgreementView;
pub use command::{Command, Export, Purpose, RunId, Sample};
pub use conversation::Session;
pub use document::{Document, Runs};
pub use event::{Event, ModelSource, Prediction};
pub use failure::{Failure, Place};
pub use files::{file, recipe_json};
pub use job::{JobId, JobKind};
pub use joined_report::{JoinedKind, JoinedReport};
pub use one_row::RowPredicted;
pub use outcome::{Course, Outcome, RunFacts};
pub use pool::{Order, Pool, PooledRun, Stage};
pub use runs::{FinishedRun, ROOM};
pub use view::{DataView, JobView, RunState, RunView, SessionView};
pub use window::Window;
