use crate::chance::{Chance, shuffle};

/// The assignment's BatchSplit: every row once an epoch, in a new random order, in batches of equal size but the last.
#[derive(Clone, Debug)]
pub struct Batches {
    order: Vec<u32>,
    batch_size: usize,
    next: usize,
}

impl Batches {
    pub fn new(n_rows: usize, batch_size: usize) -> Batches {
        Batches {
            order: (0..n_rows as u32).collect(),
            batch_size: batch_size.clamp(1, n_rows.max(1)),
            next: 0,
        }
    }

    /// The most rows in a batch.
    pub fn batch_size(&self) -> usize {
        self.batch_size
    }

    /// Begins an epoch in a new order.
    pub fn reshuffle(&mut self, chance: &mut Chance) {
        shuffle(&mut self.order, chance);
        self.next = 0;
    }

    /// The rows of the next batch; `None` when the epoch is over.
    pub fn next_batch(&mut self) -> Option<&[u32]> {
        let rest = &self.order[self.next..];
        let batch = &rest[..self.batch_size.min(rest.len())];
        self.next += batch.len();
        (!batch.is_empty()).then_some(batch)
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
    fn a_batch_larger_than_the_part_is_the_whole_part() {
        let mut batches = Batches::new(5, 1_000);
        assert_eq!(batches.next_batch().map(<[u32]>::len), Some(5));
        assert_eq!(batches.next_batch(), None);
    }
}
