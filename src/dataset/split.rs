use crate::chance::{Chance, Stream, shuffle};

/// Which rows are trained on and which are held out.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// Row numbers in ascending order.
    pub train: Vec<u32>,
    pub test: Vec<u32>,
}

/// Puts ceil(test_share · n) randomly chosen rows into the test part and the others into the train part.
pub fn split(rows: &[u32], test_share: f64, seed: u64) -> Split {
    let mut shuffled = rows.to_vec();
    shuffle(&mut shuffled, &mut Chance::new(seed, Stream::Split));
    // 0.2 · 14,925 must be 2,985 although 0.2 is not a binary fraction.
    let n_test = (test_share * rows.len() as f64 - 1e-9).ceil().max(0.0) as usize;
    let mut train = shuffled.split_off(n_test.min(rows.len()));
    let mut test = shuffled;
    train.sort_unstable();
    test.sort_unstable();
    Split { train, test }
}

// proptest is not built for wasm.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_assignments_split_has_its_sizes() {
        let rows: Vec<u32> = (0..14_924).collect();
        let split = split(&rows, 0.2, 42);
        assert_eq!((split.train.len(), split.test.len()), (11_939, 2_985));
    }

    #[test]
    fn another_seed_is_another_split() {
        let rows: Vec<u32> = (0..100).collect();
        assert_ne!(split(&rows, 0.2, 1), split(&rows, 0.2, 2));
    }

    proptest! {
        #[test]
        fn a_split_is_a_partition(n in 0u32..500, share in 0.0f64..=1.0, seed: u64) {
            let rows: Vec<u32> = (0..n).collect();
            let split = split(&rows, share, seed);
            let mut all = [split.train, split.test].concat();
            all.sort_unstable();
            prop_assert_eq!(all, rows);
        }
    }
}
