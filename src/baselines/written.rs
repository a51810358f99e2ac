//! Trees as they are written: numbers as base64 of their little-endian bytes, which reads back to the last bit in any format.

use serde::{Deserialize, Serialize};

use super::{Boosted, Feature};
use crate::boosting::{Forest, Loss};
use crate::dataset::base64;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    /// 0 for a regression.
    classes: u32,
    levels: Vec<u32>,
    base: String,
    features: Vec<WrittenFeature>,
    depths: String,
    /// Of each question, the feature's number, u32.
    questions: String,
    borders: String,
    leaves: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WrittenFeature {
    Number(u32),
    Level(u32, u32),
    Statistic(u32, String),
}

fn numbers(numbers: &[f32]) -> String {
    base64::encode(&numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<_>>())
}

/// Words of four bytes; nothing where the text is none such.
fn words<T>(text: &str, of: impl Fn([u8; 4]) -> T) -> Option<Vec<T>> {
    let bytes = base64::decode(text)?;
    let (words, rest) = bytes.as_chunks::<4>();
    rest.is_empty().then(|| words.iter().map(|&word| of(word)).collect())
}

impl From<Boosted> for Written {
    fn from(boosted: Boosted) -> Written {
        let feature = |feature: Feature| match feature {
            Feature::Number { column } => WrittenFeature::Number(column),
            Feature::Level { column, level } => WrittenFeature::Level(column, level),
            Feature::Statistic { column, values } => WrittenFeature::Statistic(column, numbers(&values)),
        };
        let forest = &boosted.forest;
        let questions: Vec<u8> = forest.features.iter().flat_map(|feature| feature.to_le_bytes()).collect();
        Written {
            classes: match boosted.loss {
                Loss::Squared => 0,
                Loss::Logistic => 2,
                Loss::Softmax(classes) => classes as u32,
            },
            levels: boosted.levels,
            base: numbers(&boosted.base),
            depths: base64::encode(&forest.depths),
            questions: base64::encode(&questions),
            borders: numbers(&forest.borders),
            leaves: numbers(&forest.leaves),
            features: boosted.features.into_iter().map(feature).collect(),
        }
    }
}

impl TryFrom<Written> for Boosted {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Boosted, &'static str> {
        let loss = match written.classes {
            0 => Loss::Squared,
            2 => Loss::Logistic,
            classes => Loss::Softmax(classes as usize),
        };
        let read = || {
            let numbers = |text: &str| words(text, f32::from_le_bytes);
            let feature = |feature: WrittenFeature| {
                Some(match feature {
                    WrittenFeature::Number(column) => Feature::Number { column },
                    WrittenFeature::Level(column, level) => Feature::Level { column, level },
                    WrittenFeature::Statistic(column, values) => {
                        Feature::Statistic { column, values: numbers(&values)? }
                    }
                })
            };
            let forest = Forest {
                n_outputs: loss.n_outputs(),
                depths: base64::decode(&written.depths)?,
                features: words(&written.questions, u32::from_le_bytes)?,
                borders: numbers(&written.borders)?,
                leaves: numbers(&written.leaves)?,
            };
            let base = numbers(&written.base)?;
            let features = written.features.into_iter().map(feature).collect::<Option<Vec<_>>>()?;
            Some(Boosted { loss, levels: written.levels, base, features, forest })
        };
        read().ok_or("the trees' numbers cannot be read")
    }
}
