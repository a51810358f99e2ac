use serde::{Deserialize, Serialize};

use super::written::Written;
use crate::boosting::{BLOCK, Forest, Loss};
use crate::matrix::Matrix;

/// Fitted boosted trees: what they are asked about and what they add up to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(into = "Written", try_from = "Written")]
pub struct Boosted {
    pub(super) loss: Loss,
    /// Of each input column: 0 for numbers, else how many a category has.
    pub(super) levels: Vec<u32>,
    /// The scores before the first tree.
    pub(super) base: Vec<f32>,
    pub(super) features: Vec<Feature>,
    pub(super) forest: Forest,
}

/// A number of a row that trees ask about.
#[derive(Clone, Debug, PartialEq)]
pub enum Feature {
    /// The cell of a column of numbers.
    Number {
        /// The column's place among the inputs.
        column: u32,
    },
    /// 1 where the cell is this level, else 0: 0 for missing or new, else 1 + the level's number.
    Level {
        /// The column's place among the inputs.
        column: u32,
        /// 0 for missing or new cells, else 1 + the level's number.
        level: u32,
    },
    /// What is known of the cell's level, a statistic of the target or how common it is: of missing or new cells, then of each
    /// level.
    Statistic {
        /// The column's place among the inputs.
        column: u32,
        /// One for missing or new cells, then one for each level.
        values: Vec<f32>,
    },
}

/// 1 + the number of a cell's level; 0 where it is missing or none of so many.
pub fn level_of(cell: f32, n_levels: usize) -> usize {
    // A cast draws what is no number, or below 0, to 0.
    let level = cell as usize;
    if cell >= 0.0 && level < n_levels { level + 1 } else { 0 }
}

impl Feature {
    /// The place, among the inputs, of the column that it is made of.
    pub fn column(&self) -> u32 {
        match *self {
            Feature::Number { column }
            | Feature::Level { column, .. }
            | Feature::Statistic { column, .. } => column,
        }
    }

    /// Of a row; of a [`Feature::Level`] whether it is that level among at most 255.
    pub fn of(&self, row: &[f32]) -> f32 {
        let cell = row[self.column() as usize];
        match self {
            Feature::Number { .. } => cell,
            Feature::Level { level, .. } => f32::from(u8::from(level_of(cell, 255) == *level as usize)),
            Feature::Statistic { values, .. } => {
                values.get(level_of(cell, values.len().saturating_sub(1))).copied().unwrap_or(0.0)
            }
        }
    }
}

impl Boosted {
    /// Columns of the inputs that it takes.
    pub fn n_columns(&self) -> usize {
        self.levels.len()
    }

    /// Number of trees.
    pub fn n_trees(&self) -> usize {
        self.forest.len()
    }

    /// Numbers a row that [`Boosted::scores`] gives: 1 for a regression, else one a class.
    pub fn n_outputs(&self) -> usize {
        match self.loss {
            Loss::Squared => 1,
            Loss::Logistic => 2,
            Loss::Softmax(classes) => classes,
        }
    }

    /// What the questions are about, by the numbers that [`Forest::features`] has.
    pub fn features(&self) -> &[Feature] {
        &self.features
    }

    /// The numbers, in the target's scale, or the probabilities of all classes: (n_rows, n_outputs).
    pub fn scores(&self, inputs: &Matrix) -> Matrix {
        let mut out = Matrix::zeros(inputs.n_rows(), self.n_outputs());
        let mut features = vec![[0.0; BLOCK]; self.features.len()];
        let n = self.forest.n_outputs;
        let mut scores = Vec::with_capacity(BLOCK * n);
        for first in (0..inputs.n_rows()).step_by(BLOCK) {
            let end = inputs.n_rows().min(first + BLOCK);
            scores.clear();
            for row in first..end {
                let cells = inputs.row(row);
                for (feature, block) in self.features.iter().zip(&mut features) {
                    block[row - first] = match feature {
                        Feature::Level { column, level } => {
                            let cell = cells[*column as usize];
                            let is_level =
                                level_of(cell, self.levels[*column as usize] as usize) == *level as usize;
                            f32::from(u8::from(is_level))
                        }
                        _ => feature.of(cells),
                    };
                }
                scores.extend_from_slice(&self.base);
            }
            self.forest.add_to(&features, &mut scores);
            for (row, scores) in (first..end).zip(scores.chunks_exact(n)) {
                self.loss.answer(scores, out.row_mut(row));
            }
        }
        out
    }

    /// Whether its columns have so many levels: 0 of numbers.
    pub fn fits(&self, levels: &[usize]) -> bool {
        self.levels.len() == levels.len()
            && self.levels.iter().zip(levels).all(|(&has, &levels)| has as usize == levels)
    }

    /// What is wrong with trees that were read, for inputs of so many columns; nothing where they can be used.
    pub fn check(&self, n_columns: usize) -> Option<&'static str> {
        let is_finite = |numbers: &[f32]| numbers.iter().all(|number| number.is_finite());
        if self.levels.len() != n_columns {
            return Some("its trees are for another number of columns");
        }
        if self.base.len() != self.loss.n_outputs() || self.forest.n_outputs != self.base.len() {
            return Some("its trees are for another number of outputs");
        }
        if !self.forest.is_consistent(self.features.len()) {
            return Some("its trees' questions and leaves do not belong together");
        }
        let fits = |feature: &Feature| {
            let Some(&levels) = self.levels.get(feature.column() as usize) else { return false };
            match feature {
                Feature::Number { .. } => levels == 0,
                Feature::Level { level, .. } => levels > 0 && *level <= levels,
                Feature::Statistic { values, .. } => levels > 0 && values.len() == levels as usize + 1,
            }
        };
        if !self.features.iter().all(fits) {
            return Some("its trees ask about columns that are not there");
        }
        let statistics = |feature: &Feature| match feature {
            Feature::Statistic { values, .. } => is_finite(values),
            _ => true,
        };
        let numbers = [&self.base, &self.forest.borders, &self.forest.leaves];
        if !numbers.into_iter().all(|numbers| is_finite(numbers)) || !self.features.iter().all(statistics) {
            return Some("its trees hold a number that is not finite");
        }
        // No sum of leaves is without end either.
        let largest: f64 =
            self.forest.leaves.iter().chain(&self.base).map(|leaf| f64::from(leaf.abs())).sum();
        if largest > f64::from(f32::MAX) {
            return Some("its trees' leaves are too large");
        }
        None
    }

    /// All that it holds as 32-bit words, for a hash: every bit of its numbers, and what they mean.
    pub fn words(&self) -> impl Iterator<Item = u32> + '_ {
        let kind = match self.loss {
            Loss::Squared => [0, 1],
            Loss::Logistic => [1, 2],
            Loss::Softmax(classes) => [2, classes as u32],
        };
        let features = self.features.iter().flat_map(|feature| {
            let (kind, column, level, values) = match feature {
                Feature::Number { column } => (0, *column, 0, &[][..]),
                Feature::Level { column, level } => (1, *column, *level, &[][..]),
                Feature::Statistic { column, values } => (2, *column, values.len() as u32, &values[..]),
            };
            [kind, column, level].into_iter().chain(values.iter().map(|value| value.to_bits()))
        });
        let forest = &self.forest;
        let bits = [&self.base, &forest.borders, &forest.leaves];
        kind.into_iter()
            .chain(self.levels.iter().copied())
            .chain(features)
            .chain(forest.depths.iter().map(|&depth| u32::from(depth)))
            .chain(forest.features.iter().copied())
            .chain(bits.into_iter().flatten().map(|number| number.to_bits()))
    }

    /// Bytes of what it holds; in JSON a third more.
    pub fn byte_size(&self) -> usize {
        4 * self.words().count()
    }
}
