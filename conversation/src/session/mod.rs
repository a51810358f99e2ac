//! The conversation between page and worker, without JS.
//!
//! The page sends a [`Command`], the worker answers with [`Event`]s; nothing else crosses. A [`Pool`] spreads several
//! runs over a number of workers.

mod agreement;
mod bytes;
mod comparing;
mod conversation;
mod current_model;
mod document;
mod exporting;
pub mod figures;
mod files;
mod intake;
mod job;
mod one_row;
mod pool;
mod preparing;
mod protocol;
mod reading;
mod rehearsal;
mod run;
mod run_control;
mod runs;
mod self_test;
mod view;
mod window;

pub use agreement::AgreementView;
pub use conversation::Session;
pub use document::{Document, Runs};
pub use files::{file, recipe_json};
pub use job::{JobId, JobKind};
pub use one_row::RowPredicted;
pub use pool::{Order, Pool, PooledRun, Stage};
pub use protocol::{
    Command, Course, Event, Export, Failure, JoinedKind, JoinedReport, ModelSource, Outcome, Place,
    Prediction, Purpose, RunFacts, RunId, Sample,
};
pub use runs::{FinishedRun, ROOM};
pub use view::{DataView, JobView, RunState, RunView, SessionView};
pub use window::Window;
