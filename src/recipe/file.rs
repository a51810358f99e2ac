//! A recipe's file is flat: its settings by their names. Between page and worker a recipe goes in its parts, without names.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::choice::{Name, named};
use super::value::{Slot, Value};
use super::{Recipe, Setting};
use crate::network::Activation;

impl Serialize for Recipe {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return Recipe::serialize(self, serializer);
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("format", Recipe::FORMAT)?;
        for setting in Setting::all() {
            map.serialize_entry(setting.name, &(setting.value)(self))?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Recipe {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Recipe, D::Error> {
        if !deserializer.is_human_readable() {
            return Recipe::deserialize(deserializer);
        }
        struct Flat;
        impl<'de> Visitor<'de> for Flat {
            type Value = Recipe;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("settings with their values")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Recipe, A::Error> {
                let mut recipe = Recipe::of_a_file();
                let (mut seen, mut is_whole) = (Vec::new(), false);
                while let Some(name) = map.next_key::<String>()? {
                    if seen.contains(&name) {
                        return Err(A::Error::custom(format_args!("setting '{name}' is there twice")));
                    }
                    match Setting::named(&name) {
                        Some(setting) => map.next_value_seed((setting.slot)(&mut recipe))?,
                        None if name == "format" => {
                            if map.next_value::<String>()? != Recipe::FORMAT {
                                return Err(A::Error::custom("the format is another one"));
                            }
                            is_whole = true;
                        }
                        None => return Err(A::Error::custom(format_args!("there is no setting '{name}'"))),
                    }
                    seen.push(name);
                }
                Ok(recipe.without_what_was_not_asked(is_whole, &seen))
            }
        }
        deserializer.deserialize_map(Flat)
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Switch(value) => value.serialize(serializer),
            Value::Whole(value) => value.serialize(serializer),
            Value::WholeOrNone(value) => value.serialize(serializer),
            Value::Seed(value) => value.serialize(serializer),
            Value::Single(value) => value.serialize(serializer),
            Value::SingleOrNone(value) => value.serialize(serializer),
            Value::Number(value) => value.serialize(serializer),
            Value::NumberOrNone(value) => value.serialize(serializer),
            Value::Widths(value) => value.serialize(serializer),
            Value::Activations(value) => value.serialize(serializer),
            Value::Choice(choice) => {
                let Name { id, .. } = choice.name();
                (!id.is_empty()).then_some(id).serialize(serializer)
            }
            Value::Column(value) => value.serialize(serializer),
            Value::Columns(value) => value.serialize(serializer),
            Value::Kinds(value) => value.serialize(serializer),
            Value::TargetScale(value) => value.serialize(serializer),
            Value::Reading(value) => value.serialize(serializer),
        }
    }
}

/// Reads the value into its place.
impl<'de> DeserializeSeed<'de> for Slot<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self {
            Slot::Switch(slot) => *slot = Deserialize::deserialize(deserializer)?,
            Slot::Whole(slot) => *slot = Deserialize::deserialize(deserializer)?,
            Slot::WholeOrNone(slot) => *slot = Deserialize::deserialize(deserializer)?,
            Slot::Seed(slot) => *slot = Deserialize::deserialize(deserializer)?,
            Slot::Single(slot) => *slot = Deserialize::deserialize(deserializer)?,
            Slot::SingleOrNone(slot) => *slot = Deserialize::deserialize(deserializer)?,
            Slot::Number(slot) => *slot = Deserialize::deserialize(deserializer)?,
            Slot::NumberOrNone(slot) => *slot = Deserialize::deserialize(deserializer)?,
            Slot::Widths(slot) => *slot = Deserialize::deserialize(deserializer)?,
            Slot::Activations(slot) => *slot = Vec::<Activation>::deserialize(deserializer)?,
            Slot::Choice(slot) => {
                let id = Option::<String>::deserialize(deserializer)?.unwrap_or_default();
                let at = named(slot.names(), &id).filter(|&at| slot.names()[at].id == id);
                slot.choose(at.ok_or_else(|| D::Error::custom("no such name"))?);
            }
            Slot::Column(slot) => *slot = Deserialize::deserialize(deserializer)?,
            Slot::Columns(slot) => *slot = BTreeMap::deserialize(deserializer)?,
            Slot::Kinds(slot) => *slot = BTreeMap::deserialize(deserializer)?,
            Slot::TargetScale(slot) => *slot = Deserialize::deserialize(deserializer)?,
            Slot::Reading(slot) => *slot = Deserialize::deserialize(deserializer)?,
        }
        Ok(())
    }
}
