use super::{
    Answered, Batches, EpochRecord, History, Lbfgs, Optimiser, Patience, Schedule, Scores, Settings, Solver,
    Told, Watched, add_penalty, batch_room::BatchRoom, clip, validation::Validation,
};
use crate::chance::{Chance, Stream};
use crate::dataset::{Dataset, Targets};
use crate::network::{Dropout, Gradients, Layer, Network, Pass};
use crate::pace::{Pace, at_once};

/// The assignment's Training: a network on its way, stopped and taken up again at any batch.
pub struct Trainer {
    pub network: Network,
    settings: Settings,
    motion: Motion,
    /// The network at the end of the last whole epoch: what is left when training stops or diverges.
    kept: Network,
    epoch: usize,
    /// Whether an epoch has begun and is not over.
    in_epoch: bool,
    batches: Batches,
    chance: Chance,
    room: BatchRoom,
    pass: Pass,
    gradients: Gradients,
    /// Summed over the rows of this batch so far.
    batch_loss: f64,
    /// The sum of the weights of this batch's rows.
    batch_weight: f64,
    /// Mean losses of this epoch's batches times their rows, before each update.
    epoch_loss: f64,
    first_loss: Option<f64>,
    patience: Patience,
    validation: Option<Validation>,
    ending: Option<Ending>,
    measuring: Option<Measuring>,
    /// Measured although the interval does not ask for it.
    measure_next: bool,
    /// Of the training and of the test rows: when training is over, of the network that is left.
    answered: [Answered; 2],
    /// Whether what is being measured is a record of the history.
    records: bool,
    history: History,
    /// Mean batch loss of each epoch, before the updates.
    loss_curve: Vec<f64>,
}

/// What moves the weights.
enum Motion {
    Steps {
        optimiser: Optimiser,
        /// What an adaptive schedule has left of the learning rate.
        learning_rate: f64,
        /// Steps taken.
        updates: u64,
    },
    Lbfgs {
        lbfgs: Box<Lbfgs>,
        max_evaluations: usize,
        /// The gradients as it takes them: layer by layer, weights before biases.
        flat: Vec<f64>,
    },
}

/// Where [`Trainer::work`] stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Progress {
    /// Time is up in the middle of an epoch, or what is measured next is another thing than training.
    Interrupted,
    /// An epoch is over and, if it was due, measured.
    EpochEnded,
    /// The last epoch is over and measured: why is in [`Trainer::ending`].
    Finished,
    /// The loss grew without bound in this epoch; the network is as after the last whole one.
    Diverged { epoch: usize },
}

/// Why training is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All epochs are done.
    Epochs,
    /// The training loss was no better for this many epochs.
    LossStill { epochs: usize },
    /// The validation score was no better for this many epochs.
    ScoreStill { epochs: usize },
    /// The validation loss was no better for this many epochs.
    ValidationLossStill { epochs: usize },
    /// L-BFGS: the gradient is flat, or the loss has all but stopped falling.
    Converged,
    /// L-BFGS: no step lowers the loss.
    Stuck,
    /// L-BFGS: the loss was evaluated as often as it may be.
    Evaluations,
}

/// What follows the end of a batch.
enum After {
    NextBatch,
    /// The epoch is over although no batch may be left to say so.
    EpochOver,
    /// L-BFGS is where it was when the epoch began, and ends there: there was no further iteration.
    Stays,
    Diverged,
}

/// What is being measured after an epoch, in this order.
#[derive(Clone, Copy, PartialEq)]
enum Measuring {
    /// After every epoch, where rows are held back; then it is known whether the others are due.
    Validation,
    Train,
    Test,
}

/// A mean loss that grew by this factor over the first batch's (plus one) is taken as growing without bound: it is far
/// from anything that training comes back from.
const DIVERGED: f64 = 1e6;
/// Arithmetic between two looks at the clock, in multiply-adds: some tenths of a millisecond.
const WORK_BETWEEN_LOOKS: usize = 4_000_000;
/// Rows of a batch where their number is left open: scikit-learn's `auto`.
const AUTO_BATCH: usize = 200;
/// An adaptive learning rate falls by this factor, while it is above the least.
const ADAPTIVE: (f64, f64) = (5.0, 1e-6);
/// Epochs without a better loss before an adaptive rate falls where the settings do not say: scikit-learn's default.
const ADAPTIVE_PATIENCE: usize = 10;

impl Trainer {
    pub fn new(network: Network, dataset: &Dataset, settings: Settings) -> Trainer {
        at_once(async |pace| Trainer::new_in_steps(network, dataset, settings, pace).await)
    }

    /// [`Trainer::new`] in steps.
    pub async fn new_in_steps(
        network: Network,
        dataset: &Dataset,
        settings: Settings,
        pace: &Pace,
    ) -> Trainer {
        let n_rows = dataset.train.rows.len();
        let is_stochastic = matches!(settings.solver, Solver::Stochastic(_));
        let (validation, rows) = match settings.validation {
            Some(share) if is_stochastic => {
                let (validation, rows) = Validation::split(dataset, &network, share, &settings, pace).await;
                (Some(validation), rows)
            }
            _ => (None, (0..n_rows as u32).collect()),
        };
        let batch_size = if is_stochastic { settings.batch_size.unwrap_or(AUTO_BATCH) } else { n_rows };
        let batches = Batches::of(rows, batch_size);
        let room = BatchRoom::new(batches.part_size(), dataset);
        let dropout = (settings.dropout > 0.0)
            .then(|| Dropout::new(settings.dropout, settings.seed, &network, batches.part_size()));
        let answered = [&dataset.train, &dataset.test]
            .map(|part| Answered::new(&network, &dataset.target, part.rows.len()));
        let motion = match settings.solver {
            Solver::Stochastic(rule) => Motion::Steps {
                optimiser: Optimiser::new(rule, &network),
                learning_rate: settings.learning_rate,
                updates: 0,
            },
            Solver::Lbfgs { max_evaluations } => {
                let mut flat = vec![0.0; network.n_parameters()];
                gather_flat(&network.layers, &mut flat);
                let lbfgs = Box::new(Lbfgs::new(flat.clone(), settings.tol));
                Motion::Lbfgs { lbfgs, max_evaluations, flat }
            }
        };
        let adaptive = (settings.schedule == Schedule::Adaptive).then_some(ADAPTIVE_PATIENCE);
        let patience = settings.patience.or(adaptive).unwrap_or(usize::MAX);
        Trainer {
            motion,
            kept: network.clone(),
            epoch: 0,
            in_epoch: false,
            chance: Chance::new(settings.seed, Stream::Batches),
            room,
            pass: Pass::new(&network, batches.part_size()).with_dropout(dropout),
            gradients: Gradients::new(&network),
            batches,
            batch_loss: 0.0,
            batch_weight: 0.0,
            epoch_loss: 0.0,
            first_loss: None,
            patience: Patience::new(settings.tol, patience),
            validation,
            ending: None,
            measuring: None,
            measure_next: false,
            answered,
            records: true,
            history: History::with_capacity(settings.epochs / settings.measure_every.max(1) + 2),
            loss_curve: Vec::with_capacity(settings.epochs),
            network,
            settings,
        }
    }

    /// Whole epochs trained; for L-BFGS its iterations.
    pub fn epoch(&self) -> usize {
        self.epoch
    }

    pub fn history(&self) -> &History {
        &self.history
    }

    /// Mean loss of each epoch's batches, each before its update: what scikit-learn calls `loss_curve_`. For L-BFGS the loss
    /// at the end of each iteration.
    pub fn loss_curve(&self) -> &[f64] {
        &self.loss_curve
    }

    /// After each epoch the accuracy or R² on the validation part, where there is one.
    pub fn validation_scores(&self) -> &[f64] {
        self.validation.as_ref().map_or(&[], Validation::scores)
    }

    /// The epoch whose weights were kept because they did best on the validation part.
    pub fn best_epoch(&self) -> Option<usize> {
        self.validation.as_ref().map(|validation| validation.best().1)
    }

    /// Training rows held back for validation.
    pub fn validation_rows(&self) -> usize {
        self.validation.as_ref().map_or(0, Validation::n_rows)
    }

    /// Why training is over; `None` until it is.
    pub fn ending(&self) -> Option<Ending> {
        self.ending
    }

    /// Rows trained on so far.
    pub fn rows_done(&self) -> u64 {
        let passes = match &self.motion {
            Motion::Steps { .. } => self.epoch,
            Motion::Lbfgs { lbfgs, .. } => lbfgs.evaluations(),
        };
        let of_this_epoch = if self.in_epoch { self.batches.rows_done() } else { 0 };
        (passes * self.batches.n_rows() + of_this_epoch) as u64
    }

    /// Measures at the end of the current epoch whatever the interval says.
    pub fn measure_next(&mut self) {
        self.measure_next = true;
    }

    /// How many rows of how many are measured, while they are.
    pub fn measured(&self, dataset: &Dataset) -> Option<(usize, usize)> {
        let [train, test] = [&dataset.train, &dataset.test].map(|part| part.rows.len());
        let answered = |part: usize| self.answered[part].answers.len();
        match (self.measuring?, &self.validation) {
            (Measuring::Validation, Some(validation)) => Some((validation.answered(), validation.n_rows())),
            (Measuring::Validation | Measuring::Train, _) => Some((answered(0), train + test)),
            (Measuring::Test, _) => Some((train + answered(1), train + test)),
        }
    }

    /// The network's answers to the training and the test rows with the mean loss of each, when training is over and measured.
    /// They are handed over: none are left.
    pub fn take_answers(&mut self, dataset: &Dataset) -> [(Targets, f64); 2] {
        self.answered.each_mut().map(|answered| {
            let answers = std::mem::replace(&mut answered.answers, dataset.target.no_answers(0));
            (answers, answered.mean_loss())
        })
    }

    /// Training is over and what is left to measure is given up: the weights that are kept are in their place.
    pub fn give_up_measuring(&mut self) {
        self.measuring = None;
        if let (Some(validation), Some(_)) = (&self.validation, self.ending) {
            self.network.copy_from(validation.best().0);
        }
    }

    /// Goes on until the epoch is over and measured, or `go_on` says no.
    pub fn work(&mut self, dataset: &Dataset, go_on: &mut dyn FnMut() -> bool) -> Progress {
        if self.measuring.is_none() {
            if self.ending.is_some() {
                return Progress::Finished;
            }
            match self.train_epoch(dataset, go_on) {
                Some(Progress::EpochEnded) => {}
                Some(progress) => return progress,
                None => return Progress::Interrupted,
            }
            if self.measuring.is_some() {
                return Progress::Interrupted;
            }
        }
        if !self.measure(dataset, go_on) {
            return Progress::Interrupted;
        }
        if self.ending.is_none() {
            return Progress::EpochEnded;
        }
        if self.takes_best() { Progress::Interrupted } else { Progress::Finished }
    }

    /// Puts the weights that did best on the validation part in their place at the end; whether that is still to be measured.
    fn takes_best(&mut self) -> bool {
        let Some(validation) = &self.validation else { return false };
        let (best, epoch) = validation.best();
        self.network.copy_from(best);
        let is_measured = epoch == self.epoch || !self.records;
        if !is_measured {
            self.begin_measuring();
        }
        !is_measured
    }

    /// Goes back to the end of the last whole epoch and measures there, so that the history ends with the network
    /// that is left.
    pub fn stop(&mut self, dataset: &Dataset) {
        self.turn_back();
        self.measure(dataset, &mut || true);
    }

    /// Goes back to the end of the last whole epoch; what is then to be measured is left to [`Trainer::measure`].
    pub fn turn_back(&mut self) {
        self.network.copy_from(&self.kept);
        self.in_epoch = false;
        self.measuring = None;
        if !self.records || self.history.last().is_none_or(|record| record.epoch < self.epoch) {
            self.begin_measuring();
        }
    }

    /// `None`: interrupted.
    fn train_epoch(&mut self, dataset: &Dataset, go_on: &mut dyn FnMut() -> bool) -> Option<Progress> {
        if !self.in_epoch {
            self.begin_epoch();
        }
        // Forward, weight gradients and deltas: three multiply-adds a parameter and row.
        let work_per_row = 3 * self.network.n_parameters();
        let mut work = 0;
        while let Some(part) = self.batches.next_part() {
            if part.is_first {
                self.gradients.clear();
                self.batch_loss = 0.0;
                self.batch_weight = dataset.train.weight_of(part.batch);
            }
            let (inputs, targets, weights) = self.room.gather(&dataset.train, part.rows);
            // A batch of rows that do not count moves nothing.
            let share = if self.batch_weight > 0.0 { 1.0 / self.batch_weight as f32 } else { 0.0 };
            let (pass, gradients) = (&mut self.pass, &mut self.gradients);
            self.batch_loss +=
                self.network.back_propagate_part(inputs, targets, weights, share, pass, gradients);
            work += part.rows.len() * work_per_row;
            let (is_last, batch_rows) = (part.is_last, part.batch.len());
            if is_last {
                match self.end_batch(batch_rows) {
                    After::NextBatch => {}
                    After::EpochOver => break,
                    After::Stays => {
                        self.stay();
                        return Some(Progress::EpochEnded);
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
        Some(Progress::EpochEnded)
    }

    fn begin_epoch(&mut self) {
        self.in_epoch = true;
        self.epoch_loss = 0.0;
        match &mut self.motion {
            Motion::Steps { .. } if self.settings.shuffle => self.batches.reshuffle(&mut self.chance),
            Motion::Steps { .. } => self.batches.begin_again(),
            Motion::Lbfgs { lbfgs, .. } => {
                self.batches.begin_again();
                scatter_flat(lbfgs.point(), &mut self.network.layers);
            }
        }
    }

    /// All parts of a batch are in: moves the weights.
    fn end_batch(&mut self, n_rows: usize) -> After {
        let Settings { alpha, clip: most, .. } = self.settings;
        let counts = self.batch_weight > 0.0;
        let mut mean = if counts { self.batch_loss / self.batch_weight } else { 0.0 };
        if alpha > 0.0 && counts {
            mean += add_penalty(&self.network, &mut self.gradients, alpha / self.batch_weight);
        }
        let first = *self.first_loss.get_or_insert(mean);
        match &mut self.motion {
            Motion::Steps { optimiser, learning_rate, updates } => {
                if !mean.is_finite() || mean > DIVERGED * (first.abs() + 1.0) {
                    return After::Diverged;
                }
                if let Some(most) = most {
                    clip(&mut self.gradients, most);
                }
                let all = self.settings.epochs * self.batches.n_batches();
                let progress = *updates as f64 / all as f64;
                let rows = (self.epoch * self.batches.n_rows()) as u64;
                let rate =
                    *learning_rate * self.settings.schedule.rate(rows, self.settings.power_t, progress);
                optimiser.step(&mut self.network, &self.gradients, rate);
                *updates += 1;
                self.epoch_loss += mean * n_rows as f64;
                After::NextBatch
            }
            Motion::Lbfgs { lbfgs, max_evaluations, flat } => {
                gather_flat(&self.gradients.layers, flat);
                // A point without a loss is one where it is too high.
                let loss = if mean.is_finite() { mean } else { f64::MAX };
                let told = lbfgs.tell(loss, flat);
                self.epoch_loss = loss * n_rows as f64;
                let is_used_up = lbfgs.evaluations() > *max_evaluations;
                match told {
                    // As in SciPy a line search that has begun is finished, whatever the number of evaluations.
                    Told::TryNext => {
                        scatter_flat(lbfgs.point(), &mut self.network.layers);
                        self.batches.begin_again();
                        return After::NextBatch;
                    }
                    Told::Iterated if is_used_up => self.ending = Some(Ending::Evaluations),
                    Told::Iterated => {}
                    Told::Flat | Told::Still => self.ending = Some(Ending::Converged),
                    Told::Stuck => self.ending = Some(Ending::Stuck),
                }
                if told == Told::Stuck || lbfgs.evaluations() == 1 {
                    return After::Stays;
                }
                After::EpochOver
            }
        }
    }

    fn end_epoch(&mut self) {
        self.kept.copy_from(&self.network);
        self.in_epoch = false;
        self.epoch += 1;
        let loss = self.epoch_loss / self.batches.n_rows() as f64;
        self.loss_curve.push(loss);
        match &mut self.validation {
            Some(validation) => {
                validation.begin();
                self.measuring = Some(Measuring::Validation);
            }
            None => {
                self.patience.hear_loss(loss);
                self.conclude_epoch();
            }
        }
    }

    /// How the epoch went is known: looks for an end, and measures where that is due.
    fn conclude_epoch(&mut self) {
        self.look_for_an_end();
        let due = self.epoch.is_multiple_of(self.settings.measure_every.max(1)) || self.ending.is_some();
        if std::mem::take(&mut self.measure_next) || due {
            self.begin_measuring();
        }
    }

    /// Ends the training with the last whole epoch.
    fn stay(&mut self) {
        self.network.copy_from(&self.kept);
        self.in_epoch = false;
        if self.history.last().is_none_or(|record| record.epoch < self.epoch) {
            self.begin_measuring();
        }
    }

    fn look_for_an_end(&mut self) {
        match &mut self.motion {
            Motion::Steps { learning_rate, .. } if self.patience.is_over() => {
                let (factor, least) = ADAPTIVE;
                if self.settings.schedule == Schedule::Adaptive && *learning_rate > least {
                    *learning_rate /= factor;
                    self.patience.begin_again();
                } else if let Some(epochs) = self.settings.patience {
                    self.ending = Some(match self.validation {
                        Some(_) if self.settings.watched == Watched::Loss => {
                            Ending::ValidationLossStill { epochs }
                        }
                        Some(_) => Ending::ScoreStill { epochs },
                        None => Ending::LossStill { epochs },
                    });
                }
            }
            Motion::Lbfgs { lbfgs, .. } if self.ending.is_none() && self.epoch < self.settings.epochs => {
                self.ending = (lbfgs.go_on() == Told::Stuck).then_some(Ending::Stuck);
            }
            _ => {}
        }
        if self.ending.is_none() && self.epoch >= self.settings.epochs {
            self.ending = Some(Ending::Epochs);
        }
    }

    fn diverge(&mut self) -> Progress {
        self.network.copy_from(&self.kept);
        Progress::Diverged { epoch: self.epoch + 1 }
    }

    fn begin_measuring(&mut self) {
        self.answered.iter_mut().for_each(Answered::clear);
        self.measuring = Some(Measuring::Train);
        self.records = self.history.last().is_none_or(|record| record.epoch < self.epoch);
    }

    /// Goes on with what is being measured; whether all of it is done (or nothing was due).
    pub fn measure(&mut self, dataset: &Dataset, go_on: &mut dyn FnMut() -> bool) -> bool {
        while let Some(measuring) = self.measuring {
            let more = match (measuring, &mut self.validation) {
                (Measuring::Validation, Some(validation)) => validation.advance(&self.network, dataset),
                (Measuring::Validation, None) => false,
                (Measuring::Train | Measuring::Test, _) => {
                    let (place, part) = match measuring {
                        Measuring::Test => (1, &dataset.test),
                        _ => (0, &dataset.train),
                    };
                    let inputs = &part.inputs;
                    self.answered[place].advance(&self.network, &dataset.target, inputs, Some(part))
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
                if let Some(validation) = &mut self.validation {
                    let watched = self.settings.watched;
                    validation.hear(&self.network, dataset, self.epoch, watched, &mut self.patience);
                }
                self.conclude_epoch();
            }
            Measuring::Train => self.measuring = Some(Measuring::Test),
            Measuring::Test if self.records => self.record(dataset),
            Measuring::Test => {}
        }
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

/// Every weight and bias in a row: layer by layer, weights row by row before biases.
fn gather_flat(layers: &[Layer], flat: &mut [f64]) {
    let values = layers.iter().flat_map(|layer| layer.weights.values().chain(layer.biases.values()));
    flat.iter_mut().zip(values).for_each(|(flat, value)| *flat = f64::from(value));
}

/// The way back.
fn scatter_flat(flat: &[f64], layers: &mut [Layer]) {
    let mut flat = flat.iter();
    for layer in layers {
        for matrix in [&mut layer.weights, &mut layer.biases] {
            for row in 0..matrix.n_rows() {
                matrix.row_mut(row).iter_mut().zip(&mut flat).for_each(|(cell, value)| *cell = *value as f32);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::shuffle;
    use crate::dataset::{Plan, Task, prepare};
    use crate::network::{Activation, Head, TargetBatch};
    use crate::table::{Column, Kind, Table, Values};
    use crate::training::Rule;

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
            form: crate::table::Form::default(),
        });
        Table { n_rows: 400, columns: columns.collect(), ..Table::default() }
    }

    fn dataset(shuffled: bool) -> Dataset {
        let plan = Plan { test_share: 0.25, ..Plan::new("y", Task::Regression, &["a", "b", "c"]) };
        prepare(&table(shuffled), &plan).unwrap()
    }

    fn trainer(dataset: &Dataset, epochs: usize, learning_rate: f64) -> Trainer {
        let mut chance = Chance::new(1, Stream::Weights);
        let network = Network::new(&[3, 16, 1], Activation::Tanh, Head::Identity, None, &mut chance);
        let settings = Settings { learning_rate, batch_size: Some(16), epochs, ..Settings::default() };
        Trainer::new(network, dataset, settings)
    }

    fn finish(trainer: &mut Trainer, dataset: &Dataset) -> Progress {
        loop {
            match trainer.work(dataset, &mut || true) {
                Progress::EpochEnded | Progress::Interrupted => {}
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
        assert_eq!(trainer.rows_done(), 23 * 300);
    }

    /// One epoch with all 300 rows as one batch, in parts of 256 and 44, against one pass over them all.
    #[test]
    fn a_batch_in_parts_makes_one_update_with_the_mean_over_all_of_it() {
        let dataset = dataset(false);
        let settings = Settings { batch_size: Some(1_000), epochs: 1, ..trainer(&dataset, 1, 0.5).settings };
        let mut trainer = Trainer::new(trainer(&dataset, 1, 0.5).network, &dataset, settings);
        let mut at_once = trainer.network.clone();
        let (mut pass, mut gradients) = (Pass::new(&at_once, 300), Gradients::new(&at_once));
        let targets = TargetBatch::Numbers(&dataset.train.scaled);
        let loss = at_once.back_propagate(&dataset.train.inputs, targets, &mut pass, &mut gradients);
        Optimiser::new(Rule::Sgd { momentum: 0.0, nesterov: false }, &at_once).step(
            &mut at_once,
            &gradients,
            0.5,
        );
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
            let settings =
                Settings { batch_size: Some(batch_size), epochs: 3, measure_every: 1, ..Settings::default() };
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

    /// Early stopping scores 150 held-back rows after each epoch and measures 150 and 100: none of it at once.
    #[test]
    fn measuring_can_be_put_down_at_every_chunk_and_ends_with_the_kept_weights() {
        const EPOCHS: usize = 30;
        // Of what is not there the last epochs learn less than nothing.
        let dataset = dataset(true);
        let settings = Settings {
            epochs: EPOCHS,
            measure_every: 1,
            learning_rate: 0.3,
            validation: Some(0.5),
            ..trainer(&dataset, 1, 0.1).settings
        };
        let mut trainer = Trainer::new(trainer(&dataset, 1, 0.1).network, &dataset, settings);
        let mut looks = 0;
        let mut told = Vec::new();
        loop {
            match trainer.work(&dataset, &mut || false) {
                Progress::Interrupted => looks += 1,
                Progress::EpochEnded => {}
                progress => break assert_eq!(progress, Progress::Finished),
            }
            told.extend(trainer.measured(&dataset));
        }
        // 300 training rows are two chunks, 100 test rows and 150 validation rows one each.
        assert!(looks >= EPOCHS * 3, "{looks}");
        assert!(
            told.contains(&(0, 150)) && told.contains(&(256, 400)) && told.contains(&(300, 400)),
            "{told:?}"
        );
        let best = trainer.best_epoch().unwrap();
        assert!(best < EPOCHS, "so that another network than the last is kept");
        let epochs: Vec<usize> = trainer.history().iter().map(|record| record.epoch).collect();
        assert_eq!(
            epochs,
            (1..=EPOCHS).collect::<Vec<_>>(),
            "what is measured of it is no record of its own"
        );
        let [(train, loss), (test, _)] = trainer.take_answers(&dataset);
        let of = |part: &crate::dataset::Part| {
            crate::training::answer_all(&trainer.network, &dataset.target, &part.inputs, Some(part))
        };
        assert_eq!((train, loss), (of(&dataset.train).answers, of(&dataset.train).mean_loss()));
        assert_eq!(test, of(&dataset.test).answers);
    }

    /// In batches of 16 of their own order, so that whole batches do not count.
    #[test]
    fn rows_that_do_not_count_move_nothing() {
        let mut dataset = dataset(false);
        let n_rows = dataset.train.rows.len();
        dataset.train.weights = (0..n_rows).map(|row| if row < 40 { 0.0 } else { 1.0 }).collect();
        let settings =
            Settings { batch_size: Some(16), epochs: 2, shuffle: false, alpha: 0.1, ..Settings::default() };
        let mut trainer = Trainer::new(trainer(&dataset, 2, 0.1).network, &dataset, settings);
        assert_eq!(finish(&mut trainer, &dataset), Progress::Finished);
        let of_some = trainer.network.weights_hash();
        dataset.train.scaled[..40].fill(1e6);
        let mut other = Trainer::new(self::trainer(&dataset, 2, 0.1).network, &dataset, settings);
        assert_eq!(finish(&mut other, &dataset), Progress::Finished);
        assert_eq!(other.network.weights_hash(), of_some);
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
