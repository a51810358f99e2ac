//! Bytes → typed columns.
//!
//! [`Reader`] takes the bytes of a CSV in chunks as they come from disk and ends in a [`Table`]: columns with a
//! [`Kind`] each, and a [`Warning`] for every cell that was not taken as it stood.
//!
//! ```text
//! bytes → container (gzip, ZIP) where the first bytes are of one
//! bytes → binary, encoding → sample → plan (cut, decimal mark, header)            the first 64 KiB
//!       → encoding → splitter (plain, csv-core) → rows → cells of each column     every chunk
//!       → convert: numbers (number, unit, missing), dates or words → verdict      at the end, column by column
//! ```
//!
//! A table that has been read crosses to other workers as one block ([`Packed`]).

mod binary;
mod brief;
mod calendar;
mod cell;
mod cells;
mod changes;
mod clock;
mod code;
mod column;
pub mod container;
mod conversion;
mod convert;
mod cut;
mod date;
mod dates;
mod doubt;
mod encoding;
mod error;
mod finishing;
mod foreign;
mod form;
mod hash;
mod header;
mod kind;
mod ledger;
mod memory;
mod missing;
mod missing_words;
mod near;
mod number;
mod packed;
mod plain;
mod plan;
mod quick;
mod radix;
mod reader;
mod records;
mod rows;
mod rule;
mod sample;
mod settings;
mod signs;
mod spaces;
mod spelling;
mod splitter;
pub mod stream;
mod summary;
mod suspicion;
mod tally;
mod unit;
mod verdict;
mod wanted;
mod words;

pub use brief::{brief, made_brief};
pub use calendar::civil;
pub use cell::{Cell, CellReader, Remark, Unread};
pub use changes::{Change, ChangeCount, Changes};
pub use column::{Column, Labels, MISSING, Table, Values};
pub use dates::compact_date;
pub use doubt::{Choice, Doubt, Late, Manner, Wish};
pub use error::{Binary, ReadError};
pub use finishing::Finishing;
pub use foreign::foreign_encoding;
pub use form::{Form, Look};
pub use hash::Map;
pub use kind::Kind;
pub use missing_words::MissingWords;
pub use near::{nearest, quoted, unknown_column};
pub use number::LARGEST as LARGEST_NUMBER;
pub use packed::Packed;
pub use reader::Reader;
pub use records::records;
pub use rule::Rule;
pub use settings::ReadSettings;
pub use signs::{Evidence, Signs};
pub use summary::{ColumnSummary, TableSummary};
pub use unit::usual_spelling;

use serde::{Deserialize, Serialize};

/// How the bytes were taken apart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Dialect {
    /// Between two cells: `,`, `;`, tab, `|` or a space; 0 where the file has no delimiters (a workbook, JSON lines).
    pub delimiter: char,
    /// Between whole and fraction: `.` or `,`.
    pub decimal: char,
    /// Around cells; `None`: no cell stands in quotes.
    pub quote: Option<char>,
    /// What lines that are left out begin with.
    pub comment: Option<char>,
    /// Rows above the table that were left out.
    pub skip: usize,
    /// What the file is where it is not plain text: `gzip`, `ZIP`, `Excel`, `JSON lines`; else empty.
    pub container: String,
    /// The sheets of a workbook or the tables of an archive, where there are several, and the one that was read.
    pub parts: Vec<String>,
    pub part: Option<String>,
}

/// One cell (or row) that was not taken as it stood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Warning {
    /// The line's number as a spreadsheet shows it: the header is row 1, the first data row is row 2.
    pub row: usize,
    /// Empty where the whole row is meant.
    pub column: String,
    /// A short fixed name: `ragged-row`, `not-a-number`, `out-of-range`, `bad-encoding`, `renamed-column` …
    pub rule: String,
    /// A sentence for people, with what was done about it.
    pub message: String,
}

impl Warning {
    /// The rule of a file whose letters look wrong: whoever uses it should know, not only who looks at it.
    pub const DOUBTFUL_ENCODING: &str = "doubtful-encoding";
}
