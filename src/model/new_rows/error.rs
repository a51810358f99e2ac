use std::fmt;

use super::remarks::short;
use crate::table::ReadError;

/// So many columns that a file lacks are named.
const MOST_NAMES: usize = 30;

/// Why new rows are not predicted: a kind and a sentence that says what to do.
#[derive(Clone, Debug, PartialEq)]
pub enum NewRowsError {
    Read(ReadError),
    /// Columns that the model needs and the file lacks.
    Missing {
        file: String,
        columns: Vec<String>,
    },
    /// The model's answer for this row is not a number that can be written.
    NotFinite {
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
            NewRowsError::Missing { file, columns } => {
                let mut names: Vec<String> =
                    columns.iter().take(MOST_NAMES).map(|name| format!("'{}'", short(name))).collect();
                if columns.len() > MOST_NAMES {
                    names.push(format!("and {} more", columns.len() - MOST_NAMES));
                }
                let names = names.join(", ");
                let (what, add) = match columns.len() {
                    1 => ("column", "it under this name"),
                    _ => ("columns", "them under these names"),
                };
                write!(
                    f,
                    "'{file}' lacks the {what} {names}, which the model needs. Add {add} and choose the file again."
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

impl From<ReadError> for NewRowsError {
    fn from(error: ReadError) -> NewRowsError {
        NewRowsError::Read(error)
    }
}
