//! What the page says to the worker.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Document, JobId};
use perceptab::model::PredictSettings;
use perceptab::recipe::Recipe;
use perceptab::study::{Question, Trial};
use perceptab::table::ReadSettings;

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
