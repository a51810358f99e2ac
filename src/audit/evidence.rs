use std::borrow::Cow;

use crate::dataset::{Plan, Repeats, Split, Task, are_expected, key, numbers, row_hash, taken};
use crate::metrics;
use crate::pace::{Pace, ROWS, STEP};
use crate::table::{Column, Map, Table};

/// More rows than these are looked at by a sample.
const ALL_UP_TO: usize = 100_000;
/// Rows of the sample that single columns are looked at by.
const SAMPLE: usize = 20_000;

/// What the audit looks at: the table as the plan would use it.
pub struct Evidence<'t> {
    pub table: &'t Table,
    pub plan: &'t Plan,
    pub target: Cow<'t, Column>,
    pub inputs: Vec<&'t Column>,
    /// Rows with a target.
    pub n_rows: usize,
    /// Rows for columns one by one: all, or evenly spaced ones.
    pub rows: Vec<u32>,
    /// How these rows are split.
    pub split: Split,
    /// The rows that rows are compared in: all, or all those whose inputs have a hash of one in `one_in`, so that equal rows
    /// stay together. Each with the hashes of its inputs and of inputs and target.
    pub hashed: Vec<Hashed>,
    pub one_in: u64,
    /// Rows that repeat an earlier one in every input and the target; in a sample about so many.
    pub repeated: usize,
    /// Whether that is to be expected, and whether they are left out.
    pub repeats_are_expected: bool,
    pub drops: bool,
    /// The target's values: numbers, or a number for each class.
    pub values: Vec<f64>,
}

#[derive(Clone, Copy)]
pub struct Hashed {
    pub row: u32,
    pub inputs: u64,
    pub all: u64,
}

impl<'t> Evidence<'t> {
    /// `None` where the plan cannot be: preparing it tells why.
    pub async fn of(table: &'t Table, plan: &'t Plan, pace: &Pace) -> Option<Evidence<'t>> {
        let decimal = table.dialect.decimal;
        let target = taken(table.column(&plan.target)?, plan.kinds.get(&plan.target).copied(), decimal);
        let inputs: Vec<&Column> =
            table.columns_named(plan.inputs.iter()).into_iter().collect::<Option<_>>()?;
        let mut usable: Vec<u32> = Vec::new();
        for first in (0..table.n_rows).step_by(ROWS) {
            let some = first as u32..table.n_rows.min(first + ROWS) as u32;
            usable.extend(some.filter(|&row| !target.is_missing(row as usize)));
            pace.after(ROWS).await;
        }
        let n_rows = usable.len();
        if inputs.is_empty() || n_rows < 4 {
            return None;
        }
        let one_in = n_rows.div_ceil(ALL_UP_TO) as u64;
        let hashed = |&row: &u32| {
            let of_inputs = row_hash(&inputs, row);
            let is_kept = one_in == 1 || (of_inputs >> 20).is_multiple_of(one_in);
            let all = || of_inputs.wrapping_mul(31) ^ row_hash(&[&target], row).rotate_left(7);
            is_kept.then(|| Hashed { row, inputs: of_inputs, all: all() })
        };
        let of_row = inputs.len() + 1;
        let mut all = Vec::new();
        for some in usable.chunks((STEP / 4 / of_row).max(1)) {
            all.extend(some.iter().filter_map(hashed));
            pace.after(some.len() * of_row).await;
        }
        let hashed: Vec<Hashed> = all;
        let mut distinct: Map<u64, ()> = Map::default();
        let is_repeated = |hashed: &&Hashed| distinct.insert(hashed.all, ()).is_some();
        let repeated = hashed.iter().filter(is_repeated).count() * one_in as usize;
        let columns: Vec<&Column> = inputs.iter().copied().chain([&*target]).collect();
        let repeats_are_expected = are_expected(&columns, n_rows, repeated);
        let step = n_rows.div_ceil(SAMPLE);
        let rows: Vec<u32> = usable.into_iter().step_by(step).collect();
        let drops = plan.drop_duplicates && !repeats_are_expected;
        pace.after(hashed.len()).await;
        let split = split_of(table, plan, &target, &inputs, &rows, drops, pace).await?;
        let values = match plan.task {
            Task::Regression => numbers(&target, target.kind, decimal).into_owned(),
            Task::Classification => classes(&target, pace).await,
        };
        pace.after(values.len()).await;
        if values.len() != table.n_rows || (plan.task == Task::Regression && is_wordy(&target)) {
            return None;
        }
        Some(Evidence {
            table,
            plan,
            target,
            inputs,
            n_rows,
            rows,
            split,
            hashed,
            one_in,
            repeated,
            repeats_are_expected,
            drops,
            values,
        })
    }

    /// How `rows`, ascending, would be split by `plan`, with those kept that repeat others.
    pub async fn split_of(&self, plan: &Plan, rows: &[u32], pace: &Pace) -> Option<Split> {
        split_of(self.table, plan, &self.target, &self.inputs, rows, false, pace).await
    }

    pub fn is_classification(&self) -> bool {
        self.plan.task == Task::Classification
    }

    pub fn value(&self, row: u32) -> f64 {
        self.values[row as usize]
    }

    /// Rows of the whole test part.
    pub fn test_rows(&self) -> usize {
        (self.split.test.len() as f64 * self.n_rows as f64 / self.rows.len().max(1) as f64).round() as usize
    }

    /// Said behind a figure that was counted in a sample.
    pub fn sampled(&self) -> &'static str {
        if self.rows.len() < self.n_rows { " (in a sample of the rows)" } else { "" }
    }

    /// How often each class occurs in `rows`.
    pub fn counts(&self, rows: &[u32]) -> Map<u64, usize> {
        let mut counts: Map<u64, usize> = Map::default();
        rows.iter().for_each(|&row| *counts.entry(self.value(row) as u64).or_insert(0) += 1);
        counts
    }

    /// The share of the rows that have the commonest class.
    pub fn commonest_share(&self, rows: &[u32]) -> f64 {
        let most = self.counts(rows).into_values().max().unwrap_or(0);
        most as f64 / rows.len().max(1) as f64
    }

    /// Variance of the target in `rows`.
    pub fn variance(&self, rows: &[u32]) -> f64 {
        let mean = metrics::mean(rows.iter().map(|&row| self.value(row)));
        metrics::mean(rows.iter().map(|&row| (self.value(row) - mean).powi(2)))
    }
}

/// `drops`: whether repeated rows are left out, so that none need stay together.
async fn split_of(
    table: &Table,
    plan: &Plan,
    target: &Column,
    inputs: &[&Column],
    rows: &[u32],
    drops: bool,
    pace: &Pace,
) -> Option<Split> {
    let repeats = if drops { None } else { Repeats::among(inputs, target, rows, pace).await };
    Split::of_in_steps(table, plan, target, rows, repeats.as_ref(), pace).await.ok()
}

fn is_wordy(column: &Column) -> bool {
    matches!(column.values, crate::table::Values::Labels(_))
}

/// A number for each distinct value, by first appearance; NaN where it is missing.
async fn classes(column: &Column, pace: &Pace) -> Vec<f64> {
    let n_rows = match &column.values {
        crate::table::Values::Numbers(numbers) => numbers.len(),
        crate::table::Values::Labels(labels) => labels.codes.len(),
    };
    let mut known: Map<u64, f64> = Map::default();
    let mut class = |row: usize| match key(column, row) {
        Some(key) => {
            let next = known.len() as f64;
            *known.entry(key).or_insert(next)
        }
        None => f64::NAN,
    };
    let mut classes = Vec::with_capacity(n_rows);
    for first in (0..n_rows).step_by(ROWS) {
        classes.extend((first..n_rows.min(first + ROWS)).map(&mut class));
        pace.after(ROWS).await;
    }
    classes
}
