use super::radix;

/// The different numbers of a column in ascending order, and how often each stands there.
///
/// Numbers with few decimals between near ends, as most columns hold, are counted in a table; others are sorted by their
/// digits. (Hash tables and sorting by comparison took several times as long for a million numbers.)
pub struct Tally {
    values: Vec<f64>,
    counts: Vec<u32>,
}

/// Powers of ten that decimals are tried at.
const SCALES: [f64; 7] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6];
/// Fewer numbers are sorted sooner.
const LEAST_COUNTED: usize = 64;

impl Tally {
    /// NaN is a missing cell and is left out.
    #[inline(never)]
    pub fn of(numbers: &[f64]) -> Tally {
        Tally::counted(numbers).unwrap_or_else(|| Tally::sorted(numbers))
    }

    /// `None` where the numbers have many decimals or lie far apart.
    fn counted(numbers: &[f64]) -> Option<Tally> {
        if numbers.len() < LEAST_COUNTED {
            return None;
        }
        let (scale, least, most) = SCALES.iter().find_map(|&scale| {
            let (least, most) = range_at(numbers, scale)?;
            Some((scale, least, most))
        })?;
        // Twice as many places as numbers, at four bytes, take the memory that a sorted copy would.
        let places = most - least + 1.0;
        if !places.is_finite() || places > 2.0 * numbers.len() as f64 {
            return None;
        }
        let mut counts = vec![0_u32; places as usize];
        for &number in numbers.iter().filter(|number| !number.is_nan()) {
            counts[(nearest(number * scale) - least) as usize] += 1;
        }
        let mut tally = Tally { values: Vec::new(), counts: Vec::new() };
        for (place, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
            tally.values.push((least + place as f64) / scale + 0.0);
            tally.counts.push(count);
        }
        Some(tally)
    }

    fn sorted(numbers: &[f64]) -> Tally {
        let mut keys: Vec<u64> =
            numbers.iter().filter(|value| !value.is_nan()).map(|value| key(*value)).collect();
        radix::sort(&mut keys);
        let mut tally = Tally { values: Vec::new(), counts: Vec::new() };
        for equal in keys.chunk_by(|a, b| a == b) {
            tally.values.push(value(equal[0]));
            tally.counts.push(equal.len() as u32);
        }
        tally
    }

    pub fn n(&self) -> usize {
        self.counts.iter().map(|count| *count as usize).sum()
    }

    /// The smallest and the largest number.
    pub fn range(&self) -> Option<(f64, f64)> {
        Some((*self.values.first()?, *self.values.last()?))
    }

    /// How many different numbers there are.
    pub fn distinct(&self) -> usize {
        self.values.len()
    }

    /// Each different number with how often it stands there, in ascending order.
    pub fn counts(&self) -> impl Iterator<Item = (f64, usize)> {
        self.values.iter().copied().zip(self.counts.iter().map(|count| *count as usize))
    }
}

/// The ends of the numbers times `scale`; `None` where one of these is not whole, or there are none.
fn range_at(numbers: &[f64], scale: f64) -> Option<(f64, f64)> {
    let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
    for &number in numbers {
        let whole = nearest(number * scale);
        if whole / scale != number && !number.is_nan() {
            return None;
        }
        least = if whole < least { whole } else { least };
        most = if whole > most { whole } else { most };
    }
    (least <= most).then_some((least, most))
}

/// The nearest whole number: 1.5 · 2⁵² leaves no room for a fraction.
fn nearest(value: f64) -> f64 {
    const LARGE: f64 = 6_755_399_441_055_744.0;
    value + LARGE - LARGE
}

/// Bits that are in the order of the numbers; 0 and −0 have the same.
fn key(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    bits ^ if bits >> 63 == 1 { u64::MAX } else { 1 << 63 }
}

fn value(key: u64) -> f64 {
    f64::from_bits(key ^ if key >> 63 == 1 { 1 << 63 } else { u64::MAX })
}

/// The `most` values with the largest counts, largest first; of equally common ones the one that came first.
pub fn commonest<T>(
    counts: impl Iterator<Item = (T, usize)>,
    most: usize,
) -> impl Iterator<Item = (T, usize)> {
    let mut best: Vec<(T, usize)> = Vec::with_capacity(most + 1);
    for (value, n) in counts {
        if best.len() == most && best.last().is_some_and(|last| last.1 >= n) {
            continue;
        }
        let place = best.partition_point(|other| other.1 >= n);
        best.insert(place, (value, n));
        best.truncate(most);
    }
    best.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_numbers_are_counted() {
        let tally = Tally::of(&[3.0, 1.0, f64::NAN, 3.0, -2.0]);
        assert_eq!(tally.counts().collect::<Vec<_>>(), [(-2.0, 1), (1.0, 1), (3.0, 2)]);
        assert_eq!((tally.n(), tally.distinct(), tally.range()), (4, 3, Some((-2.0, 3.0))));
    }

    /// Few decimals, many, large numbers, both signs, missing cells: both ways count alike.
    #[test]
    fn both_ways_count_alike() {
        let columns: [fn(f64) -> f64; 8] = [
            |i| (i * 7.0) % 50.0,
            |i| ((i * 7.0) % 50.0 - 25.0) / 100.0,
            |i| if i % 3.0 == 0.0 { f64::NAN } else { i / 8.0 },
            |i| (i % 17.0).sqrt(),
            |i| i * 1e15 - 5e16,
            |i| -i,
            |i| (i % 5.0) * 1e-300,
            |i| if i % 2.0 == 0.0 { -0.0 } else { 0.0 },
        ];
        for column in columns {
            let numbers: Vec<f64> = (0..200).map(|i| column(f64::from(i))).collect();
            let sorted: Vec<_> = Tally::sorted(&numbers).counts().collect();
            assert_eq!(sorted.iter().map(|(_, n)| n).sum::<usize>(), Tally::of(&numbers).n());
            assert_eq!(Tally::of(&numbers).counts().collect::<Vec<_>>(), sorted);
        }
        assert!(Tally::counted(&[f64::NAN; 100]).is_none());
    }

    #[test]
    fn the_commonest_come_first() {
        let counts = [('a', 1), ('b', 3), ('c', 3), ('d', 9), ('e', 1)];
        assert_eq!(commonest(counts.into_iter(), 3).collect::<Vec<_>>(), [('d', 9), ('b', 3), ('c', 3)]);
    }
}
