//! Rows that repeat others, or contradict them.

use super::evidence::{Evidence, Hashed};
use super::words::{count, percent};
use super::{Concern, Finding, Remedy};
use crate::dataset::Plan;
use crate::pace::{Pace, order_of};
use crate::table::Map;

/// From this share of the rows on it is told.
const WORTH_TELLING: f64 = 0.01;

/// Rows that repeat an earlier one in every input and the target, what dropping them does, and how many test rows have an equal
/// among the training rows where equal rows are not kept in one part.
pub async fn duplicates(evidence: &Evidence<'_>, pace: &Pace) -> Option<Finding> {
    let (repeated, is_dropped) = (evidence.repeated, evidence.drops);
    if evidence.repeats_are_expected || (repeated as f64) < WORTH_TELLING * evidence.n_rows as f64 {
        return None;
    }
    let (straddling, parts_equals) = straddling(evidence, pace).await?;
    let straddling = (straddling > 0.0).then(|| percent(straddling));
    let about = if evidence.one_in > 1 { "About " } else { "" };
    let n_rows = count(evidence.n_rows);
    let repeat = match repeated {
        1 => format!("{about}1 of {n_rows} rows repeats another"),
        _ => format!("{about}{} of {n_rows} rows repeat others", count(repeated)),
    };
    let left = count(evidence.n_rows.saturating_sub(repeated));
    let sentence = match (is_dropped, straddling) {
        (true, _) if parts_equals => format!(
            "{repeat} and are left out: {left} are left. Kept, they would be taken as different cases and could stand in more \
             than one part, since so few rows are different or one occurs so often."
        ),
        (false, share) if parts_equals => format!(
            "{repeat}. So few rows are different, or one occurs so often, that equal rows are taken as different cases and may \
             stand in more than one part: {} of the test rows stand in the training part too. Dropping them would leave {left} \
             rows.",
            share.unwrap_or_else(|| percent(0.0))
        ),
        (true, None) => {
            format!("{repeat} and are left out: {left} are left. Kept, equal rows would stay in one part.")
        }
        (true, Some(share)) => format!(
            "{repeat} and are left out: {left} are left. Kept, {share} of the test rows would stand in the training part too."
        ),
        (false, None) => format!(
            "{repeat}. They are kept, equal rows in one part, so that none is tested that was trained on; what occurs often \
             counts more. Dropping them would leave {left} rows."
        ),
        (false, Some(share)) => format!(
            "{repeat}, and {share} of the test rows stand in the training part too: the score looks better than it is. \
             Dropping them would leave {left} rows."
        ),
    };
    let remedies = match is_dropped {
        true => vec![Remedy::MeasureDuplicates],
        false => vec![Remedy::DropDuplicates, Remedy::MeasureDuplicates],
    };
    Some(Finding { concern: Concern::DuplicateRows, sentence, column: None, remedies })
}

/// The share of the test rows that have an equal among the training rows where repeated rows are kept, and whether equal rows
/// are parted by chance then.
async fn straddling(evidence: &Evidence<'_>, pace: &Pace) -> Option<(f64, bool)> {
    let hashed = &evidence.hashed;
    let rows: Vec<u32> = hashed.iter().map(|hashed| hashed.row).collect();
    let plan = Plan { drop_duplicates: false, ..evidence.plan.clone() };
    let split = evidence.split_of(&plan, &rows, pace).await?;
    // Both ascend.
    let mut tested = split.test.iter().peekable();
    let is_tested: Vec<bool> = rows.iter().map(|row| tested.next_if_eq(&row).is_some()).collect();
    let mut trained: Map<u64, ()> = Map::default();
    let mut trains = split.train.iter().peekable();
    for hashed in hashed {
        if trains.next_if_eq(&&hashed.row).is_some() {
            trained.insert(hashed.all, ());
        }
    }
    let of_test = hashed.iter().zip(&is_tested).filter(|(_, is_tested)| **is_tested);
    let straddling = of_test.filter(|(hashed, _)| trained.contains_key(&hashed.all)).count();
    Some((straddling as f64 / split.test.len().max(1) as f64, split.parts_equals))
}

/// Rows with equal inputs and another target: how many, and what the best network could reach.
pub async fn contradictions(evidence: &Evidence<'_>, pace: &Pace) -> Option<Finding> {
    // By inputs, so that those of a group stand together, in the order of the rows.
    let keys: Vec<u64> = evidence.hashed.iter().map(|hashed| hashed.inputs).collect();
    let order = order_of(&keys, pace).await;
    let mut hashed: Vec<Hashed> = order.into_iter().map(|place| evidence.hashed[place as usize]).collect();
    if evidence.drops {
        let mut known: Map<u64, ()> = Map::default();
        hashed.retain(|hashed| known.insert(hashed.all, ()).is_none());
    }
    let (mut contradicting, mut right, mut within) = (0, 0, 0.0);
    for group in hashed.chunk_by(|a, b| a.inputs == b.inputs) {
        let rows: Vec<u32> = group.iter().map(|hashed| hashed.row).collect();
        let first = evidence.value(rows[0]);
        if rows.iter().any(|&row| evidence.value(row) != first) {
            contradicting += rows.len();
            within += evidence.variance(&rows) * rows.len() as f64;
        }
        if evidence.is_classification() {
            right +=
                if rows.len() == 1 { 1 } else { evidence.counts(&rows).into_values().max().unwrap_or(0) };
        }
    }
    let n = hashed.len().max(1) as f64;
    let share = contradicting as f64 / n;
    let rows: Vec<u32> = hashed.iter().map(|hashed| hashed.row).collect();
    let best = match evidence.is_classification() {
        true => right as f64 / n,
        false => 1.0 - within / n / evidence.variance(&rows).max(f64::MIN_POSITIVE),
    };
    if share < WORTH_TELLING || best > 1.0 - WORTH_TELLING {
        return None;
    }
    let target = &evidence.plan.target;
    let most = match evidence.is_classification() {
        true => format!("At most {} of these rows can be answered rightly", percent(best)),
        false => format!("No model can reach an R² above {best:.2} on these rows"),
    };
    let sentence = format!(
        "{} of the rows have the same inputs as another row and a different '{target}'. {most}; further columns would \
         help more than a larger network.",
        percent(share)
    );
    Some(Finding { concern: Concern::ContradictoryRows, sentence, column: None, remedies: vec![] })
}
