use crate::chance::{Chance, shuffle};

/// Rows of a batch that are worked on together: what they need fits the caches, however large the batch.
const PART: usize = 256;

/// Consecutive rows of a batch, at most 256.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BatchPart<'a> {
    /// Row numbers in the training part.
    pub rows: &'a [u32],
    /// All rows of the batch.
    pub batch: &'a [u32],
    /// Whether the batch begins with it.
    pub is_first: bool,
    /// Whether the batch ends with it.
    pub is_last: bool,
}

/// The assignment's BatchSplit: every row once an epoch, in a new random order if so wished, in batches of equal size but
/// the last.
#[derive(Clone, Debug)]
pub struct Batches {
    order: Vec<u32>,
    batch_size: usize,
    next: usize,
}

impl Batches {
    /// Of all rows from 0 to `n_rows`.
    pub fn new(n_rows: usize, batch_size: usize) -> Batches {
        Batches::of((0..n_rows as u32).collect(), batch_size)
    }

    /// Of these rows, at first in their own order.
    pub fn of(rows: Vec<u32>, batch_size: usize) -> Batches {
        let batch_size = batch_size.clamp(1, rows.len().max(1));
        Batches { order: rows, batch_size, next: 0 }
    }

    /// Rows of an epoch.
    pub fn n_rows(&self) -> usize {
        self.order.len()
    }

    /// The rows in the order of this epoch.
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    /// Takes another order of the same rows, and begins an epoch with it.
    pub fn set_order(&mut self, order: &[u32]) {
        self.order.copy_from_slice(order);
        self.begin_again();
    }

    /// Batches of an epoch.
    pub fn n_batches(&self) -> usize {
        self.order.len().div_ceil(self.batch_size)
    }

    /// The most rows in a part of a batch.
    pub fn part_size(&self) -> usize {
        self.batch_size.min(PART)
    }

    /// Begins an epoch in a new order.
    pub fn reshuffle(&mut self, chance: &mut Chance) {
        shuffle(&mut self.order, chance);
        self.begin_again();
    }

    /// Begins an epoch in the order of the last one.
    pub fn begin_again(&mut self) {
        self.next = 0;
    }

    /// The rows of the next batch; `None` when the epoch is over.
    pub fn next_batch(&mut self) -> Option<&[u32]> {
        self.next_rows(self.batch_size).map(|part| part.rows)
    }

    /// The next part of a batch; `None` when the epoch is over.
    pub fn next_part(&mut self) -> Option<BatchPart<'_>> {
        self.next_rows(PART)
    }

    /// Up to `most` rows of the batch that the next row belongs to.
    fn next_rows(&mut self, most: usize) -> Option<BatchPart<'_>> {
        let begin = self.next - self.next % self.batch_size;
        let end = self.order.len().min(begin + self.batch_size);
        let first = self.next;
        self.next = end.min(first + most);
        let rows = &self.order[first..self.next];
        let (is_first, is_last) = (first == begin, self.next == end);
        (!rows.is_empty()).then_some(BatchPart { rows, batch: &self.order[begin..end], is_first, is_last })
    }

    /// Rows of this epoch that were handed out.
    pub fn rows_done(&self) -> usize {
        self.next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Stream;

    #[test]
    fn an_epoch_holds_every_row_once_and_the_last_batch_is_smaller() {
        let mut batches = Batches::new(70, 32);
        let mut chance = Chance::new(1, Stream::Batches);
        let mut epoch = || {
            batches.reshuffle(&mut chance);
            let mut all = Vec::new();
            while let Some(batch) = batches.next_batch() {
                all.push(batch.to_vec());
            }
            all
        };
        let (first, second) = (epoch(), epoch());
        assert_eq!(first.iter().map(Vec::len).collect::<Vec<_>>(), [32, 32, 6]);
        assert_ne!(first, second);
        let mut rows = first.concat();
        rows.sort_unstable();
        assert_eq!(rows, (0..70).collect::<Vec<_>>());
    }

    #[test]
    fn a_large_batch_comes_in_parts() {
        let mut batches = Batches::new(1_300, 600);
        let mut parts = Vec::new();
        while let Some(part) = batches.next_part() {
            parts.push((part.rows[0], part.rows.len(), part.batch.len(), part.is_first, part.is_last));
        }
        let expected = [
            (0, 256, 600, true, false),
            (256, 256, 600, false, false),
            (512, 88, 600, false, true),
            (600, 256, 600, true, false),
            (856, 256, 600, false, false),
            (1112, 88, 600, false, true),
            (1200, 100, 100, true, true),
        ];
        assert_eq!(parts, expected);
    }

    #[test]
    fn a_batch_larger_than_the_part_is_the_whole_part() {
        let mut batches = Batches::new(5, 1_000);
        assert_eq!(batches.next_batch().map(<[u32]>::len), Some(5));
        assert_eq!(batches.next_batch(), None);
    }
}
