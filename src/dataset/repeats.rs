//! Rows that have to stay in one part because they repeat each other.

use super::distinct::first_equals;
use crate::pace::Pace;
use crate::table::Column;

/// Different rows that each part is to have at least, so that parts of whole groups are alike.
const DIFFERENT_ROWS: usize = 30;

/// The groups of rows that are equal in every input and the target.
#[derive(Clone, Debug, PartialEq)]
pub struct Repeats {
    /// The number of each row's group.
    pub groups: Vec<u32>,
}

/// Why equal rows cannot stay together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooCrowded {
    /// So few rows differ from all others.
    FewDifferent(usize),
    /// One row occurs so often.
    OneOccurs(usize),
}

impl Repeats {
    /// `None` where no row repeats another, so that each could go anywhere. The groups are numbered by first appearance.
    pub async fn among(inputs: &[&Column], target: &Column, rows: &[u32], pace: &Pace) -> Option<Repeats> {
        let all: Vec<&Column> = inputs.iter().copied().chain([target]).collect();
        let equals = first_equals(&all, rows, pace).await;
        let (mut groups, mut n_groups) = (vec![0; rows.len()], 0);
        for (place, &first) in equals.iter().enumerate() {
            let first = first as usize;
            // A group's first place comes before its others.
            groups[place] = if first == place { n_groups } else { groups[first] };
            n_groups += u32::from(first == place);
        }
        ((n_groups as usize) < rows.len()).then_some(Repeats { groups })
    }

    /// Why whole groups make no sensible parts of these rows; `None` where they do. `parts`: into so many the rows are put, the
    /// smallest of which is to have `smallest` rows.
    ///
    /// Of few different rows a part would hold nearly all that there are of a kind, and another none: with two inputs of two
    /// values each, the test would ask for cases that were never trained on. The same holds of a row that fills much of a part.
    pub fn crowding(&self, parts: usize, smallest: usize) -> Option<TooCrowded> {
        let sizes = self.sizes();
        let different = sizes.iter().filter(|&&size| size > 0).count();
        let largest = sizes.into_iter().max().unwrap_or(0);
        match different < DIFFERENT_ROWS * parts {
            true => Some(TooCrowded::FewDifferent(different)),
            false if 2 * largest > smallest => Some(TooCrowded::OneOccurs(largest)),
            false => None,
        }
    }

    /// Rows that repeat an earlier one.
    pub fn repeated(&self) -> usize {
        self.groups.len() - self.sizes().iter().filter(|&&size| size > 0).count()
    }

    fn sizes(&self) -> Vec<usize> {
        let mut sizes = vec![0; self.groups.iter().max().map_or(0, |&last| last as usize + 1)];
        self.groups.iter().for_each(|&group| sizes[group as usize] += 1);
        sizes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pace::at_once;
    use crate::table::{Kind, Values};

    fn among(input: &Column, target: &Column, rows: &[u32]) -> Option<Repeats> {
        at_once(async |pace| Repeats::among(&[input], target, rows, pace).await)
    }

    fn column(numbers: &[f64]) -> Column {
        let values = Values::Numbers(numbers.to_vec());
        Column {
            name: String::new(),
            kind: Kind::Numeric,
            reason: String::new(),
            values,
            missing: 0,
            distinct: 0,
            form: Default::default(),
        }
    }

    #[test]
    fn rows_equal_in_inputs_and_target_are_a_group() {
        let x = column(&[1.0, 2.0, 1.0, 3.0, 2.0, 1.0, 3.0]);
        let y = column(&[5.0, 5.0, 5.0, 5.0, 6.0, 7.0, 8.0]);
        let rows: Vec<u32> = (0..7).collect();
        // Rows 0 and 2 are equal; row 5 has their input and another target, and goes by itself.
        let repeats = among(&x, &y, &rows).unwrap();
        assert_eq!((&repeats.groups[..], repeats.repeated()), (&[0, 1, 0, 2, 3, 4, 5][..], 1));
        // Of rows 1 to 4 none equals another.
        assert_eq!(among(&x, &y, &rows[1..5]), None);
    }

    #[test]
    fn few_different_rows_or_one_that_fills_a_part_are_too_crowded() {
        let pairs = |n: u32| Repeats { groups: (0..n).flat_map(|group| [group, group]).collect() };
        assert_eq!(pairs(60).crowding(2, 24), None);
        assert_eq!(pairs(59).crowding(2, 24), Some(TooCrowded::FewDifferent(59)));
        assert_eq!(pairs(60).crowding(5, 24), Some(TooCrowded::FewDifferent(60)));
        assert_eq!(pairs(150).crowding(5, 60), None);
        let mut often = pairs(60);
        often.groups.extend([7; 10]);
        assert_eq!((often.crowding(2, 24), often.crowding(2, 23)), (None, Some(TooCrowded::OneOccurs(12))));
        // Groups of rows that are in another part are none here.
        let some = Repeats { groups: pairs(120).groups.split_off(140) };
        assert_eq!((some.crowding(2, 24), some.repeated()), (Some(TooCrowded::FewDifferent(50)), 50));
    }
}
