//! The JSON files that are written and read again.

use serde::{Deserialize, Serialize};

use super::reading::Found;
use crate::model::Model;
use crate::recipe::Recipe;

const MODEL_FORMAT: &str = "perceptab-model";

/// A model file: the model, and the recipe that made it.
#[derive(Serialize, Deserialize)]
struct ModelFile<M, R> {
    format: String,
    version: u32,
    recipe: R,
    model: M,
}

pub fn model_json(model: &Model, recipe: Option<&Recipe>) -> Vec<u8> {
    let file = ModelFile { format: MODEL_FORMAT.to_string(), version: 1, recipe, model };
    serde_json::to_vec(&file).unwrap_or_default()
}

pub fn recipe_json(recipe: &Recipe) -> Vec<u8> {
    let mut json = serde_json::to_vec_pretty(recipe).unwrap_or_default();
    json.push(b'\n');
    json
}

/// Takes JSON for what it says it is. `Err`: kind and sentence.
pub fn parse(json: &[u8], name: &str) -> Result<Found, (&'static str, String)> {
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
        MODEL_FORMAT => match serde_json::from_slice::<ModelFile<Model, Option<Recipe>>>(json) {
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
