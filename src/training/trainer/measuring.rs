use super::Trainer;
use crate::dataset::Dataset;
use crate::training::{EpochRecord, Measurement, Scores};

/// What is being measured after an epoch, in this order.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Measuring {
    /// After every epoch, where rows are held back; then it is known whether the others are due.
    Validation,
    Train,
    Test,
}

impl Trainer {
    /// How many rows of how many are measured, while they are.
    pub fn measured(&self, dataset: &Dataset) -> Option<(usize, usize)> {
        let [train, test] = [&dataset.train, &dataset.test].map(|part| part.rows.len());
        let answered = |part: usize| self.scratch.measurements[part].answers.len();
        match (self.measuring?, &self.scratch.validation) {
            (Measuring::Validation, Some(validation)) => Some((validation.answered(), validation.n_rows())),
            (Measuring::Validation | Measuring::Train, _) => Some((answered(0), train + test)),
            (Measuring::Test, _) => Some((train + answered(1), train + test)),
        }
    }

    pub(super) fn begin_measuring(&mut self) {
        self.scratch.measurements.iter_mut().for_each(Measurement::clear);
        self.measuring = Some(Measuring::Train);
        self.records = !self.standing.is_recorded();
    }

    /// Goes on with what is being measured; whether all of it is done (or nothing was due).
    pub fn measure(&mut self, dataset: &Dataset, go_on: &mut dyn FnMut() -> bool) -> bool {
        while let Some(measuring) = self.measuring {
            let more = match (measuring, &mut self.scratch.validation) {
                (Measuring::Validation, Some(validation)) => validation.advance(&self.network, dataset),
                (Measuring::Validation, None) => false,
                (Measuring::Train | Measuring::Test, _) => {
                    let (place, part) = match measuring {
                        Measuring::Test => (1, &dataset.test),
                        _ => (0, &dataset.train),
                    };
                    let measurement = &mut self.scratch.measurements[place];
                    measurement.advance(&self.network, &dataset.target, &part.inputs, Some(part))
                }
            };
            if !more {
                self.end_measuring(measuring, dataset);
            }
            if self.measuring.is_some() && !go_on() {
                return false;
            }
        }
        true
    }

    fn end_measuring(&mut self, measured: Measuring, dataset: &Dataset) {
        self.measuring = None;
        match measured {
            Measuring::Validation => {
                if let (Some(validation), Some(best)) = (&self.scratch.validation, &mut self.standing.best) {
                    let (epoch, watched) = (self.standing.epoch, self.settings.watched);
                    let patience = &mut self.standing.patience;
                    validation.hear(&self.network, dataset, epoch, watched, patience, best);
                }
                self.conclude_epoch();
            }
            Measuring::Train => self.measuring = Some(Measuring::Test),
            Measuring::Test => {
                self.measured_epoch = Some(self.standing.epoch);
                if self.records {
                    self.record(dataset);
                }
            }
        }
    }

    fn record(&mut self, dataset: &Dataset) {
        let [of_train, of_test] = &self.scratch.measurements;
        let [train, test] =
            [(of_train, &dataset.train), (of_test, &dataset.test)].map(|(measurement, part)| {
                Scores::of(&measurement.answers, &part.targets, &dataset.target, measurement.mean_loss())
            });
        self.standing.history.push(EpochRecord {
            epoch: self.standing.epoch,
            train_accuracy: train.accuracy,
            test_accuracy: test.accuracy,
            train_loss: train.loss,
            test_loss: test.loss,
            train_r2: train.r2,
            test_r2: test.r2,
        });
    }
}
