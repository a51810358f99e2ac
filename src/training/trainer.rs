use super::{Answered, Batches, EpochRecord, History, Optimiser, Scores};
use crate::chance::{Chance, Stream};
use crate::dataset::{Dataset, Targets};
use crate::matrix::Matrix;
use crate::network::{Gradients, Network, Pass, TargetBatch};

/// How a network is trained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    pub optimiser: Optimiser,
    /// Rows per update.
    pub batch_size: usize,
    pub epochs: usize,
    /// Accuracy and loss over all rows are measured every so many epochs, and after the last.
    pub measure_every: usize,
    /// Of the order of the batches.
    pub seed: u64,
}

/// The assignment's Training: a network on its way, stopped and taken up again at any batch.
pub struct Trainer {
    pub network: Network,
    settings: Settings,
    /// The network at the end of the last whole epoch: what is left when training stops or diverges.
    kept: Network,
    epoch: usize,
    /// Whether an epoch has begun and is not over.
    in_epoch: bool,
    batches: Batches,
    chance: Chance,
    batch: BatchRoom,
    pass: Pass,
    gradients: Gradients,
    /// Summed over the rows of this batch so far.
    batch_loss: f64,
    /// Summed over the rows of this epoch, before each update.
    epoch_loss: f64,
    first_loss: Option<f64>,
    measuring: Option<Measuring>,
    /// Measured although the interval does not ask for it.
    measure_next: bool,
    answered: [Answered; 2],
    history: History,
    /// Mean batch loss of each epoch, before the updates.
    loss_curve: Vec<f64>,
}

/// Where [`Trainer::work`] stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Progress {
    /// Time is up in the middle of an epoch.
    Interrupted,
    /// An epoch is over and, if it was due, measured.
    EpochEnded,
    /// The last epoch is over and measured.
    Finished,
    /// The loss grew without bound in this epoch; the network is as after the last whole one.
    Diverged { epoch: usize },
}

/// The rows of a part of a batch, gathered.
struct BatchRoom {
    inputs: Matrix,
    numbers: Vec<f32>,
    classes: Vec<u32>,
}

#[derive(Clone, Copy, PartialEq)]
enum Measuring {
    Train,
    Test,
}

/// A mean loss that grew by this factor over the first batch's (plus one) is taken as growing without bound: it is far
/// from anything that training comes back from.
const DIVERGED: f64 = 1e6;
/// Arithmetic between two looks at the clock, in multiply-adds: some tenths of a millisecond.
const WORK_BETWEEN_LOOKS: usize = 4_000_000;

impl Trainer {
    pub fn new(network: Network, dataset: &Dataset, settings: Settings) -> Trainer {
        let batches = Batches::new(dataset.train.rows.len(), settings.batch_size);
        let rows = batches.part_size();
        let answered = [&dataset.train, &dataset.test]
            .map(|part| Answered::new(&network, &dataset.target, part.rows.len()));
        Trainer {
            kept: network.clone(),
            epoch: 0,
            in_epoch: false,
            batches,
            chance: Chance::new(settings.seed, Stream::Batches),
            batch: BatchRoom {
                inputs: Matrix::zeros(rows, dataset.encoder.width()),
                numbers: Vec::with_capacity(rows),
                classes: Vec::with_capacity(rows),
            },
            pass: Pass::new(&network, rows),
            gradients: Gradients::new(&network),
            batch_loss: 0.0,
            epoch_loss: 0.0,
            first_loss: None,
            measuring: None,
            measure_next: false,
            answered,
            history: History::with_capacity(settings.epochs / settings.measure_every.max(1) + 2),
            loss_curve: Vec::with_capacity(settings.epochs),
            network,
            settings,
        }
    }

    /// Whole epochs trained.
    pub fn epoch(&self) -> usize {
        self.epoch
    }

    pub fn history(&self) -> &History {
        &self.history
    }

    /// Mean loss of each epoch's batches, each before its update: what scikit-learn calls `loss_curve_`.
    pub fn loss_curve(&self) -> &[f64] {
        &self.loss_curve
    }

    /// Rows trained on so far.
    pub fn rows_done(&self, dataset: &Dataset) -> u64 {
        let of_this_epoch = if self.in_epoch { self.batches.rows_done() } else { 0 };
        (self.epoch * dataset.train.rows.len() + of_this_epoch) as u64
    }

    /// Measures at the end of the current epoch whatever the interval says.
    pub fn measure_next(&mut self) {
        self.measure_next = true;
    }

    /// Goes on until the epoch is over and measured, or `go_on` says no.
    pub fn work(&mut self, dataset: &Dataset, go_on: &mut dyn FnMut() -> bool) -> Progress {
        if self.measuring.is_none() {
            if self.epoch == self.settings.epochs {
                return Progress::Finished;
            }
            match self.train_epoch(dataset, go_on) {
                Some(Progress::EpochEnded) => {}
                Some(progress) => return progress,
                None => return Progress::Interrupted,
            }
        }
        if !self.measure(dataset, go_on) {
            return Progress::Interrupted;
        }
        if self.epoch == self.settings.epochs { Progress::Finished } else { Progress::EpochEnded }
    }

    /// Goes back to the end of the last whole epoch and measures there, so that the history ends with the network
    /// that is left.
    pub fn stop(&mut self, dataset: &Dataset) {
        self.network.copy_from(&self.kept);
        self.in_epoch = false;
        self.measuring = None;
        if self.history.last().is_none_or(|record| record.epoch < self.epoch) {
            self.begin_measuring();
            self.measure(dataset, &mut || true);
        }
    }

    /// `None`: interrupted.
    fn train_epoch(&mut self, dataset: &Dataset, go_on: &mut dyn FnMut() -> bool) -> Option<Progress> {
        if !self.in_epoch {
            self.in_epoch = true;
            self.batches.reshuffle(&mut self.chance);
            self.epoch_loss = 0.0;
        }
        // Forward, weight gradients and deltas: three multiply-adds a parameter and row.
        let work_per_row = 3 * self.network.n_parameters();
        let mut work = 0;
        while let Some(part) = self.batches.next_part() {
            if part.is_first {
                self.gradients.clear();
                self.batch_loss = 0.0;
            }
            let (inputs, targets) = self.batch.gather(dataset, part.rows);
            let share = 1.0 / part.of as f32;
            let (pass, gradients) = (&mut self.pass, &mut self.gradients);
            self.batch_loss += self.network.back_propagate_part(inputs, targets, share, pass, gradients);
            if part.is_last {
                self.settings.optimiser.step(&mut self.network, &self.gradients);
                self.epoch_loss += self.batch_loss;
                let mean = self.batch_loss / part.of as f64;
                let first = *self.first_loss.get_or_insert(mean);
                if !mean.is_finite() || mean > DIVERGED * (first + 1.0) {
                    return Some(self.diverge());
                }
            }
            work += part.rows.len() * work_per_row;
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
        self.kept.copy_from(&self.network);
        self.in_epoch = false;
        self.epoch += 1;
        self.loss_curve.push(self.epoch_loss / dataset.train.rows.len() as f64);
        let due = self.epoch.is_multiple_of(self.settings.measure_every.max(1))
            || self.epoch == self.settings.epochs;
        if due || std::mem::take(&mut self.measure_next) {
            self.begin_measuring();
        }
        Some(Progress::EpochEnded)
    }

    fn diverge(&mut self) -> Progress {
        self.network.copy_from(&self.kept);
        Progress::Diverged { epoch: self.epoch + 1 }
    }

    fn begin_measuring(&mut self) {
        self.answered.iter_mut().for_each(Answered::clear);
        self.measuring = Some(Measuring::Train);
    }

    /// Whether the measurement is complete (or none is due).
    fn measure(&mut self, dataset: &Dataset, go_on: &mut dyn FnMut() -> bool) -> bool {
        while let Some(measuring) = self.measuring {
            let (answered, part) = match measuring {
                Measuring::Train => (&mut self.answered[0], &dataset.train),
                Measuring::Test => (&mut self.answered[1], &dataset.test),
            };
            let more = answered.advance(&self.network, &dataset.target, &part.inputs, Some(part));
            if !more {
                self.measuring = match measuring {
                    Measuring::Train => Some(Measuring::Test),
                    Measuring::Test => {
                        self.record(dataset);
                        None
                    }
                };
            }
            if self.measuring.is_some() && !go_on() {
                return false;
            }
        }
        true
    }

    fn record(&mut self, dataset: &Dataset) {
        let [train, test] = [(&self.answered[0], &dataset.train), (&self.answered[1], &dataset.test)].map(
            |(answered, part)| {
                Scores::of(&answered.answers, &part.targets, &dataset.target, answered.mean_loss())
            },
        );
        self.history.push(EpochRecord {
            epoch: self.epoch,
            train_accuracy: train.accuracy,
            test_accuracy: test.accuracy,
            train_loss: train.loss,
            test_loss: test.loss,
            train_r2: train.r2,
            test_r2: test.r2,
        });
    }
}

impl BatchRoom {
    fn gather(&mut self, dataset: &Dataset, rows: &[u32]) -> (&Matrix, TargetBatch<'_>) {
        self.inputs.gather(&dataset.train.inputs, rows);
        let targets = match &dataset.train.targets {
            Targets::Numbers(_) => {
                self.numbers.clear();
                self.numbers.extend(rows.iter().map(|&row| dataset.train.scaled[row as usize]));
                TargetBatch::Numbers(&self.numbers)
            }
            Targets::Classes(classes) => {
                self.classes.clear();
                self.classes.extend(rows.iter().map(|&row| classes[row as usize]));
                TargetBatch::Classes(&self.classes)
            }
        };
        (&self.inputs, targets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::shuffle;
    use crate::dataset::{Plan, Statistics, TargetScale, Task, prepare};
    use crate::network::{Activation, Head};
    use crate::table::{Column, Kind, Table, Values};

    /// y = x0 · x1 + 0.3 · x2 over 400 rows.
    fn table(shuffled: bool) -> Table {
        let mut chance = Chance::new(5, Stream::Split);
        let mut columns: Vec<Vec<f64>> = vec![vec![]; 4];
        for _ in 0..400 {
            let x = [0, 1, 2].map(|_| f64::from(chance.uniform()));
            (0..3).for_each(|column| columns[column].push(x[column]));
            columns[3].push(x[0] * x[1] + 0.3 * x[2]);
        }
        if shuffled {
            shuffle(&mut columns[3], &mut chance);
        }
        let columns = columns.into_iter().zip(["a", "b", "c", "y"]).map(|(numbers, name)| Column {
            name: name.into(),
            kind: Kind::Numeric,
            reason: String::new(),
            values: Values::Numbers(numbers),
            missing: 0,
            distinct: 400,
        });
        Table { n_rows: 400, columns: columns.collect(), ..Table::default() }
    }

    fn dataset(shuffled: bool) -> Dataset {
        let plan = Plan {
            target: "y".into(),
            task: Task::Regression,
            inputs: ["a", "b", "c"].map(String::from).to_vec(),
            drop_duplicates: true,
            statistics: Statistics::TrainingRows,
            target_scale: TargetScale::Standardise,
            test_share: 0.25,
            seed: 1,
        };
        prepare(&table(shuffled), &plan).unwrap()
    }

    fn trainer(dataset: &Dataset, epochs: usize, learning_rate: f32) -> Trainer {
        let mut chance = Chance::new(1, Stream::Weights);
        let network = Network::new(&[3, 16, 1], Activation::Tanh, Head::Identity, None, &mut chance);
        let optimiser = Optimiser::Sgd { learning_rate };
        Trainer::new(
            network,
            dataset,
            Settings { optimiser, batch_size: 16, epochs, measure_every: 10, seed: 1 },
        )
    }

    fn finish(trainer: &mut Trainer, dataset: &Dataset) -> Progress {
        loop {
            match trainer.work(dataset, &mut || true) {
                Progress::EpochEnded => {}
                progress => return progress,
            }
        }
    }

    #[test]
    fn it_learns_what_is_there_and_nothing_from_shuffled_targets() {
        let last_r2 = |shuffled| {
            let dataset = dataset(shuffled);
            let mut trainer = trainer(&dataset, 150, 0.1);
            assert_eq!(finish(&mut trainer, &dataset), Progress::Finished);
            trainer.history().last().and_then(|record| record.test_r2).unwrap()
        };
        assert!(last_r2(false) > 0.9, "{}", last_r2(false));
        assert!(last_r2(true) < 0.1, "{}", last_r2(true));
    }

    #[test]
    fn it_measures_when_due_when_asked_and_at_the_end() {
        let dataset = dataset(false);
        let mut trainer = trainer(&dataset, 23, 0.1);
        trainer.work(&dataset, &mut || true);
        trainer.measure_next();
        finish(&mut trainer, &dataset);
        let epochs: Vec<usize> = trainer.history().iter().map(|record| record.epoch).collect();
        assert_eq!(epochs, [2, 10, 20, 23]);
        assert_eq!(trainer.loss_curve().len(), 23);
        assert_eq!(trainer.rows_done(&dataset), 23 * 300);
    }

    /// One epoch with all 300 rows as one batch, in parts of 256 and 44, against one pass over them all.
    #[test]
    fn a_batch_in_parts_makes_one_update_with_the_mean_over_all_of_it() {
        let dataset = dataset(false);
        let settings = Settings { batch_size: 1_000, epochs: 1, ..trainer(&dataset, 1, 0.5).settings };
        let mut trainer = Trainer::new(trainer(&dataset, 1, 0.5).network, &dataset, settings);
        let mut at_once = trainer.network.clone();
        let (mut pass, mut gradients) = (Pass::new(&at_once, 300), Gradients::new(&at_once));
        let targets = TargetBatch::Numbers(&dataset.train.scaled);
        let loss = at_once.back_propagate(&dataset.train.inputs, targets, &mut pass, &mut gradients);
        settings.optimiser.step(&mut at_once, &gradients);
        finish(&mut trainer, &dataset);
        assert!((trainer.loss_curve()[0] - loss / 300.0).abs() < 1e-6);
        for (ours, expected) in trainer.network.layers.iter().zip(&at_once.layers) {
            let ours = ours.weights.values().chain(ours.biases.values());
            let expected = expected.weights.values().chain(expected.biases.values());
            ours.zip(expected).for_each(|(ours, expected)| assert!((ours - expected).abs() < 1e-6));
        }
    }

    #[test]
    fn interruptions_do_not_change_a_bit() {
        // Wide enough that the clock is looked at several times an epoch.
        let dataset = dataset(false);
        let network = Network::new(
            &[3, 600, 40, 1],
            Activation::Relu,
            Head::Identity,
            None,
            &mut Chance::new(1, Stream::Weights),
        );
        // 1,000 is all 300 rows, in two parts.
        for batch_size in [32, 1_000] {
            let settings = Settings {
                optimiser: Optimiser::Sgd { learning_rate: 0.01 },
                batch_size,
                epochs: 3,
                measure_every: 1,
                seed: 1,
            };
            let mut at_once = Trainer::new(network.clone(), &dataset, settings);
            finish(&mut at_once, &dataset);
            let mut in_slices = Trainer::new(network.clone(), &dataset, settings);
            let mut interruptions = 0;
            loop {
                match in_slices.work(&dataset, &mut || false) {
                    Progress::Finished => break,
                    Progress::Interrupted => interruptions += 1,
                    _ => {}
                }
            }
            assert!(interruptions > 6, "{interruptions}");
            assert_eq!(at_once.network.weights_hash(), in_slices.network.weights_hash());
            assert_eq!(at_once.history(), in_slices.history());
        }
    }

    #[test]
    fn divergence_keeps_the_last_finite_network() {
        let dataset = dataset(false);
        let mut trainer = trainer(&dataset, 50, 1e9);
        let first = trainer.network.weights_hash();
        assert_eq!(finish(&mut trainer, &dataset), Progress::Diverged { epoch: 1 });
        assert_eq!(trainer.network.weights_hash(), first);
        trainer.stop(&dataset);
        assert!(
            trainer.history().last().is_some_and(|record| record.epoch == 0 && record.test_loss.is_finite())
        );
    }
}
