use std::hash::Hasher;

use crate::table::column::cells::Cells;
use crate::table::container::json::JsonSink;
use crate::table::counting::hash::Fold;
use crate::table::counting::radix;
use crate::table::dialect::plan::Plan;
use crate::table::error::ReadError;
use crate::table::ledger::{Ledger, thousands};
use crate::table::splitter::{Record, trim};
use crate::table::summary::TableSummary;

/// A cell of one to eight bytes as a word, where it needs no trimming and the text goes on for as long as a word is.
#[inline]
fn short(text: &[u8], start: usize, end: usize) -> Option<u64> {
    let length = end - start;
    let bytes = text.get(start..start + 8)?.first_chunk::<8>()?;
    if !(1..=8).contains(&length) || bytes[0] <= b' ' || bytes[length - 1] <= b' ' {
        return None;
    }
    Some(u64::from_le_bytes(*bytes) & (u64::MAX >> (64 - 8 * length)))
}

/// Whether a row is in the random sample. It depends on the row's number alone, so that neither chunks nor what stands in
/// the rows has a say, and a file read again gives the same rows.
#[inline(never)]
fn is_drawn(row: usize, share: f64) -> bool {
    let mut fold = Fold::default();
    fold.write_u64(row as u64);
    // The upper 53 bits are a number from 0 up to below 1.
    ((fold.finish() >> 11) as f64) < share * (1u64 << 53) as f64
}

/// Takes records one by one and puts their cells into columns.
///
/// Records are counted, not lines: a cell with a line end inside stays in its row, and blank lines have no
/// number. That is how a spreadsheet numbers them after opening the file, but for blank lines.
pub struct Rows {
    plan: Plan,
    skipped: usize,
    /// The row of names as it stood.
    pub header: Option<Vec<Vec<u8>>>,
    pub columns: Vec<Cells>,
    pub n_rows: usize,
    /// One hash a row, over all of its cells.
    hashes: Vec<u64>,
    /// The first data rows as they stood.
    pub first: Vec<Vec<Vec<u8>>>,
    pub ledger: Ledger,
    /// Rows that end in a delimiter too many, and the first of them.
    extra_delimiters: (usize, usize),
    /// All cells that rows are short of.
    padded: usize,
    /// Rows that the random sample left out.
    passed: usize,
    /// Whether cells that a quotation mark opens and none closes are looked for.
    pub watch_quotes: bool,
    /// How many of them there are, and the row of the first.
    open_quotes: (usize, usize),
}

impl Rows {
    pub fn new(plan: Plan) -> Rows {
        Rows {
            plan,
            skipped: 0,
            header: None,
            columns: Vec::new(),
            n_rows: 0,
            hashes: Vec::new(),
            first: Vec::new(),
            ledger: Ledger::default(),
            extra_delimiters: (0, 0),
            padded: 0,
            passed: 0,
            watch_quotes: false,
            open_quotes: (0, 0),
        }
    }

    /// A column that no row has had so far, where rows name their cells.
    pub fn add_column(&mut self, name: &str) -> Result<(), ReadError> {
        if self.columns.len() == ReadError::MAX_COLUMNS {
            return Err(ReadError::TooManyColumns { columns: self.columns.len() + 1 });
        }
        self.header.get_or_insert_default().push(name.as_bytes().to_vec());
        self.columns.push(Cells::default());
        Ok(())
    }

    /// The number of the next record, as a spreadsheet shows it.
    pub fn number(&self) -> usize {
        self.n_rows + self.passed + self.skipped + 1 + usize::from(self.header.is_some())
    }

    pub fn take(&mut self, record: Record) -> Result<(), ReadError> {
        if record.is_blank() {
            return Ok(());
        }
        if self.skipped < self.plan.skip {
            self.skipped += 1;
            return Ok(());
        }
        if self.watch_quotes {
            self.look_for_open_quotes(&record);
        }
        if self.columns.is_empty() {
            self.open(&record)?;
            if self.plan.header {
                return Ok(());
            }
        }
        match self.plan.sample {
            Some(share) if !is_drawn(self.n_rows + self.passed, share) => {
                self.passed += 1;
                Ok(())
            }
            _ => self.take_row(&record),
        }
    }

    #[inline(never)]
    fn look_for_open_quotes(&mut self, record: &Record) {
        let is_open = |cell: &[u8]| {
            let cell = trim(cell);
            cell.first() == Some(&b'"') && (cell.len() == 1 || cell.last() != Some(&b'"'))
        };
        let open = record.cells().filter(|cell| is_open(cell)).count();
        if open > 0 {
            let (count, first) = self.open_quotes;
            self.open_quotes = (count + open, if count == 0 { self.number() } else { first });
        }
    }

    /// The first record decides how many columns there are.
    fn open(&mut self, record: &Record) -> Result<(), ReadError> {
        let mut width = record.len();
        if width > ReadError::MAX_COLUMNS {
            return Err(ReadError::TooManyColumns { columns: width });
        }
        if self.plan.header {
            let mut names: Vec<Vec<u8>> = record.cells().map(<[u8]>::to_vec).collect();
            if self.plan.unnamed_first {
                names.insert(0, Vec::new());
            }
            width = names.len();
            self.header = Some(names);
        } else if let Some(usual) = self.plan.width {
            width = usual;
        }
        if width > ReadError::MAX_COLUMNS {
            return Err(ReadError::TooManyColumns { columns: width });
        }
        self.columns.resize_with(width, Cells::default);
        Ok(())
    }

    fn take_row(&mut self, record: &Record) -> Result<(), ReadError> {
        let width = self.columns.len();
        if record.len() != width {
            self.note_width(record)?;
        }
        let row = self.n_rows;
        let mut hash = Fold::default();
        let mut empty_before = 0_u64;
        let Record { text, ends, gap } = *record;
        let mut start = 0;
        for (column, &end) in self.columns.iter_mut().zip(ends) {
            let cell = &text[start..end];
            let word = short(text, start, end);
            start = end + gap;
            let cell = if word.is_some() { cell } else { trim(cell) };
            if cell.is_empty() {
                empty_before += 1;
                continue;
            }
            // Empty cells at a row's end are not hashed: a row that is too short equals one with empty cells.
            if empty_before > 0 {
                hash.write_u64(u64::MAX << 32 | empty_before);
                empty_before = 0;
            }
            match word {
                Some(word) => {
                    hash.write_u64(word);
                    column.put_word(row, word, cell.len());
                }
                None => {
                    hash.write(cell);
                    column.put(row, cell);
                }
            }
        }
        self.hashes.push(hash.finish());
        if self.first.len() < TableSummary::FIRST_ROWS {
            self.first.push(record.cells().take(width).map(<[u8]>::to_vec).collect());
        }
        self.n_rows += 1;
        Ok(())
    }

    /// A row that is shorter or longer than the first.
    #[inline(never)]
    fn note_width(&mut self, record: &Record) -> Result<(), ReadError> {
        let (width, found, row) = (self.columns.len(), record.len(), self.number());
        if found < width {
            self.padded += width - found;
            let cells = self.n_rows.saturating_mul(width);
            if self.padded > ReadError::MOST_LACKING && self.padded > cells / 5 * 4 {
                return Err(ReadError::TooRagged { rows: self.n_rows, columns: width });
            }
            let unnamed_end = self
                .header
                .as_ref()
                .is_some_and(|names| names[found..].iter().all(|name| trim(name).is_empty()));
            if !unnamed_end {
                self.ledger.add(row, "", "ragged-row", || {
                    format!("Row {row} has {found} of {width} cells: the others are taken as missing.")
                });
            }
        } else if record.cells().skip(width).all(|cell| trim(cell).is_empty()) {
            let (count, first) = self.extra_delimiters;
            self.extra_delimiters = (count + 1, if count == 0 { row } else { first });
        } else {
            self.ledger.add(row, "", "ragged-row", || {
                format!(
                    "Row {row} has {found} cells where the first row has {width}: the last {} left out.",
                    match found - width {
                        1 => "one is".to_string(),
                        extra => format!("{extra} are"),
                    }
                )
            });
        }
        Ok(())
    }

    /// The last record ends inside quotes. A file that was cut off there keeps what it has; a quote that swallows
    /// lines is refused.
    pub fn note_open_quote(&mut self, record: &Record) -> Result<(), ReadError> {
        let row = self.number();
        let cell = record.cells().next_back().unwrap_or_default();
        if cell.trim_ascii_end().iter().any(|byte| matches!(byte, b'\n' | b'\r')) {
            return Err(ReadError::UnclosedQuote { row });
        }
        self.ledger.add(row, "", "unclosed-quote", || {
            format!("Row {row}: the last quotation mark of the file is never closed. The file may have been cut off.")
        });
        Ok(())
    }

    /// How many bytes of memory the table takes at most while its columns become values, if its cells are as many bytes as
    /// those of `bytes` of text: these, eight for each value, and a row's hash twice while they are sorted.
    pub fn memory(&self, bytes: f64) -> f64 {
        let rows = self.n_rows as f64;
        bytes * self.share() + rows * (8 * self.columns.len() + 16) as f64
    }

    /// The share of the rows that were taken.
    pub fn share(&self) -> f64 {
        self.n_rows as f64 / (self.n_rows + self.passed).max(1) as f64
    }

    /// Whether some rows were not to be taken.
    pub fn leaves_out(&self) -> bool {
        self.skipped + self.passed > 0
    }

    /// What is said once for the whole file.
    ///
    /// `comments`: lines that the splitter left out.
    pub fn note_file(&mut self, comments: usize) {
        if let (Some(mark), 1..) = (self.plan.cut.comment, comments) {
            self.ledger.add(1, "", "comment-lines", || {
                let mark = char::from(mark);
                match comments {
                    1 => format!("One line that begins with {mark} is left out."),
                    _ => format!("{} lines that begin with {mark} are left out.", thousands(comments)),
                }
            });
        }
        if let Some(share) = self.plan.sample {
            let (taken, all) = (self.n_rows, self.n_rows + self.passed);
            self.ledger.add(1, "", "sampled-rows", || {
                format!(
                    "{} of {} rows were taken at random, a share of {share}. Rows are numbered as they were taken.",
                    thousands(taken),
                    thousands(all)
                )
            });
        }
        let (count, row) = self.open_quotes;
        if count > 0 {
            self.ledger.add(row, "", "unclosed-quote", || {
                let others = match count {
                    1 => String::new(),
                    _ => format!(", the first of {}", thousands(count)),
                };
                format!(
                    "A quotation mark opens a cell of row {row} and is never closed{others}: all quotation marks of the file \
                     are taken as letters. Close or delete it, or set the quotation marks."
                )
            });
        }
        let (count, row) = self.extra_delimiters;
        if count > 0 {
            self.ledger.add(row, "", "trailing-delimiter", || {
                format!(
                    "{} from row {row} on with a delimiter and nothing behind it: it is ignored.",
                    match count {
                        1 => "One row ends".to_string(),
                        _ => format!("{count} rows end"),
                    }
                )
            });
        }
        if self.plan.skip > 0 {
            let skip = self.plan.skip;
            self.ledger.add(1, "", "skipped-lines", || {
                format!(
                    "{} above the table left out.",
                    if skip == 1 { "One line is".to_string() } else { format!("{skip} lines are") }
                )
            });
        }
    }

    /// Rows that repeat an earlier row in every cell, by their hashes. (Two different rows of a million have
    /// the same hash with a probability below 10⁻⁷.)
    pub fn count_duplicates(&mut self) -> usize {
        let mut hashes = std::mem::take(&mut self.hashes);
        radix::sort_even(&mut hashes);
        hashes.windows(2).filter(|pair| pair[0] == pair[1]).count()
    }
}

impl JsonSink for Rows {
    fn n_rows(&self) -> usize {
        self.n_rows
    }

    fn add_column(&mut self, name: &str) -> Result<(), ReadError> {
        Rows::add_column(self, name)
    }

    fn take(&mut self, record: Record) -> Result<(), ReadError> {
        Rows::take(self, record)
    }

    fn note_broken(&mut self, line: usize) {
        let row = self.number();
        self.ledger.add(row, "", "ragged-row", || {
            format!("Line {line} holds no whole JSON object with names and values: it is left out.")
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_has_its_share() {
        for share in [0.01, 0.1, 0.5, 0.9] {
            let drawn = (0..100_000).filter(|&row| is_drawn(row, share)).count() as f64;
            // Four standard deviations of a binomial count.
            let most = 4.0 * (100_000.0 * share * (1.0 - share)).sqrt();
            assert!((drawn - 100_000.0 * share).abs() < most, "{drawn} of a share of {share}");
        }
    }
}
