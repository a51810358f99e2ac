use multiversion::multiversion;
use serde::{Deserialize, Serialize};

use crate::dataset::{TargetEncoder, Task};
use crate::matrix::{LANES, Lane, Matrix, across, exp, exp_or_zero, ln, sigmoid};

/// The output's activation together with its loss.
///
/// Only pairs with dLoss/dz = output − target exist, so no other can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Head {
    /// One number; half the squared error ½ (ŷ − y)².
    Identity,
    /// Two classes as the probability of the second; binary cross-entropy.
    Sigmoid,
    /// A probability for each class; cross-entropy −ln p(class).
    Softmax,
}

/// The targets of a batch, one a row.
#[derive(Clone, Copy, Debug)]
pub enum TargetBatch<'a> {
    /// For [`Head::Identity`], in the scale that the network is trained in.
    Numbers(&'a [f32]),
    /// For the other heads: the index of the class.
    Classes(&'a [u32]),
}

impl Head {
    /// The head that fits a target.
    pub fn for_target(target: &TargetEncoder) -> Head {
        match (target.task(), target.width()) {
            (Task::Regression, _) => Head::Identity,
            (Task::Classification, 1) => Head::Sigmoid,
            (Task::Classification, _) => Head::Softmax,
        }
    }

    /// Turns z into the output, in place. z: (n_rows, n_out).
    pub fn apply(self, z: &mut Matrix) {
        match self {
            Head::Identity => {}
            Head::Sigmoid => logistic(z),
            Head::Softmax => {
                softmax(z, 1.0, &[]);
            }
        }
    }

    /// Turns z into share · dLoss/dz = share · (output − target), in place, and returns the loss summed over the rows.
    ///
    /// A share of 1 / n_rows makes gradients that are means over the batch.
    pub fn delta(self, z: &mut Matrix, targets: TargetBatch, share: f32) -> f64 {
        match targets {
            TargetBatch::Numbers(numbers) => {
                let loss = self.loss(z, targets);
                for (row, &target) in numbers.iter().enumerate() {
                    let cell = &mut z.row_mut(row)[0];
                    *cell = share * (*cell - target);
                }
                loss
            }
            TargetBatch::Classes(classes) if self == Head::Softmax => {
                let loss = softmax(z, share, classes);
                for (row, &class) in classes.iter().enumerate() {
                    z.row_mut(row)[class as usize] -= share;
                }
                loss
            }
            TargetBatch::Classes(classes) => {
                let loss = self.loss(z, targets);
                logistic(z);
                for (row, &class) in classes.iter().enumerate() {
                    let cell = &mut z.row_mut(row)[0];
                    *cell = share * (*cell - class as f32);
                }
                loss
            }
        }
    }

    /// The loss summed over the rows, from z: not clipped, so that a loss that grows without bound is seen to.
    pub fn loss(self, z: &Matrix, targets: TargetBatch) -> f64 {
        match targets {
            TargetBatch::Numbers(numbers) => {
                let half_square =
                    |(row, &target): (usize, &f32)| 0.5 * f64::from(z.row(row)[0] - target).powi(2);
                numbers.iter().enumerate().map(half_square).sum()
            }
            TargetBatch::Classes(classes) if self == Head::Softmax => cross_entropy(z, classes),
            TargetBatch::Classes(classes) => {
                classes.iter().enumerate().map(|(row, &class)| binary_loss(z.row(row)[0], class)).sum()
            }
        }
    }
}

/// ln(1 + e^z) − class · z, for class 0 or 1, without overflow.
fn binary_loss(z: f32, class: u32) -> f64 {
    let rest = ln(Lane::ONE + exp(Lane::splat(-z.abs()))).to_array()[0];
    f64::from(rest) + f64::from(if z > 0.0 { z } else { 0.0 }) - f64::from(class) * f64::from(z)
}

fn logistic(z: &mut Matrix) {
    for row in 0..z.n_rows() {
        let cell = &mut z.row_mut(row)[0];
        *cell = sigmoid(Lane::splat(*cell)).to_array()[0];
    }
}

/// share · e^z / Σ e^z for each row, with the padding set to zero. Returns Σ −ln p(class) over the rows that have a
/// class.
#[inline(never)]
#[multiversion(targets("x86_64+avx"))]
fn softmax(z: &mut Matrix, share: f32, classes: &[u32]) -> f64 {
    let (lanes, padding) = (z.lanes(), padding_mask(z.n_cols()));
    let mut classes = classes.chunks(GROUP);
    let mut loss = 0.0;
    for rows in z.grouped_lanes_mut().chunks_exact_mut(GROUP * lanes) {
        let classes = classes.next().unwrap_or_default();
        let of_classes = of_classes(rows, classes);
        let largest = largest(rows, padding);
        let totals = totals(lanes, padding, largest, |place, shift, mask| {
            rows[place] = exp_or_zero(rows[place] - shift) & mask;
            rows[place]
        });
        for (row, total) in rows.chunks_exact_mut(lanes).zip(totals) {
            let scale = Lane::splat(share / total);
            row.iter_mut().for_each(|lane| *lane *= scale);
        }
        loss += group_loss(classes.len(), of_classes, largest, totals);
    }
    loss
}

/// Σ −ln p(class) over the rows.
#[inline(never)]
#[multiversion(targets("x86_64+avx"))]
fn cross_entropy(z: &Matrix, classes: &[u32]) -> f64 {
    let (lanes, padding) = (z.lanes(), padding_mask(z.n_cols()));
    let mut loss = 0.0;
    for (rows, classes) in z.grouped_lanes().chunks_exact(GROUP * lanes).zip(classes.chunks(GROUP)) {
        let largest = largest(rows, padding);
        let power = |place: usize, shift, mask| exp_or_zero(rows[place] - shift) & mask;
        let totals = totals(lanes, padding, largest, power);
        loss += group_loss(classes.len(), of_classes(rows, classes), largest, totals);
    }
    loss
}

/// Rows that are worked on together, so that what needs a row as a whole is done for all of them in one lane.
const GROUP: usize = 4;

/// All bits set where the last lane of a row of `n_cols` holds numbers, none in its padding.
fn padding_mask(n_cols: usize) -> Lane {
    let used = n_cols - (n_cols - 1) / LANES * LANES;
    Lane::new(std::array::from_fn(|place| f32::from_bits(if place < used { u32::MAX } else { 0 })))
}

/// z of each row's class.
#[inline(always)]
fn of_classes(rows: &[Lane], classes: &[u32]) -> [f32; GROUP] {
    let (rows, mut z): (&[f32], _) = (bytemuck::cast_slice(rows), [0.0; GROUP]);
    for ((z, row), &class) in z.iter_mut().zip(rows.chunks_exact(rows.len() / GROUP)).zip(classes) {
        *z = row[class as usize];
    }
    z
}

/// The largest number of each row. By comparisons, which treat NaN alike on every machine.
#[inline(always)]
fn largest(rows: &[Lane], padding: Lane) -> [f32; GROUP] {
    let lanes = rows.len() / GROUP;
    let last = |row: usize| padding.select(rows[row * lanes + lanes - 1], Lane::splat(f32::NEG_INFINITY));
    let mut largest = [0, 1, 2, 3].map(last);
    for j in 0..lanes - 1 {
        for (row, largest) in largest.iter_mut().enumerate() {
            let z = rows[row * lanes + j];
            *largest = z.simd_gt(*largest).select(z, *largest);
        }
    }
    across(largest, |a, b| a.simd_gt(b).select(a, b))
}

/// Σ e^(z − largest) of each row. `power(place, shift, mask)` is that of the lane at a place, with zeros outside the
/// mask.
#[inline(always)]
fn totals(
    lanes: usize,
    padding: Lane,
    largest: [f32; GROUP],
    mut power: impl FnMut(usize, Lane, Lane) -> Lane,
) -> [f32; GROUP] {
    let shifts = largest.map(Lane::splat);
    let all = Lane::splat(f32::from_bits(u32::MAX));
    let mut sums = [Lane::ZERO; GROUP];
    for j in 0..lanes {
        let mask = if j + 1 == lanes { padding } else { all };
        for (row, sum) in sums.iter_mut().enumerate() {
            *sum += power(row * lanes + j, shifts[row], mask);
        }
    }
    across(sums, |a, b| a + b)
}

/// Σ −ln p(class) over the first `n_rows` of a group, −ln p = largest + ln Σ e^(z − largest) − z.
#[inline(always)]
fn group_loss(n_rows: usize, z: [f32; GROUP], largest: [f32; GROUP], totals: [f32; GROUP]) -> f64 {
    let logarithms = ln(Lane::new(std::array::from_fn(|row| totals[row % GROUP]))).to_array();
    let loss = |row: usize| f64::from(largest[row]) + f64::from(logarithms[row]) - f64::from(z[row]);
    (0..n_rows).map(loss).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(values: &[f32]) -> Matrix {
        Matrix::from_fn(1, values.len(), |_, column| values[column])
    }

    #[test]
    fn softmax_of_equal_sums_is_even_and_its_loss_is_ln_n() {
        for n in [2usize, 8, 9, 101] {
            let mut z = row(&vec![-500.0; n]);
            let loss = Head::Softmax.loss(&z, TargetBatch::Classes(&[1]));
            assert!((loss - (n as f64).ln()).abs() < 1e-5, "{n}: {loss}");
            Head::Softmax.apply(&mut z);
            assert!(z.row(0).iter().all(|p| (p - 1.0 / n as f32).abs() < 1e-6));
            assert!(z.padded_row(0)[n..].iter().all(|&p| p == 0.0));
        }
    }

    #[test]
    fn softmax_of_three_by_hand() {
        // e^0, e^ln2, e^ln3 = 1, 2, 3 of 6.
        let mut z = row(&[0.0, std::f32::consts::LN_2, 1.098_612_3]);
        let loss = Head::Softmax.delta(&mut z, TargetBatch::Classes(&[2]), 1.0);
        assert!((loss - std::f64::consts::LN_2).abs() < 1e-6);
        for (ours, expected) in z.row(0).iter().zip([1.0 / 6.0, 2.0 / 6.0, -0.5]) {
            assert!((ours - expected).abs() < 1e-6);
        }
    }

    #[test]
    fn binary_cross_entropy_is_that_of_a_softmax_over_zero_and_z() {
        for z in [-90.0f32, -2.0, 0.0, 0.7, 30.0] {
            for class in [0, 1] {
                let binary = Head::Sigmoid.loss(&row(&[z]), TargetBatch::Classes(&[class]));
                let softmax = Head::Softmax.loss(&row(&[0.0, z]), TargetBatch::Classes(&[class]));
                assert!((binary - softmax).abs() < 1e-5, "{z} {class}: {binary} {softmax}");
            }
        }
    }

    #[test]
    fn half_squared_error_of_one_row_by_hand() {
        let mut z = row(&[3.0]);
        assert_eq!(Head::Identity.delta(&mut z, TargetBatch::Numbers(&[1.0]), 0.25), 2.0);
        assert_eq!(z.row(0), [0.5]);
    }

    #[test]
    fn a_loss_that_grows_is_not_clipped() {
        assert!(Head::Softmax.loss(&row(&[0.0, 1e9]), TargetBatch::Classes(&[0])) > 9e8);
    }
}
