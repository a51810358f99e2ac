use crate::order;
use crate::table::splitter::cut::Cut;
use crate::table::splitter::{Record, Splitter};

/// The first records of a file, taken apart at one delimiter, for looking at before reading.
pub struct Sample {
    text: Vec<u8>,
    /// Where each cell ends in `text`.
    ends: Vec<usize>,
    /// Where each row's cells end in `ends`.
    rows: Vec<usize>,
    /// Ends inside quotes; whether these hold line ends.
    open: Option<bool>,
}

/// Enough to decide by; a file of delimiters alone must not fill the memory.
const MOST_ROWS: usize = 5_000;
const MOST_CELLS: usize = 500_000;

impl Sample {
    /// `complete`: nothing follows `text`. Otherwise its last record may be cut short and is left out, unless
    /// there is no other.
    pub fn of(text: &[u8], cut: Cut, complete: bool) -> Sample {
        let mut sample = Sample { text: Vec::new(), ends: Vec::new(), rows: Vec::new(), open: None };
        let mut splitter = Splitter::new(cut);
        if splitter.push(text, &mut |record| sample.take(record)) {
            let (last, open) = splitter.finish();
            if let Some(last) = last {
                let swallows =
                    |cell: &[u8]| cell.trim_ascii_end().iter().any(|byte| matches!(byte, b'\n' | b'\r'));
                sample.open = open.then(|| last.cells().next_back().is_some_and(swallows));
                if complete || sample.rows.is_empty() {
                    sample.take(last);
                }
            }
        }
        sample
    }

    fn take(&mut self, record: Record) -> bool {
        if record.is_blank() {
            return true;
        }
        for cell in record.cells() {
            self.text.extend_from_slice(cell);
            self.ends.push(self.text.len());
        }
        self.rows.push(self.ends.len());
        self.rows.len() < MOST_ROWS && self.ends.len() < MOST_CELLS
    }

    /// Whether it ends inside quotes.
    pub fn is_cut_off(&self) -> bool {
        self.open.is_some()
    }

    /// Whether the quotes inside which it ends hold line ends.
    pub fn swallows_lines(&self) -> bool {
        self.open == Some(true)
    }

    /// Whether all rows have as many cells.
    pub fn is_regular(&self) -> bool {
        self.widths(0).len() < 2
    }

    pub fn n_rows(&self) -> usize {
        self.rows.len()
    }

    pub fn width(&self, row: usize) -> usize {
        self.rows[row] - self.start(row)
    }

    fn start(&self, row: usize) -> usize {
        if row == 0 { 0 } else { self.rows[row - 1] }
    }

    /// A cell, trimmed; `None` where the row is too short.
    pub fn cell(&self, row: usize, column: usize) -> Option<&[u8]> {
        let index = self.start(row) + column;
        if index >= self.rows[row] {
            return None;
        }
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        Some(self.text[start..self.ends[index]].trim_ascii())
    }

    pub fn cells(&self, row: usize) -> impl Iterator<Item = &[u8]> {
        (0..self.width(row)).filter_map(move |column| self.cell(row, column))
    }

    /// The commonest width from `first` on; of equally common ones the largest. And how many rows have it.
    pub fn usual_width(&self, first: usize) -> (usize, usize) {
        let widths = self.widths(first);
        widths.into_iter().fold((0, 0), |best, this| if this.1 >= best.1 { this } else { best })
    }

    /// The widths of the rows from `first` on, ascending, and how many rows have each.
    pub fn widths(&self, first: usize) -> Vec<(usize, usize)> {
        let mut widths: Vec<u32> = (first..self.n_rows()).map(|row| self.width(row) as u32).collect();
        order::ascend(&mut widths);
        widths.chunk_by(|a, b| a == b).map(|same| (same[0] as usize, same.len())).collect()
    }
}
