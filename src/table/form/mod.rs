//! How a column's cells are read, kept with what was learnt from it, and one cell of a new file by that.

pub mod cell;
pub mod doubt;
pub mod signs;

use serde::{Deserialize, Serialize};

use crate::table::ledger::missing_words::MissingWords;
use crate::table::value::missing::Markers;

/// How the cells of a column were read when it was learnt from: kept on the column and with the model, so that a cell of a
/// new file means the same.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Form {
    /// What its cells are.
    pub look: Look,
    /// The decimal mark that its numbers were read with, `.` or `,`; `None`: nothing is known of how it was read (models of
    /// before have no form).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<char>,
    /// Whether that was not its file's decimal mark.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub apart: bool,
    /// Of dates such as `5/4/2024`: whether the day stands before the month.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub day_first: bool,
    /// Whether some cell decided it; otherwise it was presumed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub order_decided: bool,
    /// What stood beside the numbers, in its usual spelling: `cm`, `%`, `$`. Empty: nothing.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// Numbers with units were no numbers of the column: it has them in several units, or a person takes its words as numbers.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub without_units: bool,
    /// Whether some numbers began with a zero, as codes do: `00501`. Where not every class has one spelling, this says that
    /// the labels lose theirs.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub leading_zeros: bool,
    /// Words that were taken as missing beside those that always are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// Words that are missing elsewhere and were values of this column.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_missing: Vec<String>,
    /// Cells of a column with few different numbers that are not written as these are, one a line: of each number one, or two
    /// where it has several. The names of classes are made of them, and a model keeps these.
    #[serde(skip)]
    pub spellings: String,
    /// The words that were taken as missing, and in how many cells; a model does not keep them.
    #[serde(skip)]
    pub missing_words: MissingWords,
}

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Look {
    /// Not known: models of before do not say it.
    #[default]
    Unknown,
    /// Numbers, with or without a unit.
    Numbers,
    /// Days, with a time of day or without.
    Dates,
    /// Times of day.
    Times,
    /// Days as numbers: 20240531.
    CompactDates,
    /// Words.
    Words,
}

impl Look {
    /// All of them; a packed table holds their places in this order.
    pub const ALL: [Look; 6] =
        [Look::Unknown, Look::Numbers, Look::Dates, Look::Times, Look::CompactDates, Look::Words];
}

impl Form {
    /// Whether nothing is known of it.
    pub fn is_unknown(&self) -> bool {
        *self == Form::default()
    }

    /// What is said by yes or no, in one order.
    pub(in crate::table) fn answers(&self) -> [bool; 5] {
        [self.apart, self.day_first, self.order_decided, self.without_units, self.leading_zeros]
    }

    /// The other way round: what the answer at each place is.
    pub(in crate::table) fn answer(&mut self, yes: impl Fn(usize) -> bool) {
        let answers = [
            &mut self.apart,
            &mut self.day_first,
            &mut self.order_decided,
            &mut self.without_units,
            &mut self.leading_zeros,
        ];
        answers.into_iter().enumerate().for_each(|(place, answer)| *answer = yes(place));
    }

    /// Cells of a look, of which nothing more is known.
    pub fn of(look: Look) -> Form {
        Form { look, ..Form::default() }
    }

    /// What a model keeps of it.
    pub fn learnt(&self) -> Form {
        let Form { look, decimal, apart, day_first, order_decided, without_units, leading_zeros, .. } = *self;
        Form {
            look,
            decimal,
            apart,
            day_first,
            order_decided,
            unit: self.unit.clone(),
            without_units,
            leading_zeros,
            missing: self.missing.clone(),
            not_missing: self.not_missing.clone(),
            spellings: String::new(),
            missing_words: MissingWords::default(),
        }
    }

    /// Which words stand for a missing cell.
    pub fn markers(&self) -> Markers {
        Markers { own: self.missing.clone(), not: self.not_missing.clone() }
    }
}

/// How many of `n` cells may be words in a column of numbers: one in twenty, and in a short column a few.
pub fn allowed_words(n: usize) -> usize {
    if n >= 60 { n / 20 } else { (n / 4).min(3) }
}
