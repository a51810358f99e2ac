/// The trimmed cells of one column as bytes, one after the other.
///
/// Each cell is a length byte and its bytes. Rows that are too short cost nothing: a run of empty cells is one
/// entry however long it is. The bytes lie in pieces of a fixed size, because a single growing vector would
/// hold up to twice what it needs, and twice that while it moves.
#[derive(Debug, Default)]
pub struct Cells {
    pieces: Vec<Vec<u8>>,
    rows: usize,
    filled: usize,
}

const PIECE: usize = 64 * 1024;
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
        let piece = self.room_for(9 + cell.len());
        if cell.len() < LONG as usize {
            piece.push(cell.len() as u8);
        } else {
            piece.push(LONG);
            piece.extend_from_slice(&(cell.len() as u64).to_le_bytes());
        }
        piece.extend_from_slice(cell);
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
        let piece = self.room_for(9);
        piece.push(length as u8);
        let end = piece.len() + length;
        piece.extend_from_slice(&word.to_le_bytes());
        piece.truncate(end);
        self.rows = row + 1;
        self.filled += 1;
    }

    #[inline(never)]
    fn put_gap(&mut self, row: usize) {
        let gap = ((row - self.rows) as u64).to_le_bytes();
        let piece = self.room_for(1 + gap.len());
        piece.push(GAP);
        piece.extend_from_slice(&gap);
    }

    /// How many cells are not empty.
    pub fn filled(&self) -> usize {
        self.filled
    }

    #[inline]
    fn room_for(&mut self, need: usize) -> &mut Vec<u8> {
        match self.pieces.last() {
            Some(piece) if piece.len() + need <= PIECE => {}
            Some(_) => self.pieces.push(Vec::with_capacity(PIECE.max(need))),
            // The first piece grows from nothing: a table may have very many short columns.
            None => self.pieces.push(Vec::new()),
        }
        let last = self.pieces.len() - 1;
        &mut self.pieces[last]
    }

    /// The cells of the first `n_rows` rows, in order.
    pub fn iter(&self, n_rows: usize) -> CellIter<'_> {
        CellIter { pieces: &self.pieces, rest: &[], gap: 0, left: n_rows }
    }
}

pub struct CellIter<'a> {
    pieces: &'a [Vec<u8>],
    rest: &'a [u8],
    gap: u64,
    left: usize,
}

impl<'a> Iterator for CellIter<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        self.left = self.left.checked_sub(1)?;
        if self.gap > 0 {
            self.gap -= 1;
            return Some(&[]);
        }
        if self.rest.is_empty() {
            let Some((piece, pieces)) = self.pieces.split_first() else { return Some(&[]) };
            self.rest = piece;
            self.pieces = pieces;
        }
        let length = match self.take(1)[0] {
            GAP => {
                self.gap = self.take_u64() - 1;
                return Some(&[]);
            }
            LONG => self.take_u64() as usize,
            length => length as usize,
        };
        Some(self.take(length))
    }
}

impl<'a> CellIter<'a> {
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
        assert!(cells.pieces.len() > 3 && cells.pieces.iter().all(|piece| piece.capacity() <= 2 * PIECE));
        assert!(cells.iter(50_000).enumerate().all(|(row, cell)| cell == row.to_string().as_bytes()));
    }
}
