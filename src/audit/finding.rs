use serde::{Deserialize, Serialize};

use crate::table::Kind;

/// Something about a table that a person should know before training on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What kind of thing was found.
    pub concern: Concern,
    /// What was found, with its figures, and what follows from it.
    pub sentence: String,
    /// The column that it is about; `None` where it is about the rows.
    pub column: Option<String>,
    /// What can be done about it by one click, the likeliest first.
    pub remedies: Vec<Remedy>,
}

/// What sort of thing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Concern {
    /// Rows that repeat others, and how many would stand in both parts.
    DuplicateRows,
    /// Rows with equal inputs and different targets.
    ContradictoryRows,
    /// A column that names the row.
    Identifier,
    /// A column that gives the target away by itself.
    Leak,
    /// Nearly all rows have the same value.
    NearConstant,
    /// Some classes are far rarer than others.
    Imbalance,
    /// The test part is too small to tell much.
    SmallTest,
    /// Classes of the test part that training does not see.
    UnseenTargets,
    /// Dates: the future would help to predict the past.
    TimeOrder,
    /// Rows of one group stand in both parts.
    Groups,
    /// Numbers that seem to stand for categories.
    Codes,
    /// The target has a long tail.
    SkewedTarget,
}

/// One change of the recipe, or a measurement, that a finding asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Remedy {
    /// Leave this column out of the inputs.
    LeaveOut(String),
    /// Drop rows that repeat an earlier one.
    DropDuplicates,
    /// Train with and without repeated rows and compare.
    MeasureDuplicates,
    /// Take the rows latest by this column for testing.
    SplitByTime(String),
    /// Keep rows with equal values of this column in one part.
    SplitByGroup(String),
    /// Give each class its share in each part.
    Stratify,
    /// Weigh the rows so that all classes count alike.
    BalanceClasses,
    /// Take a column for another kind.
    TakeAs(String, Kind),
    /// Train on ln(1 + y).
    LogTarget,
    /// Cross-validate with so many folds.
    CrossValidate(usize),
}
