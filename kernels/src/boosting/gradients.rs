//! Losses with their first and second derivatives, rounded to whole numbers for the histograms.

use crate::matrix::{LANES, Lane, exp_or_zero, ln, sigmoid};

/// What the trees' sum is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// (y − f)², of one number a row.
    Squared,
    /// −ln p of a row's class of two, p = 1 / (1 + e^−f) being the second's probability. The target is 0 or 1.
    Logistic,
    /// −ln p of a row's class, p = softmax(f): so many classes. The target is the class's number.
    Softmax(usize),
}

/// A probability of 0 would have an endless loss.
const LEAST: f32 = 1e-15;

/// The largest sum of either derivative as whole numbers: what two children add up to still fits.
const ROOM: f64 = (1u64 << 30) as f64;

/// Derivatives of the loss of each row by each of the scores, (n_rows, n_outputs).
///
/// `slope` is −dL/df, `curve` is d²L/df², each times the row's weight (of half the squared error, as usual, and the diagonal for
/// softmax, times classes / (classes − 1): Friedman 2001, eq. 38).
#[derive(Clone, Debug)]
pub struct Gradients {
    n_outputs: usize,
    slope: Vec<f32>,
    curve: Vec<f32>,
    /// Both as whole numbers in one: the slope above, the curve in the 32 bits below. Their sums are the sums of both.
    packed: Vec<i64>,
    /// Σ|slope|, Σ curve and Σ weight · loss of what was derived since [`Gradients::clear`].
    sums: [f64; 3],
}

impl Loss {
    /// Scores of a row.
    pub fn n_outputs(self) -> usize {
        match self {
            Loss::Squared | Loss::Logistic => 1,
            Loss::Softmax(classes) => classes,
        }
    }

    /// Σ weight · loss of some rows. `scores`: (rows, n_outputs); `weights` may be empty.
    #[inline(never)]
    pub fn sum(self, scores: &[f32], targets: &[f32], weights: &[f32]) -> f64 {
        let mut derived = Gradients::new(targets.len(), self);
        derived.derive(self, 0, scores, targets, weights);
        derived.sums[2]
    }

    /// What the scores of one row say: itself, or the probabilities of all classes.
    pub fn answer(self, scores: &[f32], out: &mut [f32]) {
        match self {
            Loss::Squared => out.copy_from_slice(scores),
            Loss::Logistic => {
                let [second, ..] = sigmoid(Lane::splat(scores[0])).to_array();
                out.copy_from_slice(&[1.0 - second, second]);
            }
            Loss::Softmax(_) => softmax(scores, out),
        }
    }
}

/// e^f / Σ e^f, the largest score taken off before.
#[inline(always)]
fn softmax(scores: &[f32], out: &mut [f32]) {
    let largest = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for (some, out) in scores.chunks(LANES).zip(out.chunks_mut(LANES)) {
        let powers = exp_or_zero(lane(some, f32::MIN) - Lane::splat(largest)).to_array();
        out.copy_from_slice(&powers[..out.len()]);
        out.iter().for_each(|power| sum += power);
    }
    out.iter_mut().for_each(|power| *power /= sum);
}

/// Up to eight numbers; what lacks is `rest`.
#[inline(always)]
fn lane(numbers: &[f32], rest: f32) -> Lane {
    let mut eight = [rest; LANES];
    eight[..numbers.len()].copy_from_slice(numbers);
    Lane::new(eight)
}

impl Gradients {
    /// Room for so many rows, all derivatives 0 until [`Gradients::derive`] has been over them.
    pub fn new(n_rows: usize, loss: Loss) -> Gradients {
        let n = n_rows * loss.n_outputs();
        Gradients {
            n_outputs: loss.n_outputs(),
            slope: vec![0.0; n],
            curve: vec![0.0; n],
            packed: Vec::new(),
            sums: [0.0; 3],
        }
    }

    /// Scores of a row.
    pub fn n_outputs(&self) -> usize {
        self.n_outputs
    }

    /// One number for both derivatives of each row and score, (n_rows, n_outputs), in [`Gradients::units`].
    pub fn packed(&self) -> &[i64] {
        &self.packed
    }

    /// −dL/df of each row and score, times the row's weight: (n_rows, n_outputs).
    pub fn slopes(&self) -> &[f32] {
        &self.slope
    }

    /// d²L/df² of each row and score, times the row's weight: (n_rows, n_outputs).
    pub fn curves(&self) -> &[f32] {
        &self.curve
    }

    /// Σ weight · loss.
    pub fn loss(&self) -> f64 {
        self.sums[2]
    }

    /// Begins anew.
    pub fn clear(&mut self) {
        self.sums = [0.0; 3];
    }

    /// Derives the loss of the rows from `first` on, one after the other; `targets` and `weights` are of these rows alone.
    #[inline(never)]
    pub fn derive(&mut self, loss: Loss, first: usize, scores: &[f32], targets: &[f32], weights: &[f32]) {
        let at = first * self.n_outputs;
        let n = targets.len() * self.n_outputs;
        let (slope, curve) = (&mut self.slope[at..at + n], &mut self.curve[at..at + n]);
        let total = &mut self.sums[2];
        match loss {
            Loss::Squared => {
                for (i, (&y, &f)) in targets.iter().zip(scores).enumerate() {
                    let weight = weights.get(i).copied().unwrap_or(1.0);
                    (slope[i], curve[i]) = (weight * (y - f), weight);
                    let off = f64::from(y) - f64::from(f);
                    *total += f64::from(weight) * off * off;
                }
            }
            Loss::Logistic => logistic(slope, curve, total, scores, targets, weights),
            Loss::Softmax(classes) => {
                let factor = classes as f32 / (classes as f32 - 1.0).max(1.0);
                for (i, &class) in targets.iter().enumerate() {
                    let weight = weights.get(i).copied().unwrap_or(1.0);
                    let own = i * classes..(i + 1) * classes;
                    let (slope, curve) = (&mut slope[own.clone()], &mut curve[own.clone()]);
                    softmax(&scores[own], slope);
                    let of_class = slope.get(class as usize).copied().unwrap_or(1.0).max(LEAST);
                    *total -= f64::from(weight) * f64::from(ln(Lane::splat(of_class)).to_array()[0]);
                    for (slope, curve) in slope.iter_mut().zip(curve) {
                        let p = *slope;
                        (*slope, *curve) = (-weight * p, weight * factor * p * (1.0 - p));
                    }
                    if let Some(slope) = slope.get_mut(class as usize) {
                        *slope += weight;
                    }
                }
            }
        }
        for (&slope, &curve) in slope.iter().zip(curve.iter()) {
            self.sums[0] += f64::from(slope.abs());
            self.sums[1] += f64::from(curve);
        }
    }

    /// How much one of the whole numbers is: of the slopes, of the curves.
    pub fn units(&self) -> [f64; 2] {
        [self.sums[0] / ROOM, self.sums[1] / ROOM]
    }

    /// Rounds the derivatives of some rows, `first` and on, once all are derived.
    #[inline(never)]
    pub fn pack(&mut self, first: usize, n_rows: usize) {
        self.packed.resize(self.slope.len(), 0);
        // Where all are zero nothing is to be told apart.
        let per_unit = |unit: f64| if unit > 0.0 && unit.is_finite() { 1.0 / unit } else { 0.0 };
        let [slopes, curves] = self.units().map(per_unit);
        let own = first * self.n_outputs..(first + n_rows) * self.n_outputs;
        let derivatives = self.slope[own.clone()].iter().zip(&self.curve[own.clone()]);
        for (packed, (&slope, &curve)) in self.packed[own].iter_mut().zip(derivatives) {
            let (slope, curve) = (rounded(f64::from(slope) * slopes), rounded(f64::from(curve) * curves));
            *packed = (slope << 32) + curve;
        }
    }
}

/// The nearest whole number of at most 2^31, by its bits: added to 1.5 · 2^52 it stands in the lowest ones.
#[inline(always)]
fn rounded(x: f64) -> i64 {
    i64::from((x + 6_755_399_441_055_744.0).to_bits() as i32)
}

#[inline(always)]
fn logistic(
    slope: &mut [f32],
    curve: &mut [f32],
    total: &mut f64,
    scores: &[f32],
    targets: &[f32],
    weights: &[f32],
) {
    for (place, some) in targets.chunks(LANES).enumerate() {
        let own = place * LANES..place * LANES + some.len();
        let (y, f) = (lane(some, 0.0), lane(&scores[own.clone()], 0.0));
        let weight =
            if weights.is_empty() { Lane::ONE } else { lane(weights.get(own.clone()).unwrap_or(&[]), 0.0) };
        let p = sigmoid(f);
        // sign · f is what speaks for the row's own class.
        let of_class = sigmoid((y + y - Lane::ONE) * f);
        let of_class = of_class.simd_gt(Lane::splat(LEAST)).select(of_class, Lane::splat(LEAST));
        let (slopes, curves) = ((weight * (y - p)).to_array(), (weight * p * (Lane::ONE - p)).to_array());
        slope[own.clone()].copy_from_slice(&slopes[..some.len()]);
        curve[own.clone()].copy_from_slice(&curves[..some.len()]);
        let losses = (weight * ln(of_class)).to_array();
        losses[..some.len()].iter().for_each(|&loss| *total -= f64::from(loss));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derivatives_by_hand() {
        let mut squared = Gradients::new(2, Loss::Squared);
        squared.derive(Loss::Squared, 0, &[1.0, 2.0], &[3.0, 1.0], &[1.0, 2.0]);
        assert_eq!((&squared.slope[..], &squared.curve[..]), (&[2.0, -2.0][..], &[1.0, 2.0][..]));
        assert_eq!(squared.loss(), 4.0 + 2.0);
        // f = 0: p = ½, so the slope is y − ½, the curve ¼, and the loss ln 2.
        let mut logistic = Gradients::new(2, Loss::Logistic);
        logistic.derive(Loss::Logistic, 0, &[0.0, 0.0], &[1.0, 0.0], &[]);
        assert_eq!((&logistic.slope[..], &logistic.curve[..]), (&[0.5, -0.5][..], &[0.25; 2][..]));
        assert!((logistic.loss() - 2.0 * std::f64::consts::LN_2).abs() < 1e-6);
        // Three classes alike: p = ⅓, the curve 3/2 · ⅓ · ⅔ = ⅓.
        let mut softmax = Gradients::new(1, Loss::Softmax(3));
        softmax.derive(Loss::Softmax(3), 0, &[1.0; 3], &[2.0], &[]);
        let expected = [-1.0 / 3.0, -1.0 / 3.0, 2.0 / 3.0];
        assert!(softmax.slope.iter().zip(expected).all(|(one, other)| (one - other).abs() < 1e-6));
        assert!(softmax.curve.iter().all(|curve| (curve - 1.0 / 3.0).abs() < 1e-6));
        assert!((softmax.loss() - 3f64.ln()).abs() < 1e-6);
    }

    #[test]
    fn two_classes_of_softmax_are_the_logistic_loss() {
        let (scores, targets) = (
            [-0.3f32, 0.0, 2.5, -40.0, 90.0, 1.0, 1.0, 1.0, 0.4],
            [0.0, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0],
        );
        let both: Vec<f32> = scores.iter().flat_map(|&score| [0.0, score]).collect();
        let (one, other) =
            (Loss::Logistic.sum(&scores, &targets, &[]), Loss::Softmax(2).sum(&both, &targets, &[]));
        assert!((one - other).abs() < 1e-4 * one, "{one} {other}");
    }

    #[test]
    fn packed_sums_are_the_sums_of_both() {
        let mut gradients = Gradients::new(3, Loss::Squared);
        gradients.derive(Loss::Squared, 0, &[0.0; 3], &[1.0, -3.0, 0.5], &[1.0, 2.0, 1.0]);
        gradients.pack(0, 3);
        let sum: i64 = gradients.packed().iter().sum();
        let [slopes, curves] = gradients.units();
        assert!(((sum >> 32) as f64 * slopes - -4.5).abs() < 1e-6);
        assert!(((sum & 0xffff_ffff) as f64 * curves - 4.0).abs() < 1e-6);
    }

    #[test]
    fn answers_are_probabilities() {
        let mut two = [0.0; 2];
        Loss::Logistic.answer(&[0.0], &mut two);
        assert_eq!(two, [0.5, 0.5]);
        let mut many = [0.0; 9];
        Loss::Softmax(9).answer(&[3.0; 9], &mut many);
        assert!(many.iter().all(|p| (p - 1.0 / 9.0).abs() < 1e-6));
    }
}
