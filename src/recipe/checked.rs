use std::ops::Deref;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Problem, Recipe, SolverName, Training};
use crate::dataset::{Scale, Task};

/// A recipe whose settings can all be used. Only such a one is trained: [`Recipe::checked`] is the way to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked(Recipe);

impl Recipe {
    /// All that is wrong with it, if anything is.
    pub fn checked(self) -> Result<Checked, Vec<Problem>> {
        let problems = self.problems();
        if problems.is_empty() { Ok(Checked(self)) } else { Err(problems) }
    }
}

impl Checked {
    /// With what a table proposes in place of what was left open.
    pub fn asked(self, target: String, task: Task) -> Checked {
        Checked(self.0.with(|it| (it.question.target, it.question.task) = (Some(target), Some(task))))
    }

    /// With repeated rows dropped, or kept.
    pub fn dropping(self, repeated_rows: bool) -> Checked {
        Checked(self.0.with(|it| it.preparation.drop_duplicates = repeated_rows))
    }

    /// With some settings changed that cannot be wrong whatever the others are.
    pub(crate) fn varied(self, change: impl FnOnce(&mut Recipe)) -> Checked {
        Checked(self.0.with(change))
    }

    /// As one network of a mix, with so many bins of a number. A mix has several networks, and nobody looks at their curves: they are
    /// measured at the end alone, and go three quarters of the usual epochs, which scored as well on rows left out. Epochs that somebody
    /// has set stay.
    pub fn in_a_mix(self, bins: usize) -> Checked {
        self.varied(|it| {
            it.preparation.bins = bins;
            if it.training.epochs == Training::default().epochs {
                it.training.epochs = it.training.epochs * 3 / 4;
            }
            it.training.measure_every = it.training.epochs;
        })
    }

    /// A line: linear or logistic regression with the penalty that scikit-learn's `Ridge` and `LogisticRegression` have.
    pub fn as_line(self) -> Checked {
        Checked(self.0.with(|it| {
            it.network.hidden = Vec::new();
            it.network.layer_activations = Vec::new();
            it.network.dropout = 0.0;
            it.network.waves = false;
            it.preparation.scale = Scale::Standard;
            it.preparation.bins = 0;
            it.training.solver = SolverName::Lbfgs;
            it.training.alpha = 1.0;
            it.training.epochs = 200;
            it.training.measure_every = 200;
        }))
    }

    /// The recipe, which may be changed and is to be checked again then.
    pub fn into_recipe(self) -> Recipe {
        self.0
    }
}

impl Deref for Checked {
    type Target = Recipe;

    fn deref(&self) -> &Recipe {
        &self.0
    }
}

impl Serialize for Checked {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Serialize::serialize(&self.0, serializer)
    }
}

/// What comes from elsewhere is checked again.
impl<'de> Deserialize<'de> for Checked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Checked, D::Error> {
        let recipe = <Recipe as Deserialize>::deserialize(deserializer)?;
        recipe.checked().map_err(|problems| {
            D::Error::custom(problems.first().map_or("", |problem| problem.message.as_str()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_trained_does_not_become_checked_by_any_way() {
        let bad = Recipe::default().with(|it| it.training.epochs = 0);
        assert_eq!(bad.clone().checked().unwrap_err()[0].field, "epochs");
        for (recipe, is_good) in [(Recipe::default(), true), (bad, false)] {
            let bytes = postcard::to_allocvec(&recipe).unwrap();
            assert_eq!(postcard::from_bytes::<Checked>(&bytes).is_ok(), is_good);
            let json = serde_json::to_vec(&recipe).unwrap();
            assert_eq!(serde_json::from_slice::<Checked>(&json).is_ok(), is_good);
        }
    }
}
