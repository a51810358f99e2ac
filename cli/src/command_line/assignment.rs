use std::path::Path;

use perceptab::recipe::Recipe;
use perceptab::study::Study;
use perceptab_conversation::assignment::{AssignmentReport, Experiment, HEAD, Line, reading};
use perceptab_conversation::session::{Event, Outcome, Purpose, SessionView};

use super::arguments::AssignmentWish;
use super::assignment_json::as_json;
use super::driver::{Driver, file_name};
use super::output::{Outputs, reason};
use super::rows::write_rows;
use super::study::{Tried, train_all};
use super::table_options::checked;
use super::text::aligned;
use super::{Failure, print, print_json_text, say};

/// The first of a report's files.
const FIRST_FILE: &str = "report.html";

/// `perceptab assignment SECTION …`: trains the section's runs, prints their table and writes its reports.
pub fn assignment(wish: &AssignmentWish) -> Result<(), Failure> {
    let section = wish.section;
    let folder = wish.reports.join(section.make_target());
    make_folder(&folder)?;
    let mut outputs = Outputs::beside([wish.data.as_path()])?;
    // One stands for all of them, whose names the results give.
    let mut report_places = vec![outputs.claim(&folder.join(FIRST_FILE), "the report")?];
    let rows = match &wish.rows {
        Some(rows) => {
            make_folder(rows)?;
            let mut claim = |name: &str| outputs.claim(&rows.join(name), "--rows");
            Some(([claim("train.csv")?, claim("test.csv")?], claim("runs.json")?))
        }
        None => None,
    };
    let experiments: Vec<&Experiment> = section.experiments().collect();
    let mut driver = Driver::new();
    let mut view = SessionView::default();
    match driver.read(Purpose::Open, &wish.data, file_name(&wish.data))? {
        table @ Event::TableRead { .. } => view.take(table),
        _ => {
            let name = wish.data.display();
            return Err(Failure::Failed(format!(
                "'{name}' is a recipe or a model, not a table. Give a CSV: --data FILE."
            )));
        }
    }
    let mut saved = Vec::new();
    if let Some((places, _)) = &rows {
        let recipes: Vec<Recipe> = experiments.iter().map(|experiment| recipe(experiment, wish)).collect();
        match write_rows(&wish.data, &recipes, places) {
            Err(failure @ Failure::Unsaved(_)) => saved.push(Err(failure)),
            result => result?,
        }
    }
    let block = driver.shared_table();
    let recipes: Result<Vec<_>, _> =
        experiments.iter().map(|experiment| checked(recipe(experiment, wish))).collect();
    let study = Study::recipes(recipes?);
    let runs = train_all(&study, |place| experiments[place].title.to_string(), &view, &block, None);

    let mut report = AssignmentReport {
        title: section.title().to_string(),
        table: file_name(&wish.data),
        rows: view.data.map_or(0, |data| data.summary.rows),
        target: wish.target.clone(),
        seed: wish.seed,
        version: env!("CARGO_PKG_VERSION").to_string(),
        ..AssignmentReport::default()
    };
    let mut failures: Vec<String> = Vec::new();
    for (experiment, run) in experiments.iter().zip(runs) {
        match run {
            Ok(Tried { run, .. }) => {
                if let Some(Outcome::Diverged { message, .. }) = &run.outcome {
                    failures.push(format!("{}: {message}", experiment.title));
                }
                report.add(experiment, &run);
            }
            // What is wrong with the table is wrong for all: said once.
            Err(Failure::Failed(sentence)) if !failures.contains(&sentence) => failures.push(sentence),
            Err(_) => {}
        }
    }
    if !report.lines.is_empty() {
        let before = saved.len();
        for (name, bytes) in report.files() {
            let place = match name == FIRST_FILE {
                true => report_places.pop().map(Ok),
                false => None,
            };
            let place = place.unwrap_or_else(|| outputs.claim(&folder.join(&name), "the report"));
            // Found out after the training: the results are there all the same.
            let place = place.map_err(Failure::unsaved);
            saved.push(place.and_then(|place| place.write(&bytes)));
        }
        let complete = saved[before..].iter().all(Result::is_ok);
        if let Some((_, runs)) = &rows {
            saved.push(runs.write(as_json(&report).as_bytes()));
        }
        if wish.json { print_json_text(&as_json(&report)) } else { print(&as_text(&report)) }?;
        if complete {
            say(&format!(
                "The figures and the reports are in '{}': report.html, report.md.",
                folder.display()
            ));
        }
    }
    let failed = failures.into_iter().map(|sentence| Err(Failure::Failed(sentence)));
    Failure::all(failed.chain(saved))
}

fn recipe(experiment: &Experiment, wish: &AssignmentWish) -> Recipe {
    let recipe = experiment.preset.recipe();
    let epochs = wish.epochs.unwrap_or(recipe.training.epochs);
    recipe.with(|it| {
        it.question.target = Some(wish.target.clone());
        it.question.seed = wish.seed;
        it.training.epochs = epochs;
    })
}

/// Better to hear it before the training than after.
fn make_folder(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|error| {
        Failure::Failed(format!("The folder '{}' could not be made: {}.", folder.display(), reason(&error)))
    })
}

/// Two tables, since one would be too wide: the accuracies, then what they are to be held against.
fn as_text(report: &AssignmentReport) -> String {
    let table = |columns: &[usize]| {
        let pick = |cells: [String; 10]| columns.iter().map(|&column| cells[column].clone()).collect();
        let rows: Vec<Vec<String>> = std::iter::once(HEAD.map(String::from))
            .chain(report.lines.iter().map(Line::cells))
            .map(pick)
            .collect();
        aligned(&rows, &[1, 2, 3, 4, 5, 6])
    };
    let mut text = format!("{}\n{}\n\n", report.title, report.about());
    text += &table(&[0, 1, 2, 3]);
    text += &format!("\n{}", table(&[0, 4, 5, 6, 7, 8, 9]));
    for remark in report.remarks() {
        text += &format!("\n* {remark}\n");
    }
    text.push('\n');
    for sentence in reading(&report.lines) {
        text += &format!("{sentence}\n");
    }
    text
}
