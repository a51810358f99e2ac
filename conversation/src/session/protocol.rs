use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{AgreementView, Document, JobId, JobKind, RowPredicted, Window};
use perceptab::audit::Finding;
use perceptab::dataset::Proposal;
use perceptab::evaluation::Report;
use perceptab::model::{ModelSummary, PredictSettings};
use perceptab::recipe::{Problem, Recipe};
use perceptab::study::{OutOfFold, Question, Trial};
use perceptab::table::{Doubt, ReadSettings, TableSummary};
use perceptab::training::EpochRecord;

/// Numbers the runs of a page; a newer run has a larger number. Events of an older run are dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RunId(pub u32);

/// Page → worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Read a file. The worker is handed the browser's `File` beside this command and reads it in chunks;
    /// on the command line the bytes follow directly.
    Read {
        purpose: Purpose,
        name: String,
        bytes: u64,
    },
    /// How the tables read from now on are to be taken, where that is not left to be detected.
    ReadAs(Box<ReadSettings>),
    /// How the new rows read from now on are to be predicted.
    PredictAs(Box<PredictSettings>),
    /// Fetch a bundled table from the page's own origin and read it.
    ReadSample {
        sample: Sample,
        purpose: Purpose,
    },
    /// Ask for the table as a block that other workers can take over.
    ShareTable,
    /// Take over the table that another worker shared. The worker is handed the block beside this command
    /// ([`super::Session::adopt_table`]).
    AdoptTable,
    /// Give up the file that is being read. What was there before stays.
    CancelReading,
    /// Give up a job. What it would have given does not come, and everything else stays as it is.
    Cancel(JobId),
    /// Look the table over for what is wrong with it as this recipe would use it.
    Audit {
        recipe: Box<Recipe>,
    },
    /// Measure what this machine could do at most.
    SelfTest,
    /// Start a run from first weights; ends any other run.
    Train {
        run: RunId,
        recipe: Box<Recipe>,
    },
    /// Train a trial of a study from first weights; ends any other run. What comes of it is told in [`Event::Tried`].
    Try {
        run: RunId,
        trial: Box<Trial>,
    },
    Pause,
    Resume,
    /// Train one epoch of the paused run, measure, and pause again.
    Step,
    /// Start a run, train its first epoch, measure, and pause.
    StartPaused {
        run: RunId,
        recipe: Box<Recipe>,
    },
    /// End the training here, measure and read its result. Said while that is measured: do without. Said while the table is
    /// prepared: do not begin.
    Stop,
    /// Forget the last run, going on or over.
    Reset,
    /// Forget a run that is over.
    DeleteRun(RunId),
    /// Give a run its star, or take it: runs with one give up their rows last.
    StarRun {
        run: RunId,
        on: bool,
    },
    /// Say how far two finished runs can be told apart.
    CompareRuns([RunId; 2]),
    /// Make the model of a finished run the current one, which predicts new rows.
    UseModelOf(RunId),
    /// Ask for a file to download: of this run, where it is about one; of the last one, and of the current model, where none
    /// is named.
    Export {
        export: Export,
        run: Option<RunId>,
    },
    /// Ask for a file of what the page holds itself. It needs no session: whoever drives one answers with
    /// `assignment::written`.
    Write(Document),
    /// Make one model of what came of a study's trials: their results as blocks, in their order. It is the current one then, and
    /// `recipe` the one that it is kept with.
    Join {
        question: Question,
        recipe: Box<Recipe>,
        blocks: Vec<Vec<u8>>,
    },
    /// Ask for the cells of some of the table's rows and columns, counted from 0.
    ReadRows {
        rows: Range<usize>,
        columns: Range<usize>,
    },
    /// Ask the current model about one row: of the table, counted from 0, or of these cells. `asked` numbers the question.
    PredictRow {
        asked: u32,
        row: Option<usize>,
        cells: Vec<String>,
    },
    /// Forget the model that was loaded or trained.
    DropModel,
    /// Ask for a copy of the model's file, which outlives this worker.
    CopyModel,
}

/// What a file is read for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// A table to train on; a `.json` file is taken as a recipe or a model by what it says it is.
    #[default]
    Open,
    /// New rows for the current model to predict.
    Predict,
}

/// The bundled tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sample {
    Songs,
    Penguins,
    Diamonds,
}

impl Sample {
    pub const ALL: [Sample; 3] = [Sample::Songs, Sample::Penguins, Sample::Diamonds];

    /// Its file in `data/`.
    pub fn file(self) -> &'static str {
        match self {
            Sample::Songs => "songs.csv",
            Sample::Penguins => "penguins.csv",
            Sample::Diamonds => "diamonds.csv",
        }
    }
}

/// Files to take away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Export {
    /// The history as CSV.
    History,
    /// The recipe of a run as JSON.
    Recipe,
    /// Every train and test row with its actual and predicted value, as CSV (the assignment's Predict).
    Predictions,
    /// Which part each row was in, as CSV.
    Split,
    /// Every cell that was not taken as it stood, or filled in for the run, as CSV.
    Ledger,
    /// Encoder and network as one JSON file.
    Model,
    /// The predictions of the new rows last read with [`Purpose::Predict`], as CSV.
    NewPredictions,
    /// The run's train and test rows as the current model predicts them.
    MixPredictions,
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

/// Worker → page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The first word of a worker: which build it is of. The page checks it against its own.
    Ready {
        build: String,
    },
    /// Bytes read so far.
    Reading {
        purpose: Purpose,
        name: String,
        read: u64,
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
        /// Work so far, waiting aside; 0 where nobody counts.
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
    /// What went by last was spent on scores rather than on training: so many rows of so many are measured. At most one per
    /// animation frame, after the [`Event::Progress`].
    Measuring {
        run: RunId,
        rows: usize,
        of: usize,
        /// Training is over: the run ends with it.
        ends: bool,
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
            | Event::Measuring { run, .. }
            | Event::GivenUp { run }
            | Event::Paused { run }
            | Event::Resumed { run }
            | Event::Tried { run, .. }
            | Event::Ended { run, .. } => Some(*run),
            _ => None,
        }
    }
}

/// What several networks, or networks and trees, say together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JoinedReport {
    /// On the training and the test part of the recipe.
    pub report: Report,
    pub agreement: Option<AgreementView>,
    /// On the training rows that the members were not trained on.
    pub out_of_fold: Option<OutOfFold>,
    /// The kinds that were tried, the best by itself first.
    pub kinds: Vec<JoinedKind>,
    /// What probabilities were brought to; 1 leaves them.
    pub temperature: f64,
    /// That the model is of.
    pub members: usize,
    /// That were trained.
    pub trials: usize,
    pub weights_hash: String,
}

/// One of the kinds that a mix was chosen from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JoinedKind {
    pub name: String,
    /// How often the mix counts it; 0 where it is left out.
    pub count: u32,
    /// By itself, on the rows that it was not trained on; `None` where its loss grew without bound in training.
    pub loss: Option<f64>,
}

/// Where something failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// While reading a file to open.
    File,
    /// While reading new rows to predict.
    NewRows,
    /// In the settings, or where they do not fit the table.
    Recipe,
    /// While training.
    Training,
    Export,
    /// The worker itself was lost or did not start (made by the page's link).
    Worker,
}

/// A place, a kind and a sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    pub place: Place,
    /// A short fixed name: `empty-file`, `not-text`, `no-inputs`, `constant-target` …
    pub kind: String,
    pub message: String,
    /// With [`Place::Recipe`]: each setting that is at fault.
    pub problems: Vec<Problem>,
    /// The share of a file's rows that would fit into memory, where it is too large.
    #[serde(default)]
    pub sample: Option<f64>,
}

/// What a run was prepared to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RunFacts {
    pub train_rows: usize,
    pub test_rows: usize,
    pub duplicates_dropped: usize,
    /// Rows left out because their target is missing.
    pub missing_targets: usize,
    /// Neurons of each layer from the encoded inputs to the outputs.
    pub widths: Vec<usize>,
    pub parameters: usize,
    /// Sentences on what was done to make the columns numbers.
    pub notes: Vec<String>,
    /// The baseline's scores, for the dotted line: accuracy on the test rows (`None` where there is no accuracy).
    pub baseline_accuracy: Option<f64>,
    pub baseline_loss: f64,
    /// What the accuracy chart shows instead where there is no accuracy: R².
    pub shows_r2: bool,
    /// "always answering 52"
    pub baseline_name: String,
    /// "half the mean squared error of (popularity ÷ 100)" or "cross-entropy".
    pub loss_name: String,
}

/// The way of a run: what scikit-learn keeps as `loss_curve_`, `best_loss_`, `validation_scores_` and
/// `best_validation_score_`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Course {
    /// Mean loss of each epoch's batches, each before its update.
    pub loss_curve: Vec<f64>,
    pub best_loss: Option<f64>,
    /// Training rows held back for validation.
    pub validation_rows: usize,
    /// Accuracy or R² on them after each epoch.
    pub validation_scores: Vec<f64>,
    pub best_validation_score: Option<f64>,
    /// The epoch whose weights were kept.
    pub best_epoch: Option<usize>,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// All epochs are done and the last weights are kept.
    Finished,
    /// It ended by a rule of its own, or earlier weights are kept: why, as a sentence.
    Concluded {
        epoch: usize,
        message: String,
    },
    Stopped {
        epoch: usize,
    },
    /// The loss grew without bound; the network is as it was after `kept_epoch`.
    Diverged {
        epoch: usize,
        kept_epoch: usize,
        try_learning_rate: f32,
        message: String,
    },
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
