use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::rule::Rule;
use crate::order;

/// How many cells of a column one rule was applied to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeCount {
    /// Empty where whole rows are meant.
    pub column: String,
    /// A short fixed name, such as `not-a-number`.
    pub rule: String,
    /// Cells, or rows.
    pub count: usize,
}

/// Every cell that was not taken as it stood: all counted, the first [`Changes::MOST`] kept with what stood there.
///
/// Empty cells are counted and not kept: the columns say which they are.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// By column, then by row.
    kept: Vec<StoredChange>,
    /// What stood in the kept cells, one after the other.
    letters: String,
    counts: Vec<ChangeCount>,
    /// Of the column that is being read.
    open: [usize; Rule::ALL.len()],
    /// Columns that have been read, and what was kept before this one.
    column: u32,
    begun: (usize, usize),
}

/// 16 bytes a cell.
#[derive(Clone, Copy, Debug)]
struct StoredChange {
    row: u32,
    column: u32,
    start: u32,
    length: u16,
    rule: Rule,
}

/// One cell that was not taken as it stood.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change<'a> {
    /// The table's row, from 0.
    pub row: usize,
    /// What stood there, cut where it is long.
    pub before: &'a str,
    /// Why it was not taken so.
    pub rule: Rule,
}

impl Changes {
    /// How many cells are kept with what stood there.
    pub const MOST: usize = 1_000_000;
    /// Bytes of their letters that are kept.
    const MOST_LETTERS: usize = 64 << 20;
    /// Characters of one cell that are kept.
    const LONGEST: usize = 200;

    /// Counts a cell of the column that is being read, and keeps `before` while there is room.
    pub fn note(&mut self, row: usize, rule: Rule, before: &str) {
        self.open[rule as usize] += 1;
        if self.kept.len() >= Changes::MOST || self.letters.len() >= Changes::MOST_LETTERS {
            return;
        }
        let end = before.char_indices().nth(Changes::LONGEST).map_or(before.len(), |(end, _)| end);
        let before = &before[..end];
        // The same marker again and again is kept once.
        let same = self.kept.last().filter(|last| self.text(last) == before);
        let start = same.map_or(self.letters.len(), |last| last.start as usize);
        if start == self.letters.len() {
            self.letters.push_str(before);
        }
        let (row, start, length) = (row as u32, start as u32, before.len() as u16);
        self.kept.push(StoredChange { row, column: self.column, start, length, rule });
    }

    /// Counts cells of the column that is being read without keeping them.
    pub fn count(&mut self, rule: Rule, n: usize) {
        self.open[rule as usize] += n;
    }

    /// How many cells of the column that is being read a rule was applied to, and what stood in those that are kept.
    pub fn open(&self, rule: Rule) -> (usize, impl Iterator<Item = &str>) {
        let kept = self.kept[self.begun.0..].iter().filter(move |kept| kept.rule == rule);
        (self.open[rule as usize], kept.map(|kept| self.text(kept)))
    }

    /// Forgets what was noted of this column: it is being read in another way.
    pub fn again(&mut self) {
        self.open = Default::default();
        self.kept.truncate(self.begun.0);
        self.letters.truncate(self.begun.1);
    }

    /// The column has been read.
    pub fn close(&mut self, name: &str) {
        for rule in Rule::ALL {
            let count = std::mem::take(&mut self.open[rule as usize]);
            if count > 0 {
                self.counts.push(ChangeCount {
                    column: name.to_string(),
                    rule: rule.name().to_string(),
                    count,
                });
            }
        }
        let mut of_column = self.kept.split_off(self.begun.0);
        order::sort_by(&mut of_column, |one, other| one.row.cmp(&other.row));
        self.kept.append(&mut of_column);
        self.column += 1;
        self.begun = (self.kept.len(), self.letters.len());
    }

    /// Counts what is said of a row or a name, not of a cell.
    pub fn count_other(&mut self, column: &str, rule: &str) {
        // Those of one column follow each other.
        let known = self
            .counts
            .iter_mut()
            .rev()
            .take_while(|known| known.column == column)
            .find(|known| known.rule == rule);
        match known {
            Some(known) => known.count += 1,
            None => {
                self.counts.push(ChangeCount { column: column.to_string(), rule: rule.to_string(), count: 1 })
            }
        }
    }

    /// The kept cells of a column, by row. `column`: its place in the table.
    pub fn of(&self, column: usize) -> impl Iterator<Item = Change<'_>> {
        let first = self.kept.partition_point(|kept| (kept.column as usize) < column);
        let kept = self.kept[first..].iter().take_while(move |kept| kept.column as usize == column);
        kept.map(|kept| Change { row: kept.row as usize, before: self.text(kept), rule: kept.rule })
    }

    /// Those of a column in these rows.
    pub fn of_rows(&self, column: usize, rows: Range<usize>) -> impl Iterator<Item = Change<'_>> {
        let first = self
            .kept
            .partition_point(|kept| (kept.column as usize, kept.row as usize) < (column, rows.start));
        let is_there =
            move |kept: &&StoredChange| kept.column as usize == column && (kept.row as usize) < rows.end;
        let kept = self.kept[first..].iter().take_while(is_there);
        kept.map(|kept| Change { row: kept.row as usize, before: self.text(kept), rule: kept.rule })
    }

    /// By column, in the table's order; whole rows first.
    pub fn counts(&self) -> &[ChangeCount] {
        &self.counts
    }

    /// `self` counted rows and names, `other` the cells.
    pub fn join(self, other: Changes) -> Changes {
        let counts = self.counts.into_iter().chain(other.counts).collect();
        Changes { counts, ..other }
    }

    fn text(&self, kept: &StoredChange) -> &str {
        self.letters.get(kept.start as usize..kept.start as usize + kept.length as usize).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_of_a_column_stand_by_row_however_they_were_noted() {
        let mut changes = Changes::default();
        changes.note(7, Rule::MissingMarker, "NA");
        changes.note(2, Rule::BadEncoding, "x");
        changes.close("a");
        assert_eq!(changes.of(0).map(|change| change.row).collect::<Vec<_>>(), [2, 7]);
        let rows = |rows| changes.of_rows(0, rows).map(|change| change.row).collect::<Vec<_>>();
        assert_eq!(
            (rows(0..7), rows(2..8), rows(3..7), changes.of_rows(1, 0..9).count()),
            (vec![2], vec![2, 7], vec![], 0)
        );
    }

    #[test]
    fn cells_are_kept_by_column_and_counted_by_rule() {
        let mut changes = Changes::default();
        changes.note(3, Rule::MissingMarker, "NA");
        changes.note(9, Rule::MissingMarker, "NA");
        changes.close("a");
        changes.note(0, Rule::Unit, "3 km");
        changes.again();
        changes.note(0, Rule::NotANumber, "3 km");
        changes.count(Rule::Missing, 2);
        changes.close("b");
        let kept: Vec<_> = changes.of(0).map(|change| (change.row, change.before)).collect();
        assert_eq!(kept, [(3, "NA"), (9, "NA")]);
        assert_eq!(changes.letters, "NA3 km", "a marker is kept once, what was noted in vain is gone");
        let only = Change { row: 0, before: "3 km", rule: Rule::NotANumber };
        assert_eq!(changes.of(1).collect::<Vec<_>>(), [only]);
        assert_eq!(changes.of(2).next(), None);
        let counts: Vec<_> =
            changes.counts().iter().map(|count| (count.rule.as_str(), count.count)).collect();
        assert_eq!(counts, [("missing-marker", 2), ("missing", 2), ("not-a-number", 1)]);
    }

    #[test]
    fn all_are_counted_and_the_first_are_kept() {
        let mut changes = Changes::default();
        (0..Changes::MOST + 5).for_each(|row| changes.note(row, Rule::MissingMarker, "NA"));
        changes.note(0, Rule::NotANumber, "x");
        changes.close("a");
        assert_eq!(changes.of(0).count(), Changes::MOST);
        assert_eq!(changes.counts()[0].count, Changes::MOST + 5);
    }

    #[test]
    fn rows_and_names_are_counted_beside() {
        let mut changes = Changes::default();
        ["ragged-row", "ragged-row", "skipped-lines"].iter().for_each(|rule| changes.count_other("", rule));
        changes.count_other("b_2", "renamed-column");
        let mut cells = Changes::default();
        cells.note(0, Rule::Percent, "5 %");
        cells.close("a");
        let joined = changes.join(cells);
        assert_eq!(joined.counts().iter().map(|count| count.count).collect::<Vec<_>>(), [2, 1, 1, 1]);
        assert_eq!(joined.of(0).count(), 1);
    }
}
