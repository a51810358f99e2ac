use serde::{Deserialize, Serialize};

use crate::table::brief::made_brief;
use crate::table::column::kind::Kind;
use crate::table::column::{Column, MISSING, Values};
use crate::table::counting::tally::{Tally, commonest};
use crate::table::dialect::Dialect;
use crate::table::ledger::changes::ChangeCount;
use crate::table::ledger::warning::Warning;
use crate::table::{Table, brief};

/// What the page is told of a table; the rows themselves stay in the worker.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableSummary {
    /// The file's name.
    pub name: String,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// Rows of data.
    pub rows: usize,
    /// Rows that repeat an earlier row in every cell.
    pub duplicates: usize,
    /// As in [`Table::encoding`].
    pub encoding: String,
    /// Whether the first row held names.
    pub header: bool,
    /// How the file was read.
    pub dialect: Dialect,
    /// From left to right.
    pub columns: Vec<ColumnSummary>,
    /// The first rows as text, at most [`TableSummary::FIRST_ROWS`].
    pub first_rows: Vec<Vec<String>>,
    /// The first warnings, at most [`TableSummary::FIRST_WARNINGS`].
    pub warnings: Vec<Warning>,
    /// All warnings, those not listed included.
    pub n_warnings: usize,
    /// How many cells of each column were not taken as they stood, by rule: all of them.
    pub changes: Vec<ChangeCount>,
}

/// What the page is told of a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnSummary {
    /// The column's name.
    pub name: String,
    /// What its cells are.
    pub kind: Kind,
    /// Why it has that kind, in a few words.
    pub reason: String,
    /// Missing cells.
    pub missing: usize,
    /// Distinct values, missing cells aside.
    pub distinct: usize,
    /// Smallest value of a column of numbers; dates and times in seconds, which [`Kind::text`] writes.
    pub min: Option<f64>,
    /// Its largest value.
    pub max: Option<f64>,
    /// Its mean.
    pub mean: Option<f64>,
    /// Its standard deviation (population).
    pub standard_deviation: Option<f64>,
    /// Whether a column of numbers holds whole numbers only.
    pub whole: bool,
    /// The commonest values with their counts, commonest first, at most five.
    pub commonest: Vec<(String, usize)>,
    /// Counts over equal steps from `min` to `max` of a column of numbers; empty otherwise. 16 bins.
    pub histogram: Vec<usize>,
}

impl TableSummary {
    /// Rows that are shown as they stood.
    pub const FIRST_ROWS: usize = 8;
    /// The most characters of a cell, and of a sentence or the name in it: a file may have cells and names of megabytes, which
    /// are only to be looked at here. The columns' own names are whole: they say which column is meant.
    pub const CELL: usize = 300;
    /// The most characters of a sentence, for the same reason.
    pub const SENTENCE: usize = 1_000;
    /// Warnings that are told word for word.
    pub const FIRST_WARNINGS: usize = 50;

    /// The number of the first data row as a spreadsheet shows it.
    pub fn first_row(&self) -> usize {
        1 + self.dialect.skip + usize::from(self.header)
    }
}

impl Table {
    /// What the page is told of it.
    pub fn summary(&self) -> TableSummary {
        TableSummary {
            name: self.name.clone(),
            bytes: self.bytes,
            rows: self.n_rows,
            duplicates: self.duplicates,
            encoding: self.encoding.clone(),
            header: self.header,
            dialect: self.dialect.clone(),
            columns: self.columns.iter().map(Column::summary).collect(),
            first_rows: self.first_rows(),
            warnings: self.warnings.iter().take(TableSummary::FIRST_WARNINGS).map(Warning::brief).collect(),
            n_warnings: self.n_warnings,
            changes: self.changes.counts().iter().map(ChangeCount::brief).collect(),
        }
    }

    /// As they stood in the file; of a table that came from no file, as its values are written.
    fn first_rows(&self) -> Vec<Vec<String>> {
        let cell = |text: &str| brief(text, TableSummary::CELL).into_owned();
        if !self.first_rows.is_empty() {
            return self.first_rows.iter().map(|row| row.iter().map(|text| cell(text)).collect()).collect();
        }
        (0..self.n_rows.min(TableSummary::FIRST_ROWS))
            .map(|row| self.columns.iter().map(|column| cell(&column.text(row))).collect())
            .collect()
    }
}

impl Warning {
    fn brief(&self) -> Warning {
        let mut warning = self.clone();
        made_brief(&mut warning.column, TableSummary::CELL);
        made_brief(&mut warning.message, TableSummary::SENTENCE);
        warning
    }
}

impl ChangeCount {
    fn brief(&self) -> ChangeCount {
        let mut count = self.clone();
        made_brief(&mut count.column, TableSummary::CELL);
        count
    }
}

impl Column {
    fn summary(&self) -> ColumnSummary {
        let mut summary = ColumnSummary {
            name: self.name.clone(),
            kind: self.kind,
            reason: self.reason.clone(),
            missing: self.missing,
            distinct: self.distinct,
            min: None,
            max: None,
            mean: None,
            standard_deviation: None,
            whole: self.is_whole(),
            commonest: Vec::new(),
            histogram: Vec::new(),
        };
        match &self.values {
            Values::Numbers(numbers) => summary.describe(numbers),
            Values::Labels(labels) => {
                let mut counts = vec![0; labels.levels.len()];
                labels
                    .codes
                    .iter()
                    .filter(|&&code| code != MISSING)
                    .for_each(|&code| counts[code as usize] += 1);
                summary.commonest = commonest(counts.into_iter().enumerate(), ColumnSummary::COMMONEST)
                    .map(|(code, n)| (brief(&labels.levels[code], TableSummary::CELL).into_owned(), n))
                    .collect();
            }
        }
        summary
    }
}

impl ColumnSummary {
    /// How many bars the histogram has.
    pub const BINS: usize = 16;
    const COMMONEST: usize = 5;

    fn describe(&mut self, numbers: &[f64]) {
        let tally = Tally::of(numbers);
        let Some((min, max)) = tally.range() else { return };
        let present = || numbers.iter().copied().filter(|value| !value.is_nan());
        let n = tally.n() as f64;
        let mean = present().sum::<f64>() / n;
        let variance = present().map(|value| (value - mean).powi(2)).sum::<f64>() / n;
        self.histogram = vec![0; ColumnSummary::BINS];
        let step = (max - min) / ColumnSummary::BINS as f64;
        for value in present() {
            let bin = if step > 0.0 { ((value - min) / step) as usize } else { 0 };
            self.histogram[bin.min(ColumnSummary::BINS - 1)] += 1;
        }
        self.commonest = commonest(tally.counts(), ColumnSummary::COMMONEST)
            .map(|(value, n)| (self.kind.text(value), n))
            .collect();
        (self.min, self.max) = (Some(min), Some(max));
        (self.mean, self.standard_deviation) = (Some(mean), Some(variance.sqrt()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::reader::Reader;

    fn summary(text: &str) -> TableSummary {
        let mut reader = Reader::new("test.csv");
        reader.push(text.as_bytes()).and_then(|()| reader.finish()).unwrap().summary()
    }

    #[test]
    fn a_numeric_column_by_hand() {
        // Mean (1 + 1 + 3 + 7) / 4 = 3; variance (4 + 4 + 0 + 16) / 4 = 6.
        let column = &summary("x\n1\n1\n3\n7\n\nNA\n").columns[0];
        assert_eq!((column.min, column.max, column.mean), (Some(1.0), Some(7.0), Some(3.0)));
        assert_eq!(column.standard_deviation, Some(6.0_f64.sqrt()));
        assert_eq!((column.missing, column.distinct, column.whole), (1, 3, true));
        assert_eq!(column.commonest[0], ("1".to_string(), 2));
        // Steps of 6/16: 1 → bin 0, 3 → bin 5 (2 ÷ 0.375 = 5.33), 7 → the last.
        assert_eq!((column.histogram[0], column.histogram[5], column.histogram[15]), (2, 1, 1));
    }

    #[test]
    fn the_commonest_words_come_first() {
        let column = &summary("w\nb\na\nb\nc\nd\ne\nf\nf\nb\n").columns[0];
        let expected = [("b", 3), ("f", 2), ("a", 1), ("c", 1), ("d", 1)];
        assert_eq!(column.commonest, expected.map(|(word, n)| (word.to_string(), n)));
        assert!(column.histogram.is_empty() && column.min.is_none());
    }

    #[test]
    fn first_rows_stand_as_they_stood() {
        let first = summary("x,y\n2.94E-05,a\n 1.50 ,\n3\n").first_rows;
        assert_eq!(first, [["2.94E-05", "a"], [" 1.50 ", ""], ["3", ""]]);
    }
}
