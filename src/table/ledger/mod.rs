//! What was not taken as it stood: warnings in words, and every cell by its rule.

pub mod changes;
pub mod missing_words;
pub mod rule;
pub mod warning;

use changes::Changes;
use warning::Warning;

use crate::order;

/// Collects warnings, which count all and keep the first [`Ledger::MAX_WARNINGS`], and beside them every cell that was
/// not taken as it stood.
#[derive(Debug, Default)]
pub struct Ledger {
    pub kept: Vec<Warning>,
    pub n: usize,
    pub changes: Changes,
}

impl Ledger {
    /// How many warnings are kept word for word.
    pub const MAX_WARNINGS: usize = 1_000;

    /// A warning of a whole row or a name, which is counted as a change too. `message` is asked for only where the
    /// warning is kept.
    pub fn add(&mut self, row: usize, column: &str, rule: &str, message: impl FnOnce() -> String) {
        self.changes.count_other(column, rule);
        self.warn(row, column, rule, message);
    }

    /// A warning of the whole file, which comes before all others.
    pub fn lead(&mut self, rule: &str, message: String) {
        self.changes.count_other("", rule);
        self.n += 1;
        self.kept.insert(0, Warning { row: 1, column: String::new(), rule: rule.to_string(), message });
        self.kept.truncate(Ledger::MAX_WARNINGS);
    }

    /// A warning of a cell, which `changes` has been told of.
    pub fn warn(&mut self, row: usize, column: &str, rule: &str, message: impl FnOnce() -> String) {
        self.n += 1;
        if self.kept.len() < Ledger::MAX_WARNINGS {
            let (column, rule) = (column.to_string(), rule.to_string());
            self.kept.push(Warning { row, column, rule, message: message() });
        }
    }

    /// Both ledgers as one, by row, at most [`Ledger::MAX_WARNINGS`] kept.
    pub fn join(mut self, other: Ledger) -> Ledger {
        self.kept.extend(other.kept);
        order::sort_by(&mut self.kept, |one, other| one.row.cmp(&other.row));
        self.kept.truncate(Ledger::MAX_WARNINGS);
        Ledger { kept: self.kept, n: self.n + other.n, changes: self.changes.join(other.changes) }
    }
}

/// A cell as it may stand in a sentence: at most 40 characters, on one line.
pub fn quote(cell: &str) -> String {
    let mut short: String = cell.chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if cell.chars().nth(40).is_some() {
        short.push('…');
    }
    format!("'{short}'")
}

/// A count with commas between groups of three digits: `13,070`.
pub fn thousands(count: usize) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_counted_and_the_first_are_kept() {
        let mut ledger = Ledger::default();
        (0..2_000).for_each(|row| ledger.add(row, "", "rule", String::new));
        assert_eq!((ledger.n, ledger.kept.len()), (2_000, Ledger::MAX_WARNINGS));
        let mut other = Ledger::default();
        other.add(1, "x", "rule", String::new);
        let joined = ledger.join(other);
        assert_eq!((joined.n, joined.kept.len()), (2_001, Ledger::MAX_WARNINGS));
        assert_eq!(joined.kept[2].column, "x");
    }

    #[test]
    fn counts_are_grouped() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn long_cells_are_cut() {
        assert_eq!(quote("abc"), "'abc'");
        assert_eq!(quote(&"é".repeat(50)).chars().count(), 43);
        assert_eq!(quote("a\nb"), "'a b'");
    }
}
