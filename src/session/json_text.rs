//! What is a file of its own crosses between page and worker as the JSON of that file: that form is there anyway, and
//! reading and writing a second one would only make the page's download larger.

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub fn serialize<S: Serializer>(value: &impl Serialize, serializer: S) -> Result<S::Ok, S::Error> {
    let json = serde_json::to_string_pretty(value).map_err(serde::ser::Error::custom)?;
    serializer.serialize_str(&json)
}

pub fn deserialize<'de, T: DeserializeOwned, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Box<T>, D::Error> {
    let json = String::deserialize(deserializer)?;
    serde_json::from_str(&json).map(Box::new).map_err(D::Error::custom)
}
