use std::borrow::Cow;

use super::calendar::{date_text, time_text};
use super::{Changes, Dialect, Form, Kind, Map, Warning};

/// The code of a missing cell in [`Labels::codes`].
pub const MISSING: u32 = u32::MAX;

/// A CSV that has been read: named columns of equal length.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The file's name.
    pub name: String,
    /// The file's size in bytes.
    pub bytes: u64,
    pub n_rows: usize,
    pub columns: Vec<Column>,
    /// Rows that repeat an earlier row in every cell.
    pub duplicates: usize,
    /// `UTF-8`, `UTF-16LE`, `windows-1252`, …
    pub encoding: String,
    pub dialect: Dialect,
    /// Whether the first row held names.
    pub header: bool,
    /// The first data rows as they stood, at most [`super::TableSummary::FIRST_ROWS`].
    pub first_rows: Vec<Vec<String>>,
    /// At most [`Table::MAX_WARNINGS`] of them; `n_warnings` counts all.
    pub warnings: Vec<Warning>,
    pub n_warnings: usize,
    /// Every cell that was not taken as it stood.
    pub changes: Changes,
}

/// One named column.
#[derive(Clone, Debug)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
    /// Why it has that kind, in a few words.
    pub reason: String,
    pub values: Values,
    pub missing: usize,
    /// Distinct values, missing cells aside.
    pub distinct: usize,
    /// How its cells were read.
    pub form: Form,
}

/// The cells of a column.
#[derive(Clone, Debug)]
pub enum Values {
    /// NaN is a missing cell; every other number is finite. Dates are seconds since 1970-01-01 (in universal time where a
    /// cell says how far from it it is, as they stand otherwise), times of day seconds since midnight.
    Numbers(Vec<f64>),
    Labels(Labels),
}

/// Words, each distinct one kept once.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// An index into `levels` for each row, or [`MISSING`].
    pub codes: Vec<u32>,
    /// In the order of their first appearance.
    pub levels: Vec<String>,
}

impl Table {
    /// How many warnings are kept word for word.
    pub const MAX_WARNINGS: usize = 1_000;

    /// The number of the first data row as a spreadsheet shows it: below the names and what stands above them.
    pub fn first_row(&self) -> usize {
        1 + self.dialect.skip + usize::from(self.header)
    }

    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The columns of these names, in their order; `None` where there is no such one. In time that grows with their number:
    /// looked up one by one, 100,000 of 100,000 columns would take ten thousand million comparisons.
    pub fn columns_named<'n>(&self, names: impl Iterator<Item = &'n String>) -> Vec<Option<&Column>> {
        let places: Map<&str, usize> =
            self.columns.iter().enumerate().map(|(place, column)| (column.name.as_str(), place)).collect();
        names.map(|name| places.get(name.as_str()).map(|&place| &self.columns[place])).collect()
    }
}

impl Kind {
    /// A number of such a column: `2024-05-31`, `2024-05-31T12:30:00`, `12:30:00`, and otherwise in its shortest form.
    pub fn text(self, number: f64) -> String {
        match self {
            Kind::Date => date_text(number),
            Kind::Time => time_text(number),
            _ => number.to_string(),
        }
    }
}

impl Column {
    pub fn is_missing(&self, row: usize) -> bool {
        match &self.values {
            Values::Numbers(numbers) => numbers[row].is_nan(),
            Values::Labels(labels) => labels.codes[row] == MISSING,
        }
    }

    /// The cell as text: a number in its shortest form, dates and times as [`Kind::text`] writes them, a missing cell as the
    /// empty string.
    pub fn text(&self, row: usize) -> Cow<'_, str> {
        match &self.values {
            Values::Numbers(numbers) if numbers[row].is_nan() => Cow::Borrowed(""),
            Values::Numbers(numbers) => Cow::Owned(self.kind.text(numbers[row])),
            Values::Labels(labels) if labels.codes[row] == MISSING => Cow::Borrowed(""),
            Values::Labels(labels) => Cow::Borrowed(&labels.levels[labels.codes[row] as usize]),
        }
    }

    /// Whether every value is a whole number (and there is one).
    pub fn is_whole(&self) -> bool {
        match &self.values {
            Values::Numbers(numbers) => {
                self.distinct > 0 && numbers.iter().all(|value| value.is_nan() || value.fract() == 0.0)
            }
            Values::Labels(_) => false,
        }
    }
}
