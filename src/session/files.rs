//! The JSON files that are written and read again.

use serde::Deserialize;
use serde_json::error::Category;

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
    #[derive(Deserialize)]
    struct Label {
        #[serde(default)]
        format: String,
    }
    // Some editors begin a text with a byte-order mark.
    let json = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
    let label = serde_json::from_slice(json).or_else(|error| match error.classify() {
        // It is JSON, and nothing of ours.
        Category::Data => Ok(Label { format: String::new() }),
        _ => {
            let message = format!(
                "'{name}' is not valid JSON ({error}). Take a recipe or a model that was saved here."
            );
            Err(("not-json", message))
        }
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
        Recipe::FORMAT => {
            Recipe::read(json).map(|recipe| Found::Recipe(Box::new(recipe))).map_err(|problems| {
                let sentences = problems.iter().map(|problem| problem.message.as_str());
                let sentences: Vec<&str> = sentences.collect();
                ("bad-recipe", format!("'{name}' cannot be used as a recipe.\n{}", sentences.join("\n")))
            })
        }
        _ => Err((
            "unknown-json",
            format!(
                "'{name}' is neither a recipe nor a model of Perceptab. Choose a CSV, or a file that was saved here."
            ),
        )),
    }
}
