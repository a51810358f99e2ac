use super::{Layout, Occurrences, Part, Raw};
use crate::table::column::cells::Cells;
use crate::table::container::json::JsonSink;
use crate::table::error::ReadError;
use crate::table::splitter::Record;

/// Rows of JSON on their way to a CSV. A column may come as late as the last row, so the cells are held until the end.
#[derive(Default)]
pub struct JsonCells {
    names: Vec<String>,
    columns: Vec<Cells>,
    n_rows: usize,
    bytes: usize,
    /// Lines without a whole object, and the first of them.
    pub broken: Occurrences,
}

/// Bytes of cells that are held: what a page has room for beside a table.
const MOST: usize = 1 << 30;

impl JsonSink for JsonCells {
    fn n_rows(&self) -> usize {
        self.n_rows
    }

    fn add_column(&mut self, name: &str) -> Result<(), ReadError> {
        if self.names.len() == ReadError::MAX_COLUMNS {
            return Err(ReadError::TooManyColumns { columns: self.names.len() + 1 });
        }
        self.names.push(name.to_string());
        self.columns.push(Cells::default());
        Ok(())
    }

    fn take(&mut self, record: Record) -> Result<(), ReadError> {
        for (cell, column) in record.cells().zip(&mut self.columns) {
            column.put(self.n_rows, cell);
            self.bytes += cell.len() + 1;
        }
        self.n_rows += 1;
        if self.bytes > MOST {
            let bytes = self.bytes as u64;
            return Err(ReadError::TooLarge { bytes, fit_bytes: MOST as u64, share: 0.5 });
        }
        Ok(())
    }

    fn note_broken(&mut self, line: usize) {
        self.broken.add(line);
    }
}

impl JsonCells {
    /// Hands on the names and the rows as a CSV has them.
    pub fn finish(self, take: &mut dyn FnMut(Part) -> bool) -> Result<(), ReadError> {
        if self.names.is_empty() || self.n_rows == 0 {
            return Err(ReadError::Empty);
        }
        let layout = Layout::of_json(&self.names);
        let mut row = Row::default();
        self.names.iter().for_each(|name| row.add(name.as_bytes()));
        if !take(Part::Begin(&layout)) || !take(Part::Names(row.raw(1))) {
            return Ok(());
        }
        let mut columns: Vec<_> = self.columns.iter().map(|column| column.iter(self.n_rows)).collect();
        for number in 0..self.n_rows {
            row.clear();
            columns.iter_mut().for_each(|column| row.add(column.next().unwrap_or_default()));
            if !take(Part::Row(row.raw(number + 2))) {
                break;
            }
        }
        Ok(())
    }
}

/// A row as it stands in a CSV, and its cells.
#[derive(Default)]
struct Row {
    text: Vec<u8>,
    cells: Vec<u8>,
    ends: Vec<usize>,
}

impl Row {
    fn clear(&mut self) {
        self.text.clear();
        self.cells.clear();
        self.ends.clear();
    }

    fn add(&mut self, cell: &[u8]) {
        if !self.ends.is_empty() {
            self.text.push(b',');
        }
        self.cells.extend_from_slice(cell);
        self.ends.push(self.cells.len());
        let is_edge = |byte: Option<&u8>| byte.is_some_and(|byte| *byte <= b' ' || *byte == b'#');
        let is_plain = !cell.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'))
            && !is_edge(cell.first())
            && !is_edge(cell.last());
        if is_plain {
            self.text.extend_from_slice(cell);
            return;
        }
        self.text.push(b'"');
        for &byte in cell {
            self.text.extend(std::iter::repeat_n(byte, if byte == b'"' { 2 } else { 1 }));
        }
        self.text.push(b'"');
    }

    fn raw(&mut self, number: usize) -> Raw<'_> {
        if self.text.is_empty() {
            // A lone empty cell would be a blank line.
            self.text.extend_from_slice(b"\"\"");
        }
        let record = Record { text: &self.cells, ends: &self.ends, gap: 0 };
        Raw { text: &self.text, line_end: b"\n", number, is_open: false, record }
    }
}
