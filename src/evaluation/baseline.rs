use serde::{Deserialize, Serialize};

use super::{Actual, Scores};
use crate::dataset::{TargetEncoder, Targets};
use crate::metrics;
use crate::model::Objective;
use crate::pace::{Pace, ascend, at_once};

/// Rows whose plain sums take as long as an operation of a step.
const SUMMED: usize = 2;

/// Always the same answer: the commonest training class, or the training mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// The answer as text: "52", "Adelie", "53.1".
    pub answer: String,
    /// Its scores on the training rows.
    pub train: Scores,
    /// Its scores on the test rows.
    pub test: Scores,
}

/// An answer that looks at no input, learnt from the training rows.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// The training mean, or whatever number it is to be.
    Mean(f64),
    /// The commonest class, and the share of each class with half a row added to each, so that the cross-entropy of a
    /// class that training never saw is finite.
    Commonest {
        /// The index of the class.
        class: u32,
        /// One a class, summing to 1.
        shares: Vec<f64>,
    },
}

impl Constant {
    /// Learns it from the training rows, whatever their weights.
    pub fn learn(train: &Targets, target: &TargetEncoder) -> Constant {
        match train {
            Targets::Numbers(numbers) => Constant::Mean(metrics::mean(numbers.iter().copied())),
            Targets::Classes(classes) => {
                let n_classes = match target {
                    TargetEncoder::Classes { levels, .. } => levels.len(),
                    TargetEncoder::Number { .. } => 0,
                };
                let mut counts = vec![0usize; n_classes];
                classes.iter().for_each(|&class| counts[class as usize] += 1);
                let mut commonest = 0;
                for class in 1..n_classes {
                    if counts[class] > counts[commonest] {
                        commonest = class;
                    }
                }
                let total = classes.len() as f64 + 0.5 * n_classes as f64;
                let shares = counts.iter().map(|&count| (count as f64 + 0.5) / total).collect();
                Constant::Commonest { class: commonest as u32, shares }
            }
        }
    }

    /// The answer for each of `n_rows` rows.
    pub fn answers(&self, n_rows: usize) -> Targets {
        match self {
            Constant::Mean(mean) => Targets::Numbers(vec![*mean; n_rows]),
            Constant::Commonest { class, .. } => Targets::Classes(vec![*class; n_rows]),
        }
    }

    /// `objective`: its loss is taken.
    pub fn scores(&self, actual: Actual, objective: Objective) -> Scores {
        let loss = match (self, actual.values) {
            (Constant::Mean(mean), _) => {
                let scaled_mean = objective.target.scaled(*mean);
                metrics::mean(actual.scaled.iter().map(|&y| objective.of_scaled(scaled_mean, y)))
            }
            (Constant::Commonest { shares, .. }, Targets::Classes(classes)) => {
                metrics::mean(classes.iter().map(|&class| -shares[class as usize].ln()))
            }
            _ => 0.0,
        };
        Scores::of(&self.answers(actual.values.len()), actual.values, objective.target, loss)
    }
}

impl Baseline {
    /// For exact matches of a whole-numbered regression target the mean is a poor answer: this is the commonest training
    /// value (the smallest of those), which no other constant beats on the training rows. `None` for any other target.
    pub async fn commonest(
        objective: Objective<'_>,
        parts: [Actual<'_>; 2],
        pace: &Pace,
    ) -> Option<(Constant, Baseline)> {
        let Targets::Numbers(numbers) = parts[0].values else { return None };
        if !objective.target.is_rounded() {
            return None;
        }
        let mut numbers = numbers.clone();
        ascend(&mut numbers, pace).await;
        let equal = |one: &f64, other: &f64| one == other;
        // The last of the longest: from behind, so that it is the smallest.
        let commonest = numbers.chunk_by(equal).rev().max_by_key(|alike| alike.len())?[0];
        pace.after(numbers.len() / SUMMED).await;
        let constant = Constant::Mean(commonest);
        let answer = objective.target.rounded(commonest).to_string();
        let baseline = Baseline::scored(answer, &constant, objective, parts, pace).await;
        Some((constant, baseline))
    }

    async fn scored(
        answer: String,
        constant: &Constant,
        objective: Objective<'_>,
        [train, test]: [Actual<'_>; 2],
        pace: &Pace,
    ) -> Baseline {
        let (n_train, n_test) = (train.values.len(), test.values.len());
        let train = constant.scores(train, objective);
        pace.after(n_train / SUMMED).await;
        let test = constant.scores(test, objective);
        pace.after(n_test / SUMMED).await;
        Baseline { answer, train, test }
    }

    /// `parts`: the training rows, from which it is learnt, and the test rows.
    pub fn of(objective: Objective, parts: [Actual; 2]) -> Baseline {
        at_once(async |pace| Baseline::in_steps(objective, parts, pace).await)
    }

    /// [`Baseline::of`] in steps.
    pub async fn in_steps(objective: Objective<'_>, parts: [Actual<'_>; 2], pace: &Pace) -> Baseline {
        let train = parts[0].values;
        let constant = Constant::learn(train, objective.target);
        let answer = match &constant {
            Constant::Mean(mean) => {
                let deviation = match train {
                    Targets::Numbers(numbers) => {
                        metrics::mean(numbers.iter().map(|y| (y - mean).powi(2))).sqrt()
                    }
                    Targets::Classes(_) => 0.0,
                };
                super::sentence::number(*mean, deviation / 100.0)
            }
            Constant::Commonest { .. } => objective.target.text(&constant.answers(1), 0),
        };
        pace.after(train.len() / SUMMED).await;
        Baseline::scored(answer, &constant, objective, parts, pace).await
    }
}
