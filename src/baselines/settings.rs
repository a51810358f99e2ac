use serde::{Deserialize, Serialize};

/// How trees are boosted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Questions of a tree, 1 … 8: 2^depth leaves.
    pub depth: usize,
    /// What a leaf's Newton step is multiplied by.
    pub rate: f64,
    /// Added to the sum of the second derivatives of a leaf, whose rows have weight 1 on average.
    pub l2: f64,
    /// Trees at most.
    pub trees: usize,
    /// Trees without a lower validation loss after which it ends.
    pub patience: usize,
    /// The share of the rows that each tree's questions are chosen by; its leaves look at all.
    pub sampled: f32,
    /// Columns of numbers are cut by at most so many borders, 1 … 126.
    pub borders: usize,
    /// Categories of at most so many levels are asked about level by level, at most 15.
    pub asked_levels: usize,
    /// Random orders of the rows that the statistics of other categories are taken in; each tree uses one.
    pub orders: usize,
}

impl Settings {
    /// What did best on the validation parts of real tables, for so many training rows. A tree for more than two classes takes as
    /// long as one for each: there the steps are longer, and the trees fewer. `n_classes`: 0 for numbers.
    pub fn for_rows(n_rows: usize, n_classes: usize) -> Settings {
        let rate = match n_rows {
            _ if n_classes > 2 => 0.1,
            0..5_000 => 0.05,
            5_000..15_000 => 0.07,
            _ => 0.1,
        };
        // On few rows more borders are learnt by heart.
        let borders = if n_rows < 5_000 { 32 } else { 126 };
        Settings {
            // On few rows flatter trees do as well, in two thirds of the time.
            depth: if n_rows < 500 { 4 } else { 6 },
            rate,
            l2: 1.0,
            trees: if n_classes > 2 { 600 } else { 1_500 },
            patience: 50,
            sampled: 0.8,
            borders,
            asked_levels: 8,
            orders: 4,
        }
    }
}
