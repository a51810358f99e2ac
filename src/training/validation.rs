use super::{Answered, Patience, Scores, Watched};
use crate::chance::{Chance, Stream, shuffle};
use crate::dataset::{Dataset, HeldBack, Part, Targets, draw_groups};
use crate::matrix::Matrix;
use crate::network::Network;

/// Training rows held back to tell when to stop, and the weights that did best on them.
#[derive(Clone, Debug)]
pub struct Validation {
    part: Part,
    answered: Answered,
    best: Network,
    best_epoch: usize,
    /// After each epoch.
    scores: Vec<f64>,
}

impl Validation {
    /// The rows to watch, and the places of the rows left for training, ascending. `share`: of the training rows, where the
    /// dataset gives none.
    pub fn split(dataset: &Dataset, network: &Network, share: f64, seed: u64) -> (Validation, Vec<u32>) {
        let n_rows = dataset.train.rows.len();
        let held_back = ((share * n_rows as f64).ceil() as usize).clamp(1, n_rows.saturating_sub(1).max(1));
        let mut chance = Chance::new(seed, Stream::Validation);
        let is_held_back = match &dataset.validation {
            HeldBack::Given(part) => {
                return (Validation::of((**part).clone(), dataset, network), (0..n_rows as u32).collect());
            }
            HeldBack::Drawn => drawn(&dataset.train.targets, n_rows, held_back, &mut chance),
            HeldBack::Groups(groups) => draw_groups(groups, held_back, &mut chance)
                .unwrap_or_else(|| drawn(&dataset.train.targets, n_rows, held_back, &mut chance)),
            HeldBack::Latest(places) => {
                let mut is_held_back = vec![false; n_rows];
                places.iter().rev().take(held_back).for_each(|&place| is_held_back[place as usize] = true);
                is_held_back
            }
        };
        let (held, left): (Vec<u32>, Vec<u32>) =
            (0..n_rows as u32).partition(|&row| is_held_back[row as usize]);
        (Validation::of(part_of(&dataset.train, &held), dataset, network), left)
    }

    fn of(part: Part, dataset: &Dataset, network: &Network) -> Validation {
        let answered = Answered::new(network, &dataset.target, part.rows.len());
        Validation { part, answered, best: network.clone(), best_epoch: 0, scores: Vec::new() }
    }

    /// Scores the network after an epoch (accuracy of classes, R² of numbers) and keeps it if it is the best yet by what is
    /// watched.
    pub fn hear(
        &mut self,
        network: &Network,
        dataset: &Dataset,
        epoch: usize,
        watched: Watched,
        patience: &mut Patience,
    ) {
        self.answered.clear();
        while self.answered.advance(network, &dataset.target, &self.part.inputs, Some(&self.part)) {}
        let loss = self.answered.mean_loss();
        let scores = Scores::of(&self.answered.answers, &self.part.targets, &dataset.target, loss);
        // Targets that are all alike have no R².
        let score = scores.r2.or(scores.accuracy).unwrap_or(-loss);
        self.scores.push(score);
        let heard = match watched {
            Watched::Score => score,
            Watched::Loss => -loss,
        };
        if patience.hear_score(heard) {
            self.best.copy_from(network);
            self.best_epoch = epoch;
        }
    }

    pub fn scores(&self) -> &[f64] {
        &self.scores
    }

    /// The network that did best, and the epoch at whose end it stood.
    pub fn best(&self) -> (&Network, usize) {
        (&self.best, self.best_epoch)
    }

    pub fn n_rows(&self) -> usize {
        self.part.rows.len()
    }
}

/// ceil(share · n) rows at random, of each class its share (scikit-learn stratifies too).
fn drawn(targets: &Targets, n_rows: usize, held_back: usize, chance: &mut Chance) -> Vec<bool> {
    let mut order: Vec<u32> = (0..n_rows as u32).collect();
    shuffle(&mut order, chance);
    if let Targets::Classes(classes) = targets {
        // A stable sort keeps the random order within a class; evenly spaced places then hold each class's share.
        order.sort_by_key(|&row| classes[row as usize]);
    }
    let mut is_held_back = vec![false; n_rows];
    for nth in 0..held_back as u64 {
        // In 64 bits: the product passes 2³² from 100,000 rows on.
        let place = (2 * nth + 1) * n_rows as u64 / (2 * held_back as u64);
        is_held_back[order[place as usize] as usize] = true;
    }
    is_held_back
}

fn part_of(train: &Part, rows: &[u32]) -> Part {
    let mut inputs = Matrix::zeros(rows.len(), train.inputs.n_cols());
    inputs.gather(&train.inputs, rows);
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
