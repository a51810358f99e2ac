use super::standing::Best;
use super::{Measurement, Patience, Scores, Settings, Watched};
use crate::chance::{Chance, Stream};
use crate::dataset::{Dataset, HeldBack, Part, Targets, draw_by_class, draw_groups, evenly_spaced};
use crate::matrix::Matrix;
use crate::network::Network;
use crate::pace::{Pace, ROWS, order_of, shuffle};

/// Training rows held back to tell when to stop. They follow from the dataset and the seed.
#[derive(Clone, Debug)]
pub struct Validation {
    part: Part,
    measurement: Measurement,
}

impl Validation {
    /// The rows to watch, and the places of the rows left for training, ascending. `share`: of the training rows, where the
    /// dataset gives none.
    pub async fn split(
        dataset: &Dataset,
        network: &Network,
        share: f64,
        settings: &Settings,
        pace: &Pace,
    ) -> (Validation, Vec<u32>) {
        let n_rows = dataset.train.rows.len();
        let held_back = ((share * n_rows as f64).ceil() as usize).clamp(1, n_rows.saturating_sub(1).max(1));
        let mut chance = Chance::new(settings.seed, Stream::Validation);
        let is_held_back = match &dataset.validation {
            HeldBack::Given(part) => {
                return (Validation::of((**part).clone(), dataset, network), (0..n_rows as u32).collect());
            }
            HeldBack::Drawn => drawn(&dataset.train.targets, n_rows, held_back, &mut chance, pace).await,
            HeldBack::Groups(groups) => match draw_groups(groups, held_back, &mut chance, pace).await {
                Some(is_held_back) => is_held_back,
                None => drawn(&dataset.train.targets, n_rows, held_back, &mut chance, pace).await,
            },
            HeldBack::Together(groups) => {
                let classes = classes(&dataset.train.targets);
                match draw_by_class(groups, &classes, held_back, &mut chance, pace).await {
                    Some(is_held_back) => is_held_back,
                    None => drawn(&dataset.train.targets, n_rows, held_back, &mut chance, pace).await,
                }
            }
            HeldBack::Latest(places) => {
                let mut is_held_back = vec![false; n_rows];
                places.iter().rev().take(held_back).for_each(|&place| is_held_back[place as usize] = true);
                is_held_back
            }
        };
        let (mut held, mut left) = (Vec::new(), Vec::new());
        for (nth, some) in is_held_back.chunks(ROWS).enumerate() {
            for (place, &is_held_back) in some.iter().enumerate() {
                let row = (nth * ROWS + place) as u32;
                if is_held_back { held.push(row) } else { left.push(row) }
            }
            pace.after(some.len()).await;
        }
        (Validation::of(part_of(&dataset.train, &held, pace).await, dataset, network), left)
    }

    fn of(part: Part, dataset: &Dataset, network: &Network) -> Validation {
        let measurement = Measurement::new(network, &dataset.target, part.rows.len());
        Validation { part, measurement }
    }

    /// Begins to answer the rows anew.
    pub fn begin(&mut self) {
        self.measurement.clear();
    }

    /// Answers the next rows; returns whether some are left.
    pub fn advance(&mut self, network: &Network, dataset: &Dataset) -> bool {
        self.measurement.advance(network, &dataset.target, &self.part.inputs, Some(&self.part))
    }

    /// Rows answered.
    pub fn answered(&self) -> usize {
        self.measurement.answers.len()
    }

    /// Scores the network after an epoch, whose rows are all answered (accuracy of classes, R² of numbers), and keeps it if it
    /// is the best yet by what is watched.
    pub fn hear(
        &self,
        network: &Network,
        dataset: &Dataset,
        epoch: usize,
        watched: Watched,
        patience: &mut Patience,
        best: &mut Best,
    ) {
        let loss = self.measurement.mean_loss();
        let scores = Scores::of(&self.measurement.answers, &self.part.targets, &dataset.target, loss);
        // Targets that are all alike have no R².
        let score = scores.r2.or(scores.accuracy).unwrap_or(-loss);
        best.scores.push(score);
        let heard = match watched {
            Watched::Score => score,
            Watched::Loss => -loss,
        };
        if patience.hear_score(heard) {
            best.network.copy_from(network);
            best.epoch = epoch;
        }
    }

    pub fn n_rows(&self) -> usize {
        self.part.rows.len()
    }
}

/// ceil(share · n) rows at random, of each class its share (scikit-learn stratifies too).
async fn drawn(
    targets: &Targets,
    n_rows: usize,
    held_back: usize,
    chance: &mut Chance,
    pace: &Pace,
) -> Vec<bool> {
    let mut order: Vec<u32> = (0..n_rows as u32).collect();
    shuffle(&mut order, chance, pace).await;
    if let Targets::Classes(classes) = targets {
        // A stable sort keeps the random order within a class; evenly spaced places then hold each class's share.
        let mut keys = Vec::with_capacity(n_rows);
        for some in order.chunks(ROWS) {
            keys.extend(some.iter().map(|&row| u64::from(classes[row as usize])));
            pace.after(some.len()).await;
        }
        let places = order_of(&keys, pace).await;
        let mut sorted = Vec::with_capacity(n_rows);
        for some in places.chunks(ROWS) {
            sorted.extend(some.iter().map(|&place| order[place as usize]));
            pace.after(some.len()).await;
        }
        order = sorted;
    }
    let mut is_held_back = vec![false; n_rows];
    for (nth, place) in evenly_spaced(n_rows, held_back).enumerate() {
        if nth % ROWS == 0 {
            pace.after(ROWS).await;
        }
        is_held_back[order[place] as usize] = true;
    }
    is_held_back
}

/// The number of each row's class; numbers are all of one.
fn classes(targets: &Targets) -> Vec<u32> {
    match targets {
        Targets::Classes(classes) => classes.clone(),
        Targets::Numbers(numbers) => vec![0; numbers.len()],
    }
}

async fn part_of(train: &Part, rows: &[u32], pace: &Pace) -> Part {
    let mut inputs = Matrix::zeros(rows.len(), train.inputs.n_cols());
    for (nth, some) in rows.chunks(ROWS).enumerate() {
        for (place, &row) in some.iter().enumerate() {
            inputs.row_mut(nth * ROWS + place).copy_from_slice(train.inputs.row(row as usize));
        }
        pace.after(some.len() * (1 + train.inputs.n_cols() / 8)).await;
    }
    let numbers = |all: &[f64]| rows.iter().map(|&row| all[row as usize]).collect();
    let singles = |all: &[f32]| -> Vec<f32> {
        if all.is_empty() { Vec::new() } else { rows.iter().map(|&row| all[row as usize]).collect() }
    };
    Part {
        rows: rows.iter().map(|&row| train.rows[row as usize]).collect(),
        inputs,
        targets: match &train.targets {
            Targets::Numbers(all) => Targets::Numbers(numbers(all)),
            Targets::Classes(all) => Targets::Classes(rows.iter().map(|&row| all[row as usize]).collect()),
        },
        scaled: singles(&train.scaled),
        weights: singles(&train.weights),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Plan, SplitRule, Task, prepare};
    use crate::network::{Activation, Head};
    use crate::pace::at_once;
    use crate::table::{Column, Kind, Table, Values};

    /// `cells`: x and y of each row.
    fn dataset(cells: &[(u32, u32)], task: Task, split: SplitRule, share: f64) -> Option<Dataset> {
        let column = |name: &str, of: fn(&(u32, u32)) -> u32| Column {
            name: name.into(),
            kind: Kind::Numeric,
            reason: String::new(),
            values: Values::Numbers(cells.iter().map(|row| f64::from(of(row))).collect()),
            missing: 0,
            distinct: 9,
            form: Default::default(),
        };
        let columns = vec![column("x", |row| row.0), column("y", |row| row.1)];
        let table = Table { n_rows: cells.len(), columns, ..Table::default() };
        let validation_share = Some(share);
        let plan = Plan { drop_duplicates: false, split, validation_share, ..Plan::new("y", task, &["x"]) };
        prepare(&table, &plan).ok()
    }

    #[test]
    fn equal_rows_are_held_back_together() {
        let (mut together, mut parted) = (0, 0);
        for seed in 0..400 {
            let mut chance = Chance::new(seed, Stream::Weights);
            let n_rows = 60 + chance.below(120);
            let cells: Vec<(u32, u32)> = (0..n_rows).map(|_| (chance.below(200), chance.below(3))).collect();
            let task = if seed % 2 == 0 { Task::Regression } else { Task::Classification };
            let rule = if seed % 3 == 0 { SplitRule::Stratified } else { SplitRule::Random };
            let share = 0.05 + 0.4 * f64::from(chance.uniform());
            let Some(dataset) = dataset(&cells, task, rule, share) else { continue };
            let widths = [1, dataset.target.width()];
            let network = Network::new(&widths, Activation::Relu, Head::Identity, None, &mut chance);
            let settings = Settings { seed, ..Settings::default() };
            let (validation, left) =
                at_once(async |pace| Validation::split(&dataset, &network, share, &settings, pace).await);
            assert_eq!(validation.n_rows() + left.len(), dataset.train.rows.len());
            let row = |row: &u32| cells[*row as usize];
            let trained: Vec<(u32, u32)> =
                left.iter().map(|place| row(&dataset.train.rows[*place as usize])).collect();
            // Where the rows are too few different ones, the run says that equal rows may stand in both parts.
            if dataset.facts.notes.iter().any(|note| note.contains("taken as different cases")) {
                parted += 1;
            } else {
                assert!(!validation.part.rows.iter().any(|one| trained.contains(&row(one))), "seed {seed}");
                together += 1;
            }
        }
        assert!(together > 100 && parted > 20, "{together} {parted}");
    }
}
