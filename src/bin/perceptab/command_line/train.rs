use std::io::{self, IsTerminal, Write};
use std::path::Path;

use perceptab::recipe::Recipe;
use perceptab::session::format::{count, counted, speed};
use perceptab::session::{Command, Event, Export, Outcome, Purpose, RunId, SessionView};
use perceptab::table::Warning;

use super::arguments::{Settings, TrainWish};
use super::assignment::write;
use super::driver::{Driver, file_name, json_name};
use super::folds::cross_validate;
use super::report::RunResult;
use super::text::printable;
use super::{Failure, print, say};

/// `perceptab train FILE --target COLUMN …`
pub fn train(wish: &TrainWish) -> Result<(), Failure> {
    let (mut driver, mut view) = (Driver::new(), SessionView::default());
    let recipe = recipe(&mut driver, wish)?;
    for (path, what) in [(&wish.save, "model"), (&wish.split, "split")] {
        path.iter().try_for_each(|path| check_folder(path, what))?;
    }
    driver.tell(Command::ReadAs(Box::new(recipe.reading.clone())))?;
    match driver.read(Purpose::Open, &wish.file, file_name(&wish.file))? {
        table @ Event::TableRead { .. } => view.take(table),
        _ => {
            let name = wish.file.display();
            return Err(Failure::Failed(format!(
                "'{name}' is a recipe or a model, not a table. Give a CSV."
            )));
        }
    }
    let doubts = view.data.iter().flat_map(|data| &data.summary.warnings);
    doubts
        .filter(|warning| warning.rule == Warning::DOUBTFUL_ENCODING)
        .for_each(|warning| say(&warning.message));
    let warnings = view.data.as_ref().map_or(0, |data| data.summary.n_warnings);
    if warnings > 0 {
        let warnings = counted(warnings, "warning");
        say(&format!("{warnings}: 'perceptab inspect' lists what was not taken as it stood."));
    }
    if let Some(data) = &view.data {
        wish.table.check(&recipe, &data.proposal)?;
    }
    if let Some(folds) = wish.folds {
        return cross_validate(&recipe, folds, &view, &driver, wish.json);
    }
    let started = driver.tell(Command::Train { run: RunId(1), recipe: Box::new(recipe) })?;
    let mut result = RunResult::new(file_name(&wish.file));
    started.into_iter().for_each(|event| result.take(event));
    result.notes().iter().for_each(|note| say(note));
    let progress = Progress::new();
    driver.train(|event| {
        progress.show(&event);
        result.take(event);
    })?;
    progress.clear();
    if let Some(path) = &wish.save {
        let model = driver.export(Export::Model)?;
        std::fs::write(path, model).map_err(|error| {
            Failure::Failed(format!("'{}' could not be written: {error}.", path.display()))
        })?;
        say(&format!("The model is in '{}'.", path.display()));
    }
    if let Some(path) = &wish.split {
        write(path, &driver.export(Export::Split)?)?;
    }
    print(&if wish.json { format!("{}\n", result.json()) } else { printable(&result.text()) })?;
    match result.outcome {
        Some(Outcome::Diverged { message, .. }) => Err(Failure::Failed(message)),
        _ => Ok(()),
    }
}

fn recipe(driver: &mut Driver, wish: &TrainWish) -> Result<Recipe, Failure> {
    let mut recipe = match &wish.settings {
        Settings::Preset(preset) => preset.recipe(),
        Settings::File(path) => match driver.read(Purpose::Open, path, json_name(path))? {
            Event::RecipeRead { recipe, .. } => *recipe,
            _ => return Err(Failure::Failed(format!("'{}' is not a recipe.", path.display()))),
        },
    };
    if wish.target.is_some() {
        recipe.target = wish.target.clone();
    }
    if recipe.target.is_none() {
        return Err(Failure::Usage(
            "The recipe names no column to predict: add --target COLUMN.".to_string(),
        ));
    }
    recipe.seed = wish.seed.unwrap_or(recipe.seed);
    recipe.epochs = wish.epochs.unwrap_or(recipe.epochs);
    wish.table.apply(&mut recipe)?;
    Ok(recipe)
}

/// Better to hear it before the training than after.
fn check_folder(path: &Path, what: &str) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if path.is_dir() || !folder.is_dir() {
        let sentence = format!("The {what} can't be saved as '{}': check the path.", path.display());
        return Err(Failure::Failed(sentence));
    }
    Ok(())
}

/// The way so far on standard error: one line that changes on a terminal, else one line a measurement.
struct Progress {
    terminal: bool,
}

impl Progress {
    fn new() -> Progress {
        Progress { terminal: io::stderr().is_terminal() }
    }

    fn show(&self, event: &Event) {
        let Event::Progress { epoch, epochs, rows_per_second, records, .. } = event else { return };
        if self.terminal {
            let (epoch, epochs, speed) = (count(*epoch), count(*epochs), speed(*rows_per_second));
            let _ = write!(io::stderr(), "\r\x1b[Kepoch {epoch} of {epochs}  {speed}");
            let _ = io::stderr().flush();
            return;
        }
        for record in records {
            let accuracy = match (record.train_accuracy, record.test_accuracy) {
                (Some(train), Some(test)) => {
                    format!(", accuracy {:.2} % train {:.2} % test", 100.0 * train, 100.0 * test)
                }
                _ => String::new(),
            };
            let (train, test) = (record.train_loss, record.test_loss);
            say(&format!(
                "epoch {} of {epochs}: loss {train:.5} train {test:.5} test{accuracy}",
                record.epoch
            ));
        }
    }

    fn clear(&self) {
        if self.terminal {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
