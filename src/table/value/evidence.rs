use super::number;
use super::number::number;

/// How many cells decide a decimal mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Cells that are numbers with a decimal point alone.
    pub points: usize,
    /// Cells that are numbers with a decimal comma alone.
    pub commas: usize,
    /// Cells that are one number with the point and another one with the comma: `1.234`.
    pub either: usize,
    /// What a file is read with where its cells decide nothing and no model says it.
    pub presumed: Option<char>,
}

impl Evidence {
    /// Takes a trimmed cell.
    #[inline]
    pub fn add(&mut self, cell: &[u8]) {
        if !cell.iter().any(|byte| matches!(byte, b'.' | b',')) {
            return;
        }
        match number::evidence(cell) {
            Some(b'.') => self.points += 1,
            Some(_) => self.commas += 1,
            None => self.either += usize::from(number(cell, b'.') != number(cell, b',')),
        }
    }

    /// The mark that a person has set.
    pub fn set(mark: char) -> Evidence {
        Evidence { points: usize::from(mark == '.'), commas: usize::from(mark == ','), ..Evidence::default() }
    }

    /// The mark that more cells decide for, if some do.
    pub fn mark(self) -> Option<char> {
        match self.points.cmp(&self.commas) {
            std::cmp::Ordering::Less => Some(','),
            std::cmp::Ordering::Greater => Some('.'),
            std::cmp::Ordering::Equal => None,
        }
    }
}
