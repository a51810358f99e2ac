use super::{Form, Look};
use crate::table::value::conversion::convert;
use crate::table::value::date::{Day, Moment};
use crate::table::value::evidence::Evidence;
use crate::table::value::number::{Number, number};
use crate::table::value::unit::measure;

/// What the first cells of a new file's column say about how it is to be read. Sizes are bounded whatever the cells are.
#[derive(Clone, Debug, Default)]
pub struct Signs {
    /// What its numbers say of the decimal mark.
    pub evidence: Evidence,
    /// A cell that is two numbers.
    pub either: String,
    /// Cells that are not empty.
    pub present: usize,
    /// Dates that can only be read with the day first.
    pub day_first: usize,
    /// Dates that can only be read with the month first.
    pub month_first: usize,
    /// Dates that can be read both ways.
    pub open: usize,
    /// The first date that can be read both ways.
    pub date: String,
    /// The first date with the day first alone, and the first with the month first alone.
    pub contrary: [String; 2],
    /// Whether dates have slashes.
    pub slashes: bool,
    /// Units that stand beside numbers, and how often.
    pub units: Vec<(&'static str, usize)>,
    /// Numbers without a unit, read with the point and with the comma.
    bare: [Bare; 2],
}

/// Numbers that have no unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bare {
    pub n: usize,
    pub least: f64,
    pub most: f64,
}

impl Default for Bare {
    fn default() -> Bare {
        Bare { n: 0, least: f64::INFINITY, most: f64::NEG_INFINITY }
    }
}

impl Bare {
    fn add(&mut self, value: f64) {
        *self = Bare { n: self.n + 1, least: self.least.min(value), most: self.most.max(value) };
    }
}

/// Longer examples are cut.
const LONGEST_EXAMPLE: usize = 40;

impl Signs {
    /// Takes one more cell of a column that was learnt in this form.
    pub fn add(&mut self, cell: &str, form: &Form) {
        let cell = cell.trim_ascii();
        if cell.is_empty() || form.markers().has_among_numbers(cell.as_bytes()) {
            return;
        }
        self.present += 1;
        match form.look {
            Look::Words | Look::Times => {}
            Look::Dates => self.add_date(cell),
            Look::Numbers | Look::CompactDates | Look::Unknown => self.add_number(cell),
        }
    }

    /// Whether a trimmed cell is one number with a decimal point and another one with a decimal comma.
    pub fn is_two_numbers(cell: &str) -> bool {
        let mut evidence = Evidence::default();
        evidence.add(cell.as_bytes());
        evidence.either > 0
    }

    /// Whether it is one date with the day first and another one with the month first.
    pub fn is_two_dates(cell: &str) -> bool {
        let mut signs = Signs::default();
        signs.add_date(cell);
        signs.open > 0
    }

    pub(super) fn bare(&self, decimal: char) -> Bare {
        self.bare[usize::from(decimal == ',')]
    }

    fn add_date(&mut self, cell: &str) {
        let Some(Moment { day: Day::Either { first, second, slashes, .. }, .. }) = Moment::of(cell) else {
            return;
        };
        self.slashes |= slashes;
        let (count, place) = match (first > 12, second > 12) {
            (true, _) => (&mut self.day_first, &mut self.contrary[0]),
            (_, true) => (&mut self.month_first, &mut self.contrary[1]),
            _ if first == second => return,
            _ => (&mut self.open, &mut self.date),
        };
        *count += 1;
        keep(place, cell);
    }

    fn add_number(&mut self, cell: &str) {
        let bytes = cell.as_bytes();
        let before = self.evidence.either;
        self.evidence.add(bytes);
        if self.evidence.either > before {
            keep(&mut self.either, cell);
        }
        let mut is_bare = false;
        for (bare, mark) in self.bare.iter_mut().zip([b'.', b',']) {
            if let Number::Value(value) = number(bytes, mark) {
                bare.add(value);
                is_bare = true;
            }
        }
        if is_bare {
            return;
        }
        let measured = [b'.', b','].iter().find_map(|&mark| measure(cell, mark));
        if let Some(unit) = measured.map(|measured| measured.unit).filter(|unit| !unit.is_empty()) {
            match self.units.iter_mut().find(|known| known.0 == unit) {
                Some((_, n)) => *n += 1,
                None => self.units.push((unit, 1)),
            }
        }
    }
}

impl Form {
    /// Whether numbers with this unit are not read in a column of the form.
    pub(super) fn refuses(&self, unit: &str) -> bool {
        match self.unit.as_str() {
            "" => unit != "%",
            known => convert(1.0, unit, known).is_none(),
        }
    }
}

fn keep(place: &mut String, cell: &str) {
    if place.is_empty() {
        place.extend(cell.chars().take(LONGEST_EXAMPLE));
    }
}
