//! Many trainings with one answer: folds, seeds, a table with and without its repeated rows.
//!
//! ```text
//! Study → Trial { recipe, fold, seed } … → each trained by a session → TrialResult … → spread, out-of-fold scores, one Model
//! ```
//!
//! Where a trial is trained does not matter: what comes of it is a block of bytes, which goes from worker to worker.

mod block;
mod boosting;
mod joined;
mod mixed;
mod result;
mod selection;
mod temperature;
mod trial;
mod ways;

pub use boosting::boost;
pub use joined::{Joined, OutOfFold, StudyError, average, join};
pub use mixed::Way;
pub use result::{HeldOut, TrialResult};
pub use trial::{Fold, Learner, Trial};
pub use ways::Shape;

use serde::{Deserialize, Serialize};

use crate::recipe::Checked;

/// What is asked by several trials.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// What they are to answer together.
    pub question: Question,
    /// In the order of their answers.
    pub trials: Vec<Trial>,
}

/// What a study asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Question {
    /// How much one split is luck: each of so many folds is the test part once.
    CrossValidation(usize),
    /// What an average of networks predicts: each was trained without one of so many folds of the training rows, and the test part
    /// stays what it is.
    Averaged(usize),
    /// What a mix of several ways predicts: each was trained without one of so many folds of the training rows, and how much each
    /// counts is chosen on the rows that it was not trained on.
    Mixed(usize),
    /// What repeated rows do: kept, then dropped.
    RepeatedRows,
    /// How recipes do beside each other.
    #[default]
    Recipes,
}

impl Study {
    /// Each of so many folds of all rows is the test part once.
    pub fn cross_validation(recipe: &Checked, folds: usize) -> Study {
        let of = |fold| Trial { fold: Some(Fold::Test { fold, folds }), ..Trial::from(recipe.clone()) };
        Study { question: Question::CrossValidation(folds), trials: (0..folds).map(of).collect() }
    }

    /// A network for each of so many folds of the training rows, trained without it.
    pub fn averaged(recipe: &Checked, folds: usize) -> Study {
        let of = |fold| Trial { fold: Some(Fold::Inner { fold, folds }), ..Trial::from(recipe.clone()) };
        Study { question: Question::Averaged(folds), trials: (0..folds).map(of).collect() }
    }

    /// The recipe with repeated rows kept, then with repeated rows dropped.
    pub fn repeated_rows(recipe: &Checked) -> Study {
        let of = |drop_duplicates| Trial::from(recipe.clone().dropping(drop_duplicates));
        Study { question: Question::RepeatedRows, trials: [false, true].map(of).into() }
    }

    /// Each recipe once.
    pub fn recipes(recipes: impl IntoIterator<Item = Checked>) -> Study {
        Study { question: Question::Recipes, trials: recipes.into_iter().map(Trial::from).collect() }
    }

    /// What a trial is called among the others.
    pub fn name(&self, place: usize) -> String {
        match (self.question, place) {
            (Question::RepeatedRows, 0) => "Repeated rows kept".to_string(),
            (Question::RepeatedRows, _) => "Repeated rows dropped".to_string(),
            (Question::CrossValidation(_) | Question::Averaged(_), place) => format!("Fold {}", place + 1),
            (Question::Mixed(folds), place) => {
                let kind = self.trials.get(place).map_or("", Trial::kind);
                format!("Fold {} of {folds}, {kind}", place % folds.max(1) + 1)
            }
            (Question::Recipes, place) => {
                self.trials.get(place).map_or(String::new(), |trial| trial.recipe.preset.title().to_string())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_study_names_its_trials_in_their_order() {
        let recipe = crate::recipe::Recipe::default().checked().unwrap();
        let names = |study: Study| (0..study.trials.len()).map(|place| study.name(place)).collect::<Vec<_>>();
        assert_eq!(names(Study::cross_validation(&recipe, 3)), ["Fold 1", "Fold 2", "Fold 3"]);
        assert_eq!(names(Study::repeated_rows(&recipe)), ["Repeated rows kept", "Repeated rows dropped"]);
        assert_eq!(names(Study::recipes([recipe.clone()])), ["A good start"]);
        let averaged = Study::averaged(&recipe, 2);
        assert_eq!(averaged.trials[1].fold, Some(Fold::Inner { fold: 1, folds: 2 }));
        assert!(Study::repeated_rows(&recipe).trials[1].recipe.preparation.drop_duplicates);
    }
}
