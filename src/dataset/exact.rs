//! Numbers of a JSON file to the last bit.
//!
//! serde_json reads a float quickly and now and then one unit off, unless its exact reading is built in, which is a
//! second one beside the standard library's and would be downloaded with it.

use std::str::FromStr;

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// A float of either precision.
pub trait Float: FromStr {
    /// Whether it is a finite number.
    fn is_finite(&self) -> bool;
}

impl Float for f32 {
    fn is_finite(&self) -> bool {
        f32::is_finite(*self)
    }
}

impl Float for f64 {
    fn is_finite(&self) -> bool {
        f64::is_finite(*self)
    }
}

/// One number, of `T`'s own precision.
pub fn number<'de, T: Float, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    read(<&RawValue>::deserialize(deserializer)?)
}

/// One number, or nothing.
pub fn optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    <Option<&RawValue>>::deserialize(deserializer)?.map(read).transpose()
}

/// A list of them.
pub fn numbers<'de, T: Float, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    <Vec<&RawValue>>::deserialize(deserializer)?.into_iter().map(read).collect()
}

/// What a float cannot hold, as 1e999, is no number here: the standard library takes it for infinite.
fn read<T: Float, E: Error>(raw: &RawValue) -> Result<T, E> {
    let number = raw.get().parse().ok().filter(T::is_finite);
    number.ok_or_else(|| E::custom("there is something that is not a finite number where a number should be"))
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
            r#"{"mean": 1e999, "weights": []}"#,
            r#"{"mean": -1e309, "weights": []}"#,
            r#"{"mean": 1e308, "weights": [3.5e38]}"#,
        ] {
            assert!(serde_json::from_str::<File>(json).is_err(), "{json}");
        }
    }
}
