use serde::{Deserialize, Serialize};

use super::packed::{Packed, packed};
use super::{Rule, Schedule};

/// What looks for the weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Solver {
    /// Batch by batch, each a step down its own gradient.
    Stochastic(Rule),
    /// L-BFGS over all rows at once, with so many evaluations of the loss at most (scikit-learn's `max_fun`).
    Lbfgs {
        /// The most evaluations.
        max_evaluations: usize,
    },
}

/// What a regression minimises; a classification always takes the cross-entropy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Loss {
    /// ½ (answer − actual)².
    #[default]
    SquaredError,
    /// |answer − actual|.
    AbsoluteError,
    /// Squared near the target, absolute far from it.
    Huber,
    /// For counts and other numbers from 0 up.
    Poisson,
}

impl Loss {
    /// All of them.
    pub const ALL: [Loss; 4] = [Loss::SquaredError, Loss::AbsoluteError, Loss::Huber, Loss::Poisson];
}

/// What early stopping watches on the validation rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Watched {
    /// Accuracy of classes, R² of numbers, as in scikit-learn.
    #[default]
    Score,
    /// What is minimised: it tells networks apart that are right on as many rows.
    Loss,
}

/// How a network is trained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// What looks for the weights.
    pub solver: Solver,
    /// The first one; later ones are as `schedule` says.
    pub learning_rate: f64,
    /// How the learning rate goes on.
    pub schedule: Schedule,
    /// The exponent of [`Schedule::InverseScaling`].
    pub power_t: f64,
    /// Rows per update; `None`: 200, or all where there are fewer, as scikit-learn's `auto`.
    pub batch_size: Option<usize>,
    /// Whether every epoch has an order of its own.
    pub shuffle: bool,
    /// At most.
    pub epochs: usize,
    /// Accuracy and loss over all rows are measured every so many epochs, and after the last.
    pub measure_every: usize,
    /// Of the order of the batches, of the neurons left out and of the validation part.
    pub seed: u64,
    /// ½ · alpha · Σ w² / rows is added to the loss, weights only.
    pub alpha: f64,
    /// The longest gradient, over all layers.
    pub clip: Option<f64>,
    /// Share of the hidden neurons that are left out while training.
    pub dropout: f32,
    /// What counts as better, for `patience`; and as a flat gradient for L-BFGS.
    pub tol: f64,
    /// Epochs in a row that may be no better; `None`: any number.
    pub patience: Option<usize>,
    /// The share of the training rows held back to tell when to stop: the weights that did best on them are kept.
    pub validation: Option<f64>,
    /// What tells which weights did best.
    pub watched: Watched,
}

impl Settings {
    /// The settings in which another one differs, by the names that people read.
    pub(super) fn differences(&self, other: &Settings) -> Vec<&'static str> {
        let Settings {
            solver,
            learning_rate,
            schedule,
            power_t,
            batch_size,
            shuffle,
            epochs,
            measure_every,
            seed,
            alpha,
            clip,
            dropout,
            tol,
            patience,
            validation,
            watched,
        } = other;
        let differs = [
            (self.solver != *solver, "solver"),
            (self.learning_rate != *learning_rate, "learning rate"),
            (self.schedule != *schedule, "schedule"),
            (self.power_t != *power_t, "power of inverse scaling"),
            (self.batch_size != *batch_size, "batch size"),
            (self.shuffle != *shuffle, "shuffling"),
            (self.epochs != *epochs, "epochs"),
            (self.measure_every != *measure_every, "interval between measurements"),
            (self.seed != *seed, "seed"),
            (self.alpha != *alpha, "L2 penalty"),
            (self.clip != *clip, "longest gradient"),
            (self.dropout != *dropout, "dropout"),
            (self.tol != *tol, "tolerance"),
            (self.patience != *patience, "patience"),
            (self.validation != *validation, "validation share"),
            (self.watched != *watched, "what early stopping watches"),
        ];
        differs.into_iter().filter(|(differs, _)| *differs).map(|(_, name)| name).collect()
    }
}

impl Default for Settings {
    /// Plain mini-batch descent.
    fn default() -> Settings {
        Settings {
            solver: Solver::Stochastic(Rule::Sgd { momentum: 0.0, nesterov: false }),
            learning_rate: 0.01,
            schedule: Schedule::Constant,
            power_t: 0.5,
            batch_size: Some(32),
            shuffle: true,
            epochs: 200,
            measure_every: 10,
            seed: 1,
            alpha: 0.0,
            clip: None,
            dropout: 0.0,
            tol: 1e-4,
            patience: None,
            validation: None,
            watched: Watched::default(),
        }
    }
}

impl Packed for Solver {
    fn pack(&self, to: &mut Vec<u8>) {
        match *self {
            Solver::Lbfgs { max_evaluations } => (0u8, max_evaluations).pack(to),
            Solver::Stochastic(Rule::Sgd { momentum, nesterov }) => (1u8, momentum, nesterov).pack(to),
            Solver::Stochastic(Rule::Adam { beta_1, beta_2, epsilon, decay }) => {
                (2u8, (beta_1, beta_2), (epsilon, decay)).pack(to);
            }
            Solver::Stochastic(Rule::RmsProp { rho, epsilon }) => (3u8, rho, epsilon).pack(to),
        }
    }

    fn unpack(from: &mut &[u8]) -> Option<Solver> {
        let rule = match u8::unpack(from)? {
            0 => return Some(Solver::Lbfgs { max_evaluations: Packed::unpack(from)? }),
            1 => Rule::Sgd { momentum: Packed::unpack(from)?, nesterov: Packed::unpack(from)? },
            2 => {
                let ((beta_1, beta_2), (epsilon, decay)) = Packed::unpack(from)?;
                Rule::Adam { beta_1, beta_2, epsilon, decay }
            }
            3 => Rule::RmsProp { rho: Packed::unpack(from)?, epsilon: Packed::unpack(from)? },
            _ => return None,
        };
        Some(Solver::Stochastic(rule))
    }
}

packed!(Settings {
    solver,
    learning_rate,
    schedule,
    power_t,
    batch_size,
    shuffle,
    epochs,
    measure_every,
    seed,
    alpha,
    clip,
    dropout,
    tol,
    patience,
    validation,
    watched
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::packed::tests::there_and_back;

    #[test]
    fn settings_come_back_from_their_bytes() {
        let settings = Settings { clip: Some(0.1), validation: None, ..Settings::default() };
        assert_eq!(there_and_back(&settings), Some(settings));
        for solver in [
            Solver::Lbfgs { max_evaluations: 7 },
            Solver::Stochastic(Rule::Sgd { momentum: 0.9, nesterov: true }),
            Solver::Stochastic(Rule::Adam { beta_1: 0.9, beta_2: 0.99, epsilon: 1e-8, decay: 0.1 }),
            Solver::Stochastic(Rule::RmsProp { rho: 0.9, epsilon: 1e-8 }),
        ] {
            assert_eq!(there_and_back(&solver), Some(solver));
        }
    }
}
