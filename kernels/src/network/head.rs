use multiversion::multiversion;
use serde::{Deserialize, Serialize};
use wide::f32x4;

use crate::matrix::{LANES, Lane, Matrix, across, exp, exp_or_zero, ln, sigmoid};

/// The output's activation together with its loss.
///
/// Only pairs whose dLoss/dz is as short as output − target (or its sign, or its part within ±1) exist, so no other can
/// be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Head {
    /// Numbers; half the squared error ½ (ŷ − y)².
    Identity,
    /// Two classes as the probability of the second; binary cross-entropy.
    Sigmoid,
    /// A probability for each class; cross-entropy −ln p(class).
    Softmax,
    /// Numbers; the absolute error |ŷ − y|.
    Absolute,
    /// Numbers; half the squared error up to a distance of 1, and from there on |ŷ − y| − ½ (Huber 1964).
    Huber,
    /// Numbers from 0 as e^z; half the Poisson deviance y ln(y / ŷ) − y + ŷ.
    Poisson,
}

/// The targets of a batch, row by row.
#[derive(Clone, Copy, Debug)]
pub enum TargetBatch<'a> {
    /// (n_rows, n_out) row by row, in the scale that the network is trained in.
    Numbers(&'a [f32]),
    /// For [`Head::Sigmoid`] and [`Head::Softmax`]: the index of the class.
    Classes(&'a [u32]),
}

impl Head {
    /// Turns z into the output, in place. z: (n_rows, n_out).
    pub fn apply(self, z: &mut Matrix) {
        match self {
            Head::Identity | Head::Absolute | Head::Huber => {}
            Head::Sigmoid => logistic(z),
            Head::Softmax => {
                softmax(z, 1.0, &[], &[]);
            }
            Head::Poisson => z.as_lanes_mut().iter_mut().for_each(|lane| *lane = exp(*lane)),
        }
    }

    /// A row of z as it is read: the output where that has another order than z, and z where it has the same.
    pub fn number<'a>(self, z: &'a [f32], room: &'a mut [f32; 1]) -> &'a [f32] {
        if self == Head::Poisson {
            room[0] = one_lane(exp, z[0]);
            return room;
        }
        z
    }

    /// Turns z into share · weight · dLoss/dz, in place, and returns the loss summed over the rows, each times its weight.
    ///
    /// A share of 1 / n_rows makes gradients that are means over the batch. `weights`: of the rows; none for all 1.
    pub fn delta(self, z: &mut Matrix, targets: TargetBatch, weights: &[f32], share: f32) -> f64 {
        match targets {
            TargetBatch::Numbers(numbers) => {
                let (n_out, mut loss) = (z.n_cols(), 0.0);
                for (row, targets) in numbers.chunks_exact(n_out).enumerate() {
                    let weight = weight_of(weights, row);
                    for (z, &target) in z.row_mut(row).iter_mut().zip(targets) {
                        let (one, slope) = self.of_number(*z, target, n_out);
                        loss += f64::from(weight) * one;
                        *z = share * weight * slope;
                    }
                }
                loss
            }
            TargetBatch::Classes(classes) if self == Head::Softmax => {
                let loss = softmax(z, share, classes, weights);
                for (row, &class) in classes.iter().enumerate() {
                    z.row_mut(row)[class as usize] -= share * weight_of(weights, row);
                }
                loss
            }
            TargetBatch::Classes(classes) => {
                let loss = self.loss(z, targets, weights);
                logistic(z);
                for (row, &class) in classes.iter().enumerate() {
                    let cell = &mut z.row_mut(row)[0];
                    *cell = share * weight_of(weights, row) * (*cell - class as f32);
                }
                loss
            }
        }
    }

    /// The loss summed over the rows, each times its weight, from z, of which it leaves nothing: not clipped, so that a loss
    /// that grows without bound is seen to.
    pub fn loss(self, z: &mut Matrix, targets: TargetBatch, weights: &[f32]) -> f64 {
        match targets {
            TargetBatch::Numbers(_) => self.delta(z, targets, weights, 1.0),
            TargetBatch::Classes(classes) if self == Head::Softmax => softmax(z, 1.0, classes, weights),
            TargetBatch::Classes(classes) => {
                let loss = |(row, &class): (usize, &u32)| {
                    f64::from(weight_of(weights, row)) * binary_loss(z.row(row)[0], class)
                };
                classes.iter().enumerate().map(loss).sum()
            }
        }
    }

    /// The loss of one number against its target, both as the network is trained on them; nothing for classes.
    pub fn loss_of_output(self, output: f32, target: f32) -> f64 {
        match self {
            Head::Poisson => self.of_number(one_lane(ln, output), target, 1).0,
            Head::Sigmoid | Head::Softmax => 0.0,
            _ => self.of_number(output, target, 1).0,
        }
    }

    /// The loss of one output and its slope dLoss/dz. The squared error of a row is the mean over its `n_out` outputs and
    /// its slope that of the sum, as in scikit-learn.
    #[inline(always)]
    fn of_number(self, z: f32, target: f32, n_out: usize) -> (f64, f32) {
        let error = z - target;
        let far = (f64::from(z) - f64::from(target)).abs();
        match self {
            Head::Absolute => (
                far,
                if error > 0.0 {
                    1.0
                } else if error < 0.0 {
                    -1.0
                } else {
                    error
                },
            ),
            Head::Huber if far > 1.0 => (far - 0.5, if error > 0.0 { 1.0 } else { -1.0 }),
            Head::Huber => (0.5 * far * far, error),
            Head::Poisson => {
                let output = one_lane(exp, z);
                let y = f64::from(target);
                let logarithm = if target > 0.0 { y * f64::from(one_lane(ln, target)) } else { 0.0 };
                (logarithm - y * f64::from(z) - y + f64::from(output), output - target)
            }
            _ => (0.5 * f64::from(error).powi(2) / n_out as f64, error),
        }
    }
}

fn weight_of(weights: &[f32], row: usize) -> f32 {
    weights.get(row).copied().unwrap_or(1.0)
}

/// A function of lanes at one number.
fn one_lane(f: impl Fn(Lane) -> Lane, x: f32) -> f32 {
    f(Lane::splat(x)).to_array()[0]
}

/// ln(1 + e^z) − class · z, for class 0 or 1, without overflow.
fn binary_loss(z: f32, class: u32) -> f64 {
    let rest = one_lane(|z| ln(Lane::ONE + exp(z)), -z.abs());
    f64::from(rest) + f64::from(if z > 0.0 { z } else { 0.0 }) - f64::from(class) * f64::from(z)
}

fn logistic(z: &mut Matrix) {
    for row in 0..z.n_rows() {
        let cell = &mut z.row_mut(row)[0];
        *cell = one_lane(sigmoid, *cell);
    }
}

/// Rows that are worked on together, so that what is one number a row is worked on for all of them in one lane.
const GROUP: usize = 4;

/// share · weight · e^z / Σ e^z for each row, with the padding set to zero. Returns Σ weight · −ln p(class) over the rows
/// that have a class: −ln p = largest + ln Σ e^(z − largest) − z.
#[inline(never)]
#[multiversion(targets("x86_64+avx"))]
fn softmax(z: &mut Matrix, share: f32, classes: &[u32], weights: &[f32]) -> f64 {
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
        let weight = |row: usize| weight_of(weights, group * GROUP + row);
        for (index, (row, total)) in rows.into_iter().zip(totals).enumerate() {
            let scale = Lane::splat(share * weight(index) / total);
            row.iter_mut().for_each(|lane| *lane *= scale);
        }
        let logarithms = ln(Lane::new(std::array::from_fn(|row| totals[row % GROUP]))).to_array();
        for row in 0..classes.len() {
            let one = f64::from(largest[row]) + f64::from(logarithms[row]) - f64::from(of_class[row]);
            loss += f64::from(weight(row)) * one;
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
            let loss = Head::Softmax.loss(&mut z.clone(), TargetBatch::Classes(&[1]), &[]);
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
        let loss = Head::Softmax.delta(&mut z, TargetBatch::Classes(&[2]), &[], 1.0);
        assert!((loss - std::f64::consts::LN_2).abs() < 1e-6);
        for (ours, expected) in z.row(0).iter().zip([1.0 / 6.0, 2.0 / 6.0, -0.5]) {
            assert!((ours - expected).abs() < 1e-6);
        }
    }

    #[test]
    fn binary_cross_entropy_is_that_of_a_softmax_over_zero_and_z() {
        for z in [-90.0f32, -2.0, 0.0, 0.7, 30.0] {
            for class in [0, 1] {
                let binary = Head::Sigmoid.loss(&mut row(&[z]), TargetBatch::Classes(&[class]), &[]);
                let softmax = Head::Softmax.loss(&mut row(&[0.0, z]), TargetBatch::Classes(&[class]), &[]);
                assert!((binary - softmax).abs() < 1e-5, "{z} {class}: {binary} {softmax}");
            }
        }
    }

    #[test]
    fn half_squared_error_of_one_row_by_hand() {
        let mut z = row(&[3.0]);
        assert_eq!(Head::Identity.delta(&mut z, TargetBatch::Numbers(&[1.0]), &[], 0.25), 2.0);
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
            assert!(Head::Softmax.delta(&mut z, TargetBatch::Classes(&[0, 0]), &[], 1.0).is_nan());
            assert!((z.row(0)[5] - 1.0 / 13.0).abs() < 1e-6);
            assert!(z.row(1).iter().all(|p| p.is_nan()));
        }
    }

    #[test]
    fn a_loss_that_grows_is_not_clipped() {
        assert!(Head::Softmax.loss(&mut row(&[0.0, 1e9]), TargetBatch::Classes(&[0]), &[]) > 9e8);
    }

    #[test]
    fn other_losses_of_one_row_by_hand() {
        let of = |head: Head, z: f32, y: f32| {
            let mut z = row(&[z]);
            let loss = head.delta(&mut z, TargetBatch::Numbers(&[y]), &[], 1.0);
            (loss, z.row(0)[0])
        };
        assert_eq!(of(Head::Absolute, 3.0, 5.0), (2.0, -1.0));
        assert_eq!(of(Head::Huber, 3.0, 5.0), (1.5, -1.0));
        assert_eq!(of(Head::Huber, 3.0, 2.5), (0.125, 0.5));
        // e⁰ = 1 for 2: 2 ln 2 − 2 + 1, slope 1 − 2.
        let (loss, slope) = of(Head::Poisson, 0.0, 2.0);
        assert!((loss - (2.0 * std::f64::consts::LN_2 - 1.0)).abs() < 1e-6 && slope == -1.0);
        assert_eq!(of(Head::Poisson, 0.0, 0.0), (1.0, 1.0));
    }

    /// Two outputs a row, as scikit-learn has it: the loss is the mean over them, the slope that of their sum.
    #[test]
    fn several_outputs_by_hand() {
        let mut z = row(&[3.0, 1.0]);
        assert_eq!(Head::Identity.delta(&mut z, TargetBatch::Numbers(&[1.0, 2.0]), &[], 1.0), 1.25);
        assert_eq!(z.row(0), [2.0, -1.0]);
    }

    #[test]
    fn a_row_of_weight_two_counts_as_two_rows() {
        let two_rows = |values: [f32; 3]| Matrix::from_fn(2, 3, |_, column| values[column]);
        for (head, classes) in [(Head::Softmax, [2, 2]), (Head::Sigmoid, [1, 1])] {
            let width = if head == Head::Softmax { 3 } else { 1 };
            let mut twice =
                Matrix::from_fn(2, width, |row, column| two_rows([0.3, -1.0, 2.0]).row(row)[column]);
            let mut once = Matrix::from_fn(1, width, |_, column| twice.row(0)[column]);
            let both = head.delta(&mut twice, TargetBatch::Classes(&classes), &[], 0.5);
            let weighted = head.delta(&mut once, TargetBatch::Classes(&classes[..1]), &[2.0], 0.5);
            assert!((both - weighted).abs() < 1e-6);
            for (weighted, one) in once.row(0).iter().zip(twice.row(0)) {
                assert!((weighted - 2.0 * one).abs() < 1e-6);
            }
        }
        let mut z = row(&[3.0]);
        assert_eq!(Head::Identity.delta(&mut z, TargetBatch::Numbers(&[1.0]), &[3.0], 0.5), 6.0);
        assert_eq!(z.row(0), [3.0]);
    }
}
