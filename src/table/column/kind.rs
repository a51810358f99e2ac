use serde::{Deserialize, Serialize};

use crate::table::value::calendar::{date_text, time_text};

/// What a column holds, decided over the whole column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Numbers, 0/1 columns included.
    Numeric,
    /// Whole numbers that seem to stand for categories, such as the keys of songs. They are inputs as numbers until a
    /// person makes them categories.
    Code,
    /// A bounded set of words.
    Category,
    /// Two words that mean yes and no.
    Boolean,
    /// Calendar dates, with a time of day or without.
    Date,
    /// Times of day.
    Time,
    /// Words with too many distinct values to be categories.
    Text,
    /// A different value in (nearly) every row: a key, not a property.
    Identifier,
    /// One value only, or none.
    Constant,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 9] = [
        Kind::Numeric,
        Kind::Code,
        Kind::Category,
        Kind::Boolean,
        Kind::Date,
        Kind::Time,
        Kind::Text,
        Kind::Identifier,
        Kind::Constant,
    ];
}

impl Kind {
    /// Whether a column of this kind is an input unless somebody says otherwise.
    pub fn is_usable(self) -> bool {
        !matches!(self, Kind::Text | Kind::Identifier | Kind::Constant)
    }

    /// A number of such a column: `2024-05-31`, `2024-05-31T12:30:00`, `12:30:00`, and otherwise in its shortest form.
    pub fn text(self, number: f64) -> String {
        match self {
            Kind::Date => date_text(number),
            Kind::Time => time_text(number),
            _ => number.to_string(),
        }
    }
}
