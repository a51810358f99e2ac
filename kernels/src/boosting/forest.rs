//! Grown trees going over rows.

/// Rows that go over the trees together.
pub const BLOCK: usize = 128;

/// Oblivious trees, one after the other. A question is: is this feature of the row above this border? A missing number is
/// above none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forest {
    /// Scores of a row: numbers that each leaf adds to.
    pub n_outputs: usize,
    /// Questions of each tree, at most 8.
    pub depths: Vec<u8>,
    /// Of each question, tree by tree.
    pub features: Vec<u32>,
    /// What a feature is compared with, one for each question.
    pub borders: Vec<f32>,
    /// What each leaf adds, tree by tree: (2^depth, n_outputs).
    pub leaves: Vec<f32>,
}

impl Forest {
    /// Number of trees.
    pub fn len(&self) -> usize {
        self.depths.len()
    }

    /// Whether there is no tree.
    pub fn is_empty(&self) -> bool {
        self.depths.is_empty()
    }

    /// Adds a tree. `leaves`: (2^questions, n_outputs).
    pub fn push(&mut self, questions: impl Iterator<Item = (u32, f32)>, leaves: &[f32]) {
        let before = self.features.len();
        for (feature, border) in questions {
            self.features.push(feature);
            self.borders.push(border);
        }
        self.depths.push((self.features.len() - before) as u8);
        self.leaves.extend_from_slice(leaves);
    }

    /// Keeps the first trees.
    pub fn truncate(&mut self, n_trees: usize) {
        self.depths.truncate(n_trees);
        let questions = self.depths.iter().map(|&depth| depth as usize).sum();
        let leaves: usize = self.depths.iter().map(|&depth| self.n_outputs << depth).sum();
        self.features.truncate(questions);
        self.borders.truncate(questions);
        self.leaves.truncate(leaves);
    }

    /// Whether the parts belong together and no feature is beyond `n_features`.
    pub fn is_consistent(&self, n_features: usize) -> bool {
        if self.n_outputs == 0 || self.depths.iter().any(|&depth| depth > 8) {
            return false;
        }
        let questions: usize = self.depths.iter().map(|&depth| depth as usize).sum();
        let leaves = self.depths.iter().map(|&depth| 1usize << depth).sum::<usize>();
        self.features.len() == questions
            && self.borders.len() == questions
            && leaves.checked_mul(self.n_outputs) == Some(self.leaves.len())
            && self.features.iter().all(|&feature| (feature as usize) < n_features)
    }

    /// Adds all trees to the scores of at most [`BLOCK`] rows, (rows, n_outputs). `features`: one block a feature.
    #[inline(never)]
    pub fn add_to(&self, features: &[[f32; BLOCK]], scores: &mut [f32]) {
        let n = self.n_outputs;
        let (mut question, mut leaf_of_tree) = (0, 0);
        for &depth in &self.depths {
            let mut leaves = [0u32; BLOCK];
            for level in 0..depth as usize {
                let (feature, border) = (self.features[question + level], self.borders[question + level]);
                for (leaf, &value) in leaves.iter_mut().zip(&features[feature as usize]) {
                    *leaf |= u32::from(value > border) << level;
                }
            }
            let values = &self.leaves[leaf_of_tree..][..n << depth];
            for (scores, &leaf) in scores.chunks_exact_mut(n).zip(&leaves) {
                let values = &values[leaf as usize * n..][..n];
                scores.iter_mut().zip(values).for_each(|(score, value)| *score += value);
            }
            question += depth as usize;
            leaf_of_tree += n << depth;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forest() -> Forest {
        let mut forest = Forest { n_outputs: 1, ..Forest::default() };
        forest.push([(0, 0.5), (1, 2.0)].into_iter(), &[1.0, 2.0, 4.0, 8.0]);
        forest.push([(1, 1.0)].into_iter(), &[10.0, 20.0]);
        forest
    }

    #[test]
    fn rows_fall_into_leaves_by_hand() {
        let mut features = vec![[0.0; BLOCK]; 2];
        features[0][..3].copy_from_slice(&[1.0, 0.0, f32::NAN]);
        features[1][..3].copy_from_slice(&[3.0, 2.0, f32::NAN]);
        let mut scores = [0.0; 3];
        forest().add_to(&features, &mut scores);
        assert_eq!(scores, [8.0 + 20.0, 1.0 + 20.0, 1.0 + 10.0]);
    }

    #[test]
    fn parts_that_do_not_belong_together_are_noticed() {
        let mut one = forest();
        assert!(one.is_consistent(2) && !one.is_consistent(1));
        one.truncate(1);
        assert!(one.is_consistent(2));
        assert_eq!((one.len(), one.leaves.len(), one.features.len()), (1, 4, 2));
        one.leaves.pop();
        assert!(!one.is_consistent(2));
    }
}
