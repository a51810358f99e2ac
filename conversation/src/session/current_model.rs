use std::sync::Arc;

use perceptab::model::Model;
use perceptab::recipe::Recipe;

/// The current model, trained or loaded.
pub struct CurrentModel {
    pub model: Arc<Model>,
    pub recipe: Option<Recipe>,
    /// What its downloads are named after.
    pub name: String,
}
