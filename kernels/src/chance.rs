//! Seeded randomness with the same numbers on every machine. Whoever needs chance takes it as an argument.

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg32;
use serde::{Deserialize, Serialize};

/// What a stream of random numbers is for. Each has its own, so that one setting does not disturb another's chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Which rows are in which part.
    Split = 1,
    /// First weights.
    Weights = 2,
    /// The order of the rows in each epoch.
    Batches = 3,
    /// The neurons that are left out.
    Dropout = 4,
    /// The training rows that early stopping holds back.
    Validation = 5,
    /// The orders of the rows by which trees learn categories.
    Trees = 6,
    /// The settings of the further ways that a study mixes.
    Ways = 7,
}

/// A seeded generator with the same numbers on every machine: PCG32 (O'Neill 2014).
///
/// Only its 32-bit words are used, through functions of ours: the distributions of `rand` may change with its version. What it
/// is written as goes on with the same numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chance(Pcg32);

impl Chance {
    /// The beginning of the stream of this seed.
    pub fn new(seed: u64, stream: Stream) -> Chance {
        // The seed's bytes and the stream's number make the generator's whole state.
        let mut state = [0; 16];
        state[..8].copy_from_slice(&seed.to_le_bytes());
        state[8] = stream as u8;
        let mut generator = Pcg32::from_seed(state);
        // Seeds that differ in few bits start close to each other: the first words are thrown away.
        for _ in 0..8 {
            generator.next_u32();
        }
        Chance(generator)
    }

    /// Uniform in −1 … 1, the ends excluded: 2^24 equally spaced values.
    pub fn uniform(&mut self) -> f32 {
        ((self.0.next_u32() >> 8) as f32 + 0.5) * (1.0 / 8_388_608.0) - 1.0
    }

    /// Uniform in 0 … n − 1, without bias (Lemire 2019).
    pub fn below(&mut self, n: u32) -> u32 {
        let mut product = u64::from(self.0.next_u32()) * u64::from(n);
        if (product as u32) < n {
            let threshold = n.wrapping_neg() % n;
            while (product as u32) < threshold {
                product = u64::from(self.0.next_u32()) * u64::from(n);
            }
        }
        (product >> 32) as u32
    }
}

/// Puts `items` into a random order (Fisher and Yates; Durstenfeld 1964).
pub fn shuffle<T>(items: &mut [T], chance: &mut Chance) {
    shuffle_last(items, usize::MAX, chance);
}

/// The same for the last `most` places alone, and returns how many these are: the items before them, shuffled next, go on
/// with it.
pub fn shuffle_last<T>(items: &mut [T], most: usize, chance: &mut Chance) -> usize {
    let places = most.min(items.len());
    // The first place has nothing to be swapped with.
    for last in (items.len() - places..items.len()).rev().filter(|&last| last > 0) {
        items.swap(last, chance.below(last as u32 + 1) as usize);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers_and_streams_differ() {
        let first = |seed, stream| Chance::new(seed, stream).below(u32::MAX);
        assert_eq!(first(7, Stream::Split), first(7, Stream::Split));
        assert_ne!(first(7, Stream::Split), first(7, Stream::Weights));
        assert_ne!(first(7, Stream::Split), first(8, Stream::Split));
    }

    #[test]
    fn uniform_numbers_fill_their_range_evenly() {
        let mut chance = Chance::new(1, Stream::Weights);
        let mut quarters = [0; 4];
        for _ in 0..40_000 {
            let x = chance.uniform();
            assert!(x > -1.0 && x < 1.0);
            quarters[((x + 1.0) * 2.0) as usize] += 1;
        }
        // 10,000 expected in each, standard deviation 87.
        assert!(quarters.iter().all(|&count| (count - 10_000i32).abs() < 440), "{quarters:?}");
    }

    #[test]
    fn a_shuffle_keeps_every_item_and_moves_most() {
        let mut items: Vec<u32> = (0..1_000).collect();
        shuffle(&mut items, &mut Chance::new(3, Stream::Batches));
        let stayed = items.iter().enumerate().filter(|(place, item)| *place == **item as usize).count();
        assert!(stayed < 10);
        items.sort_unstable();
        assert_eq!(items, (0..1_000).collect::<Vec<_>>());
    }
}
