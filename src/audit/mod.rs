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

use crate::dataset::Plan;
use crate::table::Table;
use evidence::Evidence;

/// Everything that was found, the gravest first; nothing where the plan cannot be.
#[inline(never)]
pub fn audit(table: &Table, plan: &Plan) -> Vec<Finding> {
    let Some(evidence) = Evidence::of(table, plan) else { return Vec::new() };
    let mut findings = columns::leaks(&evidence);
    findings.extend(columns::identifiers(&evidence));
    findings.extend(order::groups(&evidence));
    findings.extend(order::time(&evidence));
    findings.extend(rows::duplicates(&evidence));
    findings.extend(target::unseen(&evidence));
    findings.extend(rows::contradictions(&evidence));
    findings.extend(target::small_test(&evidence));
    findings.extend(target::imbalance(&evidence));
    findings.extend(target::skew(&evidence));
    findings.extend(columns::codes(&evidence));
    findings.extend(columns::near_constants(&evidence));
    findings
}

#[cfg(test)]
mod tests;
