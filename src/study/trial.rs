use serde::{Deserialize, Serialize};

use crate::dataset::{Dataset, InnerFold, Plan, PrepareError, Proposal, Scale};
use crate::network::Network;
use crate::recipe::{Checked, Recipe};
use crate::training::Settings;

/// One training of a study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// The settings.
    pub recipe: Checked,
    /// `None`: all training rows, and the recipe's own test part.
    pub fold: Option<Fold>,
    /// Of first weights, batches, dropout and of what is held back by chance. Which rows are in which part the recipe's own seed
    /// says, so that trials of other seeds have the same parts.
    pub seed: u64,
    /// What is trained.
    #[serde(default)]
    pub learner: Learner,
}

/// What learns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Learner {
    /// The recipe's network.
    #[default]
    Network,
    /// Boosted trees, which look at the fold that they hold out for when to stop. Of the recipe they take the question alone.
    Trees,
    /// The same with fewer questions a tree.
    ShallowTrees,
}

impl Learner {
    /// Whether it is trees, of whatever depth.
    pub fn is_trees(self) -> bool {
        self != Learner::Network
    }
}

/// Which rows a trial is not trained on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fold {
    /// The test part is this fold of all rows, from 0.
    Test {
        /// Which fold, from 0.
        fold: usize,
        /// How many folds there are.
        folds: usize,
    },
    /// This fold of the training rows is held out; the test part is the recipe's.
    Inner {
        /// Which fold, from 0.
        fold: usize,
        /// How many folds there are.
        folds: usize,
    },
}

impl From<Checked> for Trial {
    fn from(recipe: Checked) -> Trial {
        Trial { seed: recipe.question.seed, recipe, fold: None, learner: Learner::Network }
    }
}

impl Trial {
    /// What it wants of a table.
    pub fn plan(&self, proposal: &Proposal) -> Result<Plan, PrepareError> {
        let plan = self.recipe.plan(proposal)?;
        let plan = match self.learner {
            Learner::Network => plan,
            Learner::Trees | Learner::ShallowTrees => Plan { coded: true, scale: Scale::Standard, ..plan },
        };
        Ok(match self.fold {
            None => plan,
            Some(Fold::Test { fold, folds }) => Plan { fold: Some((fold, folds)), ..plan },
            Some(Fold::Inner { fold, folds }) => {
                let rule = self.recipe.inner_rule(plan.task);
                Plan { inner: Some(InnerFold { fold, folds, rule }), ..plan }
            }
        })
    }

    /// What is trained, in a word or two, where a study tries several kinds.
    pub fn kind(&self) -> &'static str {
        self.kind_with(self.recipe.network.waves)
    }

    /// The same, where it is known whether its network has waves: on few rows it has none.
    pub(super) fn kind_with(&self, waves: bool) -> &'static str {
        let Recipe { preparation, network, .. } = &*self.recipe;
        match (self.learner, preparation.bins, waves) {
            (Learner::Trees, ..) => "boosted trees",
            (Learner::ShallowTrees, ..) => "shallow boosted trees",
            (Learner::Network, ..) if network.hidden.is_empty() => "line",
            (Learner::Network, 0, false) => "network",
            (Learner::Network, 0, true) => "network with waves",
            (Learner::Network, _, false) => "network with bins",
            (Learner::Network, _, true) => "network with bins and waves",
        }
    }

    /// A network with first weights for a prepared table.
    pub fn network(&self, dataset: &Dataset) -> Network {
        self.recipe.network(dataset, self.seed)
    }

    /// How its network is trained.
    pub fn training(&self) -> Settings {
        self.recipe.training(self.seed)
    }
}
