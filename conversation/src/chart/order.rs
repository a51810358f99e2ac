/// Sorts ascending (comb sort: n log n steps or so, by gaps that shrink by 1.3). The standard library's sort is twenty times
/// the code, which a page downloads.
pub fn sort(values: &mut [f64]) {
    let mut gap = values.len();
    loop {
        gap = (gap * 10 / 13).max(1);
        let mut swapped = false;
        for at in gap..values.len() {
            if values[at - gap].total_cmp(&values[at]).is_gt() {
                values.swap(at - gap, at);
                swapped = true;
            }
        }
        if gap == 1 && !swapped {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_sorts_as_the_standard_library_does() {
        for length in 0..60 {
            // Some of them twice.
            let mut values: Vec<f64> = (0..length).map(|at| f64::from(at * at * 7 % 23) - 9.0).collect();
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            sort(&mut values);
            assert_eq!(values, sorted);
        }
        let mut odd = [f64::INFINITY, 0.0, -0.0, -1.0];
        sort(&mut odd);
        assert_eq!(odd.map(f64::to_bits), [-1.0, -0.0, 0.0, f64::INFINITY].map(f64::to_bits));
    }

    /// Two histories, one after the other: ten thousand epochs twice.
    #[test]
    fn two_long_runs_take_few_passes() {
        let mut values: Vec<f64> = (0..20_000).map(|at| f64::from(at % 10_000)).collect();
        sort(&mut values);
        assert!(values.is_sorted());
    }
}
