use std::io::{self, Write};
use std::path::{Path, PathBuf};

use perceptab::model::{ModelSummary, PredictSettings};
use perceptab_conversation::session::{Command, Event, Prediction};

use super::driver::{Driver, file_name};
use super::output::{Output, Outputs};
use super::{Failure, say};

/// What `perceptab predict` is asked for.
pub struct PredictWish {
    pub model: PathBuf,
    pub file: PathBuf,
    /// `None`: to standard output.
    pub output: Option<PathBuf>,
    pub settings: PredictSettings,
}

/// `perceptab predict MODEL FILE`: the file with predictions, written as it is read.
pub fn predict(wish: &PredictWish) -> Result<(), Failure> {
    let PredictWish { model, file, output, settings } = wish;
    let mut outputs = Outputs::beside([model.as_path(), file])?;
    let place = output.as_ref().map(|path| outputs.claim(path, "--output")).transpose()?;
    let mut driver = Driver::new();
    let summary = load(&mut driver, model)?;
    let known = |name: &String| summary.inputs.contains(name) || summary.target == *name;
    if let Some(name) =
        settings.wishes.iter().filter_map(|wish| wish.column.as_ref()).find(|name| !known(name))
    {
        let columns = summary.inputs.join(", ");
        return Err(Failure::Failed(format!("--read: the model has no column '{name}'. It has {columns}.")));
    }
    driver.tell(Command::PredictAs(Box::new(settings.clone())))?;
    let prediction = match place {
        Some(place) => {
            let mut to = place.create()?;
            let prediction = driver.predict(file, file_name(file), &mut |bytes| write(&mut to, bytes))?;
            to.finish()?;
            prediction
        }
        None => {
            let mut to = io::stdout().lock();
            let prediction = driver.predict(file, file_name(file), &mut |bytes| Ok(to.write_all(bytes)?))?;
            to.flush()?;
            prediction
        }
    };
    tell(&prediction);
    Ok(())
}

fn write(to: &mut Output, bytes: &[u8]) -> Result<(), Failure> {
    to.write_all(bytes).map_err(|error| to.failed(&error))
}

fn load(driver: &mut Driver, model: &Path) -> Result<ModelSummary, Failure> {
    match driver.read_json(model)? {
        Event::ModelReady { model, .. } => Ok(*model),
        _ => Err(Failure::Failed(format!(
            "'{}' is not a model. Give the file that 'perceptab train --save' wrote, or the model downloaded from the page.",
            model.display()
        ))),
    }
}

/// To standard error, what is in doubt first.
fn tell(prediction: &Prediction) {
    for doubt in &prediction.doubts {
        let (column, taken) = (&doubt.column, doubt.taken);
        let other = format!("--read '{column}={}'", taken.other().id());
        match doubt.set {
            true => say(&format!("Column '{column}': read as was set ({}).", taken.text())),
            false => say(&format!("Column '{column}': {} For the other reading: {other}.", doubt.why)),
        }
    }
    prediction.notes.iter().for_each(|note| say(note));
    prediction.score.iter().for_each(|score| say(score));
}
