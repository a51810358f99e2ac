//! Sorting and shuffling in steps. What sorts does so by digits: every pass goes over the numbers once and can stop anywhere.

use super::{Pace, ROWS};
use crate::chance::{self, Chance};

/// Bits of a digit, and digits of a key.
const BITS: usize = 11;
const DIGITS: usize = 64_usize.div_ceil(BITS);

/// The places of the keys in ascending order; of equal keys the first place first.
#[inline(never)]
pub async fn order_of(keys: &[u64], pace: &Pace) -> Vec<u32> {
    let digit = |key: u64, place: usize| (key >> (BITS * place)) as usize & ((1 << BITS) - 1);
    let mut counts = vec![0_usize; DIGITS << BITS];
    for some in keys.chunks(ROWS) {
        for &key in some {
            (0..DIGITS).for_each(|place| counts[(place << BITS) + digit(key, place)] += 1);
        }
        pace.after(some.len() * 2).await;
    }
    let mut order: Vec<u32> = (0..keys.len() as u32).collect();
    let mut next_order = vec![0; keys.len()];
    for (place, ends) in counts.chunks_mut(1 << BITS).enumerate() {
        // A digit that all keys share changes nothing.
        if keys.first().is_none_or(|&key| ends[digit(key, place)] == keys.len()) {
            continue;
        }
        let mut next = 0;
        for end in ends.iter_mut() {
            next += std::mem::replace(end, next);
        }
        for some in order.chunks(ROWS) {
            for &row in some {
                let end = &mut ends[digit(keys[row as usize], place)];
                next_order[*end] = row;
                *end += 1;
            }
            pace.after(some.len() * 2).await;
        }
        std::mem::swap(&mut order, &mut next_order);
    }
    order
}

/// Sorts numbers, the least first, as [`crate::metrics::ascend`] does.
#[inline(never)]
pub async fn ascend(numbers: &mut Vec<f64>, pace: &Pace) {
    let mut keys = Vec::with_capacity(numbers.len());
    for some in numbers.chunks(ROWS) {
        keys.extend(some.iter().map(|&number| key_of(number)));
        pace.after(some.len()).await;
    }
    let order = order_of(&keys, pace).await;
    let mut sorted = Vec::with_capacity(numbers.len());
    for some in order.chunks(ROWS) {
        sorted.extend(some.iter().map(|&place| numbers[place as usize]));
        pace.after(some.len()).await;
    }
    *numbers = sorted;
}

/// A key whose order is that of [`f64::total_cmp`].
pub fn key_of(number: f64) -> u64 {
    let bits = number.to_bits();
    if bits >> 63 == 0 { bits | 1 << 63 } else { !bits }
}

/// [`chance::shuffle`] in steps: the same order.
#[inline(never)]
pub async fn shuffle(items: &mut [u32], chance: &mut Chance, pace: &Pace) {
    let mut left = items.len();
    while left > 1 {
        let done = chance::shuffle_last(&mut items[..left], ROWS, chance);
        left -= done;
        pace.after(done).await;
    }
}

// proptest is not built for wasm.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::chance::Stream;
    use crate::pace::{STEP, Steps, at_once};

    proptest! {
        #[test]
        fn numbers_ascend_as_they_do_at_once(bits in prop::collection::vec(any::<u64>(), 0..200)) {
            let numbers: Vec<f64> = bits.into_iter().map(f64::from_bits).collect();
            let (mut one, mut other) = (numbers.clone(), numbers);
            crate::metrics::ascend(&mut one);
            at_once(async |pace| ascend(&mut other, pace).await);
            let bits = |numbers: &[f64]| numbers.iter().map(|number| number.to_bits()).collect::<Vec<_>>();
            prop_assert_eq!(bits(&one), bits(&other));
        }

        #[test]
        fn equal_keys_stay_in_their_order(keys in prop::collection::vec(0u64..9, 0..100)) {
            let mut expected: Vec<u32> = (0..keys.len() as u32).collect();
            expected.sort_by_key(|&place| keys[place as usize]);
            prop_assert_eq!(at_once(async |pace| order_of(&keys, pace).await), expected);
        }
    }

    #[test]
    fn a_shuffle_in_steps_is_the_shuffle() {
        let mut at_once: Vec<u32> = (0..300_000).collect();
        chance::shuffle(&mut at_once, &mut Chance::new(3, Stream::Split));
        let mut steps = Steps::new(async |pace| {
            let mut items: Vec<u32> = (0..300_000).collect();
            shuffle(&mut items, &mut Chance::new(3, Stream::Split), &pace).await;
            items
        });
        let mut n_steps = 1;
        let shuffled = loop {
            match steps.advance() {
                Some(shuffled) => break shuffled,
                None => n_steps += 1,
            }
        };
        assert_eq!((shuffled == at_once, n_steps), (true, 300_000_usize.div_ceil(STEP)));
    }
}
