use std::collections::BTreeMap;
use std::fmt;

use super::{Fill, Scale, SplitRule, Statistics, TargetScale, Task};
use crate::table::Kind;

/// What is wanted of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The name of the column to predict.
    pub target: String,
    /// Whether that is a number or a class.
    pub task: Task,
    /// The columns that are inputs, in this order.
    pub inputs: Vec<String>,
    /// Kinds that a person has set, by column.
    pub kinds: BTreeMap<String, Kind>,
    /// Drop rows that repeat an earlier one in every input and the target, unless so few values make that likely.
    pub drop_duplicates: bool,
    /// How numbers are brought to one scale.
    pub scale: Scale,
    /// What a missing number is taken for.
    pub fill: Fill,
    /// Whether a number column with missing cells has an input more that says where they were.
    pub missing_indicators: bool,
    /// Bins that a number has besides its scaled value, at most.
    pub bins: usize,
    /// Whether a category is one input, the number of its level, and a missing cell is none: as trees take them.
    pub coded: bool,
    /// The rows that scales are learnt from.
    pub statistics: Statistics,
    /// What a number to predict is turned into.
    pub target_scale: TargetScale,
    /// Whether ln(1 + y) is trained on in place of y, before it is scaled.
    pub log_target: bool,
    /// What a number to predict is divided by besides. For Huber's loss its delta: with errors e, the loss with a delta of d
    /// is d² times that of e ÷ d with a delta of 1.
    pub target_divisor: f64,
    /// Whether a number to predict may not be below 0.
    pub from_zero: bool,
    /// The column that says how much each row counts.
    pub sample_weight: Option<String>,
    /// Whether rows count as much as makes all classes count alike.
    pub balance_classes: bool,
    /// How the rows are put into parts.
    pub split: SplitRule,
    /// Between 0 and 1; the test part has ceil(share · n) rows.
    pub test_share: f64,
    /// In place of a test part of that share: (k, n), the k-th of n folds is the test part; k counts from 0.
    pub fold: Option<(usize, usize)>,
    /// A fold of the training rows that is held out besides, whatever rule made the test part, which stays as it is.
    pub inner: Option<InnerFold>,
    /// The share of the training rows that is held back for validation; `None` where none is.
    pub validation_share: Option<f64>,
    /// Decides all that is left to chance: which rows are in which part.
    pub seed: u64,
}

/// One of the folds that the training rows are divided into.
#[derive(Clone, Debug, PartialEq)]
pub struct InnerFold {
    /// From 0.
    pub fold: usize,
    /// How many folds there are.
    pub folds: usize,
    /// How the rows are put into folds: never by a column that names parts.
    pub rule: SplitRule,
}

impl Plan {
    /// The plainest way to predict `target` from `inputs`.
    pub fn new(target: &str, task: Task, inputs: &[&str]) -> Plan {
        Plan {
            target: target.to_string(),
            task,
            inputs: inputs.iter().map(|input| input.to_string()).collect(),
            kinds: BTreeMap::new(),
            drop_duplicates: true,
            scale: Scale::default(),
            fill: Fill::default(),
            missing_indicators: true,
            bins: 0,
            coded: false,
            statistics: Statistics::default(),
            target_scale: TargetScale::default(),
            log_target: false,
            target_divisor: 1.0,
            from_zero: false,
            sample_weight: None,
            balance_classes: false,
            split: SplitRule::default(),
            test_share: 0.2,
            fold: None,
            inner: None,
            validation_share: None,
            seed: 1,
        }
    }

    /// How many parts the rows are put into: train and test, or folds.
    pub fn n_parts(&self) -> usize {
        self.fold.map_or(2, |(_, folds)| folds)
    }
}

/// Why a table cannot be prepared as planned.
#[derive(Clone, Debug, PartialEq)]
pub enum PrepareError {
    /// No column is named, and the table proposes none.
    NoTarget,
    /// No column has this name.
    UnknownColumn {
        /// The name that was asked for.
        name: String,
    },
    /// No column is left to predict from.
    NoInputs,
    /// The target weighs, groups or splits the rows too.
    TargetHasRole {
        /// The target's name.
        name: String,
    },
    /// A regression of a column that holds no numbers.
    TargetIsNotNumeric {
        /// The target's name.
        name: String,
    },
    /// No row has a target.
    TargetIsEmpty {
        /// The target's name.
        name: String,
        /// On words that were taken as missing: a sentence behind a blank, or nothing.
        aside: String,
    },
    /// All rows have the same value.
    ConstantTarget {
        /// The target's name.
        name: String,
        /// That value, as text.
        value: String,
        /// As in [`PrepareError::TargetIsEmpty`].
        aside: String,
    },
    /// More classes than a classification may have.
    TooManyClasses {
        /// The target's name.
        name: String,
        /// Its distinct values.
        classes: usize,
        /// Whether they are numbers, so that a regression could be trained.
        numeric: bool,
    },
    /// Fewer than four rows are left.
    TooFewRows {
        /// Those that are left.
        rows: usize,
    },
    /// A number below 0 where the loss is for numbers from 0 up.
    TargetBelowZero {
        /// The target's name.
        name: String,
        /// One such number.
        value: f64,
    },
    /// The logarithm of a number below 0.
    LogBelowZero {
        /// The target's name.
        name: String,
        /// One such number.
        value: f64,
    },
    /// A row's weight is missing, no number, or below 0; or all are 0.
    BadWeight {
        /// The column of the weights.
        name: String,
        /// The first such row, counted from 1.
        row: usize,
    },
    /// No row is left to train on, or none to test on.
    EmptyPart {
        /// All rows that can be used.
        rows: usize,
        /// The share that was asked for.
        test_share: f64,
    },
    /// All rows are of one group, or of fewer than there are folds.
    TooFewGroups {
        /// The column of the groups.
        name: String,
        /// How many groups there are.
        groups: usize,
    },
    /// All rows that have a time have the same, or fewer than there are folds.
    TooFewTimes {
        /// The column of the times.
        name: String,
    },
    /// A cell of the column that says the parts that names none of them, or a part that it names nowhere.
    UnknownPart {
        /// The column that says the parts.
        name: String,
        /// Cells that name none of them, as they are shown.
        found: Vec<String>,
    },
    /// A part, `train` or `test`, that the column names in no row that can be used.
    NoSuchPart {
        /// The column that says the parts.
        name: String,
        /// `train` or `test`.
        part: &'static str,
    },
    /// Folds of parts that a column gives.
    FoldsOfGiven {
        /// The column that says the parts.
        name: String,
    },
    /// A fold that is not there, or more folds than rows.
    NoSuchFold {
        /// The folds that were asked for.
        folds: usize,
    },
    /// More encoded inputs than a network may have.
    TooWide {
        /// How many there would be.
        inputs: usize,
    },
    /// Table and inputs together take more memory than a WebAssembly module can have.
    TooLarge {
        /// The rows of the table.
        rows: usize,
        /// Inputs of a row.
        inputs: usize,
        /// About so many rows of these columns would fit.
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
            PrepareError::TargetHasRole { .. } => "target-has-role",
            PrepareError::TargetIsNotNumeric { .. } => "target-is-not-numeric",
            PrepareError::TargetIsEmpty { .. } => "target-is-empty",
            PrepareError::ConstantTarget { .. } => "constant-target",
            PrepareError::TooManyClasses { .. } => "too-many-classes",
            PrepareError::TooFewRows { .. } => "too-few-rows",
            PrepareError::EmptyPart { .. } => "empty-part",
            PrepareError::TargetBelowZero { .. } => "target-below-zero",
            PrepareError::LogBelowZero { .. } => "log-below-zero",
            PrepareError::BadWeight { .. } => "bad-weight",
            PrepareError::TooFewGroups { .. } => "too-few-groups",
            PrepareError::TooFewTimes { .. } => "too-few-times",
            PrepareError::UnknownPart { .. } => "unknown-part",
            PrepareError::NoSuchPart { .. } => "no-such-part",
            PrepareError::FoldsOfGiven { .. } => "folds-of-given",
            PrepareError::NoSuchFold { .. } => "no-such-fold",
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
            PrepareError::TargetBelowZero { .. } => "loss",
            PrepareError::LogBelowZero { .. } => "log_target",
            PrepareError::BadWeight { .. } => "sample_weight",
            PrepareError::TooFewGroups { .. } => "group",
            PrepareError::TooFewTimes { .. } => "time",
            PrepareError::UnknownPart { .. } | PrepareError::NoSuchPart { .. } => "split_column",
            PrepareError::FoldsOfGiven { .. } | PrepareError::NoSuchFold { .. } => "folds",
            _ => "target",
        }
    }
}

impl PrepareError {
    /// What is wrong and what to do.
    fn sentence(&self) -> String {
        match self {
            PrepareError::NoTarget => {
                "No column can be predicted. Load a table with a column of numbers or categories.".to_string()
            }
            PrepareError::UnknownColumn { name } => {
                format!("The table has no column '{name}'. Choose one of its columns.")
            }
            PrepareError::NoInputs => "No column is left to predict from. Use at least one column beside the target; a table of text \
                 alone needs a column of numbers or categories.".to_string(),
            PrepareError::TargetHasRole { name } => format!(
                "Column '{name}' is the one to predict: it cannot weigh, group or split the rows besides. Choose another \
                 column for that."
            ),
            PrepareError::TargetIsNotNumeric { name } => format!(
                "Column '{name}' does not hold numbers, so it cannot be a regression target. Choose classification."
            ),
            PrepareError::TargetIsEmpty { name, aside } => {
                format!("Column '{name}' has no values.{aside} Choose another column to predict.")
            }
            PrepareError::ConstantTarget { name, value, aside } => format!(
                "Column '{name}' is always {value}: there is nothing to predict.{aside} Choose another column."
            ),
            PrepareError::TooManyClasses { name, classes, numeric } => format!(
                "Column '{name}' has {classes} distinct values; a classification can have {MAX_CLASSES}. Choose {}.",
                if *numeric {
                    "regression, or another column to predict"
                } else {
                    "another column to predict"
                }
            ),
            PrepareError::TooFewRows { rows } => format!(
                "{} left; training and testing need at least 4. Load a larger table or keep repeated rows.",
                if *rows == 1 { "Only 1 usable row is".to_string() } else { format!("Only {rows} usable rows are") }
            ),
            PrepareError::EmptyPart { rows, test_share } => format!(
                "With a test share of {test_share} one part of the {rows} rows is empty. Choose a share nearer to 0.2."
            ),
            PrepareError::TargetBelowZero { name, value } => format!(
                "Column '{name}' holds {value}, and the Poisson loss is for numbers from 0 up. Choose another loss."
            ),
            PrepareError::BadWeight { name, row } => format!(
                "Column '{name}' cannot weigh the rows: data row {row} has no number above 0 there. Choose another column, \
                 or none."
            ),
            PrepareError::LogBelowZero { name, value } => format!(
                "Column '{name}' holds {value}, and the logarithm is for numbers from 0 up. Train without the logarithm."
            ),
            PrepareError::TooFewGroups { name, groups } => format!(
                "The rows have {groups} different value{} in '{name}', too few to put some of them aside. Choose another \
                 column for the groups, fewer folds, or none.",
                if *groups == 1 { "" } else { "s" }
            ),
            PrepareError::TooFewTimes { name } => format!(
                "Column '{name}' has too few different times to put the latest aside. Choose another column for the time, \
                 fewer folds, or none."
            ),
            PrepareError::UnknownPart { name, found } => format!(
                "Column '{name}' should say train, validation or test in each row; it also has {}. Choose another column \
                 for the split, or change its words.",
                found.join(", ")
            ),
            PrepareError::NoSuchPart { name, part } => format!(
                "Column '{name}' says {part} in no row that can be used. Choose another column for the split."
            ),
            PrepareError::FoldsOfGiven { name } => format!(
                "Column '{name}' says which rows are tested, so there is nothing to cross-validate. Take the folds or the \
                 column away."
            ),
            PrepareError::NoSuchFold { folds } => format!(
                "The rows cannot be put into {folds} folds. Choose fewer."
            ),
            PrepareError::TooWide { inputs } => format!(
                "The chosen columns make {inputs} inputs; the limit is {MAX_INPUTS}. Leave some columns out."
            ),
            PrepareError::TooLarge { rows, inputs, rows_that_fit } => format!(
                "{rows} rows with {inputs} inputs need more memory than there is for a run. About \
                 {rows_that_fit} rows of these columns fit: take a part of the rows, or leave columns out of the file."
            ),
        }
    }
}

impl fmt::Display for PrepareError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.sentence())
    }
}

impl std::error::Error for PrepareError {}
