use serde::{Deserialize, Serialize};

/// How much is asked of a table: one network, a mix of several kinds trained on folds, or as many ways as are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// The recipe's network alone.
    Quick,
    /// After it networks of two kinds, boosted trees and a line, each trained without one of several folds of the training rows, mixed
    /// as does best on the rows that they were not trained on.
    #[default]
    Good,
    /// The same with more ways of each kind, as many as [`super::Recipe::ways`] says.
    Best,
}

impl Tier {
    /// All of them, the quickest first.
    pub const ALL: [Tier; 3] = [Tier::Quick, Tier::Good, Tier::Best];

    /// Whether it mixes what several trainings bring.
    pub fn mixes(self) -> bool {
        self != Tier::Quick
    }
}
