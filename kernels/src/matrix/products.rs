//! The products that forward pass and backpropagation are made of.
//!
//! Each number of a result is one sum in the order of the inner index, whatever the blocking: that, and no fused
//! multiply-add, is why every machine gets the same bits. A register block is four rows by one lane: eight vector
//! registers of four f32 hold its sums on the 128-bit machines (SSE2, NEON, WebAssembly's simd128).
//!
//! `multiversion` compiles each kernel a second time for x86-64 processors with AVX, whose instructions do the same
//! operations with fewer copies between registers, and picks one when the program runs.

use multiversion::multiversion;
use wide::f32x4;

use super::lanes::sum;
use super::{LANES, Lane, Matrix};

/// out = finish(a · b + bias), (m, k) · (k, n) + (1, n) → (m, n). `finish` takes each sum as it leaves the registers.
#[inline(never)]
#[multiversion(targets("x86_64+avx"))]
pub fn multiply_add<F: Fn(Lane) -> Lane>(a: &Matrix, b: &Matrix, bias: &Matrix, out: &mut Matrix, finish: F) {
    assert_eq!(b.n_cols(), bias.n_cols(), "widths differ");
    let bias = bias.row_lanes(0);
    product(a, b, bias, out, |j| bias[j], |_, sum| finish(sum));
}

/// out = finish(a · b, beside), with `beside` of the same shape as the product: (m, k) · (k, n), (m, n) → (m, n).
#[inline(never)]
#[multiversion(targets("x86_64+avx"))]
pub fn multiply_beside<F: Fn(Lane, Lane) -> Lane>(
    a: &Matrix,
    b: &Matrix,
    beside: &Matrix,
    out: &mut Matrix,
    finish: F,
) {
    assert_eq!((a.n_rows(), b.n_cols()), (beside.n_rows(), beside.n_cols()), "shapes differ");
    let beside = beside.grouped_lanes();
    product(a, b, &[], out, |_| Lane::ZERO, |place, sum| finish(sum, beside[place]));
}

/// a · b with `start(lane of a row)` as the first term of each sum and `finish(lane of the result, sum)` as the result.
/// `first`: the first terms once more, none for zero.
#[inline(always)]
fn product(
    a: &Matrix,
    b: &Matrix,
    first: &[Lane],
    out: &mut Matrix,
    start: impl Fn(usize) -> Lane,
    finish: impl Fn(usize, Lane) -> Lane,
) {
    let inner = b.n_rows();
    assert_eq!(a.n_cols(), inner, "inner sizes differ");
    assert_eq!(b.n_cols(), out.n_cols(), "widths differ");
    out.set_rows(a.n_rows());
    let (a_lanes, lanes) = (a.lanes(), b.lanes());
    let b_lanes = b.as_lanes();
    if b_lanes.len() >= LARGE && inner <= PANEL {
        product_by_panels(a, b, first, out);
        for (place, lane) in out.grouped_lanes_mut().iter_mut().enumerate() {
            *lane = finish(place, *lane);
        }
        return;
    }
    let groups =
        a.grouped_lanes().chunks_exact(4 * a_lanes).zip(out.grouped_lanes_mut().chunks_exact_mut(4 * lanes));
    for (group, (a_group, out_group)) in groups.enumerate() {
        let a_rows = four_rows(a_group, inner);
        for j in 0..lanes {
            let sums = block([start(j); 4], a_rows, b_lanes.chunks_exact(lanes).map(|row| row[j]));
            for (row, sum) in sums.into_iter().enumerate() {
                let place = row * lanes + j;
                out_group[place] = finish(4 * group * lanes + place, sum);
            }
        }
    }
}

/// Lanes of a panel, 32 kB: a column of lanes of b, packed.
const PANEL: usize = 1_024;

/// From so many lanes on (256 kB) b is packed panel by panel. Read where it lies, each of its rows is another cache line
/// and soon another page, over again for every four rows of a.
const LARGE: usize = 8_192;

/// out = first + a · b, each sum in the same order as ever.
#[inline(never)]
#[multiversion(targets("x86_64+avx"))]
fn product_by_panels(a: &Matrix, b: &Matrix, first: &[Lane], out: &mut Matrix) {
    let (inner, a_lanes, lanes) = (b.n_rows(), a.lanes(), b.lanes());
    let mut panel = [Lane::ZERO; PANEL];
    for j in 0..lanes {
        for (lane, b_row) in panel.iter_mut().zip(b.as_lanes().chunks_exact(lanes)) {
            *lane = b_row[j];
        }
        let out_groups = out.grouped_lanes_mut().chunks_exact_mut(4 * lanes);
        for (a_group, out_group) in a.grouped_lanes().chunks_exact(4 * a_lanes).zip(out_groups) {
            let start = first.get(j).copied().unwrap_or_default();
            let sums = block([start; 4], four_rows(a_group, inner), panel.iter().copied());
            for (row, sum) in sums.into_iter().enumerate() {
                out_group[row * lanes + j] = sum;
            }
        }
    }
}

/// The numbers of a group of four rows that are not padding.
#[inline(always)]
fn four_rows(group: &[Lane], n_cols: usize) -> [&[f32]; 4] {
    let group: &[f32] = bytemuck::cast_slice(group);
    [0, 1, 2, 3].map(|row| &group[row * (group.len() / 4)..][..n_cols])
}

/// Adds four rows of a times a column of lanes of b to four sums.
#[inline(always)]
fn block(mut sums: [Lane; 4], a_rows: [&[f32]; 4], column: impl Iterator<Item = Lane>) -> [Lane; 4] {
    let [a0, a1, a2, a3] = a_rows;
    for ((((b, &a0), &a1), &a2), &a3) in column.zip(a0).zip(a1).zip(a2).zip(a3) {
        sums[0] += Lane::splat(a0) * b;
        sums[1] += Lane::splat(a1) * b;
        sums[2] += Lane::splat(a2) * b;
        sums[3] += Lane::splat(a3) * b;
    }
    sums
}

/// out = aᵀ · b, (k, m)ᵀ · (k, n) → (m, n): the sum over the k rows of a batch. `adding`: to what `out` holds.
#[inline(never)]
#[multiversion(targets("x86_64+avx"))]
pub fn multiply_transposed(a: &Matrix, b: &Matrix, adding: bool, out: &mut Matrix) {
    assert_eq!(a.n_rows(), b.n_rows(), "inner sizes differ");
    assert_eq!((a.n_cols(), b.n_cols()), (out.n_rows(), out.n_cols()), "shapes differ");
    let (a_quads, lanes) = (2 * a.lanes(), b.lanes());
    let (a_rows, b_rows): (&[f32x4], _) = (bytemuck::cast_slice(a.as_lanes()), b.as_lanes());
    for (group, out_group) in out.grouped_lanes_mut().chunks_exact_mut(4 * lanes).enumerate() {
        for j in 0..lanes {
            let mut sums =
                [0, 1, 2, 3].map(|row| if adding { out_group[row * lanes + j] } else { Lane::ZERO });
            for (a_row, b_row) in a_rows.chunks_exact(a_quads).zip(b_rows.chunks_exact(lanes)) {
                let (a, b) = (a_row[group].as_array(), b_row[j]);
                sums[0] += Lane::splat(a[0]) * b;
                sums[1] += Lane::splat(a[1]) * b;
                sums[2] += Lane::splat(a[2]) * b;
                sums[3] += Lane::splat(a[3]) * b;
            }
            for (row, sum) in sums.into_iter().enumerate() {
                out_group[row * lanes + j] = sum;
            }
        }
    }
}

/// out = aᵀ, (m, n) → (n, m), in blocks of 4 × 4.
#[inline(never)]
pub fn transpose_into(a: &Matrix, out: &mut Matrix) {
    assert_eq!((a.n_rows(), a.n_cols()), (out.n_cols(), out.n_rows()), "shapes differ");
    let (a_quads, out_quads) = (2 * a.lanes(), 2 * out.lanes());
    let source: &[f32x4] = bytemuck::cast_slice(a.grouped_lanes());
    let target: &mut [f32x4] = bytemuck::cast_slice_mut(out.grouped_lanes_mut());
    for (block_column, target) in target.chunks_exact_mut(4 * out_quads).enumerate() {
        for (block_row, source) in source.chunks_exact(4 * a_quads).enumerate() {
            let block = [0, 1, 2, 3].map(|row| source[row * a_quads + block_column]);
            for (row, quad) in f32x4::transpose(block).into_iter().enumerate() {
                target[row * out_quads + block_row] = quad;
            }
        }
    }
}

/// `out[row] = a[row] · w + bias`, (m, k) · (k) → (m, 1): [`multiply_add`] for a single output, with lanes along
/// k.
///
/// `w` is one row, (1, k).
#[inline(never)]
#[multiversion(targets("x86_64+avx"))]
pub fn row_dots(a: &Matrix, w: &Matrix, bias: f32, out: &mut Matrix) {
    assert_eq!(a.n_cols(), w.n_cols(), "inner sizes differ");
    out.set_rows(a.n_rows());
    let whole = a.n_cols() / LANES;
    let (w_whole, w_rest) = (&w.row_lanes(0)[..whole], &w.row(0)[whole * LANES..]);
    for (a_row, out) in a.as_lanes().chunks_exact(a.lanes()).zip(out.as_lanes_mut()) {
        let mut sums = Lane::ZERO;
        for (&a, &w) in a_row[..whole].iter().zip(w_whole) {
            sums += a * w;
        }
        // The padding of a may hold anything finite, so what does not fill a lane is summed number by number.
        let mut total = bias + sum(sums);
        if let Some(last) = a_row.get(whole) {
            for (&a, &w) in last.as_array().iter().zip(w_rest) {
                total += a * w;
            }
        }
        *out = Lane::splat(total);
    }
}

/// out = Σ over rows of `weight[row] · a[row]`, (m, 1)ᵀ · (m, n) → (1, n): [`multiply_transposed`] for a single output.
#[inline(never)]
pub fn weighted_row_sum(weights: &Matrix, a: &Matrix, out: &mut Matrix) {
    assert_eq!((weights.n_rows(), out.n_cols()), (a.n_rows(), a.n_cols()), "shapes differ");
    let lanes = a.lanes();
    for (j, out) in out.row_lanes_mut(0).iter_mut().enumerate() {
        let mut sums = Lane::ZERO;
        for (weight, a_row) in weights.as_lanes().iter().zip(a.as_lanes().chunks_exact(lanes)) {
            sums += Lane::splat(weight.as_array()[0]) * a_row[j];
        }
        *out = sums;
    }
}

/// out = the sum of each column, (m, n) → (1, n). `adding`: to what `out` holds.
#[inline(never)]
pub fn column_sums(a: &Matrix, adding: bool, out: &mut Matrix) {
    assert_eq!(a.n_cols(), out.n_cols(), "widths differ");
    let lanes = a.lanes();
    for (j, out) in out.row_lanes_mut(0).iter_mut().enumerate() {
        let first = if adding { *out } else { Lane::ZERO };
        *out = a.as_lanes().chunks_exact(lanes).fold(first, |sum, row| sum + row[j]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that differ from place to place, with a poisoned padding: no kernel may read it into a result.
    fn sample(n_rows: usize, n_cols: usize, seed: u32) -> Matrix {
        let mut state = seed;
        let mut matrix = Matrix::zeros(n_rows.next_multiple_of(4), n_cols);
        for lane in matrix.as_lanes_mut() {
            *lane = Lane::splat(1e6);
        }
        matrix.set_rows(n_rows);
        for row in 0..n_rows {
            for cell in matrix.row_mut(row) {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                *cell = (state >> 16) as f32 / 32_768.0 - 1.0;
            }
        }
        matrix
    }

    fn close(ours: &Matrix, expected: impl Fn(usize, usize) -> f64) {
        for row in 0..ours.n_rows() {
            for (column, &value) in ours.row(row).iter().enumerate() {
                let expected = expected(row, column);
                assert!(
                    (value as f64 - expected).abs() < 1e-4,
                    "({row}, {column}): {value} is not {expected}"
                );
            }
        }
    }

    fn at(matrix: &Matrix, row: usize, column: usize) -> f64 {
        matrix.row(row)[column] as f64
    }

    // The last is large enough to be packed.
    const SHAPES: [(usize, usize, usize); 8] = [
        (32, 13, 64),
        (3, 5, 101),
        (1, 1, 1),
        (33, 64, 32),
        (7, 32, 1),
        (4, 8, 9),
        (5, 101, 3),
        (5, 300, 220),
    ];

    #[test]
    fn products_are_those_of_three_plain_loops() {
        for (m, k, n) in SHAPES {
            let (a, b, bias) = (sample(m, k, 1), sample(k, n, 2), sample(1, n, 3));
            let mut out = Matrix::zeros(m, n);
            let dot = |row, column| (0..k).map(|i| at(&a, row, i) * at(&b, i, column)).sum::<f64>();
            multiply_add(&a, &b, &bias, &mut out, |sum| sum + sum);
            close(&out, |row, column| 2.0 * (at(&bias, 0, column) + dot(row, column)));
            let beside = sample(m, n, 10);
            multiply_beside(&a, &b, &beside, &mut out, |sum, beside| sum * beside);
            close(&out, |row, column| dot(row, column) * at(&beside, row, column));
        }
    }

    #[test]
    fn transposed_products_sum_over_the_rows_in_use() {
        for (m, k, n) in SHAPES {
            let (a, b) = (sample(m, k, 4), sample(m, n, 5));
            let mut out = Matrix::zeros(k, n);
            let mut sums = Matrix::zeros(1, k);
            for (adding, times) in [(false, 1.0), (true, 2.0), (false, 1.0)] {
                multiply_transposed(&a, &b, adding, &mut out);
                close(&out, |i, j| times * (0..m).map(|row| at(&a, row, i) * at(&b, row, j)).sum::<f64>());
                column_sums(&a, adding, &mut sums);
                close(&sums, |_, i| times * (0..m).map(|row| at(&a, row, i)).sum::<f64>());
            }
        }
    }

    #[test]
    fn single_output_kernels_agree_with_the_general_ones() {
        for (m, k, _) in SHAPES {
            let (a, w, delta) = (sample(m, k, 6), sample(1, k, 7), sample(m, 1, 8));
            let mut out = Matrix::zeros(m, 1);
            row_dots(&a, &w, 0.25, &mut out);
            close(&out, |row, _| 0.25 + (0..k).map(|i| at(&a, row, i) * at(&w, 0, i)).sum::<f64>());
            let mut sums = Matrix::zeros(1, k);
            weighted_row_sum(&delta, &a, &mut sums);
            close(&sums, |_, i| (0..m).map(|row| at(&delta, row, 0) * at(&a, row, i)).sum());
        }
    }

    #[test]
    fn transposing_swaps_rows_and_columns() {
        for (m, n, _) in SHAPES {
            let a = sample(m, n, 9);
            let mut out = Matrix::zeros(n, m);
            transpose_into(&a, &mut out);
            close(&out, |row, column| at(&a, column, row));
        }
    }
}
