use perceptab::evaluation::Comparison;
use perceptab::recipe::{Preset, Recipe};
use perceptab::training::EpochRecord;
use perceptab_conversation::assignment::{AssignmentReport, Line, Share, reading};
use serde::Serialize;

/// What `--json` prints, in this order.
#[derive(Serialize)]
struct Object<'a> {
    title: &'a str,
    file: &'a str,
    rows: usize,
    duplicates_dropped: usize,
    target: &'a str,
    seed: u64,
    runs: Vec<Run<'a>>,
    reading: Vec<String>,
    commands: Vec<String>,
}

/// Null where there is no such figure. Accuracies are shares from 0 to 1, the assignment's too.
#[derive(Serialize)]
struct Run<'a> {
    preset: Preset,
    title: &'a str,
    train: Option<Part>,
    test: Option<Part>,
    reported: Option<Reported>,
    /// On the test rows.
    baseline: Option<Part>,
    baseline_name: &'a str,
    /// Of the test accuracy.
    standard_error: Option<f64>,
    exact_matches: Option<Comparison>,
    mean_absolute_error: Option<f64>,
    r2: Option<f64>,
    squared_errors: Option<Comparison>,
    epochs: usize,
    /// Why it ended early.
    ending: Option<&'a str>,
    seconds: f64,
    weights_hash: &'a str,
    recipe: &'a Recipe,
    history: &'a [EpochRecord],
}

#[derive(Serialize)]
struct Part {
    correct: usize,
    rows: usize,
    accuracy: f64,
}

#[derive(Serialize)]
struct Reported {
    train: f64,
    test: f64,
}

impl From<Share> for Part {
    fn from(share: Share) -> Part {
        Part { correct: share.correct, rows: share.rows, accuracy: share.value() }
    }
}

impl<'a> From<&'a Line> for Run<'a> {
    fn from(line: &'a Line) -> Run<'a> {
        let reported = line.experiment.reported;
        Run {
            preset: line.experiment.preset,
            title: line.experiment.title,
            train: line.train.map(Part::from),
            test: line.test.map(Part::from),
            reported: reported
                .map(|percent| Reported { train: percent.train / 100.0, test: percent.test / 100.0 }),
            baseline: line.baseline.map(Part::from),
            baseline_name: &line.baseline_name,
            standard_error: line.test.map(Share::standard_error),
            exact_matches: line.exact_matches,
            mean_absolute_error: line.mean_absolute_error,
            r2: line.r2,
            squared_errors: line.squared_errors,
            epochs: line.epochs,
            ending: line.ending.as_deref(),
            seconds: line.seconds,
            weights_hash: &line.weights_hash,
            recipe: &line.recipe,
            history: &line.history,
        }
    }
}

pub fn as_json(report: &AssignmentReport) -> String {
    let object = Object {
        title: &report.title,
        file: &report.table,
        rows: report.rows,
        duplicates_dropped: report.duplicates_dropped,
        target: &report.target,
        seed: report.seed,
        runs: report.lines.iter().map(Run::from).collect(),
        reading: reading(&report.lines),
        commands: report.commands(),
    };
    serde_json::to_string(&object).unwrap_or_default()
}
