//! Bytes → typed columns.
//!
//! [`Reader`] takes the bytes of a CSV in chunks as they come from disk and ends in a [`Table`]: columns with a
//! [`Kind`] each, and a [`Warning`] for every cell that was not taken as it stood.
//!
//! ```text
//! bytes → container (gzip, ZIP) where the first bytes are of one
//! bytes → encoding → dialect: sample → plan (delimiter, decimal mark, header)     the first 64 KiB
//!       → encoding → splitter → reader: rows → cells of each column               every chunk
//!       → column: numbers, dates or words (each cell: value) → kind               at the end, column by column
//! ```
//!
//! A table that has been read crosses to other workers as one block ([`Packed`]).
//!
//! The folders, each below those that it uses; `tests/layering.rs` holds them to this order.
//!
//! | folder | what it is for |
//! |---|---|
//! | `error` | why a file is refused |
//! | `counting` | telling equal values apart and counting them |
//! | `ledger` | what was not taken as it stood: warnings, and changes by rule |
//! | `value` | what one cell says: a number, its unit, a date, nothing |
//! | `encoding` | bytes → text, and what is no text |
//! | `splitter` | text → records and cells, for a given delimiter |
//! | `dialect` | which delimiter, quote, decimal mark and header a file has, as found or as set |
//! | `container` | what a table is packed in: gzip, ZIP, JSON |
//! | `form` | how a column's cells are read, and one cell of a new file by that |
//! | `column` | the cells of a column → its values and its kind |
//! | `reader` | a file from its first chunk to its table |
//! | `stream` | a file's records beside their own bytes, for copies with columns added |
//!
//! [`Table`] and [`TableSummary`] belong to no step: the folders use them and they name types of the folders.

mod brief;
mod column;
pub mod container;
mod counting;
mod dialect;
mod encoding;
mod error;
mod form;
mod ledger;
mod near;
mod packed;
mod reader;
mod splitter;
pub mod stream;
mod summary;
mod value;

pub use brief::{brief, made_brief};
pub use column::kind::Kind;
pub use column::{Column, Labels, MISSING, Values};
pub use counting::hash::Map;
pub use dialect::Dialect;
pub use dialect::settings::ReadSettings;
pub use encoding::foreign::foreign_encoding;
pub use error::{Binary, ReadError};
pub use form::cell::{Cell, CellReader, Remark, Unread};
pub use form::doubt::{Choice, Doubt, Late, Manner, Wish};
pub use form::signs::Signs;
pub use form::{Form, Look};
pub use ledger::changes::{Change, ChangeCount, Changes};
pub use ledger::missing_words::MissingWords;
pub use ledger::rule::Rule;
pub use ledger::warning::Warning;
pub use near::{nearest, quoted, unknown_column};
pub use packed::Packed;
pub use reader::Reader;
pub use reader::finishing::Finishing;
pub use reader::records::records;
pub use summary::{ColumnSummary, TableSummary};
pub use value::calendar::civil;
pub use value::compact::compact_date;
pub use value::evidence::Evidence;
pub use value::number::LARGEST as LARGEST_NUMBER;
pub use value::unit::usual_spelling;

use ledger::Ledger;

/// A CSV that has been read: named columns of equal length.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The file's name.
    pub name: String,
    /// The file's size in bytes.
    pub bytes: u64,
    /// Rows of data.
    pub n_rows: usize,
    /// From left to right, as many cells each as there are rows.
    pub columns: Vec<Column>,
    /// Rows that repeat an earlier row in every cell.
    pub duplicates: usize,
    /// `UTF-8`, `UTF-16LE`, `windows-1252`, …
    pub encoding: String,
    /// How the file was read.
    pub dialect: Dialect,
    /// Whether the first row held names.
    pub header: bool,
    /// The first data rows as they stood, at most [`TableSummary::FIRST_ROWS`].
    pub first_rows: Vec<Vec<String>>,
    /// At most [`Table::MAX_WARNINGS`] of them; `n_warnings` counts all.
    pub warnings: Vec<Warning>,
    /// All warnings, those not kept included.
    pub n_warnings: usize,
    /// Every cell that was not taken as it stood.
    pub changes: Changes,
}

impl Table {
    /// How many warnings are kept word for word.
    pub const MAX_WARNINGS: usize = Ledger::MAX_WARNINGS;

    /// The number of the first data row as a spreadsheet shows it: below the names and what stands above them.
    pub fn first_row(&self) -> usize {
        1 + self.dialect.skip + usize::from(self.header)
    }

    /// The column of this name.
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
