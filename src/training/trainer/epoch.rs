use super::Trainer;
use super::measuring::Measuring;
use crate::dataset::Dataset;
use crate::training::batch_end::{After, Batch};
use crate::training::{Ending, Step, add_penalty};

/// Arithmetic between two looks at the clock, in multiply-adds: some tenths of a millisecond.
const WORK_BETWEEN_LOOKS: usize = 4_000_000;

/// An epoch: its batches, one after the other, and what follows from its end.
impl Trainer {
    /// `None`: interrupted.
    pub(super) fn train_epoch(&mut self, dataset: &Dataset, go_on: &mut dyn FnMut() -> bool) -> Option<Step> {
        if !self.in_epoch {
            self.begin_epoch();
        }
        // Forward, weight gradients and deltas: three multiply-adds a parameter and row.
        let work_per_row = 3 * self.network.n_parameters();
        let mut work = 0;
        while let Some(part) = self.motion.batches_mut().next_part() {
            let scratch = &mut self.scratch;
            if part.is_first {
                scratch.gradients.clear();
                scratch.batch_loss = 0.0;
                scratch.batch_weight = dataset.train.weight_of(part.batch);
            }
            let (inputs, targets, weights) = scratch.room.gather(&dataset.train, part.rows);
            // A batch of rows that do not count moves nothing.
            let share = if scratch.batch_weight > 0.0 { 1.0 / scratch.batch_weight as f32 } else { 0.0 };
            let (pass, gradients) = (&mut scratch.pass, &mut scratch.gradients);
            scratch.batch_loss +=
                self.network.back_propagate_part(inputs, targets, weights, share, pass, gradients);
            work += part.rows.len() * work_per_row;
            let (is_last, batch_rows) = (part.is_last, part.batch.len());
            if is_last {
                match self.end_batch(batch_rows) {
                    After::NextBatch => {}
                    After::EpochOver(ending) => {
                        self.standing.ending = ending;
                        break;
                    }
                    After::Stays(ending) => {
                        self.stay(ending);
                        return Some(Step::EpochEnded);
                    }
                    After::Diverged => return Some(self.diverge()),
                }
            }
            if work > WORK_BETWEEN_LOOKS {
                work = 0;
                if !go_on() {
                    return None;
                }
            }
        }
        if !self.network.is_finite() {
            return Some(self.diverge());
        }
        self.end_epoch();
        Some(Step::EpochEnded)
    }

    fn begin_epoch(&mut self) {
        self.in_epoch = true;
        self.scratch.first_loss = self.standing.first_loss;
        self.motion.begin_epoch(&mut self.network);
    }

    /// All parts of a batch are in: moves the weights.
    fn end_batch(&mut self, n_rows: usize) -> After {
        let (alpha, scratch) = (self.settings.alpha, &mut self.scratch);
        let counts = scratch.batch_weight > 0.0;
        let mut loss = if counts { scratch.batch_loss / scratch.batch_weight } else { 0.0 };
        if alpha > 0.0 && counts {
            loss += add_penalty(&self.network, &mut scratch.gradients, alpha / scratch.batch_weight);
        }
        let first_loss = *scratch.first_loss.get_or_insert(loss);
        let batch = Batch { loss, n_rows, first_loss, epoch: self.standing.epoch };
        self.motion.end_batch(&batch, &mut self.network, &mut scratch.gradients)
    }

    fn end_epoch(&mut self) {
        self.kept.copy_from(&self.network);
        self.motion.end_epoch();
        self.in_epoch = false;
        let loss = self.motion.epoch_loss();
        self.standing.epoch += 1;
        self.standing.first_loss = self.scratch.first_loss;
        self.standing.dropout = self.scratch.dropout_chance();
        self.standing.loss_curve.push(loss);
        if self.scratch.validation.is_some() {
            self.begin_scoring();
        } else {
            self.standing.patience.hear_loss(loss);
            self.conclude_epoch();
        }
    }

    /// Answers the rows held back, before anything follows from the epoch.
    pub(super) fn begin_scoring(&mut self) {
        self.scratch.validation.iter_mut().for_each(|validation| validation.begin());
        self.measuring = Some(Measuring::Validation);
    }

    /// How the epoch went is known: looks for an end, and measures where that is due.
    pub(super) fn conclude_epoch(&mut self) {
        let standing = &mut self.standing;
        let is_last = standing.epoch >= self.settings.epochs;
        if standing.ending.is_none() {
            standing.ending = self.motion.prepare_next(&mut standing.patience, is_last);
        }
        if standing.ending.is_none() && is_last {
            standing.ending = Some(Ending::Epochs);
        }
        let due =
            standing.epoch.is_multiple_of(self.settings.measure_every.max(1)) || standing.ending.is_some();
        if std::mem::take(&mut standing.measure_next) || due {
            self.begin_measuring();
        }
    }

    /// Ends the training with the last whole epoch.
    fn stay(&mut self, ending: Ending) {
        self.network.copy_from(&self.kept);
        self.motion.end_epoch();
        self.in_epoch = false;
        self.standing.ending = Some(ending);
        if !self.is_measured() {
            self.begin_measuring();
        }
    }

    fn diverge(&mut self) -> Step {
        self.network.copy_from(&self.kept);
        Step::Diverged { epoch: self.standing.epoch + 1 }
    }
}
