use serde::{Deserialize, Serialize};

use crate::dataset::{Dataset, Part, TargetEncoder, Targets};
use crate::metrics;
use crate::training::Scores;

/// Always the same answer: the commonest training class, or the training mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// The answer as text: "52", "Adelie", "53.1".
    pub answer: String,
    pub train: Scores,
    pub test: Scores,
}

/// An answer that looks at no input, learnt from the training rows.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    Mean(f64),
    /// The commonest class, and the share of each class with half a row added to each, so that the cross-entropy of a
    /// class that training never saw is finite.
    Commonest {
        class: u32,
        shares: Vec<f64>,
    },
}

impl Constant {
    pub fn learn(train: &Part, target: &TargetEncoder) -> Constant {
        match &train.targets {
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

    pub fn scores(&self, part: &Part, target: &TargetEncoder) -> Scores {
        let loss = match (self, &part.targets) {
            (Constant::Mean(mean), _) => {
                let scaled_mean = f64::from(target.scaled(*mean));
                metrics::mean(part.scaled.iter().map(|&y| 0.5 * (scaled_mean - f64::from(y)).powi(2)))
            }
            (Constant::Commonest { shares, .. }, Targets::Classes(classes)) => {
                metrics::mean(classes.iter().map(|&class| -shares[class as usize].ln()))
            }
            _ => 0.0,
        };
        Scores::of(&self.answers(part.rows.len()), &part.targets, target, loss)
    }
}

impl Baseline {
    pub fn of(dataset: &Dataset) -> Baseline {
        let constant = Constant::learn(&dataset.train, &dataset.target);
        let answer = match &constant {
            Constant::Mean(mean) => {
                let deviation = match &dataset.train.targets {
                    Targets::Numbers(numbers) => {
                        metrics::mean(numbers.iter().map(|y| (y - mean).powi(2))).sqrt()
                    }
                    Targets::Classes(_) => 0.0,
                };
                super::sentence::number(*mean, deviation / 100.0)
            }
            Constant::Commonest { .. } => dataset.target.text(&constant.answers(1), 0),
        };
        Baseline {
            answer,
            train: constant.scores(&dataset.train, &dataset.target),
            test: constant.scores(&dataset.test, &dataset.target),
        }
    }
}
