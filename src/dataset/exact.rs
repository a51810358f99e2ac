//! Numbers of a JSON file to the last bit.
//!
//! serde_json reads a float quickly and now and then one unit off, unless its exact reading is built in, which is a
//! second one beside the standard library's and would be downloaded with it.

use std::fmt::Display;
use std::str::FromStr;

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// One number, of `T`'s own precision.
pub fn number<'de, T: FromStr<Err: Display>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    <&RawValue>::deserialize(deserializer)?.get().parse().map_err(D::Error::custom)
}

/// One number, or nothing.
pub fn optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    let raw = <Option<&RawValue>>::deserialize(deserializer)?;
    raw.map(|number| number.get().parse().map_err(D::Error::custom)).transpose()
}

/// A list of them.
pub fn numbers<'de, T: FromStr<Err: Display>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let raw = <Vec<&RawValue>>::deserialize(deserializer)?;
    raw.iter().map(|number| number.get().parse().map_err(D::Error::custom)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct File {
        #[serde(deserialize_with = "number")]
        mean: f64,
        #[serde(deserialize_with = "numbers")]
        weights: Vec<f32>,
    }

    #[test]
    fn what_was_written_is_read_to_the_last_bit() {
        // Seventeen digits, which a quick reading may miss by one unit.
        for bits in (0..2_000u64).map(|i| 0x3FB9_9999_0000_0000 + i * 0x9E37_79B9_7F4A) {
            let (mean, weight) = (f64::from_bits(bits), f32::from_bits(0x3D00_0000 + (bits as u32 >> 7)));
            let json = format!(r#"{{"mean": {mean}, "weights": [{weight}, -1e-3]}}"#);
            let file: File = serde_json::from_str(&json).unwrap();
            assert_eq!((file.mean.to_bits(), file.weights[0].to_bits()), (mean.to_bits(), weight.to_bits()));
            assert_eq!(file.weights[1], -1e-3);
        }
    }

    #[test]
    fn what_is_no_number_is_an_error() {
        for json in [
            r#"{"mean": "1", "weights": []}"#,
            r#"{"mean": null, "weights": []}"#,
            r#"{"mean": 1, "weights": [true]}"#,
        ] {
            assert!(serde_json::from_str::<File>(json).is_err(), "{json}");
        }
    }
}
