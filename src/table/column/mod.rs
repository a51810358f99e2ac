//! The cells of one column → its values: numbers, dates or words, and the kind that they are together.

pub mod cells;
pub mod code;
mod compact_dates;
pub mod converter;
pub mod dates;
pub mod kind;
pub mod spelling;
pub mod verdict;
pub mod words;

use std::borrow::Cow;

use crate::table::form::Form;
use kind::Kind;

/// The code of a missing cell in [`Labels::codes`].
pub const MISSING: u32 = u32::MAX;

/// One named column.
#[derive(Clone, Debug)]
pub struct Column {
    /// As the header has it, or made up where there is none.
    pub name: String,
    /// What its cells are.
    pub kind: Kind,
    /// Why it has that kind, in a few words.
    pub reason: String,
    /// The cells themselves, one a row.
    pub values: Values,
    /// Missing cells.
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
    /// Words, whatever kind of column they are of.
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

impl Column {
    /// Whether the cell of a row is missing.
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
