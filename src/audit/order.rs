//! Rows that belong together, in time or by a group, although the split parts them.

use super::evidence::Evidence;
use super::words::percent;
use super::{Concern, Finding, Looks, Remedy};
use crate::dataset::{Plan, SplitRule, key};
use crate::metrics;
use crate::order;
use crate::pace::{Pace, ROWS, STEP};
use crate::table::{Column, Kind, Map, Values};

/// Fewer different dates are not a course of time.
const DATES: usize = 20;
/// The share of neighbouring rows that are in order where rows stand in the order of time.
const IN_ORDER: f64 = 0.95;
/// Groups: so many at least, of so many rows each at most on average, with this share of the rows not alone in theirs.
const GROUPS: (usize, f64, f64) = (50, 20.0, 0.1);
/// Rows of a group are alike where this share of the target's variance lies between the groups, …
const ALIKE_TARGETS: f64 = 0.3;
/// … or where this share of the groups has two rows with most of their inputs in common, beyond that of rows of different
/// groups.
const ALIKE_INPUTS: f64 = 0.1;

/// So often are the rows gone over to tell whether those of a group have alike targets.
const PASSES: usize = 4;

/// A date by which the rows stand in order: then the future would help to predict the past.
pub fn time(evidence: &Evidence) -> Option<Finding> {
    if matches!(evidence.plan.split, SplitRule::Time(_) | SplitRule::Given(_)) {
        return None;
    }
    let is_ordered = |column: &&Column| {
        let kind = evidence.plan.kinds.get(&column.name).copied().unwrap_or(column.kind);
        let Values::Numbers(seconds) = &column.values else { return false };
        if kind != Kind::Date || column.distinct < DATES || column.name == evidence.plan.target {
            return false;
        }
        let (mut up, mut down, mut known) = (0, 0, 0);
        for pair in evidence.rows.windows(2) {
            let (a, b) = (seconds[pair[0] as usize], seconds[pair[1] as usize]);
            known += usize::from(!a.is_nan() && !b.is_nan());
            up += usize::from(a <= b);
            down += usize::from(a >= b);
        }
        known * 2 > evidence.rows.len() && up.max(down) as f64 >= IN_ORDER * known as f64
    };
    let column = evidence.table.columns.iter().find(is_ordered)?;
    let name = &column.name;
    Some(Finding {
        concern: Concern::TimeOrder,
        sentence: format!(
            "The rows stand in the order of '{name}', and the split mixes earlier with later ones. If later rows are what you \
             want to predict, test on the latest."
        ),
        column: Some(name.clone()),
        remedies: vec![Remedy::SplitByTime(name.clone())],
    })
}

/// Columns whose values come again in a few rows each that are alike, and stand in both parts.
pub async fn groups(evidence: &Evidence<'_>, looks: &Looks<'_>) -> Option<Finding> {
    if matches!(evidence.plan.split, SplitRule::Group(_) | SplitRule::Given(_) | SplitRule::Time(_)) {
        return None;
    }
    let mut found = Vec::new();
    for column in &evidence.table.columns {
        found.extend(grouped(evidence, column, looks.pace).await);
        looks.after(0).await;
    }
    // The one that most test rows are concerned by.
    let (column, shared, why) = found.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let name = &column.name;
    Some(Finding {
        concern: Concern::Groups,
        sentence: format!(
            "{} of the test rows share their '{name}' with training rows, and rows that share it {why}{}. Kept together, they \
             show how the network does on a new one.",
            percent(shared),
            if evidence.one_in > 1 { " (in a sample of the rows)" } else { "" }
        ),
        column: Some(name.clone()),
        remedies: vec![Remedy::SplitByGroup(name.clone())],
    })
}

/// The share of test rows whose value a training row has, and why its rows belong together.
async fn grouped<'t>(
    evidence: &Evidence<'t>,
    column: &'t Column,
    pace: &Pace,
) -> Option<(&'t Column, f64, String)> {
    let (fewest, largest, together) = GROUPS;
    let n_rows = evidence.n_rows as f64;
    let is_possible = column.name != evidence.plan.target
        && column.distinct >= fewest
        && n_rows <= largest * column.distinct as f64
        && (column.distinct as f64) < 0.95 * n_rows
        && may_name(column);
    if !is_possible {
        return None;
    }
    let members = members(evidence, column, pace).await;
    let several: Vec<&Vec<u32>> = members.iter().filter(|rows| rows.len() > 1).collect();
    let n: usize = members.iter().map(Vec::len).sum();
    let n_several: usize = several.iter().map(|rows| rows.len()).sum();
    if several.len() < fewest / 5 || (n_several as f64) < together * n as f64 {
        return None;
    }
    let alike = between_groups(evidence, &several);
    pace.after(PASSES * n).await;
    let inputs = more_in_common(evidence, column, &several, pace).await;
    let why = if alike >= ALIKE_TARGETS {
        format!("have alike values of '{}'", evidence.plan.target)
    } else if inputs >= ALIKE_INPUTS {
        "often have most of their inputs in common".to_string()
    } else {
        return None;
    };
    let mut all: Vec<u32> = members.iter().flatten().copied().collect();
    order::ascend(&mut all);
    let plan = Plan { drop_duplicates: false, ..evidence.plan.clone() };
    let split = evidence.split_of(&plan, &all, pace).await?;
    let mut trained: Map<u64, ()> = Map::default();
    split.train.iter().filter_map(|&row| key(column, row as usize)).for_each(|key| {
        trained.insert(key, ());
    });
    let is_shared = |row: &&u32| key(column, **row as usize).is_some_and(|key| trained.contains_key(&key));
    let shared = split.test.iter().filter(is_shared).count() as f64 / split.test.len().max(1) as f64;
    (shared >= together).then_some((column, shared, why))
}

/// Whether a column may name what a row is about: words, or whole numbers called an identifier.
fn may_name(column: &Column) -> bool {
    match &column.values {
        Values::Labels(_) => true,
        Values::Numbers(_) => {
            let name = column.name.as_str();
            let ends = name.ends_with("Id") || name.ends_with("ID") || name.ends_with("_id");
            let is_key = name.eq_ignore_ascii_case("id") || ends;
            (is_key || column.kind == Kind::Identifier) && column.is_whole()
        }
    }
}

/// The rows of each value, without repeated rows, which are dropped or stay in one part; of a large table the rows of some values.
async fn members(evidence: &Evidence<'_>, column: &Column, pace: &Pace) -> Vec<Vec<u32>> {
    let mut known: Map<u64, usize> = Map::default();
    let mut members: Vec<Vec<u32>> = Vec::new();
    let mut repeated: Map<u64, ()> = Map::default();
    let mut add = |row: u32| {
        let Some(key) = key(column, row as usize) else { return };
        // Spread, so that codes given in order make no pattern.
        if evidence.one_in > 1
            && !(key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32).is_multiple_of(evidence.one_in)
        {
            return;
        }
        let place = *known.entry(key).or_insert(members.len());
        if place == members.len() {
            members.push(Vec::new());
        }
        members[place].push(row);
    };
    if evidence.one_in > 1 {
        for first in (0..evidence.table.n_rows).step_by(ROWS) {
            let some = first as u32..evidence.table.n_rows.min(first + ROWS) as u32;
            pace.after(2 * some.len()).await;
            some.filter(|&row| !evidence.value(row).is_nan()).for_each(&mut add);
        }
    } else {
        for some in evidence.hashed.chunks(ROWS) {
            for hashed in some {
                if repeated.insert(hashed.all, ()).is_none() {
                    add(hashed.row);
                }
            }
            pace.after(2 * some.len()).await;
        }
    }
    members
}

/// The share of the target's variance that lies between groups and not within, against what groups at random would have:
/// 1 − (within / (n − groups)) / (all / (n − 1)). Classes: of being of the commonest class of all, one by one too rare to say.
fn between_groups(evidence: &Evidence, groups: &[&Vec<u32>]) -> f64 {
    let n: usize = groups.iter().map(|rows| rows.len()).sum();
    let all: Vec<u32> = groups.iter().flat_map(|rows| rows.iter().copied()).collect();
    let value: Box<dyn Fn(u32) -> f64> = if evidence.is_classification() {
        let counts = evidence.counts(&all);
        let commonest =
            counts.iter().max_by_key(|(class, count)| (**count, **class)).map_or(0, |(class, _)| *class);
        Box::new(move |row| f64::from(u8::from(evidence.value(row) as u64 == commonest)))
    } else {
        Box::new(|row| evidence.value(row))
    };
    let squares = |rows: &[u32]| {
        let mean = metrics::mean(rows.iter().map(|&row| value(row)));
        rows.iter().map(|&row| (value(row) - mean).powi(2)).sum::<f64>()
    };
    let (total, within) = (squares(&all), groups.iter().map(|rows| squares(rows)).sum::<f64>());
    if total <= 0.0 || n <= groups.len() {
        return 0.0;
    }
    1.0 - (within / (n - groups.len()) as f64) / (total / (n - 1) as f64)
}

/// The share of groups whose first two rows have most of their inputs in common, less that of rows of different groups.
async fn more_in_common(evidence: &Evidence<'_>, column: &Column, groups: &[&Vec<u32>], pace: &Pace) -> f64 {
    let inputs: Vec<&&Column> = evidence.inputs.iter().filter(|input| input.name != column.name).collect();
    let most_in_common = |a: u32, b: u32| {
        let is_equal = |input: &&&&Column| key(input, a as usize) == key(input, b as usize);
        let equal = inputs.iter().filter(is_equal).count();
        f64::from(u8::from(2 * equal > inputs.len()))
    };
    let looks = 2 * inputs.len().max(1);
    let some = (STEP / 4 / looks).max(1);
    let (mut within, mut across) = (Vec::with_capacity(groups.len()), Vec::with_capacity(groups.len()));
    for first in (0..groups.len()).step_by(some) {
        for place in first..groups.len().min(first + some) {
            within.push(most_in_common(groups[place][0], groups[place][1]));
            across.extend(groups.get(place + 1).map(|next| most_in_common(groups[place][0], next[0])));
        }
        pace.after(some * 2 * looks).await;
    }
    metrics::mean(within.into_iter()) - metrics::mean(across.into_iter())
}
