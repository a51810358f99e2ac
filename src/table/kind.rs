use serde::{Deserialize, Serialize};

/// What a column holds, decided over the whole column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Numbers, 0/1 columns and integer codes included.
    Numeric,
    /// A bounded set of words.
    Category,
    /// Two words that mean yes and no.
    Boolean,
    /// Calendar dates or times.
    Date,
    /// Words with too many distinct values to be categories.
    Text,
    /// A different value in (nearly) every row: a key, not a property.
    Identifier,
    /// One value only, or none.
    Constant,
}

impl Kind {
    pub const ALL: [Kind; 7] = [
        Kind::Numeric,
        Kind::Category,
        Kind::Boolean,
        Kind::Date,
        Kind::Text,
        Kind::Identifier,
        Kind::Constant,
    ];
}
