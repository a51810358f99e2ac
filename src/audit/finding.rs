use serde::{Deserialize, Serialize};

use crate::table::Kind;

/// Something about a table that a person should know before training on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
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
    LeaveOut(String),
    DropDuplicates,
    /// Train with and without repeated rows and compare.
    MeasureDuplicates,
    SplitByTime(String),
    SplitByGroup(String),
    Stratify,
    BalanceClasses,
    /// Take a column for another kind.
    TakeAs(String, Kind),
    LogTarget,
    /// Cross-validate with so many folds.
    CrossValidate(usize),
}
