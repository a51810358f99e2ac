//! The rows of each node while a tree grows.

use super::Codes;

/// Is a row's code above this one, or this level?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// The column among those of its [`Codes`].
    pub column: usize,
    /// The code that a row's own one is compared with.
    pub code: u8,
    /// Whether it asks for this very code, a category's level; otherwise for a code above it.
    pub is_level: bool,
}

impl Question {
    /// Whether a row with this code answers yes.
    #[inline(always)]
    pub fn holds(self, code: u8) -> bool {
        if self.is_level { code == self.code } else { code > self.code }
    }
}

/// A node's rows being put into two: those of which the question does not hold keep the front, in their order, the others
/// follow, in theirs.
#[derive(Debug, Default)]
pub struct Partition {
    seen: usize,
    kept: usize,
    others: Vec<u32>,
}

impl Partition {
    /// Begins with another node.
    pub fn begin(&mut self) {
        (self.seen, self.kept) = (0, 0);
        self.others.clear();
    }

    /// Looks at `most` rows more; when all were seen, how many stay in front.
    #[inline(never)]
    pub fn go_on(
        &mut self,
        rows: &mut [u32],
        most: usize,
        codes: &Codes,
        question: Question,
    ) -> Option<usize> {
        let end = rows.len().min(self.seen + most);
        for place in self.seen..end {
            let row = rows[place];
            if question.holds(codes.cell(row as usize, question.column)) {
                self.others.push(row);
            } else {
                rows[self.kept] = row;
                self.kept += 1;
            }
        }
        self.seen = end;
        if end < rows.len() {
            return None;
        }
        rows[self.kept..].copy_from_slice(&self.others);
        Some(self.kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_keep_their_order_in_pieces_too() {
        let mut codes = Codes::zeros(5, 1);
        for (row, code) in [2, 0, 3, 1, 2].into_iter().enumerate() {
            codes.set(row, 0, code);
        }
        for (question, expected, kept) in [
            (Question { column: 0, code: 1, is_level: false }, [3, 1, 4, 2, 0], 2),
            (Question { column: 0, code: 2, is_level: true }, [3, 2, 1, 4, 0], 3),
        ] {
            for most in [1, 2, 9] {
                let mut rows = [4, 3, 2, 1, 0];
                let mut partition = Partition::default();
                partition.begin();
                let done = loop {
                    if let Some(kept) = partition.go_on(&mut rows, most, &codes, question) {
                        break kept;
                    }
                };
                assert_eq!((rows, done), (expected, kept));
            }
        }
    }
}
