use serde::{Deserialize, Serialize};

use super::sentence::sentence;
use super::{Baseline, Closeness, Comparison, Constant, Evaluated, Gathered, Metrics, Ordinal, Scores};
use crate::dataset::Task;
use crate::model::Objective;
use crate::pace::Pace;

/// Rows whose plain sums take as long as an operation of a step: each of these passes goes over all rows at once, some
/// milliseconds for a million.
const SUMMED: usize = 4;

/// The reading of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Whether it predicts a number or a class.
    pub task: Task,
    /// The name of the column that it predicts.
    pub target: String,
    /// Whether accuracy means equality after rounding (whole-numbered regression targets).
    pub rounded: bool,
    /// The network's, on the training rows.
    pub train: Scores,
    /// The network's, on the test rows.
    pub test: Scores,
    /// Of always giving the same answer.
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
    /// More scores of the network, on the training rows: those that its answers give without their probabilities.
    pub train_metrics: Metrics,
    /// More scores of the network, on the test rows.
    pub test_metrics: Metrics,
    /// The reading in one or two sentences.
    pub sentence: String,
}

impl Report {
    /// `train`, `test`: the answers to the training and the test rows; `gathered`: of the outputs for the test rows.
    pub async fn in_steps(
        objective: Objective<'_>,
        train: Evaluated<'_>,
        test: Evaluated<'_>,
        gathered: Gathered<'_>,
        pace: &Pace,
    ) -> Report {
        let target = objective.target;
        let parts = [train.actual, test.actual];
        let (n_train, n_test) = (train.rows(), test.rows());
        let (trained, actual) = (train.actual.values, test.actual.values);
        let (train_answers, answers) = (train.answers, test.answers);
        let train = Scores::of(&train_answers, trained, target, train.loss);
        pace.after(n_train / SUMMED).await;
        let test = Scores::of(&answers, actual, target, test.loss);
        pace.after(n_test / SUMMED).await;
        let baseline = Baseline::in_steps(objective, parts, pace).await;
        let constant = Constant::learn(trained, target).answers(n_test);
        pace.after(n_train / SUMMED).await;
        let commonest = Baseline::commonest(objective, parts, pace).await;
        let exact = commonest.as_ref().map(|(constant, _)| constant.answers(actual.len()));
        let exact = exact.as_ref().unwrap_or(&constant);
        let matches = Comparison::by_exact_matches(&answers, exact, actual, target);
        pace.after(n_test / SUMMED).await;
        let errors = Comparison::by_squared_error(&answers, &constant, actual);
        pace.after(n_test / SUMMED).await;
        let mut closeness = None;
        if let Some(unit) = Closeness::unit_for(target) {
            let within = |answers, actual| Closeness::within(answers, actual, target, unit);
            let train = within(&train_answers, trained);
            pace.after(n_train / SUMMED).await;
            let (test, baseline) = (within(&answers, actual), within(&constant, actual));
            pace.after(n_test / SUMMED).await;
            closeness = Some(Closeness { unit, train, test, baseline });
        }
        let train_metrics = Metrics::of_answers(&train_answers, trained, target, pace).await;
        let (test_metrics, ordinal) = gathered.finish(&answers, trained, target, pace).await;
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
            ordinal,
            train_metrics,
            test_metrics,
            sentence: String::new(),
        };
        report.sentence = sentence(&report);
        report
    }
}
