//! What you keep: encoders and networks together (the assignment's Predict), their outputs, their file, and exports.
//!
//! ```text
//! Member { encoder, target, network } … → Producer: network::Forward, 256 rows at a time → Outputs, averaged → Predicted
//! ```

mod check;
pub mod container;
mod error;
#[cfg(test)]
pub mod examples;
mod export;
mod file;
mod guard;
pub mod keys;
mod ledger;
mod member;
mod new_rows;
mod objective;
mod one_row;
mod outputs;
mod predict;
mod predictor;
mod producer;
mod sha256;
mod shared;
mod summary;
mod unreadable;
mod version_1;

use serde::{Deserialize, Serialize};

use crate::dataset::{TargetEncoder, exact};
pub use error::ModelError;
pub use export::{history_csv, predictions_csv, split_csv};
pub use ledger::{ledger_csv, ledger_csv_in_steps};
pub use member::Member;
pub use new_rows::{NewRows, NewRowsError, PredictSettings, Report};
pub use objective::Objective;
pub use one_row::{InputField, RowAnswer};
pub use outputs::{Outputs, at_temperature};
pub use predict::Predicted;
pub use predictor::Predictor;
use shared::InputColumn;
pub use summary::ModelSummary;
pub use version_1::OldModel;

/// One or more members that predict the same, and how their outputs become one. How many there are nothing outside asks.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// At least one.
    members: Vec<Member>,
    combine: Combine,
    /// The columns that it needs.
    columns: Vec<InputColumn>,
    /// What it predicts: the first member's, with the range of all.
    target: TargetEncoder,
}

/// How the outputs of several members become one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Combine {
    /// The mean, in f64 and in the order of the members: of the probabilities, or of the numbers in the target's own unit.
    Mean,
    /// The mean in which each member counts so often, at least once; of classes the probabilities p are brought to a temperature
    /// T then, p¹ᐟᵀ / Σ p¹ᐟᵀ.
    Weighted {
        /// How often each member counts.
        counts: Vec<u32>,
        /// T: above 0; 1 leaves the probabilities.
        #[serde(deserialize_with = "exact::number")]
        temperature: f64,
    },
}

impl Combine {
    /// What is wrong with it for so many members.
    fn fault(&self, members: usize) -> Option<&'static str> {
        match self {
            Combine::Mean => None,
            Combine::Weighted { counts, temperature } => {
                if counts.len() != members {
                    Some("its combination is not of as many members as it has")
                } else if counts.iter().any(|count| !(1..=MOST_COUNTED).contains(count)) {
                    Some("its combination counts a member less than once, or too often")
                } else if !(0.01..=100.0).contains(temperature) {
                    Some("the temperature of its combination is not between 0.01 and 100")
                } else {
                    None
                }
            }
        }
    }
}

/// How often a member may count.
const MOST_COUNTED: u32 = 1_000_000;

/// The most members that a model may have. Each has a section of its file, which has 64 at most.
pub const MOST_MEMBERS: usize = 50;

impl Model {
    /// Of members that predict the same, whose outputs are averaged; one is a plain model. They may have learnt from other rows,
    /// have other inputs, scales and sizes. `Err`: they do not predict the same, or read the same column otherwise, or are none or
    /// more than [`MOST_MEMBERS`].
    pub fn average(members: Vec<Member>) -> Result<Model, ModelError> {
        Model::combined(members, Combine::Mean)
    }

    /// The same, combined in some way. `Err`: as for [`Model::average`], or the combination is not one of these members.
    pub fn combined(members: Vec<Member>, combine: Combine) -> Result<Model, ModelError> {
        if members.len() > MOST_MEMBERS {
            return Err(ModelError::Members(members.len()));
        }
        let (target, columns) = (shared::target_of(&members)?, shared::columns_of(&members)?);
        match combine.fault(members.len()) {
            Some(fault) => Err(ModelError::Shapes(fault)),
            None => Ok(Model { members, combine, columns, target }),
        }
    }

    /// What it predicts, and how its answers and actual values are read. The range is that of all rows that it was trained on.
    pub fn target(&self) -> &TargetEncoder {
        &self.target
    }

    /// What the probabilities of its classes are brought to; 1 leaves them.
    pub fn temperature(&self) -> f64 {
        match self.combine {
            Combine::Mean => 1.0,
            Combine::Weighted { temperature, .. } => temperature,
        }
    }

    /// The names of the columns that it needs.
    pub fn input_names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.encoder.name.as_str())
    }

    /// How many members it has, to tell a person.
    pub fn n_members(&self) -> usize {
        self.members.len()
    }

    /// Its only member, if it has one alone.
    pub fn into_member(mut self) -> Option<Member> {
        if self.members.len() == 1 { self.members.pop() } else { None }
    }

    /// Weights and biases of all its networks.
    pub fn n_parameters(&self) -> usize {
        self.members.iter().map(|member| member.predictor.n_parameters()).sum()
    }
}

impl From<Member> for Model {
    /// A model of it alone.
    fn from(member: Member) -> Model {
        let (target, columns) = (member.target.clone(), shared::columns_of_one(&member));
        Model { members: vec![member], combine: Combine::Mean, columns, target }
    }
}
