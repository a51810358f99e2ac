//! The settings as a form shows them: what a person types, and the recipe's field that it becomes.

use super::format;
use perceptab::network::Activation;
use perceptab::recipe::{Recipe, limits};

/// A setting that is typed in. What is chosen or switched is a [`super::Choice`] or a [`super::Flag`].
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
    LayerActivations,
    Dropout,
    HuberDelta,
    PowerT,
    Momentum,
    Beta1,
    Beta2,
    Rho,
    Epsilon,
    WeightDecay,
    MaxFun,
    Alpha,
    ClipNorm,
    Patience,
    Tol,
    ValidationFraction,
}

/// Where a setting's value stands in the recipe, and how it is written.
enum Place<'a> {
    Widths(&'a mut Vec<usize>),
    Activations(&'a mut Vec<Activation>),
    Whole(&'a mut usize),
    Seed(&'a mut u64),
    /// Empty is a value too.
    WholeOrNone(&'a mut Option<usize>),
    Single(&'a mut f32),
    SingleOrNone(&'a mut Option<f32>),
    Number(&'a mut f64),
    NumberOrNone(&'a mut Option<f64>),
    Percent(&'a mut f64),
    SinglePercent(&'a mut f32),
}

impl Setting {
    pub const ALL: [Setting; 24] = [
        Setting::Hidden,
        Setting::LearningRate,
        Setting::BatchSize,
        Setting::Epochs,
        Setting::TestShare,
        Setting::Seed,
        Setting::WeightRange,
        Setting::MeasureEvery,
        Setting::LayerActivations,
        Setting::Dropout,
        Setting::HuberDelta,
        Setting::PowerT,
        Setting::Momentum,
        Setting::Beta1,
        Setting::Beta2,
        Setting::Rho,
        Setting::Epsilon,
        Setting::WeightDecay,
        Setting::MaxFun,
        Setting::Alpha,
        Setting::ClipNorm,
        Setting::Patience,
        Setting::Tol,
        Setting::ValidationFraction,
    ];

    /// The recipe's field as in [`perceptab::recipe::Problem::field`], the label, the unit behind the value (empty where the
    /// label says it all), and the section of the guide that explains it.
    fn words(self) -> [&'static str; 4] {
        match self {
            Setting::Hidden => ["hidden", "Hidden layers", "", "forward"],
            Setting::LearningRate => ["learning_rate", "Learning rate", "", "sgd"],
            Setting::BatchSize => ["batch_size", "Batch size", "rows", "sgd"],
            Setting::Epochs => ["epochs", "Epochs", "", "sgd"],
            Setting::TestShare => ["test_share", "Test share", "%", "split"],
            Setting::Seed => ["seed", "Seed", "", "seed"],
            Setting::WeightRange => ["weight_range", "Weight range", "±", "initialiser"],
            Setting::MeasureEvery => ["measure_every", "Measure every", "epochs", "scores"],
            Setting::LayerActivations => ["layer_activations", "By layer", "", "activations"],
            Setting::Dropout => ["dropout", "Dropout", "%", "dropout"],
            Setting::HuberDelta => ["huber_delta", "Huber delta", "", "losses"],
            Setting::PowerT => ["power_t", "Power", "", "schedules"],
            Setting::Momentum => ["momentum", "Momentum", "", "momentum"],
            Setting::Beta1 => ["beta_1", "Beta 1", "", "adam"],
            Setting::Beta2 => ["beta_2", "Beta 2", "", "adam"],
            Setting::Rho => ["rho", "Rho", "", "adam"],
            Setting::Epsilon => ["epsilon", "Epsilon", "", "adam"],
            Setting::WeightDecay => ["weight_decay", "Weight decay", "", "adam"],
            Setting::MaxFun => ["max_fun", "Evaluations", "at most", "lbfgs"],
            Setting::Alpha => ["alpha", "L2 penalty", "", "alpha"],
            Setting::ClipNorm => ["clip_norm", "Clip gradients", "", "clipping"],
            Setting::Patience => ["n_iter_no_change", "Patience", "epochs", "stopping"],
            Setting::Tol => ["tol", "Tolerance", "", "stopping"],
            Setting::ValidationFraction => ["validation_fraction", "Validation share", "%", "stopping"],
        }
    }

    pub fn field(self) -> &'static str {
        self.words()[0]
    }

    pub fn label(self) -> &'static str {
        self.words()[1]
    }

    pub fn unit(self) -> &'static str {
        self.words()[2]
    }

    /// The section of the guide that explains it.
    pub fn section(self) -> &'static str {
        self.words()[3]
    }

    /// Whether the empty text is a value.
    pub fn may_be_empty(self) -> bool {
        matches!(
            self,
            Setting::WeightRange
                | Setting::BatchSize
                | Setting::ClipNorm
                | Setting::Patience
                | Setting::LayerActivations
                | Setting::Hidden
        )
    }

    /// One sentence on what it does, and the allowed range.
    pub fn help(self) -> String {
        let whole =
            |range: (usize, usize)| format!("{} to {}", format::count(range.0), format::count(range.1));
        let what = match self {
            Setting::Hidden => {
                return format!(
                    "Neurons of each hidden layer, from input to output, with commas between: “64, 32” is a layer of 64 \
                     and one of 32. Empty: no hidden layer. At most {} layers of {} neurons.",
                    limits::HIDDEN_LAYERS,
                    whole(limits::WIDTH)
                );
            }
            Setting::BatchSize => {
                return format!(
                    "Rows that are averaged into one update of the weights; {}. Empty: 200, or all where there are fewer.",
                    whole(limits::BATCH_SIZE)
                );
            }
            Setting::Epochs => {
                return format!(
                    "How often training goes through all training rows; {}.",
                    whole(limits::EPOCHS)
                );
            }
            Setting::TestShare => {
                return format!(
                    "Share of the rows held out: the network never sees them, they only measure it. {} to {} %.",
                    percent(limits::TEST_SHARE.0),
                    percent(limits::TEST_SHARE.1)
                );
            }
            Setting::MeasureEvery => {
                return format!(
                    "Accuracy and loss over all rows are measured after every so many epochs; {}. Measuring takes time too.",
                    whole(limits::MEASURE_EVERY)
                );
            }
            Setting::LearningRate => {
                "How far each update moves the weights. Too large and the loss grows without bound, too small and nothing \
                 is learned in time. More than 0."
            }
            Setting::Seed => {
                "Decides the split, the first weights and the order of the batches. The same seed gives the same network, \
                 bit for bit; any whole number from 0."
            }
            Setting::WeightRange => {
                "First weights are drawn evenly between minus and plus this. Empty: as the first weights above say."
            }
            Setting::LayerActivations => {
                "An activation for each hidden layer, with commas between, such as “tanh, relu”. Empty: the same for all."
            }
            Setting::Dropout => {
                "Share of the hidden neurons that are left out at random, others for every row: a network that cannot rely \
                 on any one neuron overfits less. 0 to 95 %."
            }
            Setting::HuberDelta => {
                "The distance from which on Huber's loss is straight instead of squared, in the scale that the target is \
                 trained in: standardised, 1 is a standard deviation."
            }
            Setting::PowerT => {
                "The learning rate is divided by (1 + rows trained on) to this power. 0.5 is usual."
            }
            Setting::Momentum => {
                "Share of the last step that is taken again: steps in the same direction add up. 0 for none, 0.9 is usual."
            }
            Setting::Beta1 => {
                "How much of the running mean of the gradients stays at each step. 0.9 is usual."
            }
            Setting::Beta2 => {
                "How much of the running mean of their squares stays at each step. 0.999 is usual."
            }
            Setting::Rho => {
                "How much of the running mean of the squared gradients stays at each step. 0.9 is usual."
            }
            Setting::Epsilon => "Keeps the division by a root near 0 in bounds. 0.00000001 is usual.",
            Setting::WeightDecay => {
                "This times the learning rate is taken off every weight at each step. 0.01 is usual."
            }
            Setting::MaxFun => {
                "How often the loss over all rows may be worked out; an iteration takes one or a few."
            }
            Setting::Alpha => {
                "Large weights cost: ½ · this · the sum of their squares ÷ rows is added to the loss. 0 for none; \
                 scikit-learn takes 0.0001."
            }
            Setting::ClipNorm => {
                "A gradient longer than this, over all layers, is shortened to it. Empty: none is."
            }
            Setting::Patience => {
                "Training ends when the loss, or with early stopping the validation score, was no better for this many \
                 epochs. Empty: it goes through all epochs."
            }
            Setting::Tol => "What counts as better: by less than this is standing still. 0.0001 is usual.",
            Setting::ValidationFraction => {
                "Share of the training rows that early stopping holds back. 1 to 90 %."
            }
        };
        what.to_string()
    }

    fn place(self, recipe: &mut Recipe) -> Place<'_> {
        match self {
            Setting::Hidden => Place::Widths(&mut recipe.hidden),
            Setting::LearningRate => Place::Single(&mut recipe.learning_rate),
            Setting::BatchSize => Place::WholeOrNone(&mut recipe.batch_size),
            Setting::Epochs => Place::Whole(&mut recipe.epochs),
            Setting::TestShare => Place::Percent(&mut recipe.test_share),
            Setting::Seed => Place::Seed(&mut recipe.seed),
            Setting::WeightRange => Place::SingleOrNone(&mut recipe.weight_range),
            Setting::MeasureEvery => Place::Whole(&mut recipe.measure_every),
            Setting::LayerActivations => Place::Activations(&mut recipe.layer_activations),
            Setting::Dropout => Place::SinglePercent(&mut recipe.dropout),
            Setting::HuberDelta => Place::Number(&mut recipe.huber_delta),
            Setting::PowerT => Place::Number(&mut recipe.power_t),
            Setting::Momentum => Place::Number(&mut recipe.momentum),
            Setting::Beta1 => Place::Number(&mut recipe.beta_1),
            Setting::Beta2 => Place::Number(&mut recipe.beta_2),
            Setting::Rho => Place::Number(&mut recipe.rho),
            Setting::Epsilon => Place::Number(&mut recipe.epsilon),
            Setting::WeightDecay => Place::Number(&mut recipe.weight_decay),
            Setting::MaxFun => Place::Whole(&mut recipe.max_fun),
            Setting::Alpha => Place::Number(&mut recipe.alpha),
            Setting::ClipNorm => Place::NumberOrNone(&mut recipe.clip_norm),
            Setting::Patience => Place::WholeOrNone(&mut recipe.n_iter_no_change),
            Setting::Tol => Place::Number(&mut recipe.tol),
            Setting::ValidationFraction => Place::Percent(&mut recipe.validation_fraction),
        }
    }

    /// The recipe's value as text.
    pub fn text(self, recipe: &Recipe) -> String {
        let mut recipe = recipe.clone();
        match self.place(&mut recipe) {
            Place::Widths(widths) => widths.iter().map(usize::to_string).collect::<Vec<_>>().join(", "),
            Place::Activations(all) => {
                all.iter().map(|one| super::choice::activation_name(*one)).collect::<Vec<_>>().join(", ")
            }
            Place::Whole(value) => value.to_string(),
            Place::Seed(value) => value.to_string(),
            Place::WholeOrNone(value) => value.map(|value| value.to_string()).unwrap_or_default(),
            Place::Single(value) => value.to_string(),
            Place::SingleOrNone(value) => value.map(|value| value.to_string()).unwrap_or_default(),
            Place::Number(value) => value.to_string(),
            Place::NumberOrNone(value) => value.map(|value| value.to_string()).unwrap_or_default(),
            Place::Percent(value) => percent(*value),
            Place::SinglePercent(value) => percent(f64::from(*value)),
        }
    }

    /// Puts typed text into the recipe. Text that is no value leaves the recipe alone and is explained; whether a
    /// value is in range is for [`Recipe::problems`] to say.
    pub fn set(self, recipe: &mut Recipe, text: &str) -> Result<(), String> {
        const WIDTHS: &str = "Write whole numbers with commas between, such as 64, 32.";
        const ACTIVATIONS: &str = "Write names with commas between, such as tanh, relu, or leave it empty.";
        const WHOLE: &str = "Write a whole number, such as 32";
        const NUMBER: &str = "Write a number, such as 0.01";
        const PERCENT: &str = "Write per cent, such as 20.";
        let text = text.trim();
        let parts = || text.split([',', ';', '·', ' ', '–']).map(str::trim).filter(|part| !part.is_empty());
        let end = if self.may_be_empty() { ", or leave it empty." } else { "." };
        let whole = || whole(text).ok_or_else(|| format!("{WHOLE}{end}"));
        let number = || decimal(text).ok_or_else(|| format!("{NUMBER}{end}"));
        let per_cent =
            || decimal(text.trim_end_matches('%').trim_end()).map(|value| value / 100.0).ok_or(PERCENT);
        match self.place(recipe) {
            Place::Widths(widths) => {
                let parts = parts().flat_map(|part| part.split('-')).filter(|part| !part.is_empty());
                *widths = parts.map(|part| part.parse().ok()).collect::<Option<_>>().ok_or(WIDTHS)?;
            }
            Place::Activations(all) => {
                let named = parts().map(super::choice::activation_named);
                *all = named.collect::<Option<_>>().ok_or(ACTIVATIONS)?;
            }
            Place::Whole(value) => *value = whole()?,
            Place::Seed(value) => {
                *value = text.parse().map_err(|_| "Write a whole number from 0, such as 1.")?;
            }
            Place::WholeOrNone(value) if text.is_empty() => *value = None,
            Place::WholeOrNone(value) => *value = Some(whole()?),
            Place::Single(value) => *value = number()? as f32,
            Place::SingleOrNone(value) if text.is_empty() => *value = None,
            Place::SingleOrNone(value) => *value = Some(number()? as f32),
            Place::Number(value) => *value = number()?,
            Place::NumberOrNone(value) if text.is_empty() => *value = None,
            Place::NumberOrNone(value) => *value = Some(number()?),
            Place::Percent(value) => *value = per_cent()?,
            Place::SinglePercent(value) => *value = per_cent()? as f32,
        }
        Ok(())
    }
}

/// 0.2 → "20", without the dust of binary fractions: 0.07 → "7", and 0.2 of 32 bits → "20".
fn percent(share: f64) -> String {
    ((share * 1e8).round() / 1e6).to_string()
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

    #[test]
    fn a_value_survives_being_shown_and_typed_again() {
        let recipe = Recipe {
            hidden: vec![7, 5, 3],
            learning_rate: 0.003,
            test_share: 0.07,
            seed: u64::MAX,
            weight_range: Some(0.05),
            layer_activations: vec![Activation::LeakyRelu, Activation::Gelu, Activation::Tanh],
            dropout: 0.2,
            clip_norm: Some(1.5),
            n_iter_no_change: Some(7),
            ..Recipe::default()
        };
        for setting in Setting::ALL {
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
        assert_eq!((recipe.learning_rate, recipe.batch_size, recipe.test_share), (0.5, Some(1_000), 0.25));
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
            (Setting::LayerActivations, "relu, none"),
            (Setting::Momentum, ""),
            (Setting::Patience, "long"),
        ] {
            let mut recipe = Recipe::default();
            assert!(setting.set(&mut recipe, text).is_err(), "{setting:?} takes {text:?}");
            assert_eq!(recipe, Recipe::default());
        }
    }
}
