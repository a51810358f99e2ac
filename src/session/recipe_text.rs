//! A recipe crosses between page and worker as the JSON of its file: that form is there anyway, and reading and writing
//! a second one would only make the page's download larger.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

use crate::recipe::Recipe;

pub fn serialize<S: Serializer>(recipe: &Recipe, serializer: S) -> Result<S::Ok, S::Error> {
    let json = serde_json::to_string_pretty(recipe).map_err(serde::ser::Error::custom)?;
    serializer.serialize_str(&json)
}

pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Box<Recipe>, D::Error> {
    let json = String::deserialize(deserializer)?;
    serde_json::from_str(&json).map(Box::new).map_err(D::Error::custom)
}
