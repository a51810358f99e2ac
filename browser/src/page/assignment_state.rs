//! What the page has to know of the assignment before its part is opened.

use super::PageState;
use perceptab::recipe::Checked;
use perceptab_conversation::assignment::{EXPERIMENTS, Experiment};

impl PageState {
    /// The assignment's runs that can predict the target, with target, columns and seed as they are set.
    pub fn assignment_recipes(&self) -> Vec<Checked> {
        EXPERIMENTS.iter().filter_map(|experiment| self.recipe_of(experiment)).collect()
    }

    /// `None` where the target does not allow the experiment's task.
    pub(super) fn recipe_of(&self, experiment: &Experiment) -> Option<Checked> {
        let target = self.target()?;
        let recipe = experiment.preset.applied_to(&self.recipe);
        let task = recipe.question.task.or(target.task)?;
        recipe.checked().ok().filter(|_| target.tasks.contains(&task))
    }

    /// Whether runs are going on side by side.
    pub fn is_pooling(&self) -> bool {
        !self.pool_waits.is_empty() || self.pool.as_ref().is_some_and(|pool| !pool.is_done())
    }
}
