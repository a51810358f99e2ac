use std::borrow::Cow;

use crate::table::{Column, Kind, Labels, MISSING, Map, Values, compact_date, parse_moments, parse_number};

/// A column's cells as numbers, NaN where one is missing or is no number: words that are numbers are read with `decimal`
/// before their fraction, and where `kind` is one of dates or times as such. (A file of a single day has words for it.)
pub fn numbers(column: &Column, kind: Kind, decimal: char) -> Cow<'_, [f64]> {
    match &column.values {
        // Numbers that no file of its own would take for dates: one or two like 20240531.
        Values::Numbers(numbers) if kind == Kind::Date && column.kind != Kind::Date => {
            Cow::Owned(numbers.iter().map(|&number| compact_date(number).unwrap_or(f64::NAN)).collect())
        }
        Values::Numbers(numbers) => Cow::Borrowed(numbers),
        Values::Labels(labels) => Cow::Owned(numbers_of_words(labels, kind, decimal)),
    }
}

#[inline(never)]
fn numbers_of_words(labels: &Labels, kind: Kind, decimal: char) -> Vec<f64> {
    let of_level: Vec<f64> = match kind {
        Kind::Date | Kind::Time => parse_moments(&labels.levels, kind, decimal),
        _ => labels.levels.iter().map(|level| parse_number(level, decimal).unwrap_or(f64::NAN)).collect(),
    };
    let number = |&code: &u32| of_level.get(code as usize).copied().unwrap_or(f64::NAN);
    labels.codes.iter().map(number).collect()
}

/// The column as a person's `kind` takes it: words as numbers where the kind is one of numbers.
pub fn taken<'c>(column: &'c Column, kind: Option<Kind>, decimal: char) -> Cow<'c, Column> {
    let is_of_numbers = matches!(kind, Some(Kind::Numeric | Kind::Code | Kind::Date | Kind::Time));
    match &column.values {
        Values::Labels(labels) if is_of_numbers => {
            let numbers = numbers_of_words(labels, kind.unwrap_or(column.kind), decimal);
            let missing = numbers.iter().filter(|number| number.is_nan()).count();
            Cow::Owned(Column {
                name: column.name.clone(),
                kind: kind.unwrap_or(column.kind),
                reason: String::new(),
                values: Values::Numbers(numbers),
                missing,
                distinct: column.distinct,
            })
        }
        _ => Cow::Borrowed(column),
    }
}

/// Gives each row of a column a level's number, by the level's text: made once for each distinct value.
pub struct Levels<'c> {
    column: &'c Column,
    /// Of each label, or of each number met so far, by its bits.
    known: Map<u64, Option<u32>>,
}

impl<'c> Levels<'c> {
    pub fn of(column: &'c Column) -> Levels<'c> {
        Levels { column, known: Map::default() }
    }

    /// `Err`: the cell is missing; `Ok(None)`: `number` knows no such text.
    pub fn number(&mut self, row: usize, number: &dyn Fn(&str) -> Option<u32>) -> Result<Option<u32>, ()> {
        let key = key(self.column, row).ok_or(())?;
        let column = self.column;
        Ok(*self.known.entry(key).or_insert_with(|| number(&column.text(row))))
    }
}

/// A cell as bits that are equal exactly where the values are; `None` where it is missing.
pub fn key(column: &Column, row: usize) -> Option<u64> {
    match &column.values {
        Values::Numbers(numbers) => {
            let value = numbers[row];
            (!value.is_nan()).then(|| (value + 0.0).to_bits())
        }
        Values::Labels(labels) => {
            let code = labels.codes[row];
            (code != MISSING).then_some(u64::from(code))
        }
    }
}
