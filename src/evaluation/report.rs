use serde::{Deserialize, Serialize};

use super::sentence::sentence;
use super::{Baseline, Comparison, Constant};
use crate::dataset::{Dataset, Task};
use crate::network::Network;
use crate::training::{Scores, answer_all};

/// The reading of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub task: Task,
    pub target: String,
    /// Whether accuracy means equality after rounding (whole-numbered regression targets).
    pub rounded: bool,
    pub train: Scores,
    pub test: Scores,
    pub baseline: Baseline,
    /// On the test rows: by accuracy for classification, by squared error for regression.
    pub comparison: Comparison,
    /// Exact matches of a whole-numbered regression target on the test rows.
    pub exact_matches: Option<Comparison>,
    /// The reading in one or two sentences.
    pub sentence: String,
}

impl Report {
    pub fn of(network: &Network, dataset: &Dataset) -> Report {
        let target = &dataset.target;
        let [(train, _), (test, answers)] = [&dataset.train, &dataset.test].map(|part| {
            let answered = answer_all(network, target, &part.inputs, Some(part));
            let scores = Scores::of(&answered.answers, &part.targets, target, answered.mean_loss());
            (scores, answered.answers)
        });
        let baseline = Baseline::of(dataset);
        let constant = Constant::learn(&dataset.train, target).answers(dataset.test.rows.len());
        let actual = &dataset.test.targets;
        let matches = Comparison::by_exact_matches(&answers, &constant, actual, target);
        let errors = Comparison::by_squared_error(&answers, &constant, actual);
        let mut report = Report {
            task: target.task(),
            target: target.name().to_string(),
            rounded: target.is_rounded(),
            train,
            test,
            baseline,
            comparison: errors.or(matches).unwrap_or_else(|| Comparison::of(&[])),
            exact_matches: if errors.is_some() { matches } else { None },
            sentence: String::new(),
        };
        report.sentence = sentence(&report);
        report
    }
}
