use serde::{Deserialize, Serialize};

use super::{Recipe, Training};
use crate::training::{Rule, Solver};

/// What looks for the weights; its own settings stand in the recipe beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SolverName {
    /// Mini-batch stochastic gradient descent, with momentum if so set.
    #[default]
    Sgd,
    /// Kingma and Ba's, with a step of its own for each weight.
    Adam,
    /// Adam with decoupled weight decay.
    Adamw,
    /// Steps divided by the root of a running mean of squared gradients.
    RmsProp,
    /// Limited-memory BFGS over all rows at once.
    Lbfgs,
}

impl Recipe {
    /// The solver with the settings that belong to it.
    pub fn solver(&self) -> Solver {
        let Training { momentum, nesterov, beta_1, beta_2, rho, epsilon, weight_decay, max_fun, .. } =
            self.training;
        Solver::Stochastic(match self.training.solver {
            SolverName::Sgd => Rule::Sgd { momentum, nesterov },
            SolverName::Adam => Rule::Adam { beta_1, beta_2, epsilon, decay: 0.0 },
            SolverName::Adamw => Rule::Adam { beta_1, beta_2, epsilon, decay: weight_decay },
            SolverName::RmsProp => Rule::RmsProp { rho, epsilon },
            SolverName::Lbfgs => return Solver::Lbfgs { max_evaluations: max_fun },
        })
    }
}
