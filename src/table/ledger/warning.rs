use serde::{Deserialize, Serialize};

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
