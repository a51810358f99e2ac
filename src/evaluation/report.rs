use serde::{Deserialize, Serialize};

use super::sentence::sentence;
use super::{Baseline, Closeness, Comparison, Constant, Ordinal};
use crate::dataset::{Dataset, Targets, Task};
use crate::network::Network;
use crate::pace::{Pace, at_once};
use crate::training::{Scores, answer_all};

/// Rows whose plain sums take as long as an operation of a step: each of these passes goes over all rows at once, some
/// milliseconds for a million.
const SUMMED: usize = 4;

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
        let answers = [&dataset.train, &dataset.test].map(|part| {
            let answered = answer_all(network, &dataset.target, &part.inputs, Some(part));
            let loss = answered.mean_loss();
            (answered.answers, loss)
        });
        at_once(async |pace| Report::in_steps(network, dataset, answers, pace).await)
    }

    /// `answers`: the network's to the training and the test rows, with the mean loss of each.
    pub async fn in_steps(
        network: &Network,
        dataset: &Dataset,
        answers: [(Targets, f64); 2],
        pace: &Pace,
    ) -> Report {
        let target = &dataset.target;
        let (n_train, n_test) = (dataset.train.rows.len(), dataset.test.rows.len());
        let [(train_answers, train_loss), (answers, test_loss)] = answers;
        let train = Scores::of(&train_answers, &dataset.train.targets, target, train_loss);
        pace.after(n_train / SUMMED).await;
        let actual = &dataset.test.targets;
        let test = Scores::of(&answers, actual, target, test_loss);
        pace.after(n_test / SUMMED).await;
        let baseline = Baseline::in_steps(dataset, network.head, pace).await;
        let constant = Constant::learn(&dataset.train, target).answers(n_test);
        pace.after(n_train / SUMMED).await;
        let commonest = Baseline::commonest(dataset, network.head, pace).await;
        let exact = commonest.as_ref().map(|(constant, _)| constant.answers(actual.len()));
        let exact = exact.as_ref().unwrap_or(&constant);
        let matches = Comparison::by_exact_matches(&answers, exact, actual, target);
        pace.after(n_test / SUMMED).await;
        let errors = Comparison::by_squared_error(&answers, &constant, actual);
        pace.after(n_test / SUMMED).await;
        let mut closeness = None;
        if let Some(unit) = Closeness::unit_for(target) {
            let within = |answers, actual| Closeness::within(answers, actual, target, unit);
            let train = within(&train_answers, &dataset.train.targets);
            pace.after(n_train / SUMMED).await;
            let (test, baseline) = (within(&answers, actual), within(&constant, actual));
            pace.after(n_test / SUMMED).await;
            closeness = Some(Closeness { unit, train, test, baseline });
        }
        let mut report = Report {
            task: target.task(),
            target: target.name().to_string(),
            rounded: target.is_rounded(),
            train,
            test,
            baseline,
            comparison: errors.or(matches).unwrap_or_else(|| Comparison::of(&[], 0.0)),
            commonest: commonest.map(|(_, baseline)| baseline),
            exact_matches: if errors.is_some() { matches } else { None },
            closeness,
            ordinal: Ordinal::of(network, dataset, pace).await,
            sentence: String::new(),
        };
        report.sentence = sentence(&report);
        report
    }
}
