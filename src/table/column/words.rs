use super::cells::Cells;
use super::converter::Converter;
use super::{Column, Labels, MISSING, Values, verdict};
use crate::table::counting::hash::Map;
use crate::table::form::Look;
use crate::table::ledger::quote;
use crate::table::ledger::rule::Rule;
use crate::table::value::missing::{MOST_COMPANIONS, is_sign, sign_is_label};

impl Converter {
    /// A column taken as words.
    pub fn words(&mut self, name: String, cells: &Cells) -> Column {
        self.ledger.changes.again();
        let kept = self.signs_that_are_labels(cells);
        let mut codes = Vec::with_capacity(self.n_rows);
        let mut seen: Map<&[u8], u32> = Map::default();
        let mut levels: Vec<String> = Vec::new();
        for (row, cell) in cells.iter(self.n_rows).enumerate() {
            if self.is_marker(cell) && !kept.contains(&cell) {
                self.note_missing(row, cell);
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
        let (kind, mut reason) = verdict::of_words(&name, &labels.levels, self.n_rows - missing);
        if let Some((first, second)) = self.mixed_units.take() {
            reason = format!(
                "numbers in several units, such as {first} and {second}, are taken as words: {reason}"
            );
        }
        let mut form = self.form(Look::Words);
        form.not_missing.extend(kept.iter().map(|word| self.encoding.text(word).into_owned()));
        Column { name, kind, reason, values: Values::Labels(labels), missing, distinct, form }
    }

    /// Signs that stand for a missing cell elsewhere and are labels of this column: see [`sign_is_label`].
    fn signs_that_are_labels<'c>(&self, cells: &'c Cells) -> Vec<&'c [u8]> {
        let is_sign = |cell: &[u8]| {
            (1..=3).contains(&cell.len())
                && is_sign(&self.encoding.text(cell))
                && self.is_marker(cell)
                && !self.is_named(cell)
        };
        if !cells.iter(self.n_rows).any(is_sign) {
            return Vec::new();
        }
        let (mut signs, mut others) = (Vec::new(), Vec::new());
        for cell in cells.iter(self.n_rows) {
            if is_sign(cell) {
                count(&mut signs, cell);
            } else if !self.is_marker(cell) {
                count(&mut others, cell);
            }
            if others.len() > MOST_COMPANIONS {
                return Vec::new();
            }
        }
        let text = |counted: &(&'c [u8], usize)| (self.encoding.text(counted.0), counted.1);
        let companions: Vec<_> = others.iter().map(text).collect();
        let is_alone = signs.len() == 1;
        signs.retain(|sign| sign_is_label(&text(sign), is_alone, &companions));
        signs.into_iter().map(|sign| sign.0).collect()
    }

    fn note_damage(&mut self, name: &str, labels: &Labels) {
        let damaged: Vec<bool> = labels.levels.iter().map(|level| level.contains('\u{FFFD}')).collect();
        for (row, &code) in labels.codes.iter().enumerate() {
            if code != MISSING && damaged[code as usize] {
                let level = &labels.levels[code as usize];
                self.ledger.changes.note(row, Rule::BadEncoding, level);
                let row = row + self.first_row;
                self.ledger.warn(row, name, Rule::BadEncoding.name(), || {
                    format!(
                        "Column '{name}' row {row}: {} has bytes that are no letters: they are shown as \u{FFFD}.",
                        quote(level)
                    )
                });
            }
        }
    }
}

/// Counts one more of a word: there are few.
fn count<'c>(counts: &mut Vec<(&'c [u8], usize)>, cell: &'c [u8]) {
    match counts.iter_mut().find(|counted| counted.0 == cell) {
        Some(counted) => counted.1 += 1,
        None => counts.push((cell, 1)),
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
