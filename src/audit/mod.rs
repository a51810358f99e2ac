//! What is wrong with a table for the question that is asked of it, before anything is trained.
//!
//! [`audit`] looks at a table as a [`crate::dataset::Plan`] would use it and returns [`Finding`]s: sentences for people, most of
//! them with a [`Remedy`] that is one change of the recipe.

mod finding;

pub use finding::{Concern, Finding, Remedy};

use crate::dataset::Plan;
use crate::table::Table;

/// Everything that was found, the gravest first.
pub fn audit(_table: &Table, _plan: &Plan) -> Vec<Finding> {
    Vec::new()
}
