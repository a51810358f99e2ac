//! How a file is written: found in its first bytes, or set by a person.

pub mod detection;
pub mod header;
pub mod plan;
pub mod sample;
pub mod settings;
pub mod wanted;

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
    /// The sheets of a workbook or the tables of an archive, where there are several.
    pub parts: Vec<String>,
    /// The one that was read.
    pub part: Option<String>,
}
