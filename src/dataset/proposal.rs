use serde::{Deserialize, Serialize};

use super::Task;
use crate::table::Table;

/// What a table proposes before anybody has chosen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// The column to predict; `None` where no column can be.
    pub target: Option<String>,
    /// One entry for each column of the table, in its order.
    pub columns: Vec<ColumnProposal>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnProposal {
    pub name: String,
    /// Whether it is an input unless the recipe says otherwise.
    pub used: bool,
    /// Why it is left out; empty where it is used.
    pub reason: String,
    /// The task that it proposes as a target; `None` where it cannot be one.
    pub task: Option<Task>,
    /// Tasks that it allows as a target.
    pub tasks: Vec<Task>,
}

impl Proposal {
    pub fn of(_table: &Table) -> Proposal {
        todo!()
    }
}
