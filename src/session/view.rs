use super::{Event, Failure, Outcome, Prediction, RunFacts, RunId};
use crate::dataset::Proposal;
use crate::evaluation::Report;
use crate::model::ModelSummary;
use crate::recipe::Recipe;
use crate::table::TableSummary;
use crate::training::History;

/// Everything the page shows, folded from the events: `view.take(event)`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SessionView {
    /// The worker's build, once it has said Ready.
    pub worker: Option<String>,
    /// (name, bytes read, bytes in all) while a file is read.
    pub reading: Option<(String, u64, u64)>,
    pub data: Option<DataView>,
    pub run: Option<RunView>,
    /// The finished run before this one, kept for comparison until it is dismissed.
    pub previous: Option<RunView>,
    pub model: Option<ModelSummary>,
    /// The file that the model came from, where it was loaded.
    pub model_file: Option<String>,
    pub prediction: Option<Prediction>,
    /// The last failure, until the next success at the same place.
    pub failure: Option<Failure>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct DataView {
    pub summary: TableSummary,
    pub proposal: Proposal,
}

#[derive(Clone, Debug, PartialEq)]
pub struct RunView {
    pub id: RunId,
    pub recipe: Recipe,
    /// The table it was trained on.
    pub table: String,
    pub state: RunState,
    /// `None` until the worker has prepared the table.
    pub facts: Option<RunFacts>,
    pub epoch: usize,
    /// Training time so far, pauses aside.
    pub seconds: f64,
    pub rows_per_second: f64,
    pub history: History,
    pub outcome: Option<Outcome>,
    pub report: Option<Report>,
    pub weights_hash: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunState {
    Preparing,
    Training,
    Paused,
    Ended,
}

impl SessionView {
    /// A run is asked for: the ended one, if any, becomes the previous one.
    pub fn begin(&mut self, _id: RunId, _recipe: Recipe) {
        todo!()
    }

    /// Folds an event in. Events of a run other than the current one are dropped.
    pub fn take(&mut self, _event: Event) {
        todo!()
    }
}

impl RunView {
    /// Seconds to go at the present speed; `None` before anything was measured.
    pub fn seconds_left(&self) -> Option<f64> {
        todo!()
    }
}
