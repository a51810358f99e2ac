//! The runs that are kept of the tables of a session, until a person deletes them.

use std::rc::Rc;

use super::run::Run;
use super::{Outcome, RunId};
use perceptab::dataset::{Dataset, Targets};
use perceptab::evaluation::Report;
use perceptab::model::Member;
use perceptab::recipe::Recipe;
use perceptab::table::Table;
use perceptab::training::History;

/// A run that is over, with all that it gave.
#[derive(Clone, Debug)]
pub struct FinishedRun {
    pub id: RunId,
    /// With target and task filled in.
    pub recipe: Recipe,
    /// The name of the table, and its size in bytes.
    pub table: String,
    table_bytes: u64,
    /// The number that a spreadsheet gives the table's first row.
    pub first_row: usize,
    pub history: History,
    pub outcome: Outcome,
    /// None where its scores were not measured.
    pub report: Option<Report>,
    /// The network that is kept, with what its rows were prepared by.
    pub member: Member,
    pub weights_hash: String,
    pub seconds: f64,
    /// Whether a person wants it kept before others.
    pub is_starred: bool,
    /// The rows that it was trained and tested on, as long as there is room for them: its predictions and its split are made
    /// of them.
    pub dataset: Option<Rc<Dataset>>,
    /// To its test rows; none where its scores were not measured.
    pub answers: Option<Targets>,
}

/// The finished runs, the oldest first.
#[derive(Debug, Default)]
pub struct Runs {
    runs: Vec<FinishedRun>,
    /// Bytes of rows that may be held in all.
    room: usize,
}

/// Bytes of encoded rows that finished runs may hold together: a quarter of what a browser lets one module have at the least.
pub const ROOM: usize = 256 << 20;

impl FinishedRun {
    /// `None` while the run goes on.
    pub fn of(run: &Run, outcome: Outcome, report: Option<Report>) -> FinishedRun {
        FinishedRun {
            id: run.id,
            recipe: run.recipe.clone().into_recipe(),
            table: run.table.clone(),
            table_bytes: run.table_bytes(),
            first_row: run.first_row,
            history: run.trainer.history().clone(),
            outcome,
            report,
            member: run.member(),
            weights_hash: run.trainer.network.weights_hash(),
            seconds: run.seconds(),
            is_starred: false,
            dataset: Some(run.dataset.clone()),
            answers: run.answers.clone(),
        }
    }

    /// Whether it was prepared from this table, as far as name and size tell.
    pub fn is_of(&self, table: &Table) -> bool {
        self.table == table.name && self.table_bytes == table.bytes
    }
}

impl Runs {
    pub fn with_room(room: usize) -> Runs {
        Runs { runs: Vec::new(), room }
    }

    pub fn get(&self, id: RunId) -> Option<&FinishedRun> {
        self.runs.iter().find(|run| run.id == id)
    }

    pub fn iter(&self) -> impl Iterator<Item = &FinishedRun> {
        self.runs.iter()
    }

    /// Keeps one more; the runs that had to give up their rows for it.
    pub fn keep(&mut self, run: FinishedRun) -> Vec<RunId> {
        self.runs.push(run);
        self.make_room()
    }

    /// Nothing where there is no such run.
    pub fn delete(&mut self, id: RunId) {
        self.runs.retain(|run| run.id != id);
    }

    pub fn star(&mut self, id: RunId, on: bool) {
        self.runs.iter_mut().filter(|run| run.id == id).for_each(|run| run.is_starred = on);
    }

    /// The oldest give up their rows first, and of those the ones without a star. The last run keeps its own whatever they weigh:
    /// it is the one that is looked at.
    fn make_room(&mut self) -> Vec<RunId> {
        let mut given_up = Vec::new();
        for starred in [false, true] {
            while self.held() > self.room {
                let last = self.runs.len().saturating_sub(1);
                let mut older = self.runs[..last].iter_mut();
                let Some(run) = older.find(|run| run.is_starred == starred && run.dataset.is_some()) else {
                    break;
                };
                run.dataset = None;
                given_up.push(run.id);
            }
        }
        given_up
    }

    /// Bytes of rows that are held in all.
    fn held(&self) -> usize {
        self.runs.iter().filter_map(|run| run.dataset.as_ref()).map(|dataset| dataset.bytes()).sum()
    }
}
