use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use perceptab::assignment::{AssignmentReport, Experiment, HEAD, Line, reading};
use perceptab::recipe::Recipe;
use perceptab::session::format::{count, duration};
use perceptab::session::{Command, Event, Outcome, Purpose, RunId, RunView, SessionView};

use super::arguments::AssignmentWish;
use super::assignment_json::as_json;
use super::driver::{Driver, file_name};
use super::rows::write_rows;
use super::text::aligned;
use super::{Failure, print, say};

/// `perceptab assignment SECTION …`: trains the section's runs, prints their table and writes its reports.
pub fn assignment(wish: &AssignmentWish) -> Result<(), Failure> {
    let section = wish.section;
    let folder = wish.reports.join(section.make_target());
    make_folder(&folder)?;
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
    if let Some(rows) = &wish.rows {
        make_folder(rows)?;
        let recipes: Vec<Recipe> = experiments.iter().map(|experiment| recipe(experiment, wish)).collect();
        write_rows(&wish.data, &recipes, rows)?;
    }
    let block = driver.shared_table();
    let runs = train_all(&experiments, wish, &view, &block);

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
            Ok(run) => {
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
        write_files(&report, &folder)?;
        if let Some(rows) = &wish.rows {
            write(&rows.join("runs.json"), as_json(&report).as_bytes())?;
        }
        print(&if wish.json { format!("{}\n", as_json(&report)) } else { as_text(&report) })?;
        say(&format!("The figures and the reports are in '{}': report.html, report.md.", folder.display()));
    }
    if failures.is_empty() { Ok(()) } else { Err(Failure::Failed(failures.join("\n"))) }
}

fn recipe(experiment: &Experiment, wish: &AssignmentWish) -> Recipe {
    let recipe = experiment.preset.recipe();
    let epochs = wish.epochs.unwrap_or(recipe.epochs);
    Recipe { target: Some(wish.target.clone()), seed: wish.seed, epochs, ..recipe }
}

/// Trains on as many threads as the machine has cores, each with a session and a table of its own. The results stand in the
/// order of the experiments.
fn train_all(
    experiments: &[&Experiment],
    wish: &AssignmentWish,
    view: &SessionView,
    block: &[u8],
) -> Vec<Result<RunView, Failure>> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, Result<RunView, Failure>)>> = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..cores.min(experiments.len()) {
            scope.spawn(|| {
                let mut driver = Driver::new();
                let adopted = driver.adopt_table(block);
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(experiment) = experiments.get(place) else { break };
                    let result = match &adopted {
                        Ok(()) => train_one(&mut driver, view.clone(), recipe(experiment, wish)),
                        Err(Failure::Failed(sentence)) => Err(Failure::Failed(sentence.clone())),
                        Err(_) => Err(Failure::ClosedPipe),
                    };
                    if let Ok(run) = &result {
                        let (epochs, seconds) = (count(run.epoch), duration(run.seconds));
                        say(&format!("{}: {epochs} epochs in {seconds}", experiment.title));
                    }
                    // A thread that held it does nothing that could panic.
                    if let Ok(mut results) = results.lock() {
                        results.push((place, result));
                    }
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap_or_default();
    results.sort_by_key(|(place, _)| *place);
    results.into_iter().map(|(_, result)| result).collect()
}

fn train_one(driver: &mut Driver, mut view: SessionView, recipe: Recipe) -> Result<RunView, Failure> {
    let run = RunId(1);
    view.begin(run, recipe.clone());
    for event in driver.tell(Command::Train { run, recipe: Box::new(recipe) })? {
        view.take(event);
    }
    driver.train(|event| view.take(event))?;
    view.run.ok_or_else(|| Failure::Failed("The run gave no result.".to_string()))
}

/// Better to hear it before the training than after.
fn make_folder(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|error| {
        Failure::Failed(format!("The folder '{}' could not be made: {error}.", folder.display()))
    })
}

fn write_files(report: &AssignmentReport, folder: &Path) -> Result<(), Failure> {
    report.files().into_iter().try_for_each(|(name, bytes)| write(&folder.join(name), &bytes))
}

pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, bytes)
        .map_err(|error| Failure::Failed(format!("'{}' could not be written: {error}.", path.display())))
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
