use std::borrow::Cow;

use crate::table::{
    Cell, CellReader, Column, Form, Kind, Labels, Look, MISSING, Manner, Map, Signs, Values, compact_date,
};

/// A column's cells as numbers, NaN where one is missing or is no number: words that are numbers are read with `decimal`
/// before their fraction, and where `kind` is one of dates or times as such. (A file of a single day has words for it.)
pub fn numbers(column: &Column, kind: Kind, decimal: char) -> Cow<'_, [f64]> {
    match &column.values {
        // Numbers that no file of its own would take for dates: one or two like 20240531.
        Values::Numbers(numbers) if kind == Kind::Date && column.kind != Kind::Date => {
            Cow::Owned(numbers.iter().map(|&number| compact_date(number).unwrap_or(f64::NAN)).collect())
        }
        Values::Numbers(numbers) => Cow::Borrowed(numbers),
        Values::Labels(labels) => Cow::Owned(numbers_of_words(labels, &form(column, kind, decimal))),
    }
}

/// How a column's cells are read where it is taken as `kind`: as in its file, unless words are taken as numbers or dates.
/// (Whether the day or the month comes first is decided over all of them, as in a file.)
pub fn form(column: &Column, kind: Kind, decimal: char) -> Form {
    let known = column.form.learnt();
    match (&column.values, kind) {
        (Values::Numbers(_), Kind::Date) if column.kind != Kind::Date => {
            Form { look: Look::CompactDates, ..known }
        }
        (Values::Numbers(_), _) => known,
        (Values::Labels(labels), Kind::Date) => {
            let mut signs = Signs::default();
            let dates = Form::of(Look::Dates);
            labels.levels.iter().for_each(|level| signs.add(level, &dates));
            let order_decided = signs.day_first + signs.month_first > 0;
            let day_first =
                signs.day_first > 0 || !(signs.month_first > 0 || signs.slashes && decimal == '.');
            Form { look: Look::Dates, decimal: Some(decimal), day_first, order_decided, ..known }
        }
        (Values::Labels(_), Kind::Time) => Form { look: Look::Times, decimal: Some(decimal), ..known },
        (Values::Labels(_), _) => Form {
            look: Look::Numbers,
            decimal: Some(decimal),
            unit: String::new(),
            without_units: true,
            ..known
        },
    }
}

fn numbers_of_words(labels: &Labels, form: &Form) -> Vec<f64> {
    let reader = CellReader::new(form, Manner::of(form));
    let number = |level: &String| match reader.read(level) {
        Cell::Number(number) | Cell::Taken(number, _) => number,
        Cell::Missing | Cell::Word(_) | Cell::Unread(_) => f64::NAN,
    };
    let of_level: Vec<f64> = labels.levels.iter().map(number).collect();
    let number = |&code: &u32| of_level.get(code as usize).copied().unwrap_or(f64::NAN);
    labels.codes.iter().map(number).collect()
}

/// The column as a person's `kind` takes it: words as numbers where the kind is one of numbers.
pub fn taken<'c>(column: &'c Column, kind: Option<Kind>, decimal: char) -> Cow<'c, Column> {
    let is_of_numbers = matches!(kind, Some(Kind::Numeric | Kind::Code | Kind::Date | Kind::Time));
    match &column.values {
        Values::Labels(labels) if is_of_numbers => {
            let form = form(column, kind.unwrap_or(column.kind), decimal);
            let numbers = numbers_of_words(labels, &form);
            let missing = numbers.iter().filter(|number| number.is_nan()).count();
            Cow::Owned(Column {
                name: column.name.clone(),
                kind: kind.unwrap_or(column.kind),
                reason: String::new(),
                values: Values::Numbers(numbers),
                missing,
                distinct: column.distinct,
                form,
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
