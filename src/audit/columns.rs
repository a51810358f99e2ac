//! Input columns that say nothing, or too much.

use super::evidence::Evidence;
use super::words::{names, percent};
use super::{Concern, Finding, Looks, Remedy};
use crate::dataset::{at_share, key, numbers};
use crate::metrics;
use crate::table::{Column, Kind, Map, Values};

/// One value in so many rows is nearly constant.
const NEAR_CONSTANT: f64 = 0.99;
/// Fewer rows cannot tell that a column is nearly constant, or that it gives the target away.
const FEW_ROWS: usize = 100;
/// A column that explains more than this by itself gives the target away.
const LEAK_R2: f64 = 0.99;
/// For classes: the share of the baseline's errors that may be left, and the errors that may be left at all.
const LEAK_ERRORS: (f64, f64) = (0.03, 0.01);
/// So often are the rows gone over to tell whether a column does: they are sorted, put into steps, learnt from and answered.
const PASSES: usize = 8;
/// The most steps that a number is put into to predict from it alone, and the fewest rows of each.
const STEPS: (usize, usize) = (64, 8);

/// A kind that a person gave, else the column's own.
fn kind(evidence: &Evidence, column: &Column) -> Kind {
    evidence.plan.kinds.get(&column.name).copied().unwrap_or(column.kind)
}

/// Columns that name the row.
pub fn identifiers(evidence: &Evidence) -> Vec<Finding> {
    let is_one = |column: &&&Column| {
        let many = column.distinct * 10 > evidence.n_rows * 9 && matches!(column.values, Values::Labels(_));
        column.kind == Kind::Identifier || (many && evidence.n_rows >= FEW_ROWS)
    };
    let finding = |column: &&Column| Finding {
        concern: Concern::Identifier,
        sentence: format!(
            "Column '{}' has a value of its own in nearly every row: it names the row and says nothing about new ones.",
            column.name
        ),
        column: Some(column.name.clone()),
        remedies: vec![Remedy::LeaveOut(column.name.clone())],
    };
    evidence.inputs.iter().filter(is_one).map(finding).collect()
}

/// Columns of which nearly all rows have the same value: one finding for all, since they rarely do harm.
pub async fn near_constants(evidence: &Evidence<'_>, looks: &Looks<'_>) -> Option<Finding> {
    if evidence.rows.len() < FEW_ROWS {
        return None;
    }
    let is_one = |column: &Column| {
        if column.distinct < 2 && column.missing == 0 {
            return true;
        }
        let mut counts: Map<Option<u64>, usize> = Map::default();
        evidence.rows.iter().for_each(|&row| *counts.entry(key(column, row as usize)).or_insert(0) += 1);
        let most = counts.into_values().max().unwrap_or(0);
        most as f64 >= NEAR_CONSTANT * evidence.rows.len() as f64
    };
    let mut found: Vec<String> = Vec::new();
    for column in &evidence.inputs {
        if is_one(column) {
            found.push(column.name.clone());
        }
        looks.after(evidence.rows.len()).await;
    }
    if found.is_empty() {
        return None;
    }
    let (has, it) = if found.len() == 1 { ("Column", "It says") } else { ("Columns", "They say") };
    let sentence = format!(
        "{has} {} {} the same value in at least {} of the rows{}. {it} little; leaving out is rarely a loss.",
        names(&found),
        if found.len() == 1 { "has" } else { "have" },
        percent(NEAR_CONSTANT).replace(".0", ""),
        evidence.sampled()
    );
    let column = (found.len() == 1).then(|| found[0].clone());
    Some(Finding {
        concern: Concern::NearConstant,
        sentence,
        column,
        remedies: found.into_iter().map(Remedy::LeaveOut).collect(),
    })
}

/// Whole numbers that seem to stand for categories.
pub fn codes(evidence: &Evidence) -> Option<Finding> {
    let found: Vec<&&Column> =
        evidence.inputs.iter().filter(|column| kind(evidence, column) == Kind::Code).collect();
    let found: Vec<String> = found.iter().map(|column| column.name.clone()).collect();
    let (subject, verb) = match found.len() {
        0 => return None,
        1 => (format!("Column {}", names(&found)), "holds"),
        _ => (format!("Columns {}", names(&found)), "hold"),
    };
    Some(Finding {
        concern: Concern::Codes,
        sentence: format!(
            "{subject} {verb} whole numbers that seem to stand for categories. As numbers, 2 lies between 1 and 3; as \
             categories each value has an input of its own."
        ),
        column: (found.len() == 1).then(|| found[0].clone()),
        remedies: found.into_iter().map(|name| Remedy::TakeAs(name, Kind::Category)).collect(),
    })
}

/// Columns that give the target away: what a single one predicts, learnt from training rows and scored on test rows.
pub async fn leaks(evidence: &Evidence<'_>, looks: &Looks<'_>) -> Vec<Finding> {
    let (train, test) = (&evidence.split.train, &evidence.split.test);
    if train.len() + test.len() < FEW_ROWS || test.len() < FEW_ROWS / 5 {
        return Vec::new();
    }
    let mut found = Vec::new();
    for column in &evidence.inputs {
        found.extend(leak(evidence, column));
        looks.after(PASSES * evidence.rows.len()).await;
    }
    found
}

fn leak(evidence: &Evidence, column: &Column) -> Option<Finding> {
    let (train, test) = (&evidence.split.train, &evidence.split.test);
    let bins = Bins::of(evidence, column, train);
    let told = if evidence.is_classification() {
        let wrong = 1.0 - bins.accuracy(evidence, train, test);
        let baseline = 1.0 - evidence.commonest_share(test);
        let (left, most) = LEAK_ERRORS;
        if wrong > left * baseline || wrong > most || baseline <= 0.0 {
            return None;
        }
        format!(
            "is right on {} of the test rows, and the commonest class alone on {}",
            percent(1.0 - wrong),
            percent(1.0 - baseline)
        )
    } else {
        let r2 = bins.r2(evidence, train, test)?;
        if r2 < LEAK_R2 {
            return None;
        }
        format!("explains {} of its variance (R² {r2:.3})", percent(r2))
    };
    Some(Finding {
        concern: Concern::Leak,
        sentence: format!(
            "Column '{}' alone gives '{}' away: it {told}{}. If it is only known afterwards, leave it out.",
            column.name,
            evidence.plan.target,
            evidence.sampled()
        ),
        column: Some(column.name.clone()),
        remedies: vec![Remedy::LeaveOut(column.name.clone())],
    })
}

/// What a row's cell is taken for: a step of numbers, or a level.
struct Bins<'t> {
    column: &'t Column,
    numbers: Option<std::borrow::Cow<'t, [f64]>>,
    /// Where one step ends and the next begins, ascending.
    edges: Vec<f64>,
}

impl<'t> Bins<'t> {
    fn of(evidence: &Evidence, column: &'t Column, train: &[u32]) -> Bins<'t> {
        let is_numeric = matches!(column.values, Values::Numbers(_));
        if !is_numeric {
            return Bins { column, numbers: None, edges: Vec::new() };
        }
        let numbers = numbers(column, column.kind, evidence.table.dialect.decimal);
        let mut present: Vec<f64> =
            train.iter().map(|&row| numbers[row as usize]).filter(|number| !number.is_nan()).collect();
        metrics::ascend(&mut present);
        let (most, fewest) = STEPS;
        let steps = (present.len() / fewest).clamp(1, most);
        let mut edges: Vec<f64> =
            (1..steps).map(|step| at_share(&present, step as f64 / steps as f64)).collect();
        edges.dedup();
        Bins { column, numbers: Some(numbers), edges }
    }

    fn bin(&self, row: u32) -> u64 {
        match &self.numbers {
            Some(numbers) if numbers[row as usize].is_nan() => u64::MAX,
            Some(numbers) => self.edges.partition_point(|&edge| edge <= numbers[row as usize]) as u64,
            None => key(self.column, row as usize).unwrap_or(u64::MAX),
        }
    }

    /// Of each bin's commonest class. A bin that training does not have is answered wrongly.
    fn accuracy(&self, evidence: &Evidence, train: &[u32], test: &[u32]) -> f64 {
        let mut of_bin: Map<u64, Map<u64, usize>> = Map::default();
        for &row in train {
            let class = evidence.value(row) as u64;
            *of_bin.entry(self.bin(row)).or_default().entry(class).or_insert(0) += 1;
        }
        let answer = |counts: &Map<u64, usize>| {
            counts.iter().max_by_key(|(class, count)| (**count, **class)).map(|(class, _)| *class)
        };
        let answers: Map<u64, Option<u64>> =
            of_bin.iter().map(|(bin, counts)| (*bin, answer(counts))).collect();
        let is_right = |row: &&u32| {
            answers.get(&self.bin(**row)).copied().flatten() == Some(evidence.value(**row) as u64)
        };
        test.iter().filter(is_right).count() as f64 / test.len().max(1) as f64
    }

    /// Of a straight line within each step, or of each level's mean: steps alone would miss what follows the number closely.
    fn r2(&self, evidence: &Evidence, train: &[u32], test: &[u32]) -> Option<f64> {
        let overall = metrics::mean(train.iter().map(|&row| evidence.value(row)));
        let x = |row: u32| self.numbers.as_ref().map_or(0.0, |numbers| numbers[row as usize]);
        let mut of_bin: Map<u64, [f64; 5]> = Map::default();
        for &row in train {
            let (x, y) = (if x(row).is_nan() { 0.0 } else { x(row) }, evidence.value(row));
            let sums = of_bin.entry(self.bin(row)).or_default();
            [1.0, x, y, x * x, x * y].iter().zip(sums).for_each(|(term, sum)| *sum += term);
        }
        let predict = |row: u32| {
            let Some([n, x_sum, y_sum, xx, xy]) = of_bin.get(&self.bin(row)).copied() else { return overall };
            let (x_mean, y_mean) = (x_sum / n, y_sum / n);
            let spread = xx / n - x_mean * x_mean;
            let at = x(row);
            if spread <= 1e-12 * (x_mean * x_mean + 1e-300) || at.is_nan() {
                return y_mean;
            }
            y_mean + (xy / n - x_mean * y_mean) / spread * (at - x_mean)
        };
        let predicted: Vec<f64> = test.iter().map(|&row| predict(row)).collect();
        let actual: Vec<f64> = test.iter().map(|&row| evidence.value(row)).collect();
        metrics::r2(&predicted, &actual).filter(|r2| r2.is_finite())
    }
}
