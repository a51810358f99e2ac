//! Why a file is refused.

mod trouble;

use std::fmt;

pub use trouble::Trouble;

/// Why a file is refused: a kind and a sentence that says what to do.
#[derive(Clone, Debug, PartialEq)]
pub enum ReadError {
    /// No bytes, or blank lines only.
    Empty,
    /// Names of columns and nothing below them.
    HeaderOnly {
        /// How many names there are.
        columns: usize,
    },
    /// A single row and no names. (A named row is a table: a model can predict it.)
    OneRow,
    /// The bytes are not those of a text.
    NotText(Binary),
    /// A quote opens in this row and everything to the end of the file stands inside it.
    UnclosedQuote {
        /// The row as a spreadsheet counts it.
        row: usize,
    },
    /// More than [`ReadError::MAX_COLUMNS`].
    TooManyColumns {
        /// How many were found before it was enough.
        columns: usize,
    },
    /// A row that does not end, as far as it was waited for.
    EndlessRow {
        /// The row as a spreadsheet counts it.
        row: usize,
    },
    /// A compressed file, or one of JSON, gives no table.
    Container(Box<Trouble>),
    /// A setting that cannot be used, with the sentence that says why.
    Setting {
        /// What is wrong and what to do.
        sentence: String,
    },
    /// Reading would take more memory than there is.
    TooLarge {
        /// The file's size, as far as it is known.
        bytes: u64,
        /// The size that would fit.
        fit_bytes: u64,
        /// The share of the rows that a random sample can have.
        share: f64,
    },
    /// Nearly all cells of the table would be missing: the rows are far shorter than the header.
    TooRagged {
        /// Rows that were read until then.
        rows: usize,
        /// Columns of the header.
        columns: usize,
    },
}

/// What bytes that are not text seem to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    /// A ZIP archive; `.xlsx` and `.ods` spreadsheets are such archives.
    Zip,
    /// A spreadsheet of Excel 97 to 2003.
    OldSpreadsheet,
    /// A compressed file, by its usual name.
    Compressed(&'static str),
    /// A file of another sort, by its usual name.
    Other(&'static str),
    /// A byte 0, which no text has.
    Unknown,
}

impl ReadError {
    /// The most columns that a table may have.
    pub const MAX_COLUMNS: usize = 100_000;
    /// Cells that rows may be short of, whatever their share is.
    pub const MOST_LACKING: usize = 20_000_000;

    /// A short fixed name.
    pub fn kind(&self) -> &'static str {
        match self {
            ReadError::Empty => "empty-file",
            ReadError::HeaderOnly { .. } => "header-only",
            ReadError::OneRow => "one-row",
            ReadError::NotText(_) => "not-text",
            ReadError::UnclosedQuote { .. } => "unclosed-quote",
            ReadError::TooManyColumns { .. } => "too-many-columns",
            ReadError::EndlessRow { .. } => "endless-row",
            ReadError::Container(trouble) => trouble.kind(),
            ReadError::TooRagged { .. } => "too-ragged",
            ReadError::Setting { .. } => "bad-setting",
            ReadError::TooLarge { .. } => "too-large",
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Empty => {
                write!(f, "The file is empty. A table has a row of names and rows of data below it.")
            }
            ReadError::HeaderOnly { columns } => write!(
                f,
                "The file has names for {columns} {} but no rows of data below them. \
                 Check that the export was complete.",
                if *columns == 1 { "column" } else { "columns" }
            ),
            ReadError::OneRow => write!(
                f,
                "The file has only one row of data. Training needs at least two rows, and better some hundreds: \
                 use a file with more rows."
            ),
            ReadError::NotText(Binary::Zip) => write!(
                f,
                "This is a ZIP archive or an Excel workbook (.xlsx), not a CSV. Unpack the archive first, \
                 or save the sheet as CSV in the spreadsheet program, and use that file."
            ),
            ReadError::NotText(Binary::OldSpreadsheet) => write!(
                f,
                "This is an Excel workbook (.xls), not a CSV. Save the sheet as CSV in the spreadsheet program \
                 and use that file."
            ),
            ReadError::NotText(Binary::Compressed(what)) => {
                write!(
                    f,
                    "This is a compressed file ({what}), not a CSV. Unpack it first and use the CSV inside."
                )
            }
            ReadError::NotText(Binary::Other(what)) => {
                write!(f, "This is {what}, not a text with rows and columns. Use a CSV file.")
            }
            ReadError::NotText(Binary::Unknown) => write!(
                f,
                "This file holds bytes that no text has, so it can't be a CSV. Use a CSV file, \
                 or export the table as CSV from the program that made this file."
            ),
            ReadError::UnclosedQuote { row } => write!(
                f,
                "A quotation mark opens in row {row} and is never closed, so everything below it would be one cell. \
                 Close or delete that quotation mark and try again."
            ),
            ReadError::TooManyColumns { columns } => write!(
                f,
                "A row has {columns} cells or more; a table may have {} columns. \
                 Check that the file has line ends, or leave columns out.",
                ReadError::MAX_COLUMNS
            ),
            ReadError::EndlessRow { row } => write!(
                f,
                "Row {row} does not end within 128 MB. Check that the file has line ends, and that the quotation marks \
                 of that row are closed."
            ),
            ReadError::Container(trouble) => trouble.sentence(f),
            ReadError::TooRagged { rows, columns } => write!(
                f,
                "The first row has {columns} cells but nearly all of the {rows} rows read so far have far fewer. \
                 Check that the first row is the row of names."
            ),
            ReadError::Setting { sentence } => f.write_str(sentence),
            ReadError::TooLarge { bytes, fit_bytes, share } => write!(
                f,
                "A file of {} MB needs more memory than there is for a table: about {} MB fit. Read a random sample \
                 of {}\u{a0}% of its rows, or take a part of the file.",
                bytes.div_ceil(1_000_000),
                fit_bytes / 1_000_000,
                (share * 1000.0).floor() / 10.0
            ),
        }
    }
}

impl std::error::Error for ReadError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_is_a_sentence() {
        for error in [
            ReadError::Empty,
            ReadError::HeaderOnly { columns: 1 },
            ReadError::OneRow,
            ReadError::NotText(Binary::Zip),
            ReadError::NotText(Binary::Unknown),
            ReadError::UnclosedQuote { row: 3 },
            ReadError::TooManyColumns { columns: 200_000 },
            ReadError::EndlessRow { row: 2 },
            ReadError::TooRagged { rows: 9, columns: 3 },
            Trouble::Damaged.into(),
            Trouble::NoTable.into(),
            Trouble::NoSuchPart("b.csv".to_string()).into(),
            Trouble::Encrypted("a.csv".to_string()).into(),
            Trouble::Method("a.csv".to_string()).into(),
            Trouble::Bomb { times: 400 }.into(),
            Trouble::EndlessJson { line: 3 }.into(),
            ReadError::Setting { sentence: "No.".to_string() },
            ReadError::TooLarge { bytes: 9_000_000_000, fit_bytes: 1_000_000_000, share: 0.1 },
        ] {
            let sentence = error.to_string();
            assert!(sentence.ends_with('.') && !sentence.contains("  "), "{sentence}");
            assert!(!error.kind().is_empty());
        }
    }
}
