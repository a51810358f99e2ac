use perceptab::evaluation::{Report, Spread};
use perceptab::recipe::Recipe;
use perceptab::session::format::{number, share};
use perceptab::session::{Outcome, RunView, SessionView};
use serde::Serialize;

use super::driver::Driver;
use super::report::without_target;
use super::side_by_side::train_all;
use super::text::aligned;
use super::{Failure, print, print_json, say};

/// What `--json` prints of one score.
#[derive(Serialize)]
struct Score<'a> {
    score: &'a str,
    mean: f64,
    standard_deviation: f64,
    /// In the order of the folds.
    folds: &'a [f64],
}

/// `perceptab train FILE --folds N`: each fold is tested on once; prints every fold's scores, their mean and their
/// standard deviation. `view` and `driver` have the table.
pub fn cross_validate(
    recipe: &Recipe,
    folds: usize,
    view: &SessionView,
    driver: &Driver,
    json: bool,
) -> Result<(), Failure> {
    let run = |fold| (format!("Fold {}", fold + 1), Recipe { folds, fold, ..recipe.clone() });
    let runs: Vec<(String, Recipe)> = (0..folds).map(run).collect();
    if let Some(problem) = runs.first().and_then(|(_, recipe)| recipe.problems().into_iter().next()) {
        return Err(Failure::Failed(problem.message));
    }
    let ended: Vec<RunView> =
        train_all(&runs, view, &driver.shared_table()).into_iter().collect::<Result<_, _>>()?;
    notes(&ended).iter().for_each(|note| say(note));
    let reports: Vec<&Report> = ended.iter().filter_map(|run| run.report.as_ref()).collect();
    let spreads = Spread::of_reports(&reports);
    if json { print_json(&scores(&spreads)) } else { print(&as_text(&spreads, reports.len())) }?;
    // A fold whose loss grew without bound has scores, of the weights before that: they are no honest part of a mean.
    let diverged = runs.iter().zip(&ended).filter_map(|((title, _), run)| match &run.outcome {
        Some(Outcome::Diverged { message, .. }) => Some(Err(Failure::Failed(format!("{title}: {message}")))),
        _ => None,
    });
    Failure::all(diverged)
}

/// What was done to the rows and the columns, each once; and of which folds, where it is not of all.
fn notes(ended: &[RunView]) -> Vec<String> {
    let mut found: Vec<(String, Vec<usize>)> = Vec::new();
    for (fold, facts) in ended.iter().enumerate().filter_map(|(fold, run)| Some((fold, run.facts.as_ref()?)))
    {
        for note in without_target(facts).into_iter().chain(facts.notes.iter().cloned()) {
            match found.iter_mut().find(|(known, _)| *known == note) {
                Some((_, folds)) => folds.push(fold + 1),
                None => found.push((note, vec![fold + 1])),
            }
        }
    }
    let said = |(note, folds): (String, Vec<usize>)| match folds.as_slice() {
        all if all.len() == ended.len() => note,
        [one] => format!("Fold {one}: {note}"),
        some => {
            let some: Vec<String> = some.iter().map(usize::to_string).collect();
            format!("Folds {}: {note}", some.join(", "))
        }
    };
    found.into_iter().map(said).collect()
}

fn scores(spreads: &[Spread]) -> Vec<Score<'_>> {
    spreads
        .iter()
        .map(|spread| Score {
            score: spread.name,
            mean: spread.mean,
            standard_deviation: spread.standard_deviation,
            folds: &spread.values,
        })
        .collect()
}

fn as_text(spreads: &[Spread], folds: usize) -> String {
    let text =
        |spread: &Spread, value: f64| if spread.is_share { share(value, 1_000) } else { number(value, 4) };
    let head = std::iter::once(String::new()).chain(spreads.iter().map(|spread| spread.name.to_string()));
    let mut rows = vec![head.collect::<Vec<_>>()];
    for fold in 0..folds {
        let values = spreads
            .iter()
            .map(|spread| spread.values.get(fold).map_or(String::new(), |value| text(spread, *value)));
        rows.push(std::iter::once(format!("Fold {}", fold + 1)).chain(values).collect());
    }
    let last = spreads
        .iter()
        .map(|spread| format!("{} ± {}", text(spread, spread.mean), text(spread, spread.standard_deviation)));
    rows.push(std::iter::once("Mean ± standard deviation".to_string()).chain(last).collect());
    aligned(&rows, &[1, 2, 3, 4])
}
