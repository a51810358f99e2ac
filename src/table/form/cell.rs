use super::doubt::Manner;
use super::{Form, Look};
use crate::table::value::compact::compact_date;
use crate::table::value::conversion::convert;
use crate::table::value::date::{Day, Moment};
use crate::table::value::missing::Markers;
use crate::table::value::number::{LARGEST, Number, read};
use crate::table::value::unit::{Measure, measure, usual_spelling};

/// What one cell of a new file is, as its column was understood in training.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'c> {
    /// Empty, or a word for that.
    Missing,
    /// A number, or seconds as [`crate::table::Values::Numbers`] has them.
    Number(f64),
    /// A number that was not written as those of the training.
    Taken(f64, Remark),
    /// Trimmed.
    Word(&'c str),
    /// Taken as missing, and told.
    Unread(Unread),
}

/// How a number was taken: to be told once a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remark {
    /// It has no unit and was taken in the training's.
    NoUnit,
    /// It was converted from this unit to the training's; from `%` to a fraction where the training had those.
    Converted(&'static str),
    /// A fraction where the training had percent: 0.5 was taken as 50.
    Fraction,
    /// It has this unit, of which the training knows nothing, and was taken as it stands.
    AsItStands(&'static str),
}

/// Why a cell cannot be read as its column's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unread {
    /// A word where a number is to stand.
    NotANumber,
    /// Infinite, or beyond what a network of f32 can use.
    TooLarge,
    /// No date, no time of day.
    NotADate,
    /// A date with a number above 12 where the month is to stand.
    OtherOrder,
    /// A unit that is not the training's and cannot be converted to it, or a unit where the training had none.
    Unit(&'static str),
}

impl Unread {
    /// A short fixed name, as those of [`crate::table::Rule`].
    pub fn name(self) -> &'static str {
        match self {
            Unread::NotANumber => "not-a-number",
            Unread::TooLarge => "out-of-range",
            Unread::NotADate => "not-a-date",
            Unread::OtherOrder => "other-order",
            Unread::Unit(_) => "other-unit",
        }
    }
}

/// Reads the cells of one column as its [`Form`] and a [`Manner`] say. It allocates nothing for plain numbers, dates and words.
#[derive(Clone, Debug)]
pub struct CellReader {
    look: Look,
    decimal: u8,
    manner: Manner,
    markers: Markers,
    unit: Option<&'static str>,
    without_units: bool,
    /// Nothing is known of the training: units stand as they are, dates may be compact ones.
    is_lenient: bool,
}

impl CellReader {
    /// For a column of this form; `manner`: how it is read in the new file, where that is another way.
    pub fn new(form: &Form, manner: Manner) -> CellReader {
        CellReader {
            look: form.look,
            decimal: manner.decimal_byte(),
            manner,
            markers: form.markers(),
            unit: usual_spelling(&form.unit),
            without_units: form.without_units,
            is_lenient: form.decimal.is_none(),
        }
    }

    /// What the column's cells are.
    pub fn look(&self) -> Look {
        self.look
    }

    /// Reads one cell, blanks around it aside.
    #[inline]
    pub fn read<'c>(&self, cell: &'c str) -> Cell<'c> {
        let cell = cell.trim_ascii();
        match self.look {
            Look::Numbers => self.number(cell),
            Look::Dates | Look::Times => self.moment(cell),
            Look::CompactDates => match self.number(cell) {
                Cell::Number(value) | Cell::Taken(value, _) => {
                    compact_date(value).map_or(Cell::Unread(Unread::NotADate), Cell::Number)
                }
                other => other,
            },
            Look::Words | Look::Unknown if self.markers.has(cell.as_bytes()) => Cell::Missing,
            Look::Words | Look::Unknown => Cell::Word(cell),
        }
    }

    #[inline]
    fn number<'c>(&self, cell: &str) -> Cell<'c> {
        match read(cell.as_bytes(), self.decimal).0 {
            Number::Value(value) if self.unit.is_none() && self.markers.own.is_empty() => Cell::Number(value),
            taken => self.unusual(cell, taken),
        }
    }

    fn unusual<'c>(&self, cell: &str, taken: Number) -> Cell<'c> {
        let (bytes, markers) = (cell.as_bytes(), &self.markers);
        let is_word = taken == Number::Word;
        if markers.is_own(bytes, taken, self.decimal) || is_word && markers.has_among_numbers(bytes) {
            return Cell::Missing;
        }
        match taken {
            Number::Value(value) => self.bare(value),
            Number::OutOfRange => Cell::Unread(Unread::TooLarge),
            Number::Word => match measure(cell, self.decimal) {
                Some(measured) => self.measured(measured),
                None => Cell::Unread(Unread::NotANumber),
            },
        }
    }

    /// A number without a unit.
    fn bare<'c>(&self, value: f64) -> Cell<'c> {
        match self.unit {
            None => Cell::Number(value),
            Some("%") if self.manner.fraction => limited(value * 100.0, Remark::Fraction),
            Some(_) => Cell::Taken(value, Remark::NoUnit),
        }
    }

    /// A number with a unit, or in brackets.
    fn measured<'c>(&self, Measure { value, unit, .. }: Measure) -> Cell<'c> {
        match self.unit {
            _ if unit.is_empty() => self.bare(value),
            Some(known) if known == unit => Cell::Number(value),
            _ if self.manner.as_it_stands || self.is_lenient => Cell::Taken(value, Remark::AsItStands(unit)),
            None if unit == "%" && !self.without_units => match self.manner.fraction {
                true => Cell::Taken(value / 100.0, Remark::Converted(unit)),
                false => Cell::Taken(value, Remark::AsItStands(unit)),
            },
            None => Cell::Unread(Unread::Unit(unit)),
            Some(known) => match convert(value, unit, known) {
                Some(value) => limited(value, Remark::Converted(unit)),
                None => Cell::Unread(Unread::Unit(unit)),
            },
        }
    }

    fn moment<'c>(&self, cell: &str) -> Cell<'c> {
        let bytes = cell.as_bytes();
        let is_time = self.look == Look::Times;
        let moment = Moment::among_dates(cell).filter(|moment| (moment.day == Day::None) == is_time);
        match moment {
            _ if self.markers.is_named(bytes) => Cell::Missing,
            Some(moment) => {
                moment.seconds(self.manner.day_first).map_or(Cell::Unread(Unread::OtherOrder), Cell::Number)
            }
            None if self.markers.has_among_numbers(bytes) => Cell::Missing,
            None if self.is_lenient && !is_time => match read(bytes, self.decimal).0 {
                Number::Value(value) => {
                    compact_date(value).map_or(Cell::Unread(Unread::NotADate), Cell::Number)
                }
                _ => Cell::Unread(Unread::NotADate),
            },
            None => Cell::Unread(Unread::NotADate),
        }
    }
}

/// A number that became larger may be beyond what a network can use.
fn limited<'c>(value: f64, remark: Remark) -> Cell<'c> {
    if value.abs() > LARGEST { Cell::Unread(Unread::TooLarge) } else { Cell::Taken(value, remark) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(look: Look, unit: &str) -> CellReader {
        let form = Form { unit: unit.to_string(), decimal: Some('.'), day_first: true, ..Form::of(look) };
        CellReader::new(&form, Manner::of(&form))
    }

    #[test]
    fn what_conversion_makes_too_large_is_not_read() {
        let millimetres = reader(Look::Numbers, "mm");
        assert_eq!(millimetres.read(" 2 m "), Cell::Taken(2000.0, Remark::Converted("m")));
        // 10²⁶ of each.
        let long = format!("1{}", "0".repeat(26));
        assert_eq!(millimetres.read(&format!("{long} km")), Cell::Unread(Unread::TooLarge));
        assert_eq!(millimetres.read(&format!("{long} mm")), Cell::Number(1e26));
        assert_eq!(millimetres.read("(3 mm)"), Cell::Number(-3.0));
        assert_eq!(millimetres.read("(3)"), Cell::Taken(-3.0, Remark::NoUnit));
    }

    #[test]
    fn dates_and_times_are_not_each_other() {
        let (dates, times) = (reader(Look::Dates, ""), reader(Look::Times, ""));
        assert_eq!(
            (dates.read("12:30"), times.read("12:30")),
            (Cell::Unread(Unread::NotADate), Cell::Number(45_000.0))
        );
        assert_eq!(
            (dates.read("02/01/1970"), times.read("02/01/1970")),
            (Cell::Number(86_400.0), Cell::Unread(Unread::NotADate))
        );
        assert_eq!(
            (dates.read("01/25/1970"), dates.read("unknown")),
            (Cell::Unread(Unread::OtherOrder), Cell::Missing)
        );
        // Eight digits are a day among dates; a column of such alone is one of numbers first.
        assert_eq!(dates.read("19700103"), Cell::Number(2.0 * 86_400.0));
        assert_eq!(dates.read("19701303"), Cell::Unread(Unread::NotADate));
        let compact = reader(Look::CompactDates, "");
        assert_eq!(
            (compact.read("19700102"), compact.read("7")),
            (Cell::Number(86_400.0), Cell::Unread(Unread::NotADate))
        );
    }

    /// Of a model that does not say how its cells were written.
    #[test]
    fn where_nothing_is_known_of_the_training_a_number_may_be_a_day() {
        let form = Form { decimal: None, ..Form::of(Look::Dates) };
        let dates = CellReader::new(&form, Manner::of(&form));
        assert_eq!(dates.read("19700103.0"), Cell::Number(2.0 * 86_400.0));
        assert_eq!(
            (dates.read("7"), dates.read("x")),
            (Cell::Unread(Unread::NotADate), Cell::Unread(Unread::NotADate))
        );
    }
}
