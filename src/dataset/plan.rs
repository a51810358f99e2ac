use std::fmt;

use super::{Statistics, TargetScale, Task};

/// What is wanted of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub target: String,
    pub task: Task,
    /// The columns that are inputs, in this order.
    pub inputs: Vec<String>,
    pub drop_duplicates: bool,
    pub statistics: Statistics,
    pub target_scale: TargetScale,
    /// Between 0 and 1; the test part has ceil(share · n) rows.
    pub test_share: f64,
    pub seed: u64,
}

/// Why a table cannot be prepared as planned.
#[derive(Clone, Debug, PartialEq)]
pub enum PrepareError {
    NoTarget,
    UnknownColumn {
        name: String,
    },
    NoInputs,
    TargetIsNotNumeric {
        name: String,
    },
    TargetIsEmpty {
        name: String,
    },
    ConstantTarget {
        name: String,
        value: String,
    },
    TooManyClasses {
        name: String,
        classes: usize,
        numeric: bool,
    },
    TooFewRows {
        rows: usize,
    },
    EmptyPart {
        rows: usize,
        test_share: f64,
    },
    TooWide {
        inputs: usize,
    },
    /// Table and inputs together take more memory than a WebAssembly module can have.
    TooLarge {
        rows: usize,
        inputs: usize,
        rows_that_fit: usize,
    },
}

/// The most classes that a classification may have.
pub const MAX_CLASSES: usize = 1_000;
/// The most encoded inputs that a network may have.
pub const MAX_INPUTS: usize = 20_000;

/// Bytes that table, inputs and what goes with each row may take together: a WebAssembly module has 4 GiB, and memory
/// that grows is for a moment there twice in parts. The same everywhere, so that a recipe means the same everywhere.
pub const MAX_BYTES: u64 = 3_200_000_000;

impl PrepareError {
    /// A short fixed name.
    pub fn kind(&self) -> &'static str {
        match self {
            PrepareError::NoTarget => "no-target",
            PrepareError::UnknownColumn { .. } => "unknown-column",
            PrepareError::NoInputs => "no-inputs",
            PrepareError::TargetIsNotNumeric { .. } => "target-is-not-numeric",
            PrepareError::TargetIsEmpty { .. } => "target-is-empty",
            PrepareError::ConstantTarget { .. } => "constant-target",
            PrepareError::TooManyClasses { .. } => "too-many-classes",
            PrepareError::TooFewRows { .. } => "too-few-rows",
            PrepareError::EmptyPart { .. } => "empty-part",
            PrepareError::TooWide { .. } => "too-wide",
            PrepareError::TooLarge { .. } => "too-large",
        }
    }

    /// The recipe's field that it is about.
    pub fn field(&self) -> &'static str {
        match self {
            PrepareError::TargetIsNotNumeric { .. } | PrepareError::TooManyClasses { .. } => "task",
            PrepareError::NoInputs | PrepareError::TooWide { .. } | PrepareError::TooLarge { .. } => {
                "columns"
            }
            PrepareError::EmptyPart { .. } => "test_share",
            _ => "target",
        }
    }
}

impl fmt::Display for PrepareError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PrepareError::NoTarget => {
                write!(
                    formatter,
                    "No column can be predicted. Load a table with a column of numbers or categories."
                )
            }
            PrepareError::UnknownColumn { name } => {
                write!(formatter, "The table has no column '{name}'. Choose one of its columns.")
            }
            PrepareError::NoInputs => write!(
                formatter,
                "No column is left to predict from. Tick at least one column beside the target; a table of text \
                 alone needs a column of numbers or categories."
            ),
            PrepareError::TargetIsNotNumeric { name } => write!(
                formatter,
                "Column '{name}' does not hold numbers, so it cannot be a regression target. Choose classification."
            ),
            PrepareError::TargetIsEmpty { name } => {
                write!(formatter, "Column '{name}' has no values. Choose another column to predict.")
            }
            PrepareError::ConstantTarget { name, value } => write!(
                formatter,
                "Column '{name}' is always {value}: there is nothing to predict. Choose another column."
            ),
            PrepareError::TooManyClasses { name, classes, numeric } => write!(
                formatter,
                "Column '{name}' has {classes} distinct values; a classification can have {MAX_CLASSES}. Choose {}.",
                if *numeric {
                    "regression, or another column to predict"
                } else {
                    "another column to predict"
                }
            ),
            PrepareError::TooFewRows { rows } => write!(
                formatter,
                "Only {rows} usable rows are left; training and testing need at least 4. Load a larger table or keep \
                 repeated rows."
            ),
            PrepareError::EmptyPart { rows, test_share } => write!(
                formatter,
                "With a test share of {test_share} one part of the {rows} rows is empty. Choose a share nearer to 0.2."
            ),
            PrepareError::TooWide { inputs } => write!(
                formatter,
                "The chosen columns make {inputs} inputs; the limit is {MAX_INPUTS}. Leave some columns out."
            ),
            PrepareError::TooLarge { rows, inputs, rows_that_fit } => write!(
                formatter,
                "{rows} rows with {inputs} inputs need more memory than a browser gives one tab's network. About \
                 {rows_that_fit} rows of these columns fit: take a part of the rows, or leave columns out of the file."
            ),
        }
    }
}

impl std::error::Error for PrepareError {}
