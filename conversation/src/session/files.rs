//! The JSON files that are written and read again.

use serde::Deserialize;
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::Event;
use super::reading::Found;
use perceptab::model::container::{self, FORMAT, VERSION};
use perceptab::model::{Model, ModelError, OldModel, keys};
use perceptab::pace::Pace;
use perceptab::recipe::Recipe;
use perceptab::table::brief;

/// A model file of version 1: the model, and the recipe that made it.
#[derive(Deserialize)]
struct OldFile<'a> {
    #[serde(borrow)]
    recipe: Option<&'a RawValue>,
    model: OldModel,
}

/// The most characters of a table's name that the names of its downloads begin with.
const STEM: usize = 100;

/// A file to take away, called by the table that it is of.
pub fn file(table: &str, ending: &str, media_type: &str, bytes: Vec<u8>) -> Event {
    let stem = table.rsplit_once('.').map_or(table, |(stem, _)| stem);
    let stem = brief(stem, STEM);
    let (name, media_type) = (format!("{stem}-{ending}"), media_type.to_string());
    Event::File { name, media_type, bytes, asked: None }
}

/// `Err`: why there can be no file, as a sentence.
pub async fn model_json(model: &Model, recipe: Option<&Recipe>, pace: &Pace) -> Result<Vec<u8>, String> {
    model.to_file_in_steps(recipe.map(in_one_line), pace).await.map_err(|error| {
        format!("The model cannot be saved: {}. Change the settings and train again.", error.fault())
    })
}

/// The recipe as its own file has it, without line breaks. One way of writing it is enough for a small download.
fn in_one_line(recipe: &Recipe) -> String {
    String::from_utf8_lossy(&recipe_json(recipe)).lines().map(str::trim_start).collect()
}

/// The recipe as a file to take away.
pub fn recipe_json(recipe: &Recipe) -> Vec<u8> {
    let mut json = serde_json::to_vec_pretty(recipe).unwrap_or_default();
    json.push(b'\n');
    json
}

/// Takes JSON for what it says it is. `Err`: kind and sentence.
pub fn parse(json: &[u8], name: &str) -> Result<Found, (&'static str, String)> {
    // Some editors begin a text with a byte-order mark.
    let json = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
    if container::is_current(json) {
        return model(json, name);
    }
    #[derive(Deserialize)]
    struct Label<'a> {
        #[serde(default)]
        format: String,
        #[serde(borrow)]
        version: Option<&'a RawValue>,
    }
    let label = serde_json::from_slice(json).or_else(|error| match error.classify() {
        // It is JSON, and nothing of ours.
        Category::Data => Ok(Label { format: String::new(), version: None }),
        _ => {
            let message = format!(
                "'{name}' is not valid JSON (line {}, column {}). Use a recipe or a model as Perceptab saved it.",
                error.line(),
                error.column()
            );
            Err(("not-json", message))
        }
    })?;
    let refused = |error: ModelError| Err((error.kind(), format!("'{name}' {error}")));
    let version = label.version.and_then(|version| version.get().parse().ok());
    match (label.format.as_str(), version) {
        (FORMAT, Some(1)) => old_model(json, name),
        (FORMAT, Some(version)) if version > VERSION => refused(ModelError::Newer(version)),
        // Of the version that is written here, and not in the form in which it is: an editor put it in order.
        (FORMAT, Some(VERSION)) => refused(ModelError::Altered),
        (FORMAT, _) => refused(ModelError::NoVersion),
        (Recipe::FORMAT, _) => {
            Recipe::read(json).map(|recipe| Found::Recipe(Box::new(recipe))).map_err(|problems| {
                let sentences = problems.iter().map(|problem| problem.message.as_str());
                let sentences: Vec<&str> = sentences.collect();
                ("bad-recipe", format!("'{name}' cannot be used as a recipe.\n{}", sentences.join("\n")))
            })
        }
        _ => Err((
            "unknown-json",
            format!(
                "'{name}' is neither a recipe nor a model of Perceptab. Use a CSV, or a recipe or a model as Perceptab saved it."
            ),
        )),
    }
}

/// A model of the version that is written.
fn model(file: &[u8], name: &str) -> Result<Found, (&'static str, String)> {
    let refused = |error: ModelError| (error.kind(), format!("'{name}' {error}"));
    let sections = container::read(file).map_err(refused)?;
    let model = Model::from_sections(&sections).map_err(refused)?;
    found(model, container::optional(&sections, container::RECIPE), name)
}

/// A model of version 1.
fn old_model(json: &[u8], name: &str) -> Result<Found, (&'static str, String)> {
    let refused = |error: ModelError| (error.kind(), format!("'{name}' {error}"));
    let file = keys::check(json).and_then(|()| serde_json::from_slice::<OldFile>(json));
    let file = file.map_err(|error| refused(ModelError::unreadable("what it holds", &error)))?;
    found(file.model.try_into().map_err(refused)?, file.recipe.map(RawValue::get), name)
}

/// A model with the recipe that came with it, of which all problems are told.
fn found(model: Model, recipe: Option<&str>, name: &str) -> Result<Found, (&'static str, String)> {
    let recipe = recipe.map(|recipe| Recipe::read(recipe.as_bytes())).transpose().map_err(|problems| {
        let sentences: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
        let message = format!(
            "'{name}' holds a recipe that cannot be used. {} If a newer Perceptab made it, take the newest to open it; \
             otherwise use the file as it was saved, or save the model again.",
            sentences.join(" ")
        );
        ("bad-model", message)
    })?;
    Ok(Found::Model(Box::new(model), recipe.map(Box::new)))
}
