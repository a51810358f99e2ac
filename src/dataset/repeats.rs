//! Rows that have to stay in one part because they repeat each other.

use super::distinct::first_equals;
use crate::pace::Pace;
use crate::table::Column;

/// Rows that repeat others, and the groups in which they stay.
#[derive(Clone, Debug, PartialEq)]
pub struct Repeats {
    /// The number of each row's group, by first appearance.
    pub groups: Vec<u32>,
    /// Rows that repeat an earlier one in every input and the target.
    pub repeated: usize,
}

impl Repeats {
    /// `None` where no row repeats another, so that each could go anywhere. `parts`: into so many the rows are to be put.
    ///
    /// Rows that contradict a repeated row, with equal inputs and another target, are of its group too: parted by the target, all
    /// rows with one answer to the same inputs would stand in one part and those with the other in the other, and the test would
    /// ask for the opposite of what was trained. Only where the inputs are too few different ones for the parts, the target parts
    /// them.
    pub async fn among(
        inputs: &[&Column],
        target: &Column,
        rows: &[u32],
        parts: usize,
        pace: &Pace,
    ) -> Option<Repeats> {
        let all: Vec<&Column> = inputs.iter().copied().chain([target]).collect();
        let equals = first_equals(&all, rows, pace).await;
        let repeats = || (0..rows.len()).filter(|&place| equals[place] as usize != place);
        let repeated = repeats().count();
        if repeated == 0 {
            return None;
        }
        let cases = first_equals(inputs, rows, pace).await;
        let mut has_repeats = vec![false; rows.len()];
        repeats().for_each(|place| has_repeats[cases[place] as usize] = true);
        let n_cases = cases.iter().enumerate().filter(|(place, first)| **first as usize == *place).count();
        let first_of_group = |place: usize| match cases[place] {
            _ if n_cases < parts => equals[place],
            first if has_repeats[first as usize] => first,
            _ => place as u32,
        };
        let (mut groups, mut n_groups) = (vec![0; rows.len()], 0);
        for place in 0..rows.len() {
            let first = first_of_group(place) as usize;
            // A group's first place comes before its others.
            groups[place] = if first == place { n_groups } else { groups[first] };
            n_groups += u32::from(first == place);
        }
        Some(Repeats { groups, repeated })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pace::at_once;
    use crate::table::{Kind, Values};

    fn among(input: &Column, target: &Column, rows: &[u32]) -> Option<Repeats> {
        at_once(async |pace| Repeats::among(&[input], target, rows, 2, pace).await)
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
    fn equal_rows_and_what_contradicts_them_are_a_group() {
        let x = column(&[1.0, 2.0, 1.0, 3.0, 2.0, 1.0, 3.0]);
        let y = column(&[5.0, 5.0, 5.0, 5.0, 6.0, 7.0, 8.0]);
        let rows: Vec<u32> = (0..7).collect();
        // Rows 0 and 2 are equal, row 5 contradicts them; 1 and 4, and 3 and 6, contradict each other, and none is repeated.
        assert_eq!(among(&x, &y, &rows), Some(Repeats { groups: vec![0, 1, 0, 2, 3, 0, 4], repeated: 1 }));
        // Of rows 1 to 4 none equals another.
        assert_eq!(among(&x, &y, &rows[1..5]), None);
    }

    #[test]
    fn where_the_inputs_are_alike_the_target_parts() {
        let (x, y) = (column(&[1.0; 4]), column(&[5.0, 6.0, 5.0, 6.0]));
        let repeats = among(&x, &y, &[0, 1, 2, 3]).unwrap();
        assert_eq!((repeats.groups, repeats.repeated), (vec![0, 1, 0, 1], 2));
    }
}
