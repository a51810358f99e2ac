use super::Recipe;
use super::choice::named;
use super::value::{Slot, Value};
use crate::dataset::{TargetScale, Task};
use crate::format::count;
use crate::network::Activation;

use super::{Choice, SolverName};

/// The most hidden layers.
pub const HIDDEN_LAYERS: usize = 8;

/// A setting as it is declared, once: what stands of it on the page, on the command line, in a recipe's file and in what is wrong
/// with it.
pub struct Setting {
    /// Its key in a recipe's file.
    pub name: &'static str,
    /// What the page calls it.
    pub label: &'static str,
    /// Behind the value; empty where the label says it all. "%" makes a share a percentage.
    pub unit: &'static str,
    /// What it does, in a sentence or a few.
    pub help: &'static str,
    /// The section of the guide that explains it.
    pub section: &'static str,
    /// The range of its numbers; `None` where it has none.
    pub limits: Option<Limits>,
    /// What an empty text means.
    pub empty: &'static str,
    /// The option of the command line, where it is not the name with hyphens.
    pub flag: &'static str,
    /// Where the page has it.
    pub shown: Shown,
    /// Whether anything would come of it, with the other settings and this task, if that is known.
    pub matters: fn(&Recipe, Option<Task>) -> bool,
    /// Its value in a recipe.
    pub value: fn(&Recipe) -> Value<'_>,
    /// Its place in a recipe, to be written to.
    pub slot: fn(&mut Recipe) -> Slot<'_>,
}

/// What a setting's value may be, ends included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// What is limited, as the beginning of a sentence.
    pub of: &'static str,
    /// The smallest allowed value.
    pub low: f64,
    /// The largest allowed value.
    pub high: f64,
}

/// The group of settings on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Before all others.
    Tier,
    /// Always.
    InView,
    /// What becomes of the table.
    Data,
    /// The network and its first weights.
    Network,
    /// How the weights are found.
    Training,
    /// What keeps the network from learning rows by heart.
    Overfitting,
    /// When training ends.
    Stopping,
    /// With the table and its columns, and not among the settings.
    Elsewhere,
}

/// What the other settings are declared on top of.
pub(super) const PLAIN: Setting = Setting {
    name: "",
    label: "",
    unit: "",
    help: "",
    section: "",
    limits: None,
    empty: "",
    flag: "",
    shown: Shown::Elsewhere,
    matters: |_, _| true,
    value: |_| Value::Switch(false),
    slot: |recipe| Slot::Seed(&mut recipe.question.seed),
};

pub(super) const fn between(of: &'static str, low: f64, high: f64) -> Option<Limits> {
    Some(Limits { of, low, high })
}

pub(super) fn classifies(_: &Recipe, task: Option<Task>) -> bool {
    task == Some(Task::Classification)
}

/// Or may predict one, where the task is not known.
pub(super) fn predicts_a_number(_: &Recipe, task: Option<Task>) -> bool {
    task != Some(Task::Classification)
}

pub(super) fn goes_by_batches(recipe: &Recipe, _: Option<Task>) -> bool {
    recipe.training.solver != SolverName::Lbfgs
}

pub(super) fn is_adam(recipe: &Recipe, _: Option<Task>) -> bool {
    matches!(recipe.training.solver, SolverName::Adam | SolverName::Adamw)
}

impl PartialEq for Setting {
    fn eq(&self, other: &Setting) -> bool {
        self.name == other.name
    }
}

impl Eq for Setting {}

impl std::fmt::Debug for Setting {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str(self.name)
    }
}

impl Setting {
    /// The setting of that name.
    pub fn named(name: &str) -> Option<&'static Setting> {
        Setting::all().find(|setting| setting.name == name)
    }

    fn is_share(&self) -> bool {
        self.unit == "%"
    }

    /// Whether it is switched on or off, chosen from names, or else typed.
    pub fn is_switch(&self, recipe: &Recipe) -> bool {
        matches!((self.value)(recipe), Value::Switch(_))
    }

    /// Whether the empty text is a value.
    pub fn may_be_empty(&self) -> bool {
        !self.empty.is_empty()
    }

    /// The sentences on what it does, and the allowed range where a person would ask for it.
    pub fn help(&self, recipe: &Recipe) -> String {
        let Some(Limits { low, high, .. }) = self.limits else { return self.help.to_string() };
        let range = match (self.value)(recipe) {
            Value::Widths(_) => {
                let (low, high) = (count(low as usize), count(high as usize));
                format!(" At most {HIDDEN_LAYERS} layers of {low} to {high} neurons.")
            }
            Value::Whole(_) | Value::WholeOrNone(_) => {
                format!(" {} to {}.", count(low as usize), count(high as usize))
            }
            _ if self.is_share() => format!(" {} to {} %.", percent(low), percent(high)),
            _ => String::new(),
        };
        format!("{}{range}", self.help)
    }

    /// The recipe's value as a form has it: shares in per cent.
    pub fn text(&self, recipe: &Recipe) -> String {
        match (self.value)(recipe) {
            Value::Number(share) if self.is_share() => percent(share),
            // By its shortest decimal: 32 bits of 0.15 are a little more.
            Value::Single(share) if self.is_share() => {
                percent(decimal(&share.to_string()).unwrap_or_default())
            }
            value => value.text(),
        }
    }

    /// Puts typed or chosen text into the recipe. Text that is no value leaves the recipe alone and is explained; whether a value is
    /// in range is for [`Recipe::problems`] to say.
    pub fn set(&self, recipe: &mut Recipe, text: &str) -> Result<(), String> {
        const WIDTHS: &str = "Write whole numbers with commas between, such as 64, 32.";
        const ACTIVATIONS: &str = "Write names with commas between, such as tanh, relu, or leave it empty.";
        const WHOLE: &str = "Write a whole number, such as 32";
        const NUMBER: &str = "Write a number, such as 0.01";
        const PERCENT: &str = "Write per cent, such as 20.";
        let (as_typed, text) = (text, text.trim());
        let parts = || text.split([',', ';', '·', ' ', '–']).map(str::trim).filter(|part| !part.is_empty());
        let end = if self.may_be_empty() { ", or leave it empty." } else { "." };
        let whole = || whole(text).ok_or_else(|| format!("{WHOLE}{end}"));
        let number = || match self.is_share() {
            true => decimal(text.trim_end_matches('%').trim_end())
                .map(|value| value / 100.0)
                .ok_or_else(|| PERCENT.to_string()),
            false => decimal(text).ok_or_else(|| format!("{NUMBER}{end}")),
        };
        match (self.slot)(recipe) {
            Slot::Switch(on) => *on = switched(text).ok_or("Write yes or no.")?,
            Slot::Widths(widths) => {
                let parts = parts().flat_map(|part| part.split('-')).filter(|part| !part.is_empty());
                *widths = parts.map(|part| part.parse().ok()).collect::<Option<_>>().ok_or(WIDTHS)?;
            }
            Slot::Activations(all) => {
                *all = parts().map(activation_named).collect::<Option<_>>().ok_or(ACTIVATIONS)?;
            }
            Slot::Whole(value) => *value = whole()?,
            Slot::Seed(value) => {
                *value = text.parse().map_err(|_| "Write a whole number from 0, such as 1.")?;
            }
            Slot::WholeOrNone(value) if text.is_empty() => *value = None,
            Slot::WholeOrNone(value) => *value = Some(whole()?),
            Slot::Single(value) => *value = number()? as f32,
            Slot::SingleOrNone(value) if text.is_empty() => *value = None,
            Slot::SingleOrNone(value) => *value = Some(number()? as f32),
            Slot::Number(value) => *value = number()?,
            Slot::NumberOrNone(value) if text.is_empty() => *value = None,
            Slot::NumberOrNone(value) => *value = Some(number()?),
            Slot::Choice(choice) => {
                let at = named(choice.names(), text).ok_or_else(|| one_of(choice))?;
                choice.choose(at);
            }
            // A column's name may have spaces around it.
            Slot::Column(name) => *name = (!as_typed.is_empty()).then(|| as_typed.to_string()),
            Slot::TargetScale(scale) => {
                *scale = match decimal(text.strip_prefix("divided by ").unwrap_or(text)) {
                    Some(by) => TargetScale::DivideBy(by),
                    None if text.starts_with("standardise") => TargetScale::Standardise,
                    None => return Err("Write standardise, or the number to divide by.".to_string()),
                };
            }
            Slot::Columns(_) | Slot::Kinds(_) | Slot::Reading(_) => {
                return Err("Set it column by column.".to_string());
            }
        }
        Ok(())
    }

    /// Takes the value from another recipe.
    pub fn copy(&self, from: &Recipe, to: &mut Recipe) {
        match ((self.value)(from), (self.slot)(to)) {
            (Value::Switch(from), Slot::Switch(to)) => *to = from,
            (Value::Whole(from), Slot::Whole(to)) => *to = from,
            (Value::WholeOrNone(from), Slot::WholeOrNone(to)) => *to = from,
            (Value::Seed(from), Slot::Seed(to)) => *to = from,
            (Value::Single(from), Slot::Single(to)) => *to = from,
            (Value::SingleOrNone(from), Slot::SingleOrNone(to)) => *to = from,
            (Value::Number(from), Slot::Number(to)) => *to = from,
            (Value::NumberOrNone(from), Slot::NumberOrNone(to)) => *to = from,
            (Value::Widths(from), Slot::Widths(to)) => *to = from.to_vec(),
            (Value::Activations(from), Slot::Activations(to)) => *to = from.to_vec(),
            (Value::Choice(from), Slot::Choice(to)) => to.choose(from.at()),
            (Value::Column(from), Slot::Column(to)) => *to = from.map(String::from),
            (Value::TargetScale(from), Slot::TargetScale(to)) => *to = from,
            // These are said column by column.
            _ => {}
        }
    }
}

fn activation_named(text: &str) -> Option<Activation> {
    let mut activation = Activation::Relu;
    let at = named(activation.names(), text)?;
    activation.choose(at);
    Some(activation)
}

fn one_of(choice: &dyn Choice) -> String {
    let ids: Vec<&str> = choice.names().iter().map(|name| name.id).filter(|id| !id.is_empty()).collect();
    format!("Choose one of {}.", ids.join(", "))
}

fn switched(text: &str) -> Option<bool> {
    match text {
        "yes" | "on" | "true" => Some(true),
        "no" | "off" | "false" => Some(false),
        _ => None,
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
    crate::format::decimal(&text)
}

#[cfg(test)]
mod tests {
    use super::super::settings::*;
    use super::*;

    #[test]
    fn a_value_survives_being_shown_and_typed_again() {
        let recipe = Recipe::default().with(|it| {
            it.network.hidden = vec![7, 5, 3];
            it.training.learning_rate = 0.003;
            it.question.test_share = 0.07;
            it.question.seed = u64::MAX;
            it.network.weight_range = Some(0.05);
            it.network.layer_activations = vec![Activation::LeakyRelu, Activation::Gelu, Activation::Tanh];
            it.network.dropout = 0.2;
            it.training.clip_norm = Some(1.5);
            it.training.n_iter_no_change = Some(7);
            it.question.sample_weight = Some(" w ".to_string());
            it.preparation.target_scale = TargetScale::DivideBy(2.5);
        });
        for setting in Setting::all() {
            let mut typed = recipe.clone();
            let many =
                matches!((setting.value)(&recipe), Value::Columns(_) | Value::Kinds(_) | Value::Reading(_));
            assert_eq!(setting.set(&mut typed, &setting.text(&recipe)).is_err(), many, "{setting:?}");
            assert_eq!(typed, recipe, "{setting:?}");
            let mut copied = Recipe::default();
            setting.copy(&recipe, &mut copied);
            assert!(many || (setting.value)(&copied).is_same(&(setting.value)(&recipe)), "{setting:?}");
        }
    }

    #[test]
    fn every_name_sets_its_value_in_a_file_s_words_or_a_person_s() {
        for setting in Setting::all() {
            let default = Recipe::default();
            let Value::Choice(choice) = (setting.value)(&default) else { continue };
            for (at, name) in choice.names().iter().enumerate().filter(|(_, name)| !name.id.is_empty()) {
                for text in [name.id, name.shown] {
                    let mut recipe = Recipe::default();
                    setting.set(&mut recipe, text).unwrap();
                    let Value::Choice(set) = (setting.value)(&recipe) else { panic!("{setting:?}") };
                    assert_eq!(set.at(), at, "{setting:?}: {text}");
                    assert!(setting.set(&mut recipe, "no such name").is_err());
                    let json = serde_json::to_value(&recipe).unwrap();
                    assert_eq!(json[setting.name], name.id);
                }
            }
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
            HIDDEN.set(&mut recipe, text).unwrap();
            assert_eq!(recipe.network.hidden, widths, "{text:?}");
        }
    }

    #[test]
    fn numbers_are_taken_as_people_write_them() {
        let mut recipe = Recipe::default();
        LEARNING_RATE.set(&mut recipe, "0,5").unwrap();
        BATCH_SIZE.set(&mut recipe, "1,000").unwrap();
        TEST_SHARE.set(&mut recipe, "25 %").unwrap();
        let training = &recipe.training;
        assert_eq!(
            (training.learning_rate, training.batch_size, recipe.question.test_share),
            (0.5, Some(1_000), 0.25)
        );
        assert_eq!((percent(0.07), DROPOUT.text(&Recipe::default())), ("7".to_string(), "15".to_string()));
    }

    #[test]
    fn text_that_is_no_value_leaves_the_recipe_alone() {
        for (setting, text) in [
            (&HIDDEN, "64, x"),
            (&LEARNING_RATE, ""),
            (&LEARNING_RATE, "inf"),
            (&BATCH_SIZE, "-3"),
            (&EPOCHS, "1.5"),
            (&TEST_SHARE, "half"),
            (&SEED, "-1"),
            (&WEIGHT_RANGE, "wide"),
            (&MEASURE_EVERY, ""),
            (&LAYER_ACTIVATIONS, "relu, none"),
            (&MOMENTUM, ""),
            (&N_ITER_NO_CHANGE, "long"),
            (&SHUFFLE, "perhaps"),
            (&TARGET_SCALE, "halved"),
        ] {
            let mut recipe = Recipe::default();
            assert!(setting.set(&mut recipe, text).is_err(), "{setting:?} takes {text:?}");
            assert_eq!(recipe, Recipe::default());
        }
    }

    #[test]
    fn the_help_says_what_is_allowed() {
        let recipe = Recipe::default();
        assert!(HIDDEN.help(&recipe).ends_with("At most 8 layers of 1 to 1,024 neurons."));
        assert!(DROPOUT.help(&recipe).ends_with("less. 0 to 95 %."));
        assert!(BATCH_SIZE.help(&recipe).ends_with("1 to 1,000,000."));
    }
}
