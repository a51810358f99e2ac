//! Sorting. One of each kind does for all rooms: a sort is a large function, and each type's own would be downloaded.

use std::cmp::Ordering;

/// The places from 0 up to `length` in the order that `compare` gives them; of equal ones the first stays first.
#[inline(never)]
pub fn places(length: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..length).collect();
    places.sort_by(|&one, &other| compare(one, other));
    places
}

/// Sorts by `compare`; equal ones stay as they stood.
pub fn sort_by<T>(items: &mut Vec<T>, mut compare: impl FnMut(&T, &T) -> Ordering) {
    let order = places(items.len(), &mut |one, other| compare(&items[one], &items[other]));
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.into_iter().filter_map(|place| taken[place].take()));
}

/// Sorts row numbers, the least first.
#[inline(never)]
pub fn ascend(rows: &mut [u32]) {
    rows.sort_unstable();
}

// proptest is not built for wasm.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn items_are_sorted_as_the_library_sorts_them(items in prop::collection::vec((0..9u8, any::<u8>()), 0..60)) {
            let (mut ours, mut theirs) = (items.clone(), items);
            sort_by(&mut ours, |one, other| one.0.cmp(&other.0));
            theirs.sort_by_key(|item| item.0);
            prop_assert_eq!(ours, theirs);
        }
    }
}
