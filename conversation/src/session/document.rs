use serde::{Deserialize, Serialize};

use super::RunView;
use perceptab::recipe::Recipe;
use perceptab::training::History;

/// A file of what the page itself holds: the runs of the pool, or what is left of a run whose worker was lost. The page has it
/// made where all files are made: `assignment::written` makes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Document {
    /// As [`super::Export::History`]. `table`: the table's file name.
    History { table: String, history: History },
    /// As [`super::Export::Recipe`].
    Recipe { table: String, recipe: Box<Recipe> },
    /// The assignment's report.
    Assignment(Box<Runs>),
}

/// What the assignment's report is made of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Runs {
    /// Everything as an archive, or the report alone as one HTML page.
    pub archive: bool,
    /// The table's file name.
    pub table: String,
    /// Rows of the table.
    pub rows: usize,
    pub target: String,
    pub seed: u64,
    /// Those that have ended.
    pub runs: Vec<RunView>,
}
