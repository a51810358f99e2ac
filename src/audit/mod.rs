//! What is wrong with a table for the question that is asked of it, before anything is trained.
//!
//! [`audit`] looks at a table as a [`crate::dataset::Plan`] would use it and returns [`Finding`]s: sentences for people, most of
//! them with a [`Remedy`] that is one change of the recipe. Tables of many rows are looked at by a sample.

mod columns;
mod evidence;
mod finding;
mod order;
mod rows;
mod target;
mod words;

pub use finding::{Concern, Finding, Remedy};

use std::cell::Cell;

use crate::dataset::Plan;
use crate::pace::{Pace, at_once};
use crate::table::Table;
use evidence::Evidence;

/// Everything that was found, the gravest first; nothing where the plan cannot be.
pub fn audit(table: &Table, plan: &Plan) -> Vec<Finding> {
    at_once(async |pace| audit_in_steps(table, plan, pace).await)
}

/// [`audit`] in steps. A person is told of looks at a column.
pub async fn audit_in_steps(table: &Table, plan: &Plan, pace: &Pace) -> Vec<Finding> {
    // Three times: for what gives the target away, for what groups the rows, for what is nearly constant.
    let looks = Looks { pace, done: Cell::new(0), of: 2 * plan.inputs.len() + table.columns.len() };
    pace.tell(0, looks.of);
    let Some(evidence) = Evidence::of(table, plan, pace).await else { return Vec::new() };
    let mut findings = columns::leaks(&evidence, &looks).await;
    findings.extend(columns::identifiers(&evidence));
    findings.extend(order::groups(&evidence, &looks).await);
    findings.extend(order::time(&evidence));
    findings.extend(rows::duplicates(&evidence, pace).await);
    findings.extend(target::unseen(&evidence));
    findings.extend(rows::contradictions(&evidence, pace).await);
    pace.after(evidence.hashed.len()).await;
    findings.extend(target::small_test(&evidence));
    findings.extend(target::imbalance(&evidence));
    findings.extend(target::skew(&evidence));
    findings.extend(columns::codes(&evidence));
    findings.extend(columns::near_constants(&evidence, &looks).await);
    findings
}

/// Counts the looks at a column.
struct Looks<'p> {
    pace: &'p Pace,
    done: Cell<usize>,
    of: usize,
}

impl Looks<'_> {
    /// One more is over, which took so many operations since the last word.
    async fn after(&self, operations: usize) {
        self.done.set(self.done.get() + 1);
        self.pace.tell(self.done.get(), self.of);
        self.pace.after(operations).await;
    }
}

#[cfg(test)]
mod tests;
