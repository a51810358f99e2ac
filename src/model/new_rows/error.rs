use std::fmt;

use super::remarks::short;
use crate::table::ReadError;

/// So many columns that a file lacks are named.
const MOST_NAMES: usize = 30;

/// Why new rows are not predicted: a kind and a sentence that says what to do.
#[derive(Clone, Debug, PartialEq)]
pub enum NewRowsError {
    /// The file cannot be read.
    Read(ReadError),
    /// Columns that the model needs and the file lacks.
    Missing {
        /// The file's name.
        file: String,
        /// The names that it lacks.
        columns: Vec<String>,
        /// The columns that the file has, as it was read.
        found: Vec<String>,
        /// What it was cut at.
        delimiter: u8,
    },
    /// The model's answer for this row is not a number that can be written.
    NotFinite {
        /// The row's number, as a spreadsheet shows it.
        row: usize,
    },
}

impl NewRowsError {
    /// A short fixed name.
    pub fn kind(&self) -> &'static str {
        match self {
            NewRowsError::Read(error) => error.kind(),
            NewRowsError::Missing { .. } => "missing-columns",
            NewRowsError::NotFinite { .. } => "not-finite",
        }
    }
}

impl fmt::Display for NewRowsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NewRowsError::Read(error) => error.fmt(f),
            NewRowsError::Missing { file, columns, found, delimiter } => {
                let names = listed(columns);
                let (what, add) = match columns.len() {
                    1 => ("column", "it under this name"),
                    _ => ("columns", "them under these names"),
                };
                write!(
                    f,
                    "'{file}' lacks the {what} {names}, which the model needs. Cut at the {}, it has {}. Add {add}, or set \
                     the delimiter if that is another.",
                    mark(*delimiter),
                    listed(found)
                )
            }
            NewRowsError::NotFinite { row } => write!(
                f,
                "The model's answer for row {row} is not a finite number, so nothing it says of this file can be relied on. \
                 Check that row, or train the model again."
            ),
        }
    }
}

/// The first names, and how many more there are.
fn listed(names: &[String]) -> String {
    let mut shown: Vec<String> =
        names.iter().take(MOST_NAMES).map(|name| format!("'{}'", short(name))).collect();
    if names.len() > MOST_NAMES {
        shown.push(format!("and {} more", names.len() - MOST_NAMES));
    }
    shown.join(", ")
}

/// A delimiter in words.
pub fn mark(delimiter: u8) -> &'static str {
    match delimiter {
        b',' => "comma",
        b';' => "semicolon",
        b'\t' => "tab",
        b'|' => "bar",
        b' ' => "space",
        _ => "mark that is set",
    }
}

impl From<ReadError> for NewRowsError {
    fn from(error: ReadError) -> NewRowsError {
        NewRowsError::Read(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_have_names() {
        let names = b",;\t| #".map(mark);
        assert_eq!(names, ["comma", "semicolon", "tab", "bar", "space", "mark that is set"]);
    }
}
