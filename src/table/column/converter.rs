use super::cells::Cells;
use super::compact_dates::compact_dates;
use super::kind::Kind;
use super::spelling::spellings;
use super::verdict::Written;
use super::{Column, Values, verdict};
use crate::table::counting::tally::Tally;
use crate::table::encoding::Encoding;
use crate::table::form::{Form, Look, allowed_words};
use crate::table::ledger::missing_words::MissingWords;
use crate::table::ledger::rule::Rule;
use crate::table::ledger::{Ledger, quote};
use crate::table::value::missing::Markers;
use crate::table::value::number::{Number, read};
use crate::table::value::unit::measure;

/// Turns the cells of one column after another into values, each of them first as numbers, then as dates, then as words.
pub struct Converter {
    pub n_rows: usize,
    pub decimal: u8,
    pub encoding: Encoding,
    /// The number of the first data row, as a spreadsheet shows it.
    pub first_row: usize,
    /// What the person says of words that stand for a missing value.
    pub markers: Markers,
    /// Two units of the column that is being read, where it has several.
    pub mixed_units: Option<(&'static str, &'static str)>,
    pub ledger: Ledger,
}

/// A column taken as numbers.
struct Numbers {
    values: Vec<f64>,
    missing: usize,
    /// Cells that are not numbers, or too large ones: the first of them by row, with their text.
    odd: Vec<(usize, Number, Vec<u8>)>,
    n_odd: usize,
    words: usize,
    written: Written,
    /// Cells that have a unit.
    n_units: usize,
    /// Cells that are missing if the others are numbers ("unknown").
    n_doubtful: usize,
    way: Way,
    /// As [`Form::spellings`].
    spellings: String,
}

/// How the cells are to be taken.
#[derive(Clone, Copy)]
struct Way {
    decimal: u8,
    units: bool,
}

impl Converter {
    pub fn column(&mut self, name: String, cells: Cells) -> Column {
        self.mixed_units = None;
        let other = if self.decimal == b'.' { b',' } else { b'.' };
        let numbers = self.numbers(&cells, self.decimal).or_else(|| self.numbers(&cells, other));
        let mut column = match numbers {
            Some(mut numbers) => {
                numbers.spellings = self.spellings(&cells, &numbers.values);
                // The cells are no longer needed: at most one column is held twice.
                drop(cells);
                self.numeric(name, numbers)
            }
            None => match self.dates(&name, &cells) {
                Some(column) => column,
                None => self.words(name, &cells),
            },
        };
        column.form.missing_words = MissingWords::of(&self.ledger.changes);
        self.ledger.changes.close(&column.name);
        column
    }

    /// Whether a cell stands for a missing value, whatever its column holds.
    pub fn is_marker(&self, cell: &[u8]) -> bool {
        self.is_one(cell, Markers::has)
    }

    /// Whether it does among numbers or dates.
    pub fn is_marker_among_numbers(&self, cell: &[u8]) -> bool {
        self.is_one(cell, Markers::has_among_numbers)
    }

    /// Whether the person has named it as missing.
    pub fn is_named(&self, cell: &[u8]) -> bool {
        self.is_one(cell, Markers::is_named)
    }

    /// Markers are text: a dash of windows-1252 is one of them only as the letter that it stands for.
    fn is_one(&self, cell: &[u8], is: fn(&Markers, &[u8]) -> bool) -> bool {
        // No marker of ours that is not ASCII is longer than a dash.
        let is_long = cell.len() > "\u{2014}".len() && self.markers == Markers::default();
        match cell.is_ascii() {
            true => is(&self.markers, cell),
            false => !is_long && is(&self.markers, self.encoding.text(cell).as_bytes()),
        }
    }

    /// The form of a column that is read with the file's decimal mark, as far as its look says it.
    pub fn form(&self, look: Look) -> Form {
        Form {
            look,
            decimal: Some(char::from(self.decimal)),
            missing: self.markers.own.clone(),
            not_missing: self.markers.not.clone(),
            ..Form::default()
        }
    }

    pub fn note_missing(&mut self, row: usize, cell: &[u8]) {
        match cell.is_empty() {
            true => self.ledger.changes.count(Rule::Missing, 1),
            false => self.note(row, Rule::MissingMarker, cell),
        }
    }

    pub fn note(&mut self, row: usize, rule: Rule, cell: &[u8]) {
        self.ledger.changes.note(row, rule, &self.encoding.text(cell));
    }

    /// `None` where too many cells are words.
    fn numbers(&mut self, cells: &Cells, decimal: u8) -> Option<Numbers> {
        self.numbers_in(cells, Way { decimal, units: true })
            .or_else(|| self.mixed_units.and_then(|_| self.numbers_in(cells, Way { decimal, units: false })))
    }

    fn numbers_in(&mut self, cells: &Cells, way: Way) -> Option<Numbers> {
        self.ledger.changes.again();
        let mut numbers = Numbers {
            values: Vec::new(),
            missing: 0,
            odd: Vec::new(),
            n_odd: 0,
            words: 0,
            written: Written::default(),
            n_units: 0,
            n_doubtful: 0,
            way,
            spellings: String::new(),
        };
        if cells.filled() == 0 {
            numbers.values.resize(self.n_rows, f64::NAN);
            numbers.missing = self.n_rows;
            self.ledger.changes.count(Rule::Missing, self.n_rows);
            return Some(numbers);
        }
        numbers.values.reserve_exact(self.n_rows);
        // Nearly every cell of nearly every file is a plain number: nothing more is asked of those.
        let is_plain = way.decimal == self.decimal && self.markers.own.is_empty();
        for (row, cell) in cells.iter(self.n_rows).enumerate() {
            let taken = match read(cell, way.decimal) {
                (Number::Value(value), false) if is_plain && !is_padded(cell) => value,
                (taken, is_grouped) => self.unusual(&mut numbers, row, cell, way, taken, is_grouped)?,
            };
            numbers.values.push(taken);
        }
        let n = self.n_rows - numbers.missing;
        // Some shares in percent and some without may differ by a factor of a hundred.
        if numbers.written.unit == "%" && numbers.n_units < n - numbers.n_odd {
            self.mixed_units = Some(("%", "no unit"));
            return None;
        }
        let are_numbers = numbers.n_doubtful == 0 || (n - numbers.n_odd) * 10 >= numbers.n_doubtful.max(10);
        (are_numbers && numbers.words <= allowed_words(n)).then_some(numbers)
    }

    /// A cell that is not just a number. `None`: too many are words, or have another unit than those before.
    #[inline(never)]
    fn unusual(
        &mut self,
        numbers: &mut Numbers,
        row: usize,
        cell: &[u8],
        way: Way,
        taken: Number,
        is_grouped: bool,
    ) -> Option<f64> {
        let is_word = taken == Number::Word;
        let is_certain = (is_word && self.is_marker(cell)) || self.markers.is_own(cell, taken, way.decimal);
        if is_certain || (is_word && self.is_marker_among_numbers(cell)) {
            numbers.n_doubtful += usize::from(!is_certain);
            self.note_missing(row, cell);
            numbers.missing += 1;
            return Some(f64::NAN);
        }
        if let Number::Value(value) = taken {
            if is_grouped {
                self.note(row, Rule::Thousands, cell);
            } else if is_padded(cell) {
                self.note(row, Rule::LeadingZeros, cell);
                numbers.written.padded += 1;
            } else if way.decimal != self.decimal && cell.contains(&way.decimal) {
                self.note(row, Rule::DecimalMark, cell);
            }
            return Some(value);
        }
        let measured = if is_word { measure(&self.encoding.text(cell), way.decimal) } else { None };
        // Brackets are no unit.
        let measured = measured.filter(|measured| way.units || measured.unit.is_empty());
        if let Some(measured) = measured {
            let unit = numbers.written.unit;
            if !unit.is_empty() && !measured.unit.is_empty() && measured.unit != unit {
                self.mixed_units = Some((unit, measured.unit));
                return None;
            }
            if !measured.unit.is_empty() {
                numbers.written.unit = measured.unit;
                numbers.n_units += 1;
            }
            self.note(row, measured.rule, cell);
            return Some(measured.value);
        }
        if is_word {
            numbers.words += 1;
            if numbers.words > allowed_words(self.n_rows) {
                return None;
            }
        }
        self.note(row, if is_word { Rule::NotANumber } else { Rule::OutOfRange }, cell);
        numbers.n_odd += 1;
        if numbers.odd.len() < Ledger::MAX_WARNINGS {
            numbers.odd.push((row, taken, cell[..cell.len().min(200)].to_vec()));
        }
        Some(f64::NAN)
    }

    #[inline(never)]
    fn spellings(&self, cells: &Cells, values: &[f64]) -> String {
        let mut lines = String::new();
        for cell in spellings(|| cells.iter(self.n_rows), values) {
            lines.push_str(&self.encoding.text(cell).replace(['\n', '\r'], " "));
            lines.push('\n');
        }
        lines
    }

    fn numeric(&mut self, name: String, mut numbers: Numbers) -> Column {
        for (row, odd, cell) in &numbers.odd {
            let row = row + self.first_row;
            let rule = if *odd == Number::Word { Rule::NotANumber } else { Rule::OutOfRange };
            let encoding = self.encoding;
            self.ledger.warn(row, &name, rule.name(), || {
                let cell = quote(&encoding.text(cell));
                match odd {
                    Number::Word => {
                        format!("Column '{name}' row {row}: {cell} is not a number: treated as missing.")
                    }
                    _ => format!(
                        "Column '{name}' row {row}: {cell} is too large to train on: treated as missing."
                    ),
                }
            });
        }
        self.ledger.n += numbers.n_odd - numbers.odd.len();
        let distinct = Tally::of(&numbers.values).distinct();
        let missing = numbers.missing + numbers.n_odd;
        let Way { decimal, units } = numbers.way;
        let mut form = Form {
            decimal: Some(char::from(decimal)),
            apart: decimal != self.decimal,
            unit: numbers.written.unit.to_string(),
            without_units: !units,
            leading_zeros: numbers.written.padded > 0,
            spellings: numbers.spellings,
            ..self.form(Look::Numbers)
        };
        if distinct > 1 && compact_dates(&mut numbers.values) {
            let reason = "dates written like 20240531".to_string();
            form.look = Look::CompactDates;
            form.spellings = String::new();
            return Column {
                name,
                kind: Kind::Date,
                reason,
                values: Values::Numbers(numbers.values),
                missing,
                distinct,
                form,
            };
        }
        let (kind, reason) = verdict::of_numbers(&name, &numbers.values, missing, distinct, numbers.written);
        Column { name, kind, reason, values: Values::Numbers(numbers.values), missing, distinct, form }
    }
}

/// `00501`: a zero before another digit.
fn is_padded(cell: &[u8]) -> bool {
    matches!(cell, [b'0', b'0'..=b'9', ..])
}
