//! The JSON files that are written and read again.

use serde::Deserialize;

use super::reading::Found;
use crate::model::Model;
use crate::recipe::Recipe;

const MODEL_FORMAT: &str = "perceptab-model";

/// A model file: the model, and the recipe that made it.
#[derive(Deserialize)]
struct ModelFile {
    recipe: Option<Recipe>,
    model: Model,
}

#[inline(never)]
pub fn model_json(model: &Model, recipe: Option<&Recipe>) -> Vec<u8> {
    // Its parts as they are written elsewhere too: one way of writing each is enough for a small download.
    let mut json = format!(r#"{{"format":"{MODEL_FORMAT}","version":1,"recipe":"#).into_bytes();
    json.extend(recipe.map_or(b"null".to_vec(), recipe_json));
    json.extend(br#","model":"#);
    json.extend(serde_json::to_vec(model).unwrap_or_default());
    json.push(b'}');
    json
}

/// The recipe as a file to take away.
pub fn recipe_json(recipe: &Recipe) -> Vec<u8> {
    let mut json = serde_json::to_vec_pretty(recipe).unwrap_or_default();
    json.push(b'\n');
    json
}

/// Takes JSON for what it says it is. `Err`: kind and sentence.
#[inline(never)]
pub fn parse(json: &[u8], name: &str) -> Result<Found, (&'static str, String)> {
    // An editor may have put a byte-order mark there, which no JSON has.
    let json = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
    #[derive(Deserialize)]
    struct Label {
        #[serde(default)]
        format: String,
    }
    let label: Label = serde_json::from_slice(json).map_err(|error| {
        (
            "not-json",
            format!(
                "'{name}' is not valid JSON ({error}). Choose a recipe or a model that was downloaded here."
            ),
        )
    })?;
    match label.format.as_str() {
        MODEL_FORMAT => match serde_json::from_slice::<ModelFile>(json) {
            Ok(file) => Ok(Found::Model(Box::new(file.model), file.recipe.map(Box::new))),
            Err(error) => Err((
                "bad-model",
                format!(
                    "'{name}' cannot be used as a model: {error}. Download the model again and choose that file."
                ),
            )),
        },
        Recipe::FORMAT => match serde_json::from_slice::<Recipe>(json) {
            Ok(recipe) => match recipe.problems().first() {
                None => Ok(Found::Recipe(Box::new(recipe))),
                Some(problem) => Err((
                    "bad-recipe",
                    format!("'{name}' has a setting that cannot be used. {}", problem.message),
                )),
            },
            Err(error) => Err((
                "bad-recipe",
                format!(
                    "'{name}' cannot be used as a recipe: {error}. Mend that setting or download the recipe again."
                ),
            )),
        },
        _ => Err((
            "unknown-json",
            format!(
                "'{name}' is neither a recipe nor a model of Perceptab. Choose a CSV, or a file downloaded here."
            ),
        )),
    }
}
