use serde::Serialize;

use super::Experiment;
use crate::session::{Outcome, RunView};
use perceptab::dataset::Task;
use perceptab::evaluation::Comparison;
use perceptab::recipe::Recipe;
use perceptab::training::History;

/// A number of rows out of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Share {
    pub correct: usize,
    pub rows: usize,
}

impl Share {
    /// 0 to 1.
    pub fn value(self) -> f64 {
        self.correct as f64 / self.rows.max(1) as f64
    }

    /// √(p (1 − p) / n): how far a share of so many rows strays by chance.
    pub fn standard_error(self) -> f64 {
        let p = self.value();
        (p * (1.0 - p) / self.rows.max(1) as f64).sqrt()
    }
}

/// One run as the assignment's table has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub experiment: Experiment,
    /// With target and task filled in, once the run has begun.
    pub recipe: Recipe,
    pub train_rows: usize,
    pub test_rows: usize,
    /// Rows predicted exactly; `None` where the target is not whole-numbered.
    pub train: Option<Share>,
    pub test: Option<Share>,
    /// Of the commonest training value, on the test rows: of a regression once the run has ended.
    pub baseline: Option<Share>,
    /// "always answering 52"
    pub baseline_name: String,
    /// In the target's own unit; regression only, once the run has ended.
    pub mean_absolute_error: Option<f64>,
    /// On the test rows; regression only.
    pub r2: Option<f64>,
    /// Of exact matches on the test rows against the baseline's, row by row, once the run has ended.
    pub exact_matches: Option<Comparison>,
    /// Of squared errors, for a regression.
    pub squared_errors: Option<Comparison>,
    /// Epochs trained so far.
    pub epochs: usize,
    pub history: History,
    /// Why it ended early, if it did.
    pub ending: Option<String>,
    /// Training time.
    pub seconds: f64,
    /// Empty until the run has ended.
    pub weights_hash: String,
    pub has_ended: bool,
}

impl Line {
    /// `None` until something was measured.
    pub fn of(experiment: &Experiment, run: &RunView) -> Option<Line> {
        let facts = run.facts.as_ref()?;
        let last = run.history.last();
        if last.is_none() && run.report.is_none() {
            return None;
        }
        let report = run.report.as_ref();
        let measured = |accuracy: Option<f64>, rows: usize| {
            accuracy.map(|accuracy| Share { correct: (accuracy * rows as f64).round() as usize, rows })
        };
        let (train, test) = match report {
            Some(report) => (report.train.accuracy, report.test.accuracy),
            None => (last.and_then(|last| last.train_accuracy), last.and_then(|last| last.test_accuracy)),
        };
        // The best constant for exact matches is the commonest value; of a regression it is known at the end.
        let commonest = report.and_then(|report| report.commonest.as_ref());
        let baseline_accuracy = match run.recipe.question.task {
            Some(Task::Regression) => commonest.and_then(|commonest| commonest.test.accuracy),
            _ => facts.baseline_accuracy,
        };
        let is_regression = report.is_some_and(|report| report.test.mean_absolute_error.is_some());
        Some(Line {
            experiment: *experiment,
            recipe: run.recipe.clone(),
            train_rows: facts.train_rows,
            test_rows: facts.test_rows,
            train: measured(train, facts.train_rows),
            test: measured(test, facts.test_rows),
            baseline: measured(baseline_accuracy, facts.test_rows),
            baseline_name: match commonest {
                Some(commonest) => format!("always answering {}", commonest.answer),
                None => facts.baseline_name.clone(),
            },
            mean_absolute_error: report.and_then(|report| report.test.mean_absolute_error),
            r2: match report {
                Some(report) => report.test.r2,
                None => last.and_then(|last| last.test_r2),
            },
            exact_matches: report.and_then(|report| match is_regression {
                true => report.exact_matches,
                false => Some(report.comparison),
            }),
            squared_errors: report.filter(|_| is_regression).map(|report| report.comparison),
            epochs: run.epoch,
            history: run.history.clone(),
            ending: match &run.outcome {
                None | Some(Outcome::Finished) => None,
                Some(Outcome::Concluded { message, .. } | Outcome::Diverged { message, .. }) => {
                    Some(message.clone())
                }
                Some(Outcome::Stopped { epoch }) => Some(format!("Stopped at epoch {epoch}.")),
            },
            seconds: run.seconds,
            weights_hash: run.weights_hash.clone(),
            has_ended: report.is_some(),
        })
    }

    /// How many standard errors of the paired difference the exact matches are above the baseline's; below it, less than 0.
    /// `None` before the end, and where the two never differ.
    pub fn standard_errors_above(&self) -> Option<f64> {
        self.exact_matches.and_then(errors_above)
    }

    /// The same of the squared errors of a regression.
    pub fn squared_errors_above(&self) -> Option<f64> {
        self.squared_errors.and_then(errors_above)
    }
}

fn errors_above(comparison: Comparison) -> Option<f64> {
    (comparison.standard_error > 0.0).then(|| comparison.advantage / comparison.standard_error)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::assignment::EXPERIMENTS;
    use crate::session::{Event, RunFacts, RunId, SessionView};
    use perceptab::training::EpochRecord;

    /// A finished line with numbers of the song file's size. `above`: standard errors of the exact matches above the
    /// baseline's.
    pub fn line(index: usize, train: usize, test: usize, above: f64) -> Line {
        let standard_error = 0.003;
        Line {
            experiment: EXPERIMENTS[index],
            recipe: EXPERIMENTS[index]
                .preset
                .recipe()
                .with(|it| it.question.target = Some("song_popularity".to_string())),
            train_rows: 11_939,
            test_rows: 2_985,
            train: Some(Share { correct: train, rows: 11_939 }),
            test: Some(Share { correct: test, rows: 2_985 }),
            baseline: Some(Share { correct: 60, rows: 2_985 }),
            baseline_name: "always answering 52".to_string(),
            mean_absolute_error: None,
            r2: None,
            exact_matches: Some(Comparison {
                advantage: above * standard_error,
                standard_error,
                ..Comparison::of(&[], 0.0)
            }),
            squared_errors: None,
            epochs: 200,
            history: vec![EpochRecord { epoch: 200, train_accuracy: Some(0.02), ..EpochRecord::default() }],
            ending: None,
            seconds: 1.5,
            weights_hash: "abc123".to_string(),
            has_ended: true,
        }
    }

    fn run(facts: RunFacts, records: Vec<EpochRecord>) -> RunView {
        let mut view = SessionView::default();
        let run = RunId(1);
        view.begin(run, EXPERIMENTS[0].preset.recipe());
        view.take(Event::Started { run, facts: Box::new(facts) });
        let epoch = records.last().map_or(0, |record| record.epoch);
        view.take(Event::Progress { run, epoch, epochs: 200, seconds: 0.5, rows_per_second: 1.0, records });
        view.runs.remove(0)
    }

    fn facts() -> RunFacts {
        RunFacts { train_rows: 8, test_rows: 4, baseline_accuracy: Some(0.25), ..RunFacts::default() }
    }

    #[test]
    fn a_share_and_its_standard_error_by_hand() {
        // √(0.2 · 0.8 / 100) = 0.04.
        let share = Share { correct: 20, rows: 100 };
        assert!((share.standard_error() - 0.04).abs() < 1e-12);
        assert_eq!(Share { correct: 0, rows: 0 }.value(), 0.0);
    }

    #[test]
    fn a_run_shows_what_it_last_measured_until_it_ends() {
        assert_eq!(Line::of(&EXPERIMENTS[0], &run(facts(), vec![])), None);
        let record = EpochRecord {
            epoch: 10,
            train_accuracy: Some(0.375),
            test_accuracy: Some(0.5),
            test_r2: Some(0.125),
            ..EpochRecord::default()
        };
        let line = Line::of(&EXPERIMENTS[0], &run(facts(), vec![record])).unwrap();
        assert_eq!(line.train, Some(Share { correct: 3, rows: 8 }));
        assert_eq!(line.test, Some(Share { correct: 2, rows: 4 }));
        assert_eq!(line.baseline, None, "of a regression it comes with the end");
        assert_eq!((line.r2, line.epochs, line.has_ended), (Some(0.125), 10, false));
        assert_eq!(line.standard_errors_above(), None);
    }
}
