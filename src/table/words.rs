use super::cells::Cells;
use super::convert::Converter;
use super::hash::Map;
use super::ledger::quote;
use super::rule::Rule;
use super::{Column, Labels, MISSING, Values, verdict};

impl Converter {
    /// A column taken as words.
    pub fn words(&mut self, name: String, cells: &Cells) -> Column {
        self.ledger.changes.again();
        let mut codes = Vec::with_capacity(self.n_rows);
        let mut seen: Map<&[u8], u32> = Map::default();
        let mut levels: Vec<String> = Vec::new();
        for (row, cell) in cells.iter(self.n_rows).enumerate() {
            if self.is_marker(cell) {
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
        Column { name, kind, reason, values: Values::Labels(labels), missing, distinct }
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
