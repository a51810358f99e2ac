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
mod reading;
mod role;
mod setting;
mod solver;
mod tier;
mod training;
mod value;

use serde::{Deserialize, Serialize};

use crate::table::ReadSettings;

pub use architecture::Architecture;
pub use check::{FOLDS, Problem};
pub use checked::Checked;
pub use choice::{Choice, Name};
pub use difference::Difference;
pub use fit::UnknownColumn;
pub use preparation::Preparation;
pub use preset::Preset;
pub use question::Question;
pub use reading::{NO_MARK, ReadSetting};
pub use role::Role;
pub use setting::{HIDDEN_LAYERS, Limits, Setting, Shown};
pub use solver::SolverName;
pub use tier::Tier;
pub use training::Training;
pub use value::{Slot, Value};

/// The settings by name.
pub mod settings {
    pub use super::architecture::*;
    pub use super::preparation::*;
    pub use super::question::*;
    pub use super::reading::{
        COMMENT, DECIMAL, DELIMITER, ENCODING, HEADER, MISSING, NOT_MISSING, PART, QUOTE, SAMPLE, SKIP,
    };
    pub use super::training::*;
    pub use super::{NETWORKS_ONLY, PRESET, READING, TIER, WAYS};
}

/// Every setting of a run. The page edits one, a preset is one, a file holds one, the command line takes one.
// The derived functions are of the parts as they stand; `file` decides when they are used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self")]
pub struct Recipe {
    /// The preset it started from.
    pub preset: Preset,
    /// How much is asked of the table. A single training takes no notice of it.
    pub tier: Tier,
    /// How many ways [`Tier::Best`] tries.
    pub ways: usize,
    /// Whether a mix is of networks alone, without boosted trees.
    pub networks_only: bool,
    /// How the file is read, where that is not left to be detected.
    pub reading: ReadSettings,
    /// What is asked of the table.
    pub question: Question,
    /// How the rows become numbers.
    pub preparation: Preparation,
    /// The network and its first weights.
    pub network: Architecture,
    /// How the weights are found, and when that is enough.
    pub training: Training,
}

impl Default for Recipe {
    fn default() -> Recipe {
        Recipe {
            preset: Preset::default(),
            tier: Tier::default(),
            ways: 12,
            networks_only: false,
            reading: ReadSettings::default(),
            question: Question::default(),
            preparation: Preparation::default(),
            network: Architecture::default(),
            training: Training::default(),
        }
    }
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

/// How much is asked of the table.
pub static TIER: Setting = Setting {
    name: "tier",
    label: "How much is tried",
    help: "Quick: the one network of the settings. Good: after it networks of two kinds, boosted trees and a line, each trained \
           without one part of the training rows, and mixed as does best there. Best: more ways of each kind.",
    section: "tiers",
    shown: setting::Shown::Tier,
    value: |recipe| Value::Choice(&recipe.tier),
    slot: |recipe| Slot::Choice(&mut recipe.tier),
    ..setting::PLAIN
};

/// How many ways the tier Best tries.
pub static WAYS: Setting = Setting {
    name: "ways",
    label: "Ways tried",
    help: "How many ways of training are tried on every fold, of which the best are mixed. The first four are those of Good.",
    section: "tiers",
    shown: setting::Shown::Tier,
    limits: setting::between("The number of ways", 1.0, 100.0),
    flag: "trials",
    matters: |recipe, _| recipe.tier == Tier::Best,
    value: |recipe| Value::Whole(recipe.ways),
    slot: |recipe| Slot::Whole(&mut recipe.ways),
    ..setting::PLAIN
};

/// Whether a mix is of networks alone.
pub static NETWORKS_ONLY: Setting = Setting {
    name: "networks_only",
    label: "Networks only",
    help: "No boosted trees in the mix: networks, and the line, which is a network without a hidden layer.",
    section: "tiers",
    shown: setting::Shown::Tier,
    matters: |recipe, _| recipe.tier != Tier::Quick,
    value: |recipe| Value::Switch(recipe.networks_only),
    slot: |recipe| Slot::Switch(&mut recipe.networks_only),
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
    &[&PRESET, &TIER, &WAYS, &NETWORKS_ONLY, &READING],
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

    /// Whether it says what the network is or how it is trained.
    pub fn is_of_network(&self) -> bool {
        [architecture::NETWORK, training::TRAINED].iter().any(|list| list.contains(&self))
    }
}

impl Recipe {
    /// Marks the JSON file as a recipe.
    pub const FORMAT: &'static str = "perceptab-recipe";

    /// What a recipe's file is laid over. One that says nothing of tiers was written before there were any, or by somebody who has a
    /// network in mind.
    fn of_a_file() -> Recipe {
        Recipe::default().with(|it| it.tier = Tier::Quick)
    }

    /// Whole files of before bins and waves were asked for say nothing of them.
    fn without_what_was_not_asked(self, is_whole: bool, names: &[String]) -> Recipe {
        let is_missing = |setting: &Setting| is_whole && !names.iter().any(|name| name == setting.name);
        self.with(|it| {
            if is_missing(&settings::BINS) {
                it.preparation.bins = 0;
            }
            if is_missing(&settings::WAVES) {
                it.network.waves = false;
            }
        })
    }

    /// Whoever sets a network by hand asks for that network.
    pub fn was_set(&mut self, setting: &Setting) {
        if setting.is_of_network() {
            self.tier = Tier::Quick;
        }
    }

    /// The same with some settings changed.
    pub fn with(mut self, change: impl FnOnce(&mut Recipe)) -> Recipe {
        change(&mut self);
        self
    }
}
