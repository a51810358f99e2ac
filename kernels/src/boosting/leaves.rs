//! Leaves of a grown tree: which row is in which, what they say, and that added to the rows' scores.

use super::{Codes, Gradients, Question};

/// Sets bit `level` of each row's leaf to its answer, from row `first` on.
#[inline(never)]
pub fn mark_leaves(leaves: &mut [u8], first: usize, codes: &Codes, question: Question, level: usize) {
    for (place, leaf) in leaves.iter_mut().enumerate() {
        let answer = question.holds(codes.cell(first + place, question.column));
        *leaf |= u8::from(answer) << level;
    }
}

/// Sums of slopes and curves of each leaf, (n_leaves, n_outputs), in row order.
#[derive(Clone, Debug)]
pub struct LeafSums {
    n_outputs: usize,
    sums: Vec<[f64; 2]>,
}

impl LeafSums {
    /// No row added yet.
    pub fn zeros(n_leaves: usize, n_outputs: usize) -> LeafSums {
        LeafSums { n_outputs, sums: vec![[0.0; 2]; n_leaves * n_outputs] }
    }

    /// Adds the rows from `first` on.
    #[inline(never)]
    pub fn add(&mut self, leaves: &[u8], first: usize, gradients: &Gradients) {
        let n = self.n_outputs;
        let own = first * n..(first + leaves.len()) * n;
        let (slopes, curves) = (&gradients.slopes()[own.clone()], &gradients.curves()[own]);
        for (&leaf, (slopes, curves)) in leaves.iter().zip(slopes.chunks_exact(n).zip(curves.chunks_exact(n)))
        {
            let sums = &mut self.sums[leaf as usize * n..][..n];
            for (sum, (&slope, &curve)) in sums.iter_mut().zip(slopes.iter().zip(curves)) {
                sum[0] += f64::from(slope);
                sum[1] += f64::from(curve);
            }
        }
    }

    /// One damped Newton step a leaf: rate · Σ slope / (Σ curve + l2), which is 0 where no row is.
    pub fn values(&self, rate: f64, l2: f64) -> Vec<f32> {
        let value = |&[slope, curve]: &[f64; 2]| {
            let value = rate * slope / (curve + l2).max(1e-12);
            // So large a step is no use in any scale that targets have, and its sum must stay finite.
            if value.is_finite() { value.clamp(-1e6, 1e6) as f32 } else { 0.0 }
        };
        self.sums.iter().map(value).collect()
    }
}

/// Adds what each row's leaf says to its scores, (rows, n_outputs).
#[inline(never)]
pub fn add_leaves(leaves: &[u8], values: &[f32], n_outputs: usize, scores: &mut [f32]) {
    if n_outputs == 1 {
        leaves.iter().zip(scores).for_each(|(&leaf, score)| *score += values[leaf as usize]);
        return;
    }
    for (&leaf, scores) in leaves.iter().zip(scores.chunks_exact_mut(n_outputs)) {
        let values = &values[leaf as usize * n_outputs..][..n_outputs];
        scores.iter_mut().zip(values).for_each(|(score, value)| *score += value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boosting::Loss;

    #[test]
    fn a_leaf_is_a_newton_step_by_its_formula() {
        let mut gradients = Gradients::new(3, Loss::Squared);
        gradients.derive(Loss::Squared, 0, &[0.0; 3], &[1.0, 2.0, -4.0], &[]);
        let mut sums = LeafSums::zeros(4, 1);
        sums.add(&[3, 3, 0], 0, &gradients);
        // 0.1 · (1 + 2) / (2 + 1) and 0.1 · −4 / (1 + 1); no row, no step.
        assert_eq!(sums.values(0.1, 1.0), [-0.2, 0.0, 0.0, 0.1]);
        assert_eq!(LeafSums::zeros(1, 1).values(0.1, 0.0), [0.0]);
        let mut scores = [1.0; 3];
        add_leaves(&[3, 3, 0], &[-0.2, 0.0, 0.0, 0.1], 1, &mut scores);
        assert_eq!(scores, [1.1, 1.1, 0.8]);
    }

    #[test]
    fn a_leaf_is_the_answers_as_bits() {
        let mut codes = Codes::zeros(3, 2);
        codes.set(1, 0, 2);
        codes.set(2, 1, 1);
        let mut leaves = [0; 3];
        mark_leaves(&mut leaves, 0, &codes, Question { column: 0, code: 1, is_level: false }, 0);
        mark_leaves(&mut leaves, 0, &codes, Question { column: 1, code: 1, is_level: true }, 1);
        assert_eq!(leaves, [0, 1, 2]);
    }
}
