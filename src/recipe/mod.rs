//! Every setting of a run in one plain value; the presets (Specification 1, 2, …) are recipes.
//!
//! A setting is declared once, in its part ([`Question`], [`Preparation`], [`Architecture`], [`Training`]): its place, type,
//! default, words, limits, and when it matters. The page, the command line, the checks and the file go by that.

mod architecture;
mod check;
mod checked;
mod choice;
mod difference;
mod file;
mod fit;
mod part;
mod plan;
mod preparation;
mod preset;
mod question;
mod read;
mod role;
mod setting;
mod solver;
mod training;
mod value;

use serde::{Deserialize, Serialize};

use crate::table::ReadSettings;

pub use architecture::Architecture;
pub use check::{FOLDS, HIDDEN_LAYERS, Problem};
pub use checked::Checked;
pub use choice::{Choice, Name};
pub use difference::Difference;
pub use fit::UnknownColumn;
pub use preparation::Preparation;
pub use preset::Preset;
pub use question::Question;
pub use role::Role;
pub use setting::{Limits, Setting, Shown};
pub use solver::SolverName;
pub use training::Training;
pub use value::{Slot, Value};

/// The settings by name.
pub mod settings {
    pub use super::architecture::*;
    pub use super::preparation::*;
    pub use super::question::*;
    pub use super::training::*;
    pub use super::{PRESET, READING};
}

/// Every setting of a run. The page edits one, a preset is one, a file holds one, the command line takes one.
// The derived functions are of the parts as they stand; `file` decides when they are used.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self")]
pub struct Recipe {
    /// The preset it started from.
    pub preset: Preset,
    /// How the file is read, where that is not left to be detected.
    pub reading: ReadSettings,
    pub question: Question,
    pub preparation: Preparation,
    pub network: Architecture,
    pub training: Training,
}

/// The preset that a recipe started from.
pub static PRESET: Setting = Setting {
    name: "preset",
    label: "Preset",
    help: "The settings that it starts from.",
    section: "assignment",
    value: |recipe| Value::Choice(&recipe.preset),
    slot: |recipe| Slot::Choice(&mut recipe.preset),
    ..setting::PLAIN
};

/// How the file is read.
pub static READING: Setting = Setting {
    name: "reading",
    label: "How the file is read",
    help: "How the file is read, where that is not detected.",
    section: "reading",
    flag: "encoding",
    value: |recipe| Value::Reading(&recipe.reading),
    slot: |recipe| Slot::Reading(&mut recipe.reading),
    ..setting::PLAIN
};

/// All settings, in the order in which a file has them.
static SETTINGS: [&[&Setting]; 6] = [
    &[&PRESET, &READING],
    question::COLUMNS_ASKED,
    preparation::PREPARED,
    question::ROWS_ASKED,
    architecture::NETWORK,
    training::TRAINED,
];

impl Setting {
    /// All of them, in the order in which a recipe's file has them.
    pub fn all() -> impl Iterator<Item = &'static Setting> {
        SETTINGS.iter().flat_map(|list| list.iter().copied())
    }
}

impl Recipe {
    /// Marks the JSON file as a recipe.
    pub const FORMAT: &'static str = "perceptab-recipe";

    /// The same with some settings changed.
    pub fn with(mut self, change: impl FnOnce(&mut Recipe)) -> Recipe {
        change(&mut self);
        self
    }
}
