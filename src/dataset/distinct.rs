use super::elementary::exp;
use crate::pace::{Pace, ROWS};
use crate::table::{Column, MISSING, Map, Values};

/// The rows of `rows` that do not repeat an earlier one in every column of `columns`, in order.
///
/// Cells are equal by value: 0.5 and 0.50 are, two missing cells are.
pub async fn distinct_rows(columns: &[&Column], rows: &[u32], pace: &Pace) -> Vec<u32> {
    let firsts = first_equals(columns, rows, pace).await;
    let mut distinct = Vec::with_capacity(rows.len());
    for (nth, some) in firsts.chunks(ROWS).enumerate() {
        let places = nth * ROWS..;
        distinct.extend(
            places
                .zip(some)
                .filter(|(place, first)| *place == **first as usize)
                .map(|(place, _)| rows[place]),
        );
        pace.after(some.len()).await;
    }
    distinct
}

/// For each of `rows` the place in `rows` of the first that equals it in every column: its own where none before it does.
pub async fn first_equals(columns: &[&Column], rows: &[u32], pace: &Pace) -> Vec<u32> {
    let mut equals = Equals {
        first_with_hash: Map::with_capacity_and_hasher(rows.len(), Default::default()),
        next_with_hash: Map::default(),
    };
    let mut firsts = Vec::with_capacity(rows.len());
    // A row takes as many operations as it has cells.
    let chunk = (ROWS / (columns.len() + 1)).max(1);
    for some in rows.chunks(chunk) {
        for _ in some {
            firsts.push(equals.first(columns, rows, firsts.len() as u32));
        }
        pace.after(some.len() * (columns.len() + 1)).await;
    }
    firsts
}

struct Equals {
    first_with_hash: Map<u64, u32>,
    /// Places with the hash of an earlier one, but other cells: (earlier place → later place) makes a chain.
    next_with_hash: Map<u64, u32>,
}

impl Equals {
    /// The first place whose row equals the row at `place`: itself where none before it does.
    fn first(&mut self, columns: &[&Column], rows: &[u32], place: u32) -> u32 {
        let row = rows[place as usize];
        let hash = row_hash(columns, row);
        let Some(&first) = self.first_with_hash.get(&hash) else {
            self.first_with_hash.insert(hash, place);
            return place;
        };
        let mut earlier = first;
        loop {
            let other = rows[earlier as usize];
            if columns.iter().all(|column| cell(column, row) == cell(column, other)) {
                return earlier;
            }
            match self.next_with_hash.get(&u64::from(earlier)) {
                Some(&next) => earlier = next,
                None => break,
            }
        }
        self.next_with_hash.insert(u64::from(earlier), place);
        place
    }
}

/// Whether so many repeated rows are to be expected of columns with so few values, so that equal rows may well be different
/// cases: at least half as many would repeat others if the values were drawn at random. Of n rows out of P possible ones these
/// are n − P (1 − e^(−n/P)).
pub fn are_expected(columns: &[&Column], n_rows: usize, repeated: usize) -> bool {
    let values = |column: &&Column| (column.distinct + usize::from(column.missing > 0)).max(1) as f64;
    let (n, possible) = (n_rows as f64, columns.iter().map(values).product::<f64>());
    // Beyond it the difference would be lost in rounding.
    if possible > 1e12 {
        return false;
    }
    let expected = n - possible * (1.0 - exp(-n / possible));
    repeated > 0 && 2.0 * expected >= repeated as f64
}

/// A hash of the row's cells in these columns, equal where they are.
pub fn row_hash(columns: &[&Column], row: u32) -> u64 {
    columns.iter().fold(0u64, |hash, column| mix(hash ^ cell(column, row)))
}

/// A cell as bits that are equal exactly where the values are.
fn cell(column: &Column, row: u32) -> u64 {
    match &column.values {
        Values::Numbers(numbers) => {
            let value = numbers[row as usize];
            if value.is_nan() { u64::from(MISSING) } else { (value + 0.0).to_bits() }
        }
        Values::Labels(labels) => u64::from(labels.codes[row as usize]),
    }
}

/// Spreads every bit over all (the finaliser of SplitMix64; Steele, Lea and Flood 2014).
fn mix(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Kind, Labels};

    fn column(values: Values) -> Column {
        Column {
            name: String::new(),
            kind: Kind::Numeric,
            reason: String::new(),
            values,
            missing: 0,
            distinct: 0,
            form: crate::table::Form::default(),
        }
    }

    #[test]
    fn repeats_are_expected_of_few_values_alone() {
        let with = |distinct: usize| Column { distinct, ..column(Values::Numbers(Vec::new())) };
        // 1,309 rows of 1,200 possible ones: 1,309 − 1,200 · (1 − e^−1.09) = 512 repeats.
        let few = [&with(3), &with(4), &with(100)];
        assert!(are_expected(&few, 1_309, 875) && !are_expected(&few, 1_309, 1_100));
        assert!(!are_expected(&[&with(1_000), &with(1_000)], 1_309, 875));
        assert!(!are_expected(&few, 1_309, 0));
    }

    #[test]
    fn the_first_of_equal_rows_stays() {
        let numbers = column(Values::Numbers(vec![1.0, 0.0, 1.0, -0.0, f64::NAN, f64::NAN, 1.0]));
        let labels = column(Values::Labels(Labels {
            codes: vec![0, 1, 0, 1, MISSING, MISSING, 1],
            levels: vec!["a".into(), "b".into()],
        }));
        let rows: Vec<u32> = (0..7).collect();
        let distinct_rows = |columns: &[&Column], rows: &[u32]| {
            crate::pace::at_once(async |pace| super::distinct_rows(columns, rows, pace).await)
        };
        assert_eq!(distinct_rows(&[&numbers, &labels], &rows), [0, 1, 4, 6]);
        assert_eq!(distinct_rows(&[&numbers], &rows), [0, 1, 4]);
        assert_eq!(distinct_rows(&[&numbers, &labels], &[2, 0, 6]), [2, 6]);
    }
}
