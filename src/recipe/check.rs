use serde::{Deserialize, Serialize};

use super::setting::HIDDEN_LAYERS;
use super::setting::Limits;
use super::value::Value;
use super::{Recipe, Setting};
use crate::dataset::TargetScale;

/// A setting that cannot be used as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// The name of the recipe's field.
    pub field: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// How many folds a study may have, ends included.
pub const FOLDS: (usize, usize) = (2, 100);

impl Recipe {
    /// Checks every setting by itself and returns all problems together. What depends on the table (a target
    /// that is not there, a test part without rows) is checked when the table is prepared.
    pub fn problems(&self) -> Vec<Problem> {
        let problem = |setting: &Setting| {
            let message = setting.out_of_range(self).or_else(|| self.unfit(setting))?;
            Some(Problem { field: setting.name.to_string(), message })
        };
        Setting::all().filter_map(problem).collect()
    }

    /// What no range says.
    fn unfit(&self, setting: &Setting) -> Option<String> {
        match (setting.value)(self) {
            Value::Widths(widths) if widths.len() > HIDDEN_LAYERS => {
                Some(format!("A network can have {HIDDEN_LAYERS} hidden layers at most."))
            }
            Value::Activations(given) if ![0, self.network.hidden.len()].contains(&given.len()) => {
                let (given, hidden) = (given.len(), self.network.hidden.len());
                Some(format!(
                    "There are {given} activations for {hidden} hidden layers: give one for each, or none."
                ))
            }
            Value::TargetScale(TargetScale::DivideBy(by)) if !(by.is_finite() && by > 0.0) => {
                Some("The number that the target is divided by must be above 0.".to_string())
            }
            _ => None,
        }
    }
}

impl Setting {
    /// Why its value is not within its limits.
    fn out_of_range(&self, recipe: &Recipe) -> Option<String> {
        let Limits { of, low, high } = self.limits?;
        let value = (self.value)(recipe);
        let is_inside = match value {
            Value::Whole(value) | Value::WholeOrNone(Some(value)) => inside(value as f64, low, high),
            // A seed beyond the largest whole number of an f64 is beyond the limit too.
            Value::Seed(value) => inside(value as f64, low, high),
            // An end of a range is taken in the precision of the value.
            Value::Single(value) | Value::SingleOrNone(Some(value)) => inside(value, low as f32, high as f32),
            Value::Number(value) | Value::NumberOrNone(Some(value)) => inside(value, low, high),
            Value::Widths(widths) => {
                let wrong = widths.iter().find(|&&width| !inside(width as f64, low, high))?;
                return Some(format!("{of} must be between {low} and {high}; it is {wrong}."));
            }
            _ => true,
        };
        (!is_inside).then(|| format!("{of} must be between {low} and {high}; it is {}.", value.text()))
    }
}

/// Whether `value` lies in the range; not a number lies nowhere.
fn inside<T: PartialOrd>(value: T, low: T, high: T) -> bool {
    value >= low && value <= high
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(recipe: Recipe) -> Vec<String> {
        recipe.problems().into_iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn the_default_has_no_problems() {
        assert_eq!(Recipe::default().problems(), []);
    }

    #[test]
    fn all_problems_are_reported_together() {
        let recipe = Recipe::default().with(|it| {
            it.question.test_share = f64::NAN;
            it.network.hidden = vec![32, 0];
            it.training.learning_rate = -0.1;
            it.training.batch_size = Some(0);
            it.training.epochs = 0;
            it.preparation.target_scale = TargetScale::DivideBy(0.0);
        });
        assert_eq!(
            fields(recipe),
            ["target_scale", "test_share", "hidden", "learning_rate", "batch_size", "epochs"]
        );
    }

    #[test]
    fn a_sentence_names_the_range_and_the_value() {
        let recipe = Recipe::default().with(|it| it.training.batch_size = Some(0));
        assert_eq!(recipe.problems()[0].message, "The batch size must be between 1 and 1000000; it is 0.");
        let recipe = Recipe::default().with(|it| it.training.learning_rate = -0.1);
        assert!(recipe.problems()[0].message.ends_with("it is -0.1."), "{:?}", recipe.problems());
    }
}
