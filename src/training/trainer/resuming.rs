use super::{Standing, Trainer, patience};
use crate::dataset::{Dataset, Targets};
use crate::network::{Head, Network};
use crate::pace::{Pace, at_once};
use crate::training::{Progress, ResumeError, Settings};

/// Putting a training down and taking it up.
impl Trainer {
    /// What the training was at the end of the last whole epoch: whoever takes it up comes to the same weights, to the bit, as
    /// without a stop. Neurons and batches of an epoch that has only begun are not in it.
    pub fn progress(&self) -> Progress {
        Progress {
            settings: self.settings,
            rows: self.rows,
            network: self.kept.clone(),
            motion: self.motion.progress(),
            standing: self.standing.progress(),
            // What is over is measured again in any case.
            is_measuring: self.measuring.is_some() && self.standing.ending.is_none(),
        }
    }

    /// Goes on where `progress` was put down. Dataset and settings must be those that it was trained with.
    pub fn resume(dataset: &Dataset, settings: Settings, progress: Progress) -> Result<Trainer, ResumeError> {
        at_once(async |pace| Trainer::resume_in_steps(dataset, settings, progress, pace).await)
    }

    /// [`Trainer::resume`] in steps.
    pub async fn resume_in_steps(
        dataset: &Dataset,
        settings: Settings,
        progress: Progress,
        pace: &Pace,
    ) -> Result<Trainer, ResumeError> {
        let names = progress.settings.differences(&settings);
        if !names.is_empty() {
            return Err(ResumeError::OtherSettings { names });
        }
        check_ends(dataset, &progress.network)?;
        let mut trainer = Trainer::new_in_steps(progress.network.clone(), dataset, settings, pace).await;
        if progress.rows != trainer.rows {
            return Err(ResumeError::OtherRows);
        }
        trainer.take_up(progress)?;
        Ok(trainer)
    }

    fn take_up(&mut self, progress: Progress) -> Result<(), ResumeError> {
        let Progress { motion, standing, is_measuring, .. } = progress;
        let is_over = standing.ending.is_some();
        let best_fits = match (&standing.best, &self.standing.best) {
            (Some(theirs), Some(ours)) => theirs.network.widths() == ours.network.widths(),
            (theirs, ours) => theirs.is_none() && ours.is_none(),
        };
        let leaves_out = self.standing.dropout.is_some();
        let fits = best_fits
            && standing.dropout.is_some() == leaves_out
            && self.motion.resume(motion, standing.epoch, is_over);
        if !fits {
            return Err(ResumeError::Damaged);
        }
        if let (Some(dropout), Some(chance)) = (self.scratch.pass.dropout_mut(), &standing.dropout) {
            dropout.set_chance(chance.clone());
        }
        self.standing = Standing::resume(patience(&self.settings), standing);
        self.standing.reserve(self.settings.epochs, self.settings.measure_every);
        // What was being measured, or is only held in memory, is measured again.
        if self.standing.is_unscored() {
            self.begin_scoring();
        } else if is_measuring || is_over {
            if let (true, Some(best)) = (is_over && self.standing.is_recorded(), &self.standing.best) {
                self.network.copy_from(&best.network);
            }
            self.begin_measuring();
        }
        Ok(())
    }
}

/// The network begins with the dataset's inputs and ends with its target.
fn check_ends(dataset: &Dataset, network: &Network) -> Result<(), ResumeError> {
    let widths = network.widths();
    let theirs = (widths.first().copied().unwrap_or(0), widths.last().copied().unwrap_or(0));
    let ours = (dataset.encoder.width(), dataset.target.width());
    let is_of_classes = matches!(network.head, Head::Sigmoid | Head::Softmax);
    if theirs != ours || is_of_classes != matches!(dataset.train.targets, Targets::Classes(_)) {
        return Err(ResumeError::OtherNetwork { theirs, ours });
    }
    Ok(())
}
