//! The settings as a form shows them: what a person types, and the recipe's field that it becomes.

use super::format;
use crate::recipe::{Recipe, limits};

/// A setting that is typed in. What is chosen or switched (activation, duplicates, statistics) needs no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Setting {
    Hidden,
    LearningRate,
    BatchSize,
    Epochs,
    TestShare,
    Seed,
    WeightRange,
    MeasureEvery,
}

impl Setting {
    /// The name of the recipe's field, as in [`crate::recipe::Problem::field`].
    pub fn field(self) -> &'static str {
        match self {
            Setting::Hidden => "hidden",
            Setting::LearningRate => "learning_rate",
            Setting::BatchSize => "batch_size",
            Setting::Epochs => "epochs",
            Setting::TestShare => "test_share",
            Setting::Seed => "seed",
            Setting::WeightRange => "weight_range",
            Setting::MeasureEvery => "measure_every",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Setting::Hidden => "Hidden layers",
            Setting::LearningRate => "Learning rate",
            Setting::BatchSize => "Batch size",
            Setting::Epochs => "Epochs",
            Setting::TestShare => "Test share",
            Setting::Seed => "Seed",
            Setting::WeightRange => "Weight range",
            Setting::MeasureEvery => "Measure every",
        }
    }

    /// Stands behind the value; empty where the label says it all.
    pub fn unit(self) -> &'static str {
        match self {
            Setting::BatchSize => "rows",
            Setting::TestShare => "%",
            Setting::WeightRange => "±",
            Setting::MeasureEvery => "epochs",
            _ => "",
        }
    }

    /// One sentence on what it does, and the allowed range.
    pub fn help(self) -> String {
        let whole =
            |range: (usize, usize)| format!("{} to {}", format::count(range.0), format::count(range.1));
        match self {
            Setting::Hidden => format!(
                "Neurons of each hidden layer, from input to output, with commas between: “64, 32” is a layer of 64 \
                 and one of 32. Empty: no hidden layer. At most {} layers of {} neurons.",
                limits::HIDDEN_LAYERS,
                whole(limits::WIDTH)
            ),
            Setting::LearningRate => {
                "How far each update moves the weights. Too large and the loss grows without \
                                      bound, too small and nothing is learned in time. More than 0."
                    .to_string()
            }
            Setting::BatchSize => format!(
                "Rows that are averaged into one update of the weights; {}.",
                whole(limits::BATCH_SIZE)
            ),
            Setting::Epochs => {
                format!("How often training goes through all training rows; {}.", whole(limits::EPOCHS))
            }
            Setting::TestShare => format!(
                "Share of the rows held out: the network never sees them, they only measure it. {} to {} %.",
                percent(limits::TEST_SHARE.0),
                percent(limits::TEST_SHARE.1)
            ),
            Setting::Seed => {
                "Decides the split, the first weights and the order of the batches. The same seed \
                              gives the same network, bit for bit; any whole number from 0."
                    .to_string()
            }
            Setting::WeightRange => {
                "First weights are drawn evenly between minus and plus this. Empty: ±√(6 ÷ \
                                     (inputs + outputs)) of each layer, after Glorot and Bengio."
                    .to_string()
            }
            Setting::MeasureEvery => format!(
                "Accuracy and loss over all rows are measured after every so many epochs; {}. Measuring takes \
                 time too.",
                whole(limits::MEASURE_EVERY)
            ),
        }
    }

    /// The recipe's value as text.
    pub fn text(self, recipe: &Recipe) -> String {
        match self {
            Setting::Hidden => {
                recipe.hidden.iter().map(|width| width.to_string()).collect::<Vec<_>>().join(", ")
            }
            Setting::LearningRate => recipe.learning_rate.to_string(),
            Setting::BatchSize => recipe.batch_size.to_string(),
            Setting::Epochs => recipe.epochs.to_string(),
            Setting::TestShare => percent(recipe.test_share),
            Setting::Seed => recipe.seed.to_string(),
            Setting::WeightRange => recipe.weight_range.map(|range| range.to_string()).unwrap_or_default(),
            Setting::MeasureEvery => recipe.measure_every.to_string(),
        }
    }

    /// Puts typed text into the recipe. Text that is no value leaves the recipe alone and is explained; whether a
    /// value is in range is for [`Recipe::problems`] to say.
    pub fn set(self, recipe: &mut Recipe, text: &str) -> Result<(), String> {
        let text = text.trim();
        match self {
            Setting::Hidden => {
                let parts =
                    text.split([',', ';', '·', ' ', '-', '–']).map(str::trim).filter(|part| !part.is_empty());
                let widths: Option<Vec<usize>> = parts.map(|part| part.parse().ok()).collect();
                recipe.hidden = widths.ok_or("Write whole numbers with commas between, such as 64, 32.")?;
            }
            Setting::LearningRate => {
                recipe.learning_rate = decimal(text).ok_or("Write a number, such as 0.01.")? as f32;
            }
            Setting::BatchSize => {
                recipe.batch_size = whole(text).ok_or("Write a whole number of rows, such as 32.")?;
            }
            Setting::Epochs => {
                recipe.epochs = whole(text).ok_or("Write a whole number of epochs, such as 200.")?;
            }
            Setting::TestShare => {
                let text = text.trim_end_matches('%').trim_end();
                recipe.test_share = decimal(text).ok_or("Write per cent, such as 20.")? / 100.0;
            }
            Setting::Seed => {
                recipe.seed = text.parse().map_err(|_| "Write a whole number from 0, such as 1.")?;
            }
            Setting::WeightRange => {
                recipe.weight_range = match text {
                    "" => None,
                    text => {
                        Some(decimal(text).ok_or("Write a number, such as 0.5, or leave it empty.")? as f32)
                    }
                };
            }
            Setting::MeasureEvery => {
                recipe.measure_every = whole(text).ok_or("Write a whole number of epochs, such as 10.")?;
            }
        }
        Ok(())
    }
}

/// 0.2 → "20", without the dust of binary fractions: 0.07 → "7".
fn percent(share: f64) -> String {
    ((share * 1e10).round() / 1e8).to_string()
}

/// "11,939" and "11 939" are whole numbers too.
fn whole(text: &str) -> Option<usize> {
    text.chars().filter(|c| !matches!(c, ',' | ' ' | '\u{202f}' | '_')).collect::<String>().parse().ok()
}

/// "0.01" and "0,01" are the same number; infinity is none.
fn decimal(text: &str) -> Option<f64> {
    let text = if text.contains('.') { text.to_string() } else { text.replacen(',', ".", 1) };
    text.parse::<f64>().ok().filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPED: [Setting; 8] = [
        Setting::Hidden,
        Setting::LearningRate,
        Setting::BatchSize,
        Setting::Epochs,
        Setting::TestShare,
        Setting::Seed,
        Setting::WeightRange,
        Setting::MeasureEvery,
    ];

    #[test]
    fn a_value_survives_being_shown_and_typed_again() {
        let recipe = Recipe {
            hidden: vec![7, 5, 3],
            learning_rate: 0.003,
            test_share: 0.07,
            seed: u64::MAX,
            weight_range: Some(0.05),
            ..Recipe::default()
        };
        for setting in TYPED {
            let mut typed = recipe.clone();
            setting.set(&mut typed, &setting.text(&recipe)).unwrap();
            assert_eq!(typed, recipe, "{setting:?}");
        }
    }

    #[test]
    fn layers_are_written_in_many_ways() {
        for (text, widths) in [
            ("64, 32", vec![64, 32]),
            ("64 32", vec![64, 32]),
            (" 64;32 ", vec![64, 32]),
            ("8", vec![8]),
            ("8,", vec![8]),
            ("", vec![]),
        ] {
            let mut recipe = Recipe::default();
            Setting::Hidden.set(&mut recipe, text).unwrap();
            assert_eq!(recipe.hidden, widths, "{text:?}");
        }
    }

    #[test]
    fn numbers_are_taken_as_people_write_them() {
        let mut recipe = Recipe::default();
        Setting::LearningRate.set(&mut recipe, "0,5").unwrap();
        Setting::BatchSize.set(&mut recipe, "1,000").unwrap();
        Setting::TestShare.set(&mut recipe, "25 %").unwrap();
        assert_eq!((recipe.learning_rate, recipe.batch_size, recipe.test_share), (0.5, 1_000, 0.25));
        assert_eq!(percent(0.07), "7");
    }

    #[test]
    fn text_that_is_no_value_leaves_the_recipe_alone() {
        for (setting, text) in [
            (Setting::Hidden, "64, x"),
            (Setting::LearningRate, ""),
            (Setting::LearningRate, "inf"),
            (Setting::BatchSize, "-3"),
            (Setting::Epochs, "1.5"),
            (Setting::TestShare, "half"),
            (Setting::Seed, "-1"),
            (Setting::WeightRange, "wide"),
            (Setting::MeasureEvery, ""),
        ] {
            let mut recipe = Recipe::default();
            assert!(setting.set(&mut recipe, text).is_err(), "{setting:?} takes {text:?}");
            assert_eq!(recipe, Recipe::default());
        }
    }
}
