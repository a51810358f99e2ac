//! Tree after tree, until the validation loss has not fallen for long.

use super::boosted::{Boosted, Feature};
use super::columns::{Coded, Columns};
use super::growing::{self, Asked, Room};
use super::{Rows, Settings, rows};
use crate::boosting::{self, Codes, Forest, Gradients, LeafSums, Loss};
use crate::chance::Chance;
use crate::pace::{Pace, ROWS, at_once};

/// Mean losses a row, of all trees up to one: squared errors, or −ln of the probability of the row's class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Losses {
    /// On the rows that the trees are grown from.
    pub training: f64,
    /// None without validation rows.
    pub validation: Option<f64>,
}

/// Trees with the way to them.
#[derive(Clone, Debug)]
pub struct Fitted {
    /// With the number of trees that had the lowest validation loss; with all trees where there are no validation rows.
    pub boosted: Boosted,
    /// Before the first tree, then after each, those that were not kept included.
    pub curve: Vec<Losses>,
}

impl Boosted {
    /// Learns from `training` and stops by `validation`. `levels`: of each column, 0 for numbers, else how many a category has: its
    /// cells are the levels' numbers, and what is not a number is missing or new, a level of its own.
    pub fn fit(
        training: &Rows<'_>,
        validation: &Rows<'_>,
        levels: &[usize],
        settings: &Settings,
        chance: &mut Chance,
    ) -> Fitted {
        at_once(async |pace| {
            Boosted::fit_in_steps(training, validation, levels, settings, chance, pace).await
        })
    }

    /// [`Boosted::fit`] in steps. What is told is trees, of the most that there can be.
    pub async fn fit_in_steps(
        training: &Rows<'_>,
        validation: &Rows<'_>,
        levels: &[usize],
        settings: &Settings,
        chance: &mut Chance,
        pace: &Pace,
    ) -> Fitted {
        let loss = training.answers.loss();
        let mut learning = Part::new(training, loss);
        let mut settings = settings.clone();
        // Fewer borders where the histograms would not fit.
        let most = Columns::most(&training.answers, levels, training.inputs.n_cols(), &settings);
        let n_codes = growing::n_codes(most, loss.n_outputs(), settings.depth);
        settings.borders = settings.borders.min(n_codes - 2);
        let (columns, coded) =
            Columns::fit(training, &learning.targets, &learning.weights, levels, &settings, chance, pace)
                .await;
        let used = columns.all.iter().map(|column| column.used).max().unwrap_or(0);
        let n_codes = used.next_power_of_two().max(16);
        let room = Room::new(columns.all.len(), loss.n_outputs(), n_codes);
        let watched_codes = columns.encode(validation.inputs, levels, pace).await;
        let mut watched = Part::new(validation, loss);
        let base = rows::base(loss, &learning.targets, &learning.weights);
        learning.begin(&base);
        watched.begin(&base);
        let mut course = Course {
            loss,
            columns,
            coded,
            watched_codes,
            gradients: Gradients::new(learning.targets.len(), loss),
            room,
            learning,
            watched,
            trees: Vec::new(),
        };
        let mut curve = vec![course.losses(pace).await];
        let mut best = 0;
        for n_trees in 1..=settings.trees {
            if !course.add_tree(&settings, chance, pace).await {
                break;
            }
            curve.push(course.losses(pace).await);
            pace.tell(n_trees, settings.trees);
            let is_better = match (curve[n_trees].validation, curve[best].validation) {
                (Some(now), Some(least)) => now < least,
                _ => true,
            };
            if is_better {
                best = n_trees;
            } else if n_trees - best >= settings.patience {
                break;
            }
        }
        let boosted = course.boosted(best, &base, training.inputs.n_cols(), levels);
        Fitted { boosted, curve }
    }
}

/// Rows with their scores so far.
struct Part {
    targets: Vec<f32>,
    weights: Vec<f32>,
    /// Σ weights.
    total: f64,
    scores: Vec<f32>,
    leaves: Vec<u8>,
}

impl Part {
    fn new(rows: &Rows<'_>, loss: Loss) -> Part {
        let mut targets = rows.answers.targets();
        // Whatever is handed over: as many as there are rows.
        targets.resize(rows.inputs.n_rows(), 0.0);
        let mut weights = rows::weights(rows.weights);
        if !weights.is_empty() {
            weights.resize(targets.len(), 1.0);
        }
        let total = if weights.is_empty() {
            targets.len() as f64
        } else {
            weights.iter().map(|&weight| f64::from(weight)).sum()
        };
        let scores = vec![0.0; targets.len() * loss.n_outputs()];
        Part { leaves: vec![0; targets.len()], targets, weights, total, scores }
    }

    fn begin(&mut self, base: &[f32]) {
        self.scores.chunks_exact_mut(base.len()).for_each(|scores| scores.copy_from_slice(base));
    }

    /// The weights of some rows; none where all count alike.
    fn weights(&self, first: usize, end: usize) -> &[f32] {
        self.weights.get(first..end).unwrap_or(&[])
    }

    /// Puts all rows into the leaves of a tree.
    async fn mark(&mut self, groups: &[&Codes], tree: &[Asked], pace: &Pace) {
        for (chunk, leaves) in self.leaves.chunks_mut(ROWS).enumerate() {
            leaves.fill(0);
            for (level, asked) in tree.iter().enumerate() {
                boosting::mark_leaves(leaves, chunk * ROWS, groups[asked.group], asked.question, level);
            }
            pace.after(leaves.len()).await;
        }
    }

    async fn add(&mut self, values: &[f32], n_outputs: usize, pace: &Pace) {
        for (leaves, scores) in self.leaves.chunks(ROWS).zip(self.scores.chunks_mut(ROWS * n_outputs)) {
            boosting::add_leaves(leaves, values, n_outputs, scores);
            pace.after(scores.len() / 2).await;
        }
    }
}

/// All that goes on from tree to tree.
struct Course {
    loss: Loss,
    columns: Columns,
    coded: Coded,
    watched_codes: Coded,
    learning: Part,
    watched: Part,
    gradients: Gradients,
    room: Room,
    trees: Vec<(Vec<Asked>, Vec<f32>)>,
}

impl Course {
    /// The losses as the scores are, and the derivatives that the next tree needs.
    async fn losses(&mut self, pace: &Pace) -> Losses {
        let n_outputs = self.loss.n_outputs();
        // Rows between two words, where many classes make a row long.
        let some = (ROWS / n_outputs).max(1).next_multiple_of(8);
        let part = &self.learning;
        self.gradients.clear();
        let mut first = 0;
        while first < part.targets.len() {
            let end = part.targets.len().min(first + some);
            let scores = &part.scores[first * n_outputs..end * n_outputs];
            let weights = part.weights(first, end);
            self.gradients.derive(self.loss, first, scores, &part.targets[first..end], weights);
            pace.after((end - first) * n_outputs).await;
            first = end;
        }
        let training = self.gradients.loss() / part.total.max(f64::MIN_POSITIVE);
        let mut sum = 0.0;
        let part = &self.watched;
        first = 0;
        while first < part.targets.len() {
            let end = part.targets.len().min(first + some);
            let scores = &part.scores[first * n_outputs..end * n_outputs];
            sum += self.loss.sum(scores, &part.targets[first..end], part.weights(first, end));
            pace.after((end - first) * n_outputs).await;
            first = end;
        }
        Losses { training, validation: (part.total > 0.0).then(|| sum / part.total) }
    }

    /// Grows one more tree and adds it to all scores. False: there is nothing left to tell apart.
    async fn add_tree(&mut self, settings: &Settings, chance: &mut Chance, pace: &Pace) -> bool {
        let n_rows = self.learning.targets.len();
        let some = (ROWS / self.loss.n_outputs()).max(1);
        for first in (0..n_rows).step_by(some) {
            self.gradients.pack(first, some.min(n_rows - first));
            pace.after(some).await;
        }
        let order = chance.below(settings.orders.clamp(1, 16) as u32) as usize;
        let mut rows = Vec::with_capacity(n_rows);
        // Uniform numbers are −1 … 1.
        let below = 2.0 * settings.sampled - 1.0;
        for first in (0..n_rows).step_by(ROWS) {
            let some = first as u32..(n_rows.min(first + ROWS)) as u32;
            rows.extend(some.filter(|_| settings.sampled >= 1.0 || chance.uniform() < below));
            pace.after(ROWS).await;
        }
        let groups = self.coded.groups(order);
        let tree =
            self.room.grow(rows.into_iter(), &groups, &self.columns, &self.gradients, settings, pace).await;
        if tree.is_empty() {
            return false;
        }
        self.learning.mark(&groups, &tree, pace).await;
        let n_outputs = self.loss.n_outputs();
        let mut sums = LeafSums::zeros(1 << tree.len(), n_outputs);
        for (chunk, leaves) in self.learning.leaves.chunks(some).enumerate() {
            sums.add(leaves, chunk * some, &self.gradients);
            pace.after(some).await;
        }
        let values = sums.values(settings.rate, settings.l2.max(0.0));
        self.learning.add(&values, n_outputs, pace).await;
        self.watched.mark(&self.watched_codes.groups(0), &tree, pace).await;
        self.watched.add(&values, n_outputs, pace).await;
        self.trees.push((tree, values));
        true
    }

    /// The first trees, with what they ask about and no more.
    fn boosted(self, n_trees: usize, base: &[f32], n_columns: usize, levels: &[usize]) -> Boosted {
        let mut features: Vec<Feature> = Vec::new();
        // Where each column's features stand, by code for levels.
        let mut known: Vec<Vec<(u8, u32)>> = vec![Vec::new(); self.columns.all.len()];
        let mut forest = Forest { n_outputs: self.loss.n_outputs(), ..Forest::default() };
        for (tree, values) in &self.trees[..n_trees] {
            let questions: Vec<(u32, f32)> = tree
                .iter()
                .map(|asked| {
                    let Asked { column, question, .. } = *asked;
                    let (feature, border) = self.columns.feature(column, question.code, question.is_level);
                    let key = if question.is_level { question.code } else { 0 };
                    let place = known[column].iter().find(|(code, _)| *code == key).map(|&(_, place)| place);
                    let place = place.unwrap_or_else(|| {
                        features.push(feature);
                        known[column].push((key, features.len() as u32 - 1));
                        features.len() as u32 - 1
                    });
                    (place, border)
                })
                .collect();
            forest.push(questions.into_iter(), values);
        }
        let mut levels: Vec<u32> = levels.iter().map(|&levels| levels as u32).collect();
        levels.resize(n_columns, 0);
        Boosted { loss: self.loss, levels, base: base.to_vec(), features, forest }
    }
}
