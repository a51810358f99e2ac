use super::Tab;
use perceptab::audit::Remedy;
use perceptab::recipe::{Preset, ReadSetting, Recipe, Setting, Tier};
use perceptab_conversation::session::{
    Command, Document, Export, JobId, Order, Place, Purpose, RunId, Sample,
};

/// All that a person can do on the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    OpenFile(FileRef),
    /// New rows for the current model.
    PredictFile(FileRef),
    /// The rows of the table that have no value in the column that the model predicts.
    PredictGaps,
    /// The row that is filled in begins again with the middle of each column.
    BeginRow,
    OpenSample(Sample),
    CancelReading,
    /// Give up a job of the worker.
    Cancel(JobId),
    /// Read the file again, everything detected.
    ReadAsDetected,
    /// Read a random sample of a file that is too large: this share of its rows.
    ReadSample(f64),
    /// Opens the editor of a column, or none.
    EditColumn(Option<String>),
    /// Takes what the audit proposes.
    Remedy(Remedy),
    /// The same of many columns.
    Remedies(Vec<Remedy>),
    AllFindings,
    CrossValidate,
    /// Trains what the tier Good asks for, and mixes it.
    Mix,
    /// Puts the runs beside each other away.
    PutAwayBeside,
    /// Something is set: the text that was typed or the name that was chosen.
    Set(Field, String),
    Switch(Switch, bool),
    /// A field goes back to the preset's value.
    PutBack(Control),
    UseLearningRate(f32),
    NewSeed,
    Seed(u64),
    /// The one button that comes next: Train, Pause or Resume.
    GoOn,
    Step,
    Stop,
    /// The assignment on the bundled songs.
    Assignment,
    /// Goes to a tab.
    Open(Tab),
    /// The address says so.
    Arrive(Tab),
    /// Opens the network's settings, or closes them.
    Drawer(bool),
    /// Shows the list of keys, or puts it away.
    Keys(bool),
    /// Closes whatever is open beside the page's own parts.
    Close,
    /// The hidden layers' widths.
    Layers(Vec<usize>),
    /// Which of the columns is the first in sight.
    ScrollColumns(usize),
    /// Shows the assignment's part, or puts it away.
    OpenAssignment(bool),
    /// Trains all of the assignment's runs that fit, side by side.
    RunAssignment,
    /// One run's figure is shown large; none.
    Enlarge(Option<Preset>),
    /// The report as one HTML page, or everything as an archive.
    SaveAssignment {
        archive: bool,
    },
    CancelPooled(RunId),
    CancelPool,
    SelfTest,
    Reset,
    Export(Export),
    Picture(Chart),
    DropModel,
    /// The copy of the last finished run's model that the page keeps has become a file of this name.
    ModelKept(FileRef),
    /// Of several files that were brought at once these were not taken.
    OneOfMany {
        taken: String,
        others: Vec<String>,
    },
    DismissAsides,
    /// The settings go on without the columns that this table lacks.
    ForgetUnknown,
    /// Looks at another run.
    ShowRun(RunId),
    DeleteRun(RunId),
    UndoDelete,
    /// Takes the settings of a run.
    Restore(RunId),
    /// Puts the runs in order by the head in this place, the other way round where they are.
    SortRuns(usize),
    StarRun(RunId, bool),
    DismissFailure,
    RestartWorker,
    /// Reads again what could not be fetched: the table, or the new rows.
    TryAgain(Place),
    Reload,
    /// Opens or closes the help of a field.
    About(&'static str),
    /// Opens a column's editor where it stands in the list.
    FindColumn(String),
    /// The table is scrolled to here: pixels from its top and left, and how many are in sight.
    ScrollSheet {
        top: usize,
        left: usize,
        height: usize,
    },
    /// Something is folded open or away.
    Unfold(Fold, bool),
    /// The charts' cross-hair.
    Point(Option<f64>),
    SwitchTheme,
    /// How the theme stands now.
    Theme {
        dark: bool,
    },
    DragOver(bool),
    /// How many cores the browser reports.
    Cores(usize),
    /// A worker said Ready so many milliseconds after it was asked for.
    WorkerStarted {
        milliseconds: f64,
        pooled: bool,
    },
    Say(String),
}

/// A file that the browser holds: the page knows its number, name and size.
#[derive(Clone, Debug, PartialEq)]
pub struct FileRef {
    pub id: u32,
    pub name: String,
    pub bytes: u64,
}

/// Something that is typed or chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Setting(&'static Setting),
    Target,
    TargetScale,
    TargetDivisor,
    /// How rows are put into parts, and the column that says it.
    SplitRule,
    SplitColumn,
    /// Of the column whose editor is open.
    ColumnRole,
    ColumnKind,
    /// How the file is read.
    Reading(&'static ReadSetting),
    /// How many folds a cross-validation has: no part of the recipe.
    Folds,
    /// How near an answer must be to count: no part of the recipe.
    Nearness,
    /// Of a column of the new rows that has two readings, by its place among them: no part of the recipe.
    Doubt(usize),
    /// The encoding of the new rows.
    NewRowsEncoding,
    /// A cell of the row that is filled in, by its column's place; and the row of the table that it is taken from.
    Cell(usize),
    TableRow,
    /// The words that the columns' names are searched for.
    Search,
    /// What a run is called: no part of the recipe.
    RunName(RunId),
}

/// What can be put back to the preset's value: something typed or chosen, or something switched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    Field(Field),
    Switch(&'static Setting),
}

/// What is made only when it is folded open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    History,
    Settings,
    Reading,
}

/// Something that is switched on or off, or one of several that are chosen between.
#[derive(Clone, Debug, PartialEq)]
pub enum Switch {
    /// Whether a column is used.
    Column(String),
    Regression,
    Classification,
    Preset(Preset),
    Tier(Tier),
    Setting(&'static Setting),
    /// New rows get a column that says what was odd about each.
    Remarks,
    /// Cells that are copied are guarded too.
    Guard,
    /// Whether keys without Ctrl do something.
    SingleKeys,
    /// Whether the curves of a run are drawn under those of the one that is looked at.
    Drawn(RunId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chart {
    Accuracy,
    Loss,
}

impl Chart {
    pub const ALL: [Chart; 2] = [Chart::Accuracy, Chart::Loss];

    /// The id of its canvas.
    pub fn id(self) -> &'static str {
        match self {
            Chart::Accuracy => "accuracy-chart",
            Chart::Loss => "loss-chart",
        }
    }

    pub fn file(self) -> &'static str {
        match self {
            Chart::Accuracy => "accuracy.png",
            Chart::Loss => "loss.png",
        }
    }
}

/// What an action asks of the world outside the page's state.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Tell(Command),
    /// Tell the worker to read this file.
    Read(FileRef, Purpose),
    RestartWorker,
    Reload,
    /// Keep these bytes as a file that the page holds, in place of the copy before.
    Keep {
        name: String,
        bytes: Vec<u8>,
    },
    /// Save a file that the page holds.
    SaveKept(FileRef),
    /// What the pool of workers wants.
    Pool(Order),
    /// End the pool's workers.
    EndPool,
    Save {
        name: String,
        media_type: String,
        bytes: Vec<u8>,
    },
    /// Have a file made of what the page holds, by its worker or, where that was lost, by one that is started for it.
    Write(Box<Document>),
    SavePicture(Chart),
    NewSeed,
    SwitchTheme,
    /// The address of this tab.
    Go(Tab),
}

impl From<Field> for Control {
    fn from(field: Field) -> Control {
        Control::Field(field)
    }
}

impl Control {
    /// The name of the recipe's field.
    pub fn name(self) -> &'static str {
        match self {
            Control::Field(field) => field.name(),
            Control::Switch(setting) => setting.name,
        }
    }

    /// Takes the recipe's value from another recipe.
    pub fn copy(self, from: &Recipe, to: &mut Recipe) {
        match self {
            Control::Field(field) => field.copy(from, to),
            Control::Switch(setting) => setting.copy(from, to),
        }
    }
}

impl Field {
    /// The name of the recipe's field.
    pub fn name(self) -> &'static str {
        match self {
            Field::Setting(setting) => setting.name,
            Field::Target => "target",
            Field::TargetScale | Field::TargetDivisor => "target_scale",
            Field::SplitRule => "split",
            Field::SplitColumn => "split_column",
            Field::ColumnRole => "column-role",
            Field::ColumnKind => "column-kind",
            Field::Reading(setting) => setting.name,
            Field::Folds => "folds",
            Field::Nearness => "nearness",
            Field::Doubt(_) => "doubt",
            Field::NewRowsEncoding => "new-rows-encoding",
            Field::Cell(_) => "cell",
            Field::TableRow => "table-row",
            Field::RunName(_) => "run-name",
            Field::Search => "search",
        }
    }

    /// Takes the recipe's value from another recipe.
    pub fn copy(self, from: &Recipe, to: &mut Recipe) {
        match self {
            Field::Setting(setting) => setting.copy(from, to),
            Field::Target => to.question.target.clone_from(&from.question.target),
            Field::SplitRule | Field::SplitColumn => {
                to.question.stratify = from.question.stratify;
                to.question.group.clone_from(&from.question.group);
                to.question.time.clone_from(&from.question.time);
                to.question.split_column.clone_from(&from.question.split_column);
            }
            Field::ColumnRole
            | Field::ColumnKind
            | Field::Reading(_)
            | Field::Folds
            | Field::Nearness
            | Field::Doubt(_)
            | Field::NewRowsEncoding
            | Field::Cell(_)
            | Field::TableRow
            | Field::RunName(_)
            | Field::Search => {}
            Field::TargetScale | Field::TargetDivisor => {
                to.preparation.target_scale = from.preparation.target_scale
            }
        }
    }
}
