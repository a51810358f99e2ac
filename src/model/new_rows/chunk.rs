use crate::table::stream::Raw;

use super::needed::Needed;

/// Rows that wait to be predicted together, with the text between them in its order.
#[derive(Debug, Default)]
pub struct Chunk {
    /// The text of all pieces.
    pub text: Vec<u8>,
    pub pieces: Vec<Piece>,
    pub rows: usize,
    cells: String,
    /// Where each needed cell of each row stands in `cells`.
    places: Vec<(u32, u32)>,
    columns: usize,
}

#[derive(Clone, Copy, Debug)]
pub enum Piece {
    /// Text that is copied as it is, up to here.
    Aside(usize),
    Row(Row),
    /// Text that is left out, up to here.
    Gone(usize),
}

/// Where the parts of a row end in the chunk's text: what stands before the new cells, and what stands behind them, its line end
/// included.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub head: usize,
    pub end: usize,
    pub number: usize,
    /// Cells fewer than the header has, and more.
    pub short: usize,
    pub long: usize,
    pub is_open: bool,
}

impl Chunk {
    pub fn aside(&mut self, text: &[u8]) {
        self.text.extend_from_slice(text);
        self.pieces.push(Piece::Aside(self.text.len()));
    }

    /// `head`, `tail`: the row's text before the new cells and behind them.
    pub fn row(&mut self, raw: &Raw, head: &[u8], tail: &[u8], width: usize, needed: &Needed) {
        self.text.extend_from_slice(head);
        let head = self.text.len();
        self.text.extend_from_slice(tail);
        self.text.extend_from_slice(raw.line_end);
        self.pieces.push(Piece::Row(Row {
            head,
            end: self.text.len(),
            number: raw.number,
            short: width.saturating_sub(raw.width()),
            long: raw.width().saturating_sub(width),
            is_open: raw.is_open,
        }));
        let Chunk { cells, places, .. } = self;
        self.columns = needed.count();
        let first = places.len();
        places.resize(first + needed.count(), (0, 0));
        needed.pick(raw.cells(), |index, cell| {
            let start = cells.len();
            cells.push_str(String::from_utf8_lossy(cell).trim_ascii());
            // Far fewer bytes are held than 32 bits count.
            places[first + index] = (start as u32, cells.len() as u32);
        });
        self.rows += 1;
    }

    pub fn rows_from(&self, first: usize) -> impl Iterator<Item = &Row> {
        let rows = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Row(row) => Some(row),
            Piece::Aside(_) | Piece::Gone(_) => None,
        });
        rows.skip(first)
    }

    pub fn cell(&self, row: usize, column: usize) -> &str {
        let (start, end) = self.places[row * self.columns + column];
        self.cells.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Leaves out the rows that are not to stay. `stays`: of each row, by its place.
    pub fn keep(&mut self, stays: impl Fn(&Chunk, usize) -> bool) {
        let kept: Vec<bool> = (0..self.rows).map(|row| stays(self, row)).collect();
        let mut row = 0;
        for piece in &mut self.pieces {
            if let Piece::Row(Row { end, .. }) = *piece {
                if !kept[row] {
                    *piece = Piece::Gone(end);
                }
                row += 1;
            }
        }
        let columns = self.columns.max(1);
        let mut place = 0;
        self.places.retain(|_| {
            place += 1;
            kept[(place - 1) / columns]
        });
        self.rows = kept.into_iter().filter(|kept| *kept).count();
    }

    /// Bytes that are held.
    pub fn bytes(&self) -> usize {
        self.text.len() + self.cells.len() + 8 * self.places.len()
    }

    pub fn clear(&mut self) {
        self.text.clear();
        self.pieces.clear();
        self.cells.clear();
        self.places.clear();
        self.rows = 0;
    }
}
