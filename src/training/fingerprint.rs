use crate::dataset::{Dataset, HeldBack, Part, Targets};
use crate::pace::{Pace, ROWS};

/// 64 bits that tell one sequence of words from another: each is laid over what is there by exclusive or, multiplied by an
/// odd number and folded (after Fowler, Noll and Vo, by words instead of bytes). Against chance, not against intent.
#[derive(Clone, Debug)]
pub(super) struct Fingerprint(u64);

/// 2^64 / the golden ratio, made odd.
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

impl Fingerprint {
    pub fn new() -> Fingerprint {
        Fingerprint(FACTOR)
    }

    /// Of bytes, as words of eight.
    pub fn of(bytes: &[u8]) -> u64 {
        let mut fingerprint = Fingerprint::new();
        fingerprint.add(bytes.len() as u64);
        for eight in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..eight.len()].copy_from_slice(eight);
            fingerprint.add(u64::from_le_bytes(word));
        }
        fingerprint.0
    }

    /// Of all that a training sees of the rows of a dataset: the inputs, targets and weights of every part to the bit, which
    /// rows of the table they are, and what is held back for validation.
    pub async fn of_dataset(dataset: &Dataset, pace: &Pace) -> u64 {
        let mut fingerprint = Fingerprint::new();
        fingerprint.add_part(&dataset.train, pace).await;
        fingerprint.add_part(&dataset.test, pace).await;
        match &dataset.validation {
            HeldBack::Drawn => fingerprint.add(0),
            HeldBack::Given(part) => fingerprint.add_part(part, pace).await,
            HeldBack::Groups(places) | HeldBack::Together(places) | HeldBack::Latest(places) => {
                fingerprint.add_words(places.iter().map(|&place| u64::from(place)));
                pace.after(places.len()).await;
            }
        }
        fingerprint.0
    }

    fn add(&mut self, word: u64) {
        let mixed = (self.0 ^ word).wrapping_mul(FACTOR);
        self.0 = mixed ^ (mixed >> 32);
    }

    fn add_words(&mut self, words: impl ExactSizeIterator<Item = u64>) {
        self.add(words.len() as u64);
        words.for_each(|word| self.add(word));
    }

    async fn add_part(&mut self, part: &Part, pace: &Pace) {
        let single = |value: &f32| u64::from(value.to_bits());
        self.add_words(part.rows.iter().map(|&row| u64::from(row)));
        self.add_words(part.scaled.iter().map(single));
        self.add_words(part.weights.iter().map(single));
        match &part.targets {
            Targets::Numbers(numbers) => self.add_words(numbers.iter().map(|number| number.to_bits())),
            Targets::Classes(classes) => self.add_words(classes.iter().map(|&class| u64::from(class))),
        }
        pace.after(part.rows.len()).await;
        let (n_rows, n_cols) = (part.inputs.n_rows(), part.inputs.n_cols());
        self.add(n_cols as u64);
        for first in (0..n_rows).step_by(ROWS) {
            let some = first..n_rows.min(first + ROWS);
            pace.after(some.len() * (1 + n_cols / 8)).await;
            for pair in some.flat_map(|row| part.inputs.row(row).chunks(2)) {
                let half = |place: usize| pair.get(place).map_or(0, single);
                self.add(half(0) | half(1) << 32);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bit_the_order_and_the_length_count() {
        let bytes: Vec<u8> = (0..29).collect();
        let mut seen = vec![Fingerprint::of(&bytes)];
        for place in 0..bytes.len() {
            for bit in 0..8 {
                let mut other = bytes.clone();
                other[place] ^= 1 << bit;
                seen.push(Fingerprint::of(&other));
            }
        }
        seen.push(Fingerprint::of(&[&bytes[..], &[0]].concat()));
        seen.push(Fingerprint::of(&bytes.iter().rev().copied().collect::<Vec<_>>()));
        let all = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), all);
    }
}
