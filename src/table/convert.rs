use super::cells::Cells;
use super::encoding::Encoding;
use super::hash::Map;
use super::ledger::{Ledger, quote};
use super::missing::is_missing;
use super::number::{Number, number};
use super::tally::Tally;
use super::{Column, Labels, MISSING, Table, Values, verdict};

/// Turns the cells of one column after another into values.
pub struct Converter {
    pub n_rows: usize,
    pub decimal: u8,
    pub encoding: Encoding,
    /// The number of the first data row, as a spreadsheet shows it.
    pub first_row: usize,
    pub ledger: Ledger,
}

/// A column taken as numbers.
struct Numbers {
    values: Vec<f64>,
    missing: usize,
    /// Cells that are not numbers, or too large ones: the first of them by row, with their text.
    odd: Vec<(usize, Number, Vec<u8>)>,
    n_odd: usize,
}

/// How many of `n` cells may be words in a column of numbers: one in twenty, and in a short column a few.
fn allowed_words(n: usize) -> usize {
    if n >= 60 { n / 20 } else { (n / 4).min(3) }
}

impl Converter {
    pub fn column(&mut self, name: String, cells: Cells) -> Column {
        let other = if self.decimal == b'.' { b',' } else { b'.' };
        let numbers = self.numbers(&cells, self.decimal).or_else(|| self.numbers(&cells, other));
        match numbers {
            Some(numbers) => {
                // The cells are no longer needed: at most one column is held twice.
                drop(cells);
                self.numeric(name, numbers)
            }
            None => self.words(name, &cells),
        }
    }

    /// `None` where too many cells are words.
    fn numbers(&self, cells: &Cells, decimal: u8) -> Option<Numbers> {
        let most = allowed_words(self.n_rows);
        let mut numbers = Numbers { values: Vec::new(), missing: 0, odd: Vec::new(), n_odd: 0 };
        let mut words = 0;
        if cells.filled() == 0 {
            numbers.values.resize(self.n_rows, f64::NAN);
            numbers.missing = self.n_rows;
            return Some(numbers);
        }
        numbers.values.reserve_exact(self.n_rows);
        for (row, cell) in cells.iter(self.n_rows).enumerate() {
            let taken = match number(cell, decimal) {
                Number::Value(value) => value,
                Number::Word if is_missing(cell) => {
                    numbers.missing += 1;
                    f64::NAN
                }
                odd => {
                    words += usize::from(odd == Number::Word);
                    if words > most {
                        return None;
                    }
                    numbers.n_odd += 1;
                    if numbers.odd.len() < Table::MAX_WARNINGS {
                        numbers.odd.push((row, odd, cell[..cell.len().min(200)].to_vec()));
                    }
                    f64::NAN
                }
            };
            numbers.values.push(taken);
        }
        (words <= allowed_words(self.n_rows - numbers.missing)).then_some(numbers)
    }

    fn numeric(&mut self, name: String, numbers: Numbers) -> Column {
        for (row, odd, cell) in &numbers.odd {
            let row = row + self.first_row;
            let rule = if *odd == Number::Word { "not-a-number" } else { "out-of-range" };
            let encoding = self.encoding;
            self.ledger.add(row, &name, rule, || {
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
        let (kind, reason) = verdict::of_numbers(&name, &numbers.values, missing, distinct);
        Column { name, kind, reason, values: Values::Numbers(numbers.values), missing, distinct }
    }

    fn words(&mut self, name: String, cells: &Cells) -> Column {
        let mut codes = Vec::with_capacity(self.n_rows);
        let mut seen: Map<&[u8], u32> = Map::default();
        let mut levels: Vec<String> = Vec::new();
        for cell in cells.iter(self.n_rows) {
            if is_missing(cell) {
                codes.push(MISSING);
                continue;
            }
            codes.push(*seen.entry(cell).or_insert_with(|| {
                levels.push(self.encoding.text(cell).into_owned());
                levels.len() as u32 - 1
            }));
        }
        drop(seen);
        let mut labels = Labels { codes, levels };
        if self.encoding.damaged {
            self.note_damage(&name, &labels);
            merge_equal_levels(&mut labels);
        }
        let missing = labels.codes.iter().filter(|&&code| code == MISSING).count();
        let distinct = labels.levels.len();
        let (kind, reason) = verdict::of_words(&name, &labels.levels, self.n_rows - missing);
        Column { name, kind, reason, values: Values::Labels(labels), missing, distinct }
    }

    fn note_damage(&mut self, name: &str, labels: &Labels) {
        let damaged: Vec<bool> = labels.levels.iter().map(|level| level.contains('\u{FFFD}')).collect();
        for (row, &code) in labels.codes.iter().enumerate() {
            if code != MISSING && damaged[code as usize] {
                let row = row + self.first_row;
                let level = &labels.levels[code as usize];
                self.ledger.add(row, name, "bad-encoding", || {
                    format!(
                        "Column '{name}' row {row}: {} has bytes that are no letters: they are shown as \u{FFFD}.",
                        quote(level)
                    )
                });
            }
        }
    }
}

/// Damaged bytes that differed may have become the same text.
fn merge_equal_levels(labels: &mut Labels) {
    let mut seen: Map<&str, u32> = Map::default();
    let mut kept = Vec::new();
    let new_codes: Vec<u32> = labels
        .levels
        .iter()
        .map(|level| {
            *seen.entry(level).or_insert_with(|| {
                kept.push(level.clone());
                kept.len() as u32 - 1
            })
        })
        .collect();
    for code in labels.codes.iter_mut().filter(|code| **code != MISSING) {
        *code = new_codes[*code as usize];
    }
    labels.levels = kept;
}
