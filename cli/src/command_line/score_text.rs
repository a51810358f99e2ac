//! Scores as lines of text.

use perceptab::evaluation::{Report, Scores};
use perceptab::format::{count, number, share};
use perceptab_conversation::session::RunFacts;

use super::text::aligned;

/// One line a score: train, test, and the baseline on the same test rows.
pub fn score_table(report: &Report, baseline: &str) -> String {
    type Score = (&'static str, fn(&Scores) -> Option<String>);
    let all: [Score; 5] = [
        ("accuracy", |scores| scores.accuracy.map(|accuracy| share(accuracy, scores.rows))),
        ("loss", |scores| Some(number(scores.loss, 4))),
        ("mean absolute error", |scores| scores.mean_absolute_error.map(|error| number(error, 4))),
        ("root mean squared error", |scores| scores.root_mean_squared_error.map(|error| number(error, 4))),
        ("R²", |scores| scores.r2.map(|r2| number(r2, 2))),
    ];
    let head = ["", "train", "test", baseline].map(String::from).to_vec();
    let parts = [&report.train, &report.test, &report.baseline.test];
    let lines = all.into_iter().filter(|(_, score)| score(&report.test).is_some()).map(|(name, score)| {
        let values = parts.iter().map(|part| score(part).unwrap_or_default());
        std::iter::once(name.to_string()).chain(values).collect()
    });
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(lines).collect();
    aligned(&rows, &[1, 2, 3])
}

/// The scores in a line.
pub fn brief(scores: &Scores) -> String {
    let rows = scores.rows;
    let named = [
        scores.accuracy.map(|accuracy| format!("accuracy {}", share(accuracy, rows))),
        scores.r2.map(|r2| format!("R² {}", number(r2, 4))),
        scores.mean_absolute_error.map(|error| format!("mean absolute error {}", number(error, 4))),
        Some(format!("loss {}", number(scores.loss, 4))),
    ];
    let named: Vec<String> = named.into_iter().flatten().collect();
    format!("{} ({} rows).", named.join(", "), count(rows))
}

/// How many rows were left out for want of a value to predict.
pub fn without_target(facts: &RunFacts) -> Option<String> {
    match facts.missing_targets {
        0 => None,
        1 => Some("1 row has no value to predict, and no part in this.".to_string()),
        missing => Some(format!("{} rows have no value to predict, and no part in this.", count(missing))),
    }
}
