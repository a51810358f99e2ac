use serde::{Deserialize, Serialize};

use super::sentence::sentence;
use super::{Baseline, Closeness, Comparison, Constant, Ordinal};
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
    /// For a whole-numbered regression target: always answering the commonest training value, which is exactly right more
    /// often than the mean is.
    pub commonest: Option<Baseline>,
    /// Exact matches of such a target on the test rows, against the commonest value's.
    pub exact_matches: Option<Comparison>,
    /// The share within ±k, where the target's values are numbers.
    pub closeness: Option<Closeness>,
    /// The classes read as numbers, where they are.
    pub ordinal: Option<Ordinal>,
    /// The reading in one or two sentences.
    pub sentence: String,
}

impl Report {
    pub fn of(network: &Network, dataset: &Dataset) -> Report {
        let target = &dataset.target;
        let [(train, train_answers), (test, answers)] = [&dataset.train, &dataset.test].map(|part| {
            let answered = answer_all(network, target, &part.inputs, Some(part));
            let scores = Scores::of(&answered.answers, &part.targets, target, answered.mean_loss());
            (scores, answered.answers)
        });
        let baseline = Baseline::of(dataset, network.head);
        let constant = Constant::learn(&dataset.train, target).answers(dataset.test.rows.len());
        let actual = &dataset.test.targets;
        let commonest = Baseline::commonest(dataset, network.head);
        let exact = commonest.as_ref().map(|(constant, _)| constant.answers(actual.len()));
        let exact = exact.as_ref().unwrap_or(&constant);
        let matches = Comparison::by_exact_matches(&answers, exact, actual, target);
        let errors = Comparison::by_squared_error(&answers, &constant, actual);
        let mut report = Report {
            task: target.task(),
            target: target.name().to_string(),
            rounded: target.is_rounded(),
            train,
            test,
            baseline,
            comparison: errors.or(matches).unwrap_or_else(|| Comparison::of(&[])),
            commonest: commonest.map(|(_, baseline)| baseline),
            exact_matches: if errors.is_some() { matches } else { None },
            closeness: Closeness::unit_for(target).map(|unit| {
                let within = |answers, actual| Closeness::within(answers, actual, target, unit);
                Closeness {
                    unit,
                    train: within(&train_answers, &dataset.train.targets),
                    test: within(&answers, actual),
                    baseline: within(&constant, actual),
                }
            }),
            ordinal: Ordinal::of(network, dataset),
            sentence: String::new(),
        };
        report.sentence = sentence(&report);
        report
    }
}
