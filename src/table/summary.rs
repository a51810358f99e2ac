use serde::{Deserialize, Serialize};

use super::{Dialect, Kind, Table, Warning};

/// What the page is told of a table; the rows themselves stay in the worker.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableSummary {
    pub name: String,
    /// Size of the file in bytes.
    pub bytes: u64,
    pub rows: usize,
    pub duplicates: usize,
    pub encoding: String,
    pub header: bool,
    pub dialect: Dialect,
    pub columns: Vec<ColumnSummary>,
    /// The first rows as text, at most [`TableSummary::FIRST_ROWS`].
    pub first_rows: Vec<Vec<String>>,
    /// The first warnings, at most [`TableSummary::FIRST_WARNINGS`].
    pub warnings: Vec<Warning>,
    /// All warnings, those not listed included.
    pub n_warnings: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnSummary {
    pub name: String,
    pub kind: Kind,
    /// Why it has that kind, in a few words.
    pub reason: String,
    pub missing: usize,
    pub distinct: usize,
    /// Smallest, largest value, mean and standard deviation (population) of a numeric column.
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub mean: Option<f64>,
    pub standard_deviation: Option<f64>,
    /// Whether a numeric column holds whole numbers only.
    pub whole: bool,
    /// The commonest values with their counts, commonest first, at most five.
    pub commonest: Vec<(String, usize)>,
    /// Counts over equal steps from `min` to `max` of a numeric column; empty otherwise. 16 bins.
    pub histogram: Vec<usize>,
}

impl TableSummary {
    pub const FIRST_ROWS: usize = 8;
    pub const FIRST_WARNINGS: usize = 50;
}

impl Table {
    pub fn summary(&self) -> TableSummary {
        todo!()
    }
}
