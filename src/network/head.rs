use multiversion::multiversion;
use serde::{Deserialize, Serialize};
use wide::f32x4;

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

    /// The loss summed over the rows, from z, of which it leaves nothing: not clipped, so that a loss that grows without
    /// bound is seen to.
    pub fn loss(self, z: &mut Matrix, targets: TargetBatch) -> f64 {
        match targets {
            TargetBatch::Numbers(numbers) => {
                let half_square =
                    |(row, &target): (usize, &f32)| 0.5 * f64::from(z.row(row)[0] - target).powi(2);
                numbers.iter().enumerate().map(half_square).sum()
            }
            TargetBatch::Classes(classes) if self == Head::Softmax => softmax(z, 1.0, classes),
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

/// Rows that are worked on together, so that what is one number a row is worked on for all of them in one lane.
const GROUP: usize = 4;

/// share · e^z / Σ e^z for each row, with the padding set to zero. Returns Σ −ln p(class) over the rows that have a
/// class: −ln p = largest + ln Σ e^(z − largest) − z.
#[inline(never)]
#[multiversion(targets("x86_64+avx"))]
fn softmax(z: &mut Matrix, share: f32, classes: &[u32]) -> f64 {
    let (lanes, padding) = (z.lanes(), padding_mask(z.n_cols()));
    let mut loss = 0.0;
    for (group, rows) in z.grouped_lanes_mut().chunks_exact_mut(GROUP * lanes).enumerate() {
        let classes = classes.chunks(GROUP).nth(group).unwrap_or_default();
        let of_class =
            |row: usize| bytemuck::cast_slice::<Lane, f32>(&rows[row * lanes..])[classes[row] as usize];
        let of_class: [f32; GROUP] =
            std::array::from_fn(|row| if row < classes.len() { of_class(row) } else { 0.0 });
        let mut rows = rows.chunks_exact_mut(lanes);
        let mut rows: [&mut [Lane]; GROUP] = std::array::from_fn(|_| rows.next().unwrap_or_default());

        let largest = across(rows.each_mut().map(|row| largest(row, padding)), f32x4::fast_max);
        let mut shifts = largest.into_iter().map(Lane::splat);
        let sums = rows.each_mut().map(|row| exponentials(row, shifts.next().unwrap_or_default()));
        let totals = across(sums, |a, b| a + b);
        for (row, total) in rows.into_iter().zip(totals) {
            let scale = Lane::splat(share / total);
            row.iter_mut().for_each(|lane| *lane *= scale);
        }
        let logarithms = ln(Lane::new(std::array::from_fn(|row| totals[row % GROUP]))).to_array();
        for row in 0..classes.len() {
            loss += f64::from(largest[row]) + f64::from(logarithms[row]) - f64::from(of_class[row]);
        }
    }
    loss
}

/// All bits set where the last lane of a row of `n_cols` holds numbers, none in its padding.
fn padding_mask(n_cols: usize) -> Lane {
    let used = n_cols - (n_cols - 1) / LANES * LANES;
    Lane::new(std::array::from_fn(|place| f32::from_bits(if place < used { u32::MAX } else { 0 })))
}

/// Sets the padding of a row to −∞, and returns the largest number of each column of lanes.
///
/// `fast_max` passes over NaN on some machines; the row's sum becomes NaN on all of them.
#[inline(always)]
fn largest(row: &mut [Lane], padding: Lane) -> Lane {
    let least = Lane::splat(f32::NEG_INFINITY);
    if let Some(last) = row.last_mut() {
        *last = padding.select(*last, least);
    }
    row.iter().fold(least, |largest, &z| largest.fast_max(z))
}

/// Turns z into e^(z − shift), and returns the sum of each column of lanes.
#[inline(always)]
fn exponentials(row: &mut [Lane], shift: Lane) -> Lane {
    let mut sums = Lane::ZERO;
    for z in row {
        *z = exp_or_zero(*z - shift);
        sums += *z;
    }
    sums
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
            let loss = Head::Softmax.loss(&mut z.clone(), TargetBatch::Classes(&[1]));
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
                let binary = Head::Sigmoid.loss(&mut row(&[z]), TargetBatch::Classes(&[class]));
                let softmax = Head::Softmax.loss(&mut row(&[0.0, z]), TargetBatch::Classes(&[class]));
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
    fn nan_in_a_row_is_noticed_and_stays_in_it() {
        for place in [0, 3, 12] {
            let mut z = Matrix::from_fn(
                2,
                13,
                |row, column| if (row, column) == (1, place) { f32::NAN } else { 1.0 },
            );
            assert!(Head::Softmax.delta(&mut z, TargetBatch::Classes(&[0, 0]), 1.0).is_nan());
            assert!((z.row(0)[5] - 1.0 / 13.0).abs() < 1e-6);
            assert!(z.row(1).iter().all(|p| p.is_nan()));
        }
    }

    #[test]
    fn a_loss_that_grows_is_not_clipped() {
        assert!(Head::Softmax.loss(&mut row(&[0.0, 1e9]), TargetBatch::Classes(&[0])) > 9e8);
    }
}
