use std::path::Path;

use perceptab::session::{Event, Export, Purpose};

use super::driver::{Driver, file_name, json_name};
use super::output::Outputs;
use super::{Failure, print_bytes, say};

/// `perceptab predict MODEL FILE`: the rows with their predictions, as CSV.
pub fn predict(model: &Path, file: &Path) -> Result<(), Failure> {
    Outputs::beside([model, file])?;
    let mut driver = Driver::new();
    match driver.read(Purpose::Open, model, json_name(model))? {
        Event::ModelReady { .. } => {}
        _ => {
            let sentence = format!(
                "'{}' is not a model. Give the file that 'perceptab train --save' wrote, or the model downloaded from the page.",
                model.display()
            );
            return Err(Failure::Failed(sentence));
        }
    }
    if let Event::Predicted(prediction) = driver.read(Purpose::Predict, file, file_name(file))? {
        prediction.notes.iter().for_each(|note| say(note));
        prediction.score.iter().for_each(|score| say(score));
    }
    print_bytes(&driver.export(Export::NewPredictions)?)
}
