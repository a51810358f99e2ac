use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use perceptab::dataset::{Proposal, Task};
use perceptab::format::{count, counted, speed};
use perceptab::recipe::settings::WAYS;
use perceptab::recipe::{Recipe, Tier};
use perceptab::study::{Shape, Study};
use perceptab::table::{Warning, quoted};
use perceptab_conversation::session::{Command, Event, Export, Outcome, Purpose, RunId, SessionView};

use super::arguments::{Settings, TrainWish};
use super::driver::{Driver, file_name};
use super::output::{Outputs, Place};
use super::report::RunResult;
use super::study::{cross_validate, train_average, train_mix};
use super::table_options::{check, checked};
use super::{Failure, print, print_json, say};

/// `perceptab train FILE --target COLUMN …`
pub fn train(wish: &TrainWish) -> Result<(), Failure> {
    let (mut driver, mut view) = (Driver::new(), SessionView::default());
    // Better to hear it before the training than after.
    let recipe_file = match &wish.settings {
        Settings::File(path) => Some(path.as_path()),
        Settings::Preset(_) => None,
    };
    let mut outputs = Outputs::beside(recipe_file.into_iter().chain([wish.file.as_path()]))?;
    let save = wish.save.as_ref().map(|path| outputs.claim(path, "--save")).transpose()?;
    let split = wish.split.as_ref().map(|path| outputs.claim(path, "--split")).transpose()?;
    let mut recipe = recipe(&mut driver, wish)?;
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
    let mut proposed = false;
    if let Some(data) = &view.data {
        check(&recipe, &data.proposal)?;
        proposed = propose_target(&mut recipe, &data.proposal);
        let target = recipe.question.target.as_ref().and_then(|target| data.proposal.column(target));
        let task = target.and_then(|column| recipe.task_of(column));
        wish.table.idle(&recipe, task).iter().for_each(|remark| say(remark));
    }
    if let Some(folds) = wish.folds {
        let study = Study::cross_validation(&checked(recipe)?, folds);
        cross_validate(&study, &view, &mut driver, wish.json, save.is_some())?;
        return kept(&mut driver, &save, wish);
    }
    if let Some(networks) = wish.average {
        let study = Study::averaged(&checked(recipe)?, networks);
        train_average(&study, &view, &mut driver, wish.json)?;
        return kept(&mut driver, &save, wish);
    }
    let started = driver.tell(Command::Train { run: RunId(1), recipe: Box::new(recipe.clone()) })?;
    let mut result = RunResult::new(file_name(&wish.file), proposed);
    started.into_iter().for_each(|event| result.take(event));
    result.without_target().iter().for_each(|note| say(note));
    result.notes().iter().for_each(|note| say(note));
    let progress = Progress::new();
    driver.train(|event| {
        progress.show(&event);
        result.take(event);
    })?;
    progress.clear();
    let mut unmixed = Ok(());
    if let (Some(data), None, true) = (&view.data, result.divergence(), recipe.tier.mixes()) {
        let study = Study::mixed(&checked(recipe.clone())?, Shape::of(&data.summary, &recipe));
        say(&format!("One network: {}", result.sentence()));
        let until = wish.seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
        let mixed = study.map(|study| train_mix(study, recipe.clone(), &view, &mut driver, until));
        match mixed {
            Some(Ok(mix)) => result.mix(mix),
            None => {}
            // What the one network reached is there all the same, and its model.
            Some(Err(Failure::Failed(sentence))) => {
                let sentence = format!("There is no mix, and the one network stands. {sentence}");
                // Whoever has not asked for one has what was asked for.
                match wish.table.has("tier") || matches!(wish.settings, Settings::File(_)) {
                    true => unmixed = Err(Failure::Failed(sentence)),
                    false => say(&sentence),
                }
            }
            Some(Err(other)) => return Err(other),
        }
    }
    // What can't be saved does not keep the results from being printed.
    let mut saved = Vec::new();
    saved.push(kept(&mut driver, &save, wish));
    if let Some(place) = &split {
        saved.push(keep(&mut driver, Export::Split, place));
    }
    if wish.json { print_json(&result.object()) } else { print(&result.text()) }?;
    let diverged = match result.outcome {
        Some(Outcome::Diverged { message, .. }) => Err(Failure::Failed(message)),
        _ => Ok(()),
    };
    Failure::all([diverged, unmixed].into_iter().chain(saved))
}

/// Takes the column that the table proposes where none is named, and says so. Whether it did.
fn propose_target(recipe: &mut Recipe, proposal: &Proposal) -> bool {
    let (None, Some(target)) = (&recipe.question.target, &proposal.target) else { return false };
    let task = proposal.column(target).and_then(|column| recipe.task_of(column));
    let task = match task {
        Some(Task::Classification) => " by its class",
        Some(Task::Regression) => " as a number",
        None => "",
    };
    say(&format!(
        "Column {} is predicted{task}: the table proposes it. --target COLUMN names another.",
        quoted(target)
    ));
    recipe.question.target = Some(target.clone());
    true
}

/// Saves the model, where that is asked for, and says so.
fn kept(driver: &mut Driver, save: &Option<Place>, wish: &TrainWish) -> Result<(), Failure> {
    let (Some(place), Some(path)) = (save, &wish.save) else { return Ok(()) };
    keep(driver, Export::Model, place)?;
    say(&format!("The model is in '{}'.", path.display()));
    Ok(())
}

fn keep(driver: &mut Driver, export: Export, place: &Place) -> Result<(), Failure> {
    place.write(&driver.export(export)?)
}

fn recipe(driver: &mut Driver, wish: &TrainWish) -> Result<Recipe, Failure> {
    let mut recipe = match &wish.settings {
        Settings::Preset(preset) => preset.recipe(),
        Settings::File(path) => match driver.read_json(path)? {
            Event::RecipeRead { recipe, .. } => *recipe,
            _ => return Err(Failure::Failed(format!("'{}' is not a recipe.", path.display()))),
        },
    };
    if wish.target.is_some() {
        recipe.question.target = wish.target.clone();
    }
    wish.table.apply(&mut recipe)?;
    if wish.seconds.is_some() {
        if recipe.tier != Tier::Best {
            return Err(Failure::Usage(
                "--seconds is for --tier best: the others take as long as they take.".to_string(),
            ));
        }
        // Until the time is over, however many there are.
        if let Some(limits) = WAYS.limits {
            recipe.ways = limits.high as usize;
        }
    }
    Ok(recipe)
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
