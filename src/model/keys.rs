//! A key that stands twice in one object of a JSON file: which of its values holds is anyone's guess, so the file is refused.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Reads JSON through, and keeps nothing. `Err`: it is no JSON, nested too deeply, or holds a key twice or a number beyond all
/// range.
pub fn check(json: &[u8]) -> Result<(), serde_json::Error> {
    serde_json::from_slice(json).map(|Checked| ())
}

struct Checked;

impl<'de> Deserialize<'de> for Checked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Checked, D::Error> {
        deserializer.deserialize_any(Walk)
    }
}

struct Walk;

impl<'de> Visitor<'de> for Walk {
    type Value = Checked;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Checked, E> {
        Ok(Checked)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Checked, E> {
        Ok(Checked)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Checked, E> {
        Ok(Checked)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Checked, E> {
        Ok(Checked)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Checked, E> {
        Ok(Checked)
    }

    fn visit_str<E>(self, _: &str) -> Result<Checked, E> {
        Ok(Checked)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Checked, A::Error> {
        while list.next_element::<Checked>()?.is_some() {}
        Ok(Checked)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Checked, A::Error> {
        let mut keys = BTreeSet::new();
        while let Some((key, Checked)) = object.next_entry::<String, Checked>()? {
            if keys.contains(&key) {
                return Err(A::Error::custom(format_args!("the key '{key}' stands twice")));
            }
            keys.insert(key);
        }
        Ok(Checked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_in_an_object_once() {
        let one = br#"{"a": [{"b": 1, "c": {"a": null}}, {"b": -2.5e3}, true, "a", {}], "b": 18446744073709551615, "d": -1}"#;
        assert!(check(one).is_ok());
        for twice in [r#"{"a": 1, "a": 1}"#, r#"[{"b": {"a": 1, "c": 2, "\u0061": 3}}]"#] {
            assert!(check(twice.as_bytes()).unwrap_err().to_string().contains("'a' stands twice"), "{twice}");
        }
    }

    #[test]
    fn what_is_no_json_is_an_error() {
        let deep = "[".repeat(1_000_000);
        let deep_objects = r#"{"a":"#.repeat(1_000_000);
        for json in
            ["", "{", "{}}", "1e999", "[1,]", "\u{feff}{}", "\"\0\"", deep.as_str(), deep_objects.as_str()]
        {
            assert!(check(json.as_bytes()).is_err());
        }
        assert!(check(b"\"\xff\"").is_err());
    }
}
