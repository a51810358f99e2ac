use serde::{Deserialize, Serialize};

/// How a file is to be read. Everything that is left open is detected.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReadSettings {
    /// `UTF-8`, `UTF-16LE`, `UTF-16BE` or `windows-1252`; or another one by its usual name, which the browser decodes and
    /// the command line asks to have converted ([`crate::table::foreign_encoding`]).
    pub encoding: Option<String>,
    /// Between two cells: `,`, `;`, tab, `|` or a space.
    pub delimiter: Option<char>,
    /// `"`, `'`, or nothing where no cell stands in quotes.
    pub quote: Option<String>,
    /// Between whole and fraction: `.` or `,`.
    pub decimal: Option<char>,
    /// Lines that begin with it are left out; nothing: no line is.
    pub comment: Option<String>,
    /// Rows above the table that are left out, titles and remarks.
    pub skip: Option<usize>,
    /// Whether the first row holds names.
    pub header: Option<bool>,
    /// Further cells that stand for a missing value, beside those that always do.
    pub missing: Vec<String>,
    /// Words that are values although they stand for a missing cell elsewhere, such as NA for Namibia.
    pub not_missing: Vec<String>,
    /// The sheet of a workbook, or the file of an archive.
    pub part: Option<String>,
    /// The share of the rows that is taken, at random, of a file too large for memory.
    pub sample: Option<f64>,
}
