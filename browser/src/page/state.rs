use std::cell::Cell;

use super::row_form::RowForm;
use super::safety::Safety;
use super::sheet::Sheet;
use super::shown::short;
use super::source::Source;
use super::{Chart, Tab};
use perceptab::dataset::{ColumnProposal, Task};
use perceptab::model::PredictSettings;
use perceptab::recipe::{Preset, Recipe, Setting, UnknownColumn};
use perceptab::study::{Study, Trial};
use perceptab::table::ReadSettings;
use perceptab_conversation::chart::Figure;
use perceptab_conversation::session::{Failure, Place, Pool, RunId, RunState, RunView, SessionView, figures};

/// What the worker has said, what a person has set, and what is folded open.
#[derive(Debug)]
pub struct PageState {
    pub view: SessionView,
    pub recipe: Recipe,
    /// The settings that were typed, one entry each.
    pub(super) typed: Vec<Typed>,
    /// The latest thing worth saying aloud.
    pub notice: String,
    /// The epoch that the charts' cross-hair stands on.
    pub cursor: Option<f64>,
    pub dark: bool,
    /// A file is being dragged over the page.
    pub drag_over: bool,
    /// The fields whose help is open.
    pub about: Vec<&'static str>,
    /// Which tab of the stage is seen, and whether the network's settings and the list of keys are open.
    pub tab: Tab,
    pub drawer: bool,
    pub keys_listed: bool,
    pub single_keys: bool,
    /// What the columns' names are searched for, and which of those found is the first in sight.
    pub search: String,
    pub first_column: usize,
    pub history_listed: bool,
    pub settings_listed: bool,
    pub reading_listed: bool,
    pub all_findings: bool,
    /// What is wrong with what was typed about how the file is read.
    pub read_problem: Option<&'static str>,
    /// The column whose editor is open.
    pub edited: Option<String>,
    /// How many folds a cross-validation is to have.
    pub folds: usize,
    /// What the pool's runs are for.
    pub study: Option<Study>,
    /// The run whose question the last mix was trained for.
    pub(super) mixed_run: Option<RunId>,
    /// What the table was last looked over for.
    pub(super) audited: Option<Box<Recipe>>,
    /// How the table that is there was read.
    pub(super) read_with: ReadSettings,
    /// Steps of the distance within which an answer counts as near.
    pub nearness: usize,
    /// Whether the assignment has a tab, and which run's figure is large.
    pub assignment_open: bool,
    pub enlarged: Option<Preset>,
    /// The assignment is to be shown as soon as its table is there.
    pub(super) wants_assignment: bool,
    /// Runs side by side, once they were asked for.
    pub pool: Option<Pool>,
    /// Those that wait for the table to be shared.
    pub(super) pool_waits: Vec<(RunId, Trial)>,
    /// How many cores the browser reports; 0 where it does not.
    pub cores: usize,
    /// Milliseconds until the worker was ready, and until the slowest of the pool's was.
    pub start_up: Option<f64>,
    pub pool_start_up: Option<f64>,
    /// What is being read, and what the worker's table came from.
    pub(super) asked: Option<Source>,
    pub(super) source: Option<Source>,
    /// How new rows are predicted, what was predicted last, and whether only of rows without a target.
    pub predict: PredictSettings,
    pub(super) predicted: Option<Source>,
    pub(super) only_gaps: bool,
    /// The row that a person fills in.
    pub row: RowForm,
    /// What of the table is in sight.
    pub sheet: Sheet,
    /// What the runs are in order by, and whether ascending.
    pub runs_by: (usize, bool),
    /// The run that was deleted last, and where it stood.
    pub(super) deleted: Option<(usize, RunView)>,
    /// Two runs that were compared, and what came of it.
    pub(super) compared: Option<([RunId; 2], Vec<Vec<String>>, String)>,
    /// Whether a fresh worker is given the table again.
    pub(super) reads_again: bool,
    /// What goes with a worker, and what is kept of it.
    pub(super) safety: Safety,
    /// The file that the settings came from, until they have met a table that has their columns.
    pub(super) recipe_file: Option<String>,
    /// What was done otherwise than a person may think, until it is dismissed.
    pub(super) asides: Vec<String>,
    /// How many runs a person has started, and how many the pool was given.
    pub(super) runs: u32,
    pub(super) trials: u32,
    /// Whether more than the run has changed since the page was last shown.
    pub(super) changed: Cell<bool>,
}

/// A setting's text as it was typed.
#[derive(Debug)]
pub(super) struct Typed {
    pub setting: &'static Setting,
    pub text: String,
    /// What to do about it where it is no value.
    pub problem: Option<String>,
}

impl Default for PageState {
    fn default() -> PageState {
        PageState {
            view: SessionView::default(),
            recipe: Recipe::default(),
            typed: Vec::new(),
            notice: String::new(),
            cursor: None,
            dark: false,
            drag_over: false,
            about: Vec::new(),
            tab: Tab::default(),
            drawer: false,
            keys_listed: false,
            single_keys: true,
            search: String::new(),
            first_column: 0,
            history_listed: false,
            settings_listed: false,
            reading_listed: false,
            all_findings: false,
            read_problem: None,
            edited: None,
            folds: 5,
            study: None,
            mixed_run: None,
            audited: None,
            read_with: ReadSettings::default(),
            predict: PredictSettings::default(),
            predicted: None,
            only_gaps: false,
            row: RowForm::default(),
            sheet: Sheet::default(),
            runs_by: (0, false),
            deleted: None,
            compared: None,
            nearness: 5,
            assignment_open: false,
            enlarged: None,
            wants_assignment: false,
            pool: None,
            pool_waits: Vec::new(),
            cores: 0,
            start_up: None,
            pool_start_up: None,
            asked: None,
            source: None,
            reads_again: true,
            safety: Safety::default(),
            recipe_file: None,
            asides: Vec::new(),
            runs: 0,
            trials: 0,
            changed: Cell::new(true),
        }
    }
}

impl PageState {
    pub fn has_data(&self) -> bool {
        self.view.data.is_some()
    }

    /// Whether there is a worker that answers.
    pub fn has_worker(&self) -> bool {
        self.view.worker.is_some()
    }

    /// The name of what was brought before there was a worker to read it.
    pub fn waiting(&self) -> Option<String> {
        match self.asked.as_ref().filter(|_| !self.has_data())? {
            Source::File(file) => Some(short(&file.name).into_owned()),
            Source::Sample(sample) => Some(sample.file().to_string()),
        }
    }

    pub fn run_state(&self) -> Option<RunState> {
        self.view.run().map(|run| run.state)
    }

    /// The chosen column to predict, or the one that the table proposes.
    pub fn target(&self) -> Option<&ColumnProposal> {
        let proposal = &self.view.data.as_ref()?.proposal;
        let name = self.recipe.question.target.as_ref().or(proposal.target.as_ref())?;
        proposal.column(name)
    }

    pub fn task(&self) -> Option<Task> {
        self.recipe.task_of(self.target()?)
    }

    /// Why Train has to wait, as a sentence.
    pub fn blocked(&self) -> Option<String> {
        let wrong = |typed: &Typed| Some(format!("{}: {}", typed.setting.label, typed.problem.as_ref()?));
        if let Some(wrong) = self.typed.iter().find_map(wrong) {
            return Some(wrong);
        }
        if let Some(problem) = self.recipe.problems().into_iter().next() {
            return Some(problem.message);
        }
        if self.safety.table_is_gone && self.has_worker() && self.view.reading.is_none() {
            return Some("The table went with the worker. Choose its file again.".to_string());
        }
        if self.lacks_columns() {
            return Some("These settings name columns that the table lacks.".to_string());
        }
        match self.target() {
            None => self.has_data().then(|| {
                "No column of this table can be predicted: each holds one value only, or none.".to_string()
            }),
            Some(target) => unfit_task(target, self.task()?),
        }
    }

    /// Whether settings that came from a file name columns that the table lacks.
    pub fn lacks_columns(&self) -> bool {
        self.lacking().is_some()
    }

    /// Which columns these are, as a sentence.
    pub fn lacking(&self) -> Option<String> {
        let (file, data) = (self.recipe_file.as_ref()?, self.view.data.as_ref()?);
        let unknown = names_of(&self.recipe.unknown_columns(&data.proposal))?;
        let target = self.recipe.question.target.as_ref();
        let what = match target.is_some_and(|target| data.proposal.column(target).is_none()) {
            true => "Choose a column to predict and the columns to use, or go on without these.",
            false => "Go on without them, or choose another table.",
        };
        Some(format!(
            "'{}' lacks columns that '{}' names: {unknown}. {what}",
            short(&data.summary.name),
            short(file)
        ))
    }

    /// The table of a run that goes on, where it is not the one that is shown.
    pub fn other_table(&self) -> Option<&str> {
        let run = self.view.run()?;
        (run.is_active() && self.is_of_other_table()).then_some(run.table.as_str())
    }

    /// Whether the run was made of another table than the one that is shown.
    pub fn is_of_other_table(&self) -> bool {
        let numbers = self.view.run().zip(self.view.data.as_ref());
        numbers.is_some_and(|(run, data)| run.table_number != data.number)
    }

    /// A setting's text: as it was typed, unless the recipe has come to another value since.
    pub fn text(&self, setting: &Setting) -> String {
        let value = setting.text(&self.recipe);
        let Some(Typed { text, problem, .. }) = self.typed(setting) else { return value };
        let mut recipe = self.recipe.clone();
        let stands = setting.set(&mut recipe, text).is_ok() && setting.text(&recipe) == value;
        if stands || problem.is_some() { text.clone() } else { value }
    }

    pub(super) fn typed(&self, setting: &Setting) -> Option<&Typed> {
        self.typed.iter().find(|typed| *typed.setting == *setting)
    }

    /// What is wrong with a field of the recipe.
    pub fn problem_of(&self, field: &str) -> Option<String> {
        let problems = self.recipe.problems();
        problems.into_iter().find(|problem| problem.field == field).map(|problem| problem.message)
    }

    /// The message of a failure at one of these places, if the last one was there.
    pub fn failure_at(&self, places: &[Place]) -> Option<&Failure> {
        self.view.failure.as_ref().filter(|failure| places.contains(&failure.place))
    }

    pub fn figure(&self, chart: Chart) -> Figure {
        let (run, others) = (self.view.run(), self.view.compared());
        match chart {
            Chart::Accuracy => figures::accuracy(run, &others, self.recipe.training.epochs),
            Chart::Loss => figures::loss(run, &others, self.recipe.training.epochs),
        }
    }

    /// Whether more than the run has changed since this was last asked.
    pub fn take_changed(&self) -> bool {
        self.changed.replace(false)
    }
}

/// `'a' (to predict), 'b' (used)`; `None` where there are none.
pub(super) fn names_of(unknown: &[UnknownColumn]) -> Option<String> {
    /// So many are named.
    const FEW: usize = 6;
    let mut names: Vec<String> = unknown
        .iter()
        .take(FEW)
        .map(|column| format!("'{}' ({})", short(column.name), column.role))
        .collect();
    if unknown.len() > FEW {
        names.push(format!("and {} more", unknown.len() - FEW));
    }
    (!names.is_empty()).then(|| names.join(", "))
}

/// Why a target cannot be what a preset makes of it.
fn unfit_task(target: &ColumnProposal, task: Task) -> Option<String> {
    let (wanted, instead) = match task {
        Task::Regression => ("a number", "Classification"),
        Task::Classification => ("one of a few values", "Regression"),
    };
    (!target.tasks.contains(&task)).then(|| {
        format!("'{}' cannot be predicted as {wanted}: choose {instead} or another column.", target.name)
    })
}
