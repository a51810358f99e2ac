use serde::{Deserialize, Serialize};

use crate::dataset::{TargetEncoder, Task};
use crate::matrix::{LANES, Lane, Matrix, exp, ln, sigmoid};

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
                softmax(z, &[]);
            }
        }
    }

    /// Turns z into dLoss/dz = output − target, in place, and returns the loss summed over the rows.
    pub fn delta(self, z: &mut Matrix, targets: TargetBatch) -> f64 {
        match targets {
            TargetBatch::Numbers(numbers) => {
                let loss = self.loss(z, targets);
                for (row, &target) in numbers.iter().enumerate() {
                    z.row_mut(row)[0] -= target;
                }
                loss
            }
            TargetBatch::Classes(classes) if self == Head::Softmax => {
                let loss = softmax(z, classes);
                for (row, &class) in classes.iter().enumerate() {
                    z.row_mut(row)[class as usize] -= 1.0;
                }
                loss
            }
            TargetBatch::Classes(classes) => {
                let loss = self.loss(z, targets);
                logistic(z);
                for (row, &class) in classes.iter().enumerate() {
                    z.row_mut(row)[0] -= class as f32;
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
            TargetBatch::Classes(classes) if self == Head::Softmax => {
                let each = classes.iter().enumerate();
                each.map(|(row, &class)| log_sum_exp(z, row) - f64::from(z.row(row)[class as usize])).sum()
            }
            TargetBatch::Classes(classes) => {
                classes.iter().enumerate().map(|(row, &class)| binary_loss(z.row(row)[0], class)).sum()
            }
        }
    }
}

/// ln(1 + e^z) − class · z, for class 0 or 1, without overflow.
fn binary_loss(z: f32, class: u32) -> f64 {
    let rest = ln(1.0 + exp(Lane::splat(-z.abs())).to_array()[0]);
    f64::from(rest) + f64::from(if z > 0.0 { z } else { 0.0 }) - f64::from(class) * f64::from(z)
}

fn logistic(z: &mut Matrix) {
    for row in 0..z.n_rows() {
        let cell = &mut z.row_mut(row)[0];
        *cell = sigmoid(Lane::splat(*cell)).to_array()[0];
    }
}

/// ln Σ e^z over a row.
fn log_sum_exp(z: &Matrix, row: usize) -> f64 {
    let largest = largest(z.row(row));
    let shift = Lane::splat(largest);
    let (last, whole) = z.row_lanes(row).split_last().expect("a softmax has outputs");
    let mut sums = exp(*last - shift) & padding_mask(z.n_cols());
    for &z in whole {
        sums += exp(z - shift);
    }
    f64::from(largest) + f64::from(ln(total(sums)))
}

/// e^z / Σ e^z for each row, with the padding set to zero. Returns Σ −ln p(class) over the rows that have a class.
#[inline(never)]
fn softmax(z: &mut Matrix, classes: &[u32]) -> f64 {
    let mut loss = 0.0;
    let mask = padding_mask(z.n_cols());
    for row in 0..z.n_rows() {
        let largest = largest(z.row(row));
        let shift = Lane::splat(largest);
        let of_class = classes.get(row).map(|&class| z.row(row)[class as usize]);
        let lanes = z.row_lanes_mut(row);
        let mut sums = Lane::ZERO;
        let last = lanes.len() - 1;
        for (place, lane) in lanes.iter_mut().enumerate() {
            *lane = exp(*lane - shift);
            if place == last {
                *lane &= mask;
            }
            sums += *lane;
        }
        let total = total(sums);
        let scale = Lane::splat(1.0 / total);
        lanes.iter_mut().for_each(|lane| *lane *= scale);
        if let Some(z) = of_class {
            loss += f64::from(largest) + f64::from(ln(total)) - f64::from(z);
        }
    }
    loss
}

/// All bits set where the last lane of a row of `n_cols` holds numbers, none in its padding.
fn padding_mask(n_cols: usize) -> Lane {
    let used = n_cols - (n_cols - 1) / LANES * LANES;
    Lane::new(std::array::from_fn(|place| f32::from_bits(if place < used { u32::MAX } else { 0 })))
}

fn largest(row: &[f32]) -> f32 {
    row.iter().fold(f32::NEG_INFINITY, |largest, &z| if z > largest { z } else { largest })
}

fn total(lane: Lane) -> f32 {
    lane.to_array().iter().sum()
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
        let loss = Head::Softmax.delta(&mut z, TargetBatch::Classes(&[2]));
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
        assert_eq!(Head::Identity.delta(&mut z, TargetBatch::Numbers(&[1.0])), 2.0);
        assert_eq!(z.row(0), [2.0]);
    }

    #[test]
    fn a_loss_that_grows_is_not_clipped() {
        assert!(Head::Softmax.loss(&row(&[0.0, 1e9]), TargetBatch::Classes(&[0])) > 9e8);
    }
}
