//! Which question tells most.

/// What one pass over a column's histograms needs.
#[derive(Clone, Copy, Debug)]
pub struct Scan {
    /// Scores of a row.
    pub n_outputs: usize,
    /// Codes that a histogram has room for.
    pub n_codes: usize,
    /// Of the packed sums: slopes, curves.
    pub units: [f64; 2],
    /// Added to every sum of curves.
    pub l2: f64,
}

/// The best question found: of all columns that were scanned, the first among equals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Best {
    /// The column that is asked about.
    pub column: usize,
    /// The code that it asks about: see [`scan`].
    pub code: u8,
    /// Σ slope² / (Σ curve + l2) over the leaves that it makes.
    pub score: f64,
}

/// Scans a column: which cut of its codes (above `code` or not), or of its levels where `is_level` (`code` or not), leaves the
/// highest score, the sum over all nodes and scores of (Σ slope)² / (Σ curve + l2) (twice the loss that the leaves take away by
/// one Newton step: Chen and Guestrin 2016, eq. 6).
///
/// `nodes`: the column's part of each node's histogram, (n_codes, n_outputs); `used`: codes that the column has.
#[inline(never)]
pub fn scan<'a>(
    nodes: impl Iterator<Item = &'a [i64]>,
    column: usize,
    used: usize,
    is_level: bool,
    scan: &Scan,
    best: &mut Option<Best>,
) {
    if used < 2 {
        return;
    }
    let mut scores = [0.0; super::CODES];
    let scores = &mut scores[..used - usize::from(!is_level)];
    for node in nodes {
        for output in 0..scan.n_outputs {
            add_scores(node, output, used, is_level, scan, scores);
        }
    }
    for (code, &score) in scores.iter().enumerate() {
        if best.is_none_or(|best| score > best.score) {
            *best = Some(Best { column, code: code as u8, score });
        }
    }
}

#[inline(always)]
fn add_scores(node: &[i64], output: usize, used: usize, is_level: bool, scan: &Scan, scores: &mut [f64]) {
    let [slope_unit, curve_unit] = scan.units;
    let mut parts = [0i64; super::CODES];
    let parts = &mut parts[..used];
    let mut total = 0i64;
    for (code, part) in parts.iter_mut().enumerate() {
        let sum = node[code * scan.n_outputs + output];
        total = total.wrapping_add(sum);
        *part = if is_level { sum } else { total };
    }
    // A curve's sum is below 2^31, so its bits are those of a number without a sign.
    let (all_slope, all_curve) = ((total >> 32) as i32, total as i32);
    if all_slope == 0 && all_curve == 0 {
        return;
    }
    for (score, &part) in scores.iter_mut().zip(parts.iter()) {
        let (slope, curve) = ((part >> 32) as i32, part as i32);
        let (a, b) = (f64::from(slope) * slope_unit, f64::from(all_slope.wrapping_sub(slope)) * slope_unit);
        let p = f64::from(curve) * curve_unit + scan.l2;
        let q = f64::from(all_curve.wrapping_sub(curve)) * curve_unit + scan.l2;
        *score += (a * a * q + b * b * p) / (p * q);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Six rows, codes 1 1 2 2 3 3 and slopes 1 1 1 −1 −1 −1, curves 1: above code 1: 2²/2 + 2²/4 = 3; above code 2: the same
    /// mirrored. With codes 1 1 1 2 2 2: 9/3 + 9/3 = 6.
    #[test]
    fn the_best_question_of_six_rows_by_hand() {
        let packed = |slope: i64| (slope << 32) + 1;
        let mut first = [0i64; 16];
        first[1] = 2 * packed(1);
        first[2] = packed(1) + packed(-1);
        first[3] = 2 * packed(-1);
        let mut second = [0i64; 16];
        second[1] = 3 * packed(1);
        second[2] = 3 * packed(-1);
        let settings = Scan { n_outputs: 1, n_codes: 16, units: [1.0; 2], l2: 1e-9 };
        let mut best = None;
        scan([&first[..]].into_iter(), 0, 4, false, &settings, &mut best);
        let found = best.unwrap();
        assert_eq!((found.column, found.code), (0, 1));
        assert!((found.score - 3.0).abs() < 1e-6);
        scan([&second[..]].into_iter(), 1, 3, false, &settings, &mut best);
        let found = best.unwrap();
        assert_eq!((found.column, found.code), (1, 1));
        assert!((found.score - 6.0).abs() < 1e-6);
        // With l2 = 1: 9/4 + 9/4.
        let mut damped = None;
        scan([&second[..]].into_iter(), 1, 3, false, &Scan { l2: 1.0, ..settings }, &mut damped);
        assert!((damped.unwrap().score - 4.5).abs() < 1e-12);
    }

    /// One row of slope 1 below, two of slope 1 each above: 1²/1 + 2²/2.
    #[test]
    fn each_side_is_divided_by_its_own_curve() {
        let node = [(1i64 << 32) + 1, (2i64 << 32) + 2];
        let settings = Scan { n_outputs: 1, n_codes: 16, units: [1.0; 2], l2: 1e-9 };
        let mut best = None;
        scan([&node[..]].into_iter(), 0, 2, false, &settings, &mut best);
        assert!((best.unwrap().score - 3.0).abs() < 1e-6);
    }

    #[test]
    fn a_level_is_told_from_all_others() {
        // Levels 0, 1, 2 with slopes 1, −2, 1: level 1 against the rest is best, 4/1 + 4/2.
        let node = [(1i64 << 32) + 1, (-2i64 << 32) + 1, (1i64 << 32) + 1];
        let settings = Scan { n_outputs: 1, n_codes: 16, units: [1.0; 2], l2: 1e-9 };
        let mut best = None;
        scan([&node[..]].into_iter(), 0, 3, true, &settings, &mut best);
        assert_eq!(best.map(|best| best.code), Some(1));
        assert!((best.unwrap().score - 6.0).abs() < 1e-6);
    }
}
