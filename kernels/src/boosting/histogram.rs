//! Sums of the derivatives by column and code.

use super::Codes;

/// Adds the derivatives of some rows to a histogram: (width, n_codes, n_outputs) packed numbers, column by column. `packed`:
/// (all rows, n_outputs), `n_codes`: a power of two above every code.
#[inline(never)]
pub fn count(
    codes: &Codes,
    rows: &[u32],
    packed: &[i64],
    n_outputs: usize,
    n_codes: usize,
    histogram: &mut [i64],
) {
    match (n_outputs, n_codes) {
        (1, 128) => count_one::<128>(codes, rows, packed, histogram),
        (1, 64) => count_one::<64>(codes, rows, packed, histogram),
        (1, 32) => count_one::<32>(codes, rows, packed, histogram),
        (1, 16) => count_one::<16>(codes, rows, packed, histogram),
        _ => {
            for &row in rows {
                let derivatives = &packed[row as usize * n_outputs..][..n_outputs];
                for (column, &code) in codes.row(row as usize).iter().enumerate() {
                    let sums = &mut histogram[(column * n_codes + code as usize) * n_outputs..][..n_outputs];
                    sums.iter_mut()
                        .zip(derivatives)
                        .for_each(|(sum, derivative)| *sum = sum.wrapping_add(*derivative));
                }
            }
        }
    }
}

/// One score a row, which most tables have. The size is known and the code cut to it, so that no place is checked.
fn count_one<const N: usize>(codes: &Codes, rows: &[u32], packed: &[i64], histogram: &mut [i64]) {
    let (columns, _) = histogram.as_chunks_mut::<N>();
    let columns = &mut columns[..codes.width()];
    for &row in rows {
        let derivatives = packed[row as usize];
        for (sums, &code) in columns.iter_mut().zip(codes.row(row as usize)) {
            let sum = &mut sums[code as usize % N];
            *sum = sum.wrapping_add(derivatives);
        }
    }
}

/// What is left of a node's histogram when one child's is taken away: the other child's, to the last bit.
#[inline(never)]
pub fn subtract(node: &mut [i64], child: &[i64]) {
    node.iter_mut().zip(child).for_each(|(sum, part)| *sum = sum.wrapping_sub(*part));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_stand_at_their_codes_and_two_children_make_the_node() {
        let mut codes = Codes::zeros(4, 2);
        for (row, code) in [3, 1, 3, 0].into_iter().enumerate() {
            codes.set(row, 1, code);
        }
        for (n_outputs, n_codes) in [(1, 128), (1, 64), (1, 32), (1, 16), (2, 16)] {
            let packed: Vec<i64> = (0..4 * n_outputs as i64).map(|i| 1 << i).collect();
            let counted = |rows: &[u32]| {
                let mut histogram = vec![0; 2 * n_codes * n_outputs];
                count(&codes, rows, &packed, n_outputs, n_codes, &mut histogram);
                histogram
            };
            let mut all = counted(&[0, 1, 2, 3]);
            let at = |code: usize, output: usize| all[(n_codes + code) * n_outputs + output];
            if n_outputs == 1 {
                assert_eq!([at(0, 0), at(1, 0), at(2, 0), at(3, 0)], [8, 2, 0, 5]);
                assert_eq!(all[0], 15);
            } else {
                assert_eq!([at(0, 1), at(1, 1), at(2, 1), at(3, 1)], [128, 8, 0, 34]);
            }
            subtract(&mut all, &counted(&[1, 3]));
            assert_eq!(all, counted(&[0, 2]));
        }
    }
}
