//! What the target asks for.

use super::evidence::Evidence;
use super::words::{count, counted, names, percent};
use super::{Concern, Finding, Remedy};
use crate::dataset::SplitRule;
use crate::metrics;
use crate::order;

/// A class that has less than this share of what it would have if all were alike is rare.
const RARE: f64 = 0.1;
/// More classes than these are not looked at one by one.
const MANY_CLASSES: usize = 50;
/// The largest standard error of an accuracy of 80 % that says enough, in points; with R² as many rows are wanted.
const WIDEST: f64 = 5.0;
/// From this skewness on a target has a long tail.
const LONG_TAIL: f64 = 1.0;

/// Some classes are far rarer than others.
pub fn imbalance(evidence: &Evidence) -> Option<Finding> {
    if !evidence.is_classification() {
        return None;
    }
    let counts = evidence.counts(&evidence.rows);
    let n_classes = counts.len();
    let (&rarest, &least) = counts.iter().min_by_key(|(class, count)| (**count, **class))?;
    let share = least as f64 / evidence.rows.len() as f64;
    if n_classes > MANY_CLASSES || share * n_classes as f64 >= RARE {
        return None;
    }
    let (&commonest, &most) = counts.iter().max_by_key(|(class, count)| (**count, u64::MAX - **class))?;
    let mut remedies = Vec::new();
    if !evidence.plan.balance_classes {
        remedies.push(Remedy::BalanceClasses);
    }
    if evidence.plan.split == SplitRule::Random {
        remedies.push(Remedy::Stratify);
    }
    let sentence = format!(
        "{} of the rows{} are '{}'. Always answering '{}' is right on {}, so accuracy alone says little.",
        percent(share),
        evidence.sampled(),
        level(evidence, rarest),
        level(evidence, commonest),
        percent(most as f64 / evidence.rows.len() as f64)
    );
    Some(Finding {
        concern: Concern::Imbalance,
        sentence,
        column: Some(evidence.plan.target.clone()),
        remedies,
    })
}

/// The text of a class.
fn level(evidence: &Evidence, class: u64) -> String {
    let row = evidence.rows.iter().find(|&&row| evidence.value(row) as u64 == class);
    row.map_or(String::new(), |&row| evidence.target.text(row as usize).into_owned())
}

/// The test part is too small to tell much.
pub fn small_test(evidence: &Evidence) -> Option<Finding> {
    let rows = evidence.test_rows();
    // √(0.8 · 0.2 / n), in points.
    let points = 100.0 * (0.16 / rows.max(1) as f64).sqrt();
    if points <= WIDEST {
        return None;
    }
    let can_fold = evidence.plan.fold.is_none() && !matches!(evidence.plan.split, SplitRule::Given(_));
    let of_what = match evidence.is_classification() {
        true => format!("an accuracy of 80 % on them has a standard error of {points:.1} points"),
        false => "R² on so few depends much on which they are".to_string(),
    };
    let advice = if can_fold { " Cross-validation tests on every row." } else { "" };
    Some(Finding {
        concern: Concern::SmallTest,
        sentence: format!("The test part has {}: {of_what}.{advice}", counted(rows, "row")),
        column: None,
        remedies: if can_fold { vec![Remedy::CrossValidate(5)] } else { vec![] },
    })
}

/// Classes of the test part that training does not see.
pub fn unseen(evidence: &Evidence) -> Option<Finding> {
    // In a sample a rare class may be missing by chance.
    if !evidence.is_classification() || !evidence.sampled().is_empty() {
        return None;
    }
    let trained = evidence.counts(&evidence.split.train);
    let mut tested: Vec<(u64, usize)> = evidence.counts(&evidence.split.test).into_iter().collect();
    tested.retain(|(class, _)| !trained.contains_key(class));
    if tested.is_empty() {
        return None;
    }
    order::sort_by(&mut tested, Ord::cmp);
    let rows: usize = tested.iter().map(|(_, count)| count).sum();
    let levels: Vec<String> = tested.iter().map(|(class, _)| level(evidence, *class)).collect();
    let stratify = evidence.plan.split == SplitRule::Random;
    let sentence = format!(
        "{} of the test rows {} {} that no training row has: {}. The network cannot learn {}.",
        count(rows),
        if rows == 1 { "has a" } else { "have" },
        if tested.len() == 1 { "class" } else { "classes" },
        names(&levels),
        if tested.len() == 1 { "it" } else { "them" }
    );
    let sentence =
        sentence.replace("have class that", "have a class that").replace("has a classes", "has classes");
    Some(Finding {
        concern: Concern::UnseenTargets,
        sentence,
        column: Some(evidence.plan.target.clone()),
        remedies: if stratify { vec![Remedy::Stratify] } else { vec![] },
    })
}

/// A target from 0 up with a long tail that its logarithm has not.
pub fn skew(evidence: &Evidence) -> Option<Finding> {
    let plan = evidence.plan;
    if evidence.is_classification() || plan.log_target || plan.from_zero {
        return None;
    }
    let values = || evidence.rows.iter().map(|&row| evidence.value(row));
    if values().any(|value| value < 0.0) {
        return None;
    }
    let plain = skewness(values())?;
    // The platform's logarithm is good enough for a proposal, which changes no bits by itself.
    let of_log = skewness(values().map(f64::ln_1p))?;
    if plain < LONG_TAIL || of_log.abs() > plain / 2.0 {
        return None;
    }
    let target = &plan.target;
    Some(Finding {
        concern: Concern::SkewedTarget,
        sentence: format!(
            "'{target}' has a long tail (skewness {plain:.1}, of its logarithm {of_log:.1}): a few large values count most. \
             Trained on the logarithm, errors count by their ratio."
        ),
        column: Some(target.clone()),
        remedies: vec![Remedy::LogTarget],
    })
}

/// The third standardised moment; `None` where nothing varies.
fn skewness(values: impl Iterator<Item = f64> + Clone) -> Option<f64> {
    let mean = metrics::mean(values.clone());
    let moment = |power: i32| metrics::mean(values.clone().map(|value| (value - mean).powi(power)));
    let variance = moment(2);
    (variance > 0.0).then(|| moment(3) / variance.powf(1.5)).filter(|skewness| skewness.is_finite())
}
