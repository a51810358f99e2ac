use super::{PRESET, Recipe, Setting};
use crate::dataset::Task;

/// A setting in which two recipes differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The one that differs.
    pub setting: &'static Setting,
    /// The value before, as a form has it; empty of what has many, such as columns.
    pub before: String,
    /// The value now, likewise.
    pub after: String,
}

impl Recipe {
    /// The settings in which it is another one than `before`, where anything comes of them in one of both. The preset itself is
    /// none of them: what it sets is.
    pub fn differences(&self, before: &Recipe) -> Vec<Difference> {
        let differs = |setting: &&'static Setting| {
            **setting != PRESET
                && !(setting.value)(self).is_same(&(setting.value)(before))
                && (setting.may_matter(self) || setting.may_matter(before))
        };
        let difference = |setting: &'static Setting| Difference {
            setting,
            before: setting.text(before),
            after: setting.text(self),
        };
        Setting::all().filter(differs).map(difference).collect()
    }
}

impl Setting {
    /// Whether anything would come of it, with the recipe's task or, where the table decides on that, with one of both.
    fn may_matter(&self, recipe: &Recipe) -> bool {
        let tasks = [Task::Regression, Task::Classification];
        tasks.into_iter().any(|task| (self.matters)(recipe, Some(recipe.question.task.unwrap_or(task))))
    }
}

impl Difference {
    /// "Epochs 20, before 10"; "Columns used" where the values are too many to name.
    pub fn words(&self) -> String {
        let Difference { setting, before, after } = self;
        let shown = |value: &str| match value {
            "" if setting.empty.is_empty() => "none".to_string(),
            "" => setting.empty.to_string(),
            value if setting.unit == "%" => format!("{value} %"),
            value => value.to_string(),
        };
        match (before.is_empty(), after.is_empty()) {
            (true, true) => setting.label.to_string(),
            _ => format!("{} {}, before {}", setting.label, shown(after), shown(before)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::{Preset, SolverName};

    fn words(after: &Recipe, before: &Recipe) -> Vec<String> {
        after.differences(before).iter().map(Difference::words).collect()
    }

    #[test]
    fn what_differs_is_named_with_both_values() {
        let before = Recipe::default();
        let after = before.clone().with(|it| {
            it.training.epochs = 7;
            it.network.dropout = 0.2;
            it.question.columns.insert("x".into(), false);
            it.training.batch_size = None;
        });
        assert_eq!(
            words(&after, &before),
            [
                "Columns used",
                "Dropout 20 %, before 15 %",
                "Batch size automatic, before 32",
                "Epochs 7, before 40"
            ]
        );
        assert_eq!(words(&before, &before), [""; 0]);
    }

    #[test]
    fn what_nothing_comes_of_is_no_difference() {
        let before = Recipe::default();
        let mut after = before.clone().with(|it| it.training.momentum = 0.9);
        assert_eq!(words(&after, &before), [""; 0], "the solver is AdamW");
        after.training.solver = SolverName::Sgd;
        assert_eq!(words(&after, &before), ["Solver SGD, before AdamW", "Momentum 0.9, before 0"]);
        let (one, other) = (Preset::Spec1Regression.recipe(), Preset::Spec1Softmax.recipe());
        assert_eq!(words(&other, &one), ["Task a class, before a number"]);
    }
}
