//! What the worker says to the page.

use serde::{Deserialize, Serialize};

use super::{
    AgreementView, Course, Export, Failure, JobId, JobKind, JoinedReport, Outcome, Purpose, RowPredicted,
    RunFacts, RunId, Window,
};
use perceptab::audit::Finding;
use perceptab::dataset::Proposal;
use perceptab::evaluation::Report;
use perceptab::model::ModelSummary;
use perceptab::recipe::Recipe;
use perceptab::table::{Doubt, TableSummary};
use perceptab::training::EpochRecord;

/// Worker → page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The first word of a worker: which build it is of. The page checks it against its own.
    Ready {
        build: String,
    },
    /// A file is read, so many bytes as it says of itself. How far that is is told of its job.
    Reading {
        purpose: Purpose,
        name: String,
        bytes: u64,
    },
    ReadingCancelled,
    /// What [`Command::SelfTest`] measured, and the bytes of memory that the worker holds, where it can tell.
    SelfTested {
        operations_per_second: f64,
        memory: Option<u64>,
    },
    TableRead {
        summary: Box<TableSummary>,
        proposal: Box<Proposal>,
    },
    /// What [`Command::Audit`] found.
    Audited(Box<Vec<Finding>>),
    /// How far work is that takes longer than a command may: so much of so much, counted as its kind says; `of` is 0 where it is
    /// not known. At most one per animation frame. [`Event::JobEnded`] stands beside what comes of it.
    Job {
        id: JobId,
        kind: JobKind,
        done: usize,
        of: usize,
        /// Work so far, waiting aside (of a file, the wait for its bytes is work); 0 where nobody counts.
        seconds: f64,
    },
    /// A job that was told of is over, or was given up.
    JobEnded {
        id: JobId,
    },
    /// The table is ready for other workers, as a block of this many bytes. It travels beside this event: a table of a few
    /// hundred MB never enters the page's own memory ([`super::Session::shared_table`]).
    TableShared {
        bytes: u64,
    },
    /// A table was taken over from another worker.
    TableAdopted {
        rows: usize,
        /// Bytes of memory that the worker holds with it, where it can tell.
        memory: Option<u64>,
    },
    RecipeRead {
        name: String,
        recipe: Box<Recipe>,
    },
    /// There is another current model.
    ModelReady {
        model: Box<ModelSummary>,
        from: ModelSource,
    },
    /// A finished run gave up its rows to make room for others: there are no predictions and no split of it to be had.
    RowsGivenUp {
        run: RunId,
    },
    /// The model's file, to be kept: nobody asked to save it.
    ModelCopied {
        name: String,
        #[serde(with = "super::bytes")]
        bytes: Vec<u8>,
    },
    Predicted(Box<Prediction>),
    RowPredicted(Box<RowPredicted>),
    RowsRead(Box<Window>),
    RunsCompared {
        runs: [RunId; 2],
        /// Scores and settings: what each row is, of both, and the difference.
        table: Vec<Vec<String>>,
        words: String,
    },
    /// Something could not be done; what was there before is still there.
    Failed(Failure),
    Started {
        run: RunId,
        facts: Box<RunFacts>,
    },
    /// At most one per animation frame while a run goes on.
    Progress {
        run: RunId,
        epoch: usize,
        epochs: usize,
        seconds: f64,
        rows_per_second: f64,
        records: Vec<EpochRecord>,
    },
    /// The run was stopped before its table was prepared, or its job was cancelled; what was there before is still there.
    GivenUp {
        run: RunId,
    },
    Paused {
        run: RunId,
    },
    Resumed {
        run: RunId,
    },
    Ended {
        run: RunId,
        outcome: Outcome,
        /// None where the run was stopped while its scores were measured.
        report: Option<Box<Report>>,
        /// The answers to the test rows beside what is right.
        agreement: Option<Box<AgreementView>>,
        /// For whoever is in the same program; it does not cross to a page.
        #[serde(skip)]
        course: Box<Course>,
        weights_hash: String,
        seconds: f64,
        /// Bytes of memory that the worker holds, where it can tell: its most so far, as memory is not given back.
        memory: Option<u64>,
    },
    /// A trial has ended: its [`perceptab::study::TrialResult`] as a block.
    Tried {
        run: RunId,
        #[serde(with = "super::bytes")]
        block: Vec<u8>,
    },
    /// What [`Command::Join`] made; [`Event::ModelReady`] stands beside it.
    Joined(Box<JoinedReport>),
    WasReset,
    File {
        name: String,
        media_type: String,
        #[serde(with = "super::bytes")]
        bytes: Vec<u8>,
        /// The [`Command::Export`] that asked for it: files come in the order in which they are ready.
        asked: Option<(Export, Option<RunId>)>,
    },
}

impl Event {
    /// The run that it belongs to.
    pub fn run(&self) -> Option<RunId> {
        match self {
            Event::Started { run, .. }
            | Event::Progress { run, .. }
            | Event::GivenUp { run }
            | Event::Paused { run }
            | Event::Resumed { run }
            | Event::Tried { run, .. }
            | Event::Ended { run, .. } => Some(*run),
            _ => None,
        }
    }
}

/// What a model came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ModelSource {
    Run(RunId),
    /// The trials of a study.
    Study,
    /// A file of this name.
    File(String),
}

/// New rows, predicted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prediction {
    pub file: String,
    pub rows: usize,
    /// The first rows: the inputs' file row number and the prediction as text.
    pub first: Vec<(usize, String)>,
    /// Sentences on what did not fit: unseen categories, cells that cannot be read, rows of another width …
    pub notes: Vec<String>,
    /// Readings that the file leaves open, with the one that was taken.
    pub doubts: Vec<Doubt>,
    /// Whether the letters look wrong, so that the encoding may be another one; a note says so too.
    pub is_encoding_doubtful: bool,
    /// Where the file has the target too: how good the predictions are, as a sentence.
    pub score: Option<String>,
}
