//! How a run ended, in words.

use super::Run;
use crate::session::{Course, Outcome};
use perceptab::format::counted;
use perceptab::recipe::settings;
use perceptab::training::Ending;

impl Run {
    /// How a training that is over ended.
    pub(super) fn conclusion(&self) -> Outcome {
        match (self.trainer.ending(), self.trainer.best_epoch()) {
            (None | Some(Ending::Epochs), None) => Outcome::Finished,
            _ => self.early_conclusion(),
        }
    }

    /// Why training is over, and which weights are kept.
    fn early_conclusion(&self) -> Outcome {
        let epoch = self.trainer.epoch();
        let tol = self.recipe.training.tol;
        let why = match self.trainer.ending() {
            None | Some(Ending::Epochs) => String::new(),
            Some(Ending::LossStill { epochs }) => {
                format!(
                    "Ended at epoch {epoch}: the training loss fell by less than {tol} in {}.",
                    counted(epochs, "epoch")
                )
            }
            Some(Ending::ScoreStill { epochs }) => {
                format!(
                    "Ended at epoch {epoch}: the validation score rose by less than {tol} in {}.",
                    counted(epochs, "epoch")
                )
            }
            Some(Ending::ValidationLossStill { epochs }) => {
                format!(
                    "Ended at epoch {epoch}: the validation loss fell by less than {tol} in {}.",
                    counted(epochs, "epoch")
                )
            }
            Some(Ending::Converged) => {
                format!("Ended at iteration {epoch}: the loss is as low as L-BFGS gets it.")
            }
            Some(Ending::Stuck) => format!("Ended at iteration {epoch}: no step lowers the loss any more."),
            Some(Ending::Evaluations) => {
                format!("Ended at iteration {epoch}: the loss was worked out as often as allowed.")
            }
        };
        let kept = match self.trainer.best_epoch() {
            Some(best) => format!(
                "The weights of epoch {best} are kept, which did best on {} validation rows.",
                self.trainer.validation_rows()
            ),
            None => String::new(),
        };
        match (why.is_empty(), kept.is_empty()) {
            (true, true) => Outcome::Finished,
            (false, false) => Outcome::Concluded { epoch, message: format!("{why} {kept}") },
            _ => Outcome::Concluded { epoch, message: why + &kept },
        }
    }

    /// The way it went.
    pub(super) fn course(&self) -> Course {
        let trainer = &self.trainer;
        let least = trainer.loss_curve().iter().copied().reduce(f64::min);
        let most = trainer.validation_scores().iter().copied().reduce(f64::max);
        Course {
            loss_curve: trainer.loss_curve().to_vec(),
            best_loss: least,
            validation_rows: trainer.validation_rows(),
            validation_scores: trainer.validation_scores().to_vec(),
            best_validation_score: most,
            best_epoch: trainer.best_epoch(),
        }
    }

    /// What is said of a loss that grew without bound.
    pub(super) fn diverged(&self, epoch: usize) -> Outcome {
        let rate = self.recipe.training.learning_rate;
        let try_learning_rate = if rate > 0.1 { 0.01 } else { two_digits(rate / 10.0) };
        let kept_epoch = self.trainer.epoch();
        let kept = match kept_epoch {
            0 => "The network is back at its first weights.".to_string(),
            kept => format!("The network is back at the end of epoch {kept}."),
        };
        Outcome::Diverged {
            epoch,
            kept_epoch,
            try_learning_rate,
            message: format!(
                "The loss grew without bound at epoch {epoch}. {kept} Try a learning rate of {try_learning_rate}."
            ),
        }
    }
}

/// A number that a person would choose: 0.0012 rather than 0.00123457.
fn two_digits(rate: f32) -> f32 {
    let rounded = format!("{rate:.1e}").parse().unwrap_or(rate);
    settings::LEARNING_RATE.limits.map_or(rounded, |limits| rounded.max(limits.low as f32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suggested_rate_has_two_digits() {
        for (rate, suggested) in [(0.012_345_6, 0.0012), (0.01, 0.001), (0.099_9, 0.01), (1e-8, 1e-8)] {
            assert_eq!(two_digits(rate / 10.0), suggested);
        }
    }
}
