/// The trimmed cells of one column as bytes, one after the other.
///
/// Each cell is a length byte and its bytes. Rows that are too short cost nothing: a run of empty cells is one
/// entry however long it is. The bytes lie in pieces of at most 64 KiB, because a single growing vector would
/// hold up to twice what it needs, and twice that while it moves.
#[derive(Debug, Default)]
pub struct Cells {
    /// Those that are full, without what was left over.
    full: Vec<Vec<u8>>,
    /// The one that is being filled, zeros behind what it holds.
    piece: Vec<u8>,
    used: usize,
    rows: usize,
    filled: usize,
}

/// A table may have very many short columns: the first piece is small, and each twice as large as the one before it,
/// up to the largest.
const SMALLEST: usize = 64;
const LARGEST: usize = 64 * 1024;
/// Length bytes with a meaning of their own.
const LONG: u8 = 254;
const GAP: u8 = 255;

impl Cells {
    /// Puts a cell into `row`, which must be above every row put before; the rows between stay empty.
    pub fn put(&mut self, row: usize, cell: &[u8]) {
        if cell.is_empty() {
            return;
        }
        if row > self.rows {
            self.put_gap(row);
        }
        if cell.len() < LONG as usize {
            self.room_for(1 + cell.len())[0] = cell.len() as u8;
            self.used += 1;
        } else {
            let room = self.room_for(9 + cell.len());
            room[0] = LONG;
            room[1..9].copy_from_slice(&(cell.len() as u64).to_le_bytes());
            self.used += 9;
        }
        self.room_for(cell.len())[..cell.len()].copy_from_slice(cell);
        self.used += cell.len();
        self.rows = row + 1;
        self.filled += 1;
    }

    /// The same for a cell of one to eight bytes: the lowest bytes of a word whose others are 0. Copying a whole word is
    /// several times as quick as copying as many bytes as there are.
    #[inline]
    pub fn put_word(&mut self, row: usize, word: u64, length: usize) {
        if row > self.rows {
            self.put_gap(row);
        }
        if self.piece.len() < self.used + 9 {
            self.room_for(9);
        }
        // The length and the word in one piece, which is copied without a call.
        let cell = (u128::from(word) << 8 | length as u128).to_le_bytes();
        if let (Some(room), Some(cell)) = (self.piece[self.used..].first_chunk_mut::<9>(), cell.first_chunk())
        {
            *room = *cell;
        }
        self.used += 1 + length;
        self.rows = row + 1;
        self.filled += 1;
    }

    #[inline(never)]
    fn put_gap(&mut self, row: usize) {
        let gap = ((row - self.rows) as u64).to_le_bytes();
        let room = self.room_for(1 + gap.len());
        room[0] = GAP;
        room[1..9].copy_from_slice(&gap);
        self.used += 9;
    }

    /// How many cells are not empty.
    pub fn filled(&self) -> usize {
        self.filled
    }

    /// The rest of a piece, at least `need` bytes.
    #[inline(never)]
    fn room_for(&mut self, need: usize) -> &mut [u8] {
        if self.piece.len() < self.used + need {
            let next = vec![0; (self.piece.len() * 2).clamp(SMALLEST, LARGEST).max(need)];
            let mut full = std::mem::replace(&mut self.piece, next);
            full.truncate(self.used);
            if !full.is_empty() {
                self.full.push(full);
            }
            self.used = 0;
        }
        &mut self.piece[self.used..]
    }

    /// The cells of the first `n_rows` rows, in order.
    pub fn iter(&self, n_rows: usize) -> CellIter<'_> {
        CellIter { full: &self.full, last: &self.piece[..self.used], rest: &[], gap: 0, left: n_rows }
    }
}

pub struct CellIter<'a> {
    full: &'a [Vec<u8>],
    last: &'a [u8],
    rest: &'a [u8],
    gap: u64,
    left: usize,
}

impl<'a> Iterator for CellIter<'a> {
    type Item = &'a [u8];

    #[inline]
    fn next(&mut self) -> Option<&'a [u8]> {
        self.left = self.left.checked_sub(1)?;
        if self.gap == 0
            && let [length, rest @ ..] = self.rest
            && *length < LONG
        {
            let (cell, rest) = rest.split_at(usize::from(*length));
            self.rest = rest;
            return Some(cell);
        }
        Some(self.rare())
    }
}

impl<'a> CellIter<'a> {
    /// Gaps, long cells and the ends of pieces.
    #[inline(never)]
    fn rare(&mut self) -> &'a [u8] {
        if self.gap > 0 {
            self.gap -= 1;
            return &[];
        }
        if self.rest.is_empty() {
            self.rest = match self.full.split_first() {
                Some((piece, full)) => {
                    self.full = full;
                    piece
                }
                None => std::mem::take(&mut self.last),
            };
        }
        if self.rest.is_empty() {
            return &[];
        }
        match self.take(1)[0] {
            GAP => {
                self.gap = self.take_u64() - 1;
                &[]
            }
            LONG => {
                let length = self.take_u64() as usize;
                self.take(length)
            }
            length => self.take(usize::from(length)),
        }
    }

    fn take(&mut self, n: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at(n);
        self.rest = rest;
        taken
    }

    fn take_u64(&mut self) -> u64 {
        u64::from_le_bytes(self.take(8).try_into().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_comes_out() {
        let long = vec![b'x'; 100_000];
        let mut cells = Cells::default();
        cells.put(0, b"a");
        cells.put(1, b"");
        cells.put(5, &long);
        cells.put(6, &[b'y'; 254]);
        let mut expected: Vec<&[u8]> = vec![b"a", b"", b"", b"", b"", &long, &[b'y'; 254], b"", b""];
        assert_eq!(cells.iter(9).collect::<Vec<_>>(), expected);
        expected.truncate(3);
        assert_eq!(cells.iter(3).collect::<Vec<_>>(), expected);
        assert_eq!(cells.filled(), 3);
        cells.put_word(8, u64::from_le_bytes(*b"12.5\0\0\0\0"), 4);
        assert_eq!(cells.iter(9).skip(7).collect::<Vec<_>>(), [&b""[..], b"12.5"]);
    }

    #[test]
    fn many_pieces() {
        let mut cells = Cells::default();
        for row in 0..50_000 {
            cells.put(row, row.to_string().as_bytes());
        }
        assert!(cells.full.len() > 3 && cells.full.iter().all(|piece| piece.capacity() <= LARGEST));
        assert!(cells.iter(50_000).enumerate().all(|(row, cell)| cell == row.to_string().as_bytes()));
    }
}
