//! The columns that trees ask about, and the rows' cells as their codes.

use super::boosted::{Feature, level_of};
use super::statistics::{Known, Wanted, counts, ordered};
use super::{Answers, Rows, Settings};
use crate::boosting::{CODES, Codes, TOGETHER, borders};
use crate::chance::Chance;
use crate::matrix::Matrix;
use crate::order;
use crate::pace::{self, Pace, ROWS};

/// Rows that a column's borders are learnt from, at most.
const BORDER_ROWS: usize = 200_000;

/// Classes whose shares are statistics, at most: the commonest.
const SHARES: usize = 8;

/// One column that questions are asked of.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its number for a row. Of levels that are asked about: the first one.
    pub feature: Feature,
    pub borders: Vec<f32>,
    /// Codes that it has.
    pub used: usize,
}

/// All columns: the plain ones, whose codes are the same for every tree, then those of statistics, which differ with the order of
/// the rows.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    pub all: Vec<Column>,
    pub n_plain: usize,
}

/// The rows as codes.
#[derive(Clone, Debug, Default)]
pub struct Coded {
    plain: Vec<Codes>,
    /// One for each order of the rows.
    ordered: Vec<Vec<Codes>>,
}

impl Column {
    /// Whether questions ask for one level, and not for all codes above one.
    pub fn is_level(&self) -> bool {
        matches!(self.feature, Feature::Level { .. })
    }
}

impl Coded {
    /// The codes of all columns in one order, [`TOGETHER`] columns each, as [`Columns::place`] finds them.
    pub fn groups(&self, order: usize) -> Vec<&Codes> {
        self.plain.iter().chain(self.ordered.get(order).into_iter().flatten()).collect()
    }
}

impl Columns {
    /// Which group a column is in, and its place there.
    pub fn place(&self, column: usize) -> (usize, usize) {
        match column.checked_sub(self.n_plain) {
            None => (column / TOGETHER, column % TOGETHER),
            Some(column) => (self.n_plain.div_ceil(TOGETHER) + column / TOGETHER, column % TOGETHER),
        }
    }

    /// How many columns there may be.
    pub fn most(answers: &Answers<'_>, levels: &[usize], n_inputs: usize, settings: &Settings) -> usize {
        let categories = levels.iter().filter(|&&levels| levels > settings.asked_levels).count();
        n_inputs + categories * (1 + wanted(answers).len())
    }

    /// A question about a column as a feature and a border that it has to be above.
    pub fn feature(&self, column: usize, code: u8, is_level: bool) -> (Feature, f32) {
        let column = &self.all[column];
        match (&column.feature, is_level) {
            (Feature::Level { column, .. }, true) => {
                (Feature::Level { column: *column, level: u32::from(code) }, 0.5)
            }
            // Above the lowest code: not missing.
            (feature, _) if code == 0 => (feature.clone(), f32::MIN),
            (feature, _) => (feature.clone(), column.borders[usize::from(code) - 1]),
        }
    }

    /// Learns the columns from training rows, and makes codes of them. `levels`: of each column of the inputs, 0 for numbers.
    /// `weights`: of mean 1.
    pub async fn fit(
        rows: &Rows<'_>,
        targets: &[f32],
        weights: &[f32],
        levels: &[usize],
        settings: &Settings,
        chance: &mut Chance,
        pace: &Pace,
    ) -> (Columns, Coded) {
        let inputs = rows.inputs;
        let mut columns = Columns::default();
        let known = Known { targets, weights };
        let mut statistics = Vec::new();
        let most = settings.borders.clamp(1, CODES - 2);
        for column in 0..inputs.n_cols() {
            let n_levels = levels.get(column).copied().unwrap_or(0);
            if n_levels == 0 {
                columns.all.extend(number(inputs, column, most, pace).await);
            } else if n_levels <= settings.asked_levels.min(15) {
                let feature = Feature::Level { column: column as u32, level: 0 };
                columns.all.push(Column { feature, borders: Vec::new(), used: n_levels + 1 });
            } else {
                statistics.push((column, n_levels));
                columns.all.extend(count(inputs, column, n_levels, most, known, pace).await);
            }
        }
        columns.n_plain = columns.all.len();
        let mut coded = Coded {
            plain: columns.codes(inputs, 0..columns.n_plain, levels, pace).await,
            ordered: Vec::new(),
        };
        if statistics.is_empty() || inputs.n_rows() == 0 {
            return (columns, coded);
        }
        let wanted = wanted(&rows.answers);
        let n_columns = statistics.len() * wanted.len();
        let mut order: Vec<u32> = (0..inputs.n_rows() as u32).collect();
        for turn in 0..settings.orders.clamp(1, 16) {
            pace::shuffle(&mut order, chance, pace).await;
            let mut groups = empty_groups(inputs.n_rows(), n_columns);
            let mut place = 0;
            for &(column, n_levels) in &statistics {
                let of_rows = level_column(inputs, column, n_levels, pace).await;
                for &wanted in &wanted {
                    let (of_rows, of_levels) =
                        ordered(&of_rows, n_levels + 1, known, wanted, &order, pace).await;
                    if turn == 0 {
                        let borders = learnt(&of_rows, most, pace).await;
                        let feature = Feature::Statistic { column: column as u32, values: of_levels };
                        columns.all.push(Column { feature, used: borders.len() + 2, borders });
                    }
                    let own = &columns.all[columns.n_plain + place];
                    let codes = &mut groups[place / TOGETHER];
                    for (chunk, some) in of_rows.chunks(ROWS).enumerate() {
                        codes.fill(place % TOGETHER, chunk * ROWS, some, &own.borders);
                        pace.after(some.len()).await;
                    }
                    place += 1;
                }
            }
            coded.ordered.push(groups);
        }
        (columns, coded)
    }

    /// New rows as codes, with the statistics of all training rows.
    pub async fn encode(&self, inputs: &Matrix, levels: &[usize], pace: &Pace) -> Coded {
        let plain = self.codes(inputs, 0..self.n_plain, levels, pace).await;
        let ordered = self.codes(inputs, self.n_plain..self.all.len(), levels, pace).await;
        Coded { plain, ordered: vec![ordered] }
    }

    async fn codes(
        &self,
        inputs: &Matrix,
        columns: std::ops::Range<usize>,
        levels: &[usize],
        pace: &Pace,
    ) -> Vec<Codes> {
        let mut groups = empty_groups(inputs.n_rows(), columns.len());
        for (place, column) in self.all[columns].iter().enumerate() {
            let codes = &mut groups[place / TOGETHER];
            let mut first = 0;
            while first < inputs.n_rows() {
                let end = inputs.n_rows().min(first + ROWS);
                match column.feature {
                    Feature::Level { column: of, .. } => {
                        let n_levels = levels.get(of as usize).copied().unwrap_or(0);
                        for row in first..end {
                            let level = level_of(inputs.row(row)[of as usize], n_levels);
                            codes.set(row, place % TOGETHER, level as u8);
                        }
                    }
                    _ => {
                        let numbers: Vec<f32> =
                            (first..end).map(|row| column.feature.of(inputs.row(row))).collect();
                        codes.fill(place % TOGETHER, first, &numbers, &column.borders);
                    }
                }
                pace.after(end - first).await;
                first = end;
            }
        }
        groups
    }
}

fn empty_groups(n_rows: usize, n_columns: usize) -> Vec<Codes> {
    let firsts = (0..n_columns).step_by(TOGETHER);
    firsts.map(|first| Codes::zeros(n_rows, TOGETHER.min(n_columns - first))).collect()
}

/// A column of numbers; none where they do not vary.
async fn number(inputs: &Matrix, column: usize, most: usize, pace: &Pace) -> Option<Column> {
    let mut numbers = Vec::with_capacity(inputs.n_rows());
    for row in 0..inputs.n_rows() {
        numbers.push(inputs.row(row)[column]);
        if row % ROWS == 0 {
            pace.after(ROWS).await;
        }
    }
    let borders = learnt(&numbers, most, pace).await;
    let missing = numbers.iter().filter(|number| number.is_nan()).count();
    let varies = !borders.is_empty() || (missing > 0 && missing < numbers.len());
    let feature = Feature::Number { column: column as u32 };
    varies.then(|| Column { feature, used: borders.len() + 2, borders })
}

/// A category's levels by how common they are; none where all are equally so.
async fn count(
    inputs: &Matrix,
    column: usize,
    n_levels: usize,
    most: usize,
    known: Known<'_>,
    pace: &Pace,
) -> Option<Column> {
    let of_rows = level_column(inputs, column, n_levels, pace).await;
    let counts = counts(&of_rows, n_levels + 1, known);
    let numbers: Vec<f32> = of_rows.iter().map(|&level| counts[level as usize]).collect();
    pace.after(2 * numbers.len()).await;
    let borders = learnt(&numbers, most, pace).await;
    let feature = Feature::Statistic { column: column as u32, values: counts };
    (!borders.is_empty()).then(|| Column { feature, used: borders.len() + 2, borders })
}

/// Borders of numbers, of evenly spaced rows where there are many.
async fn learnt(numbers: &[f32], most: usize, pace: &Pace) -> Vec<f32> {
    let step = numbers.len().div_ceil(BORDER_ROWS).max(1);
    let mut some: Vec<f64> = numbers
        .iter()
        .step_by(step)
        .filter(|number| !number.is_nan())
        // Adding zero makes one zero of the two.
        .map(|&number| f64::from(number.clamp(f32::MIN, f32::MAX)) + 0.0)
        .collect();
    pace::ascend(&mut some, pace).await;
    pace.after(some.len()).await;
    borders(&some, most)
}

/// The level of each row's cell.
async fn level_column(inputs: &Matrix, column: usize, n_levels: usize, pace: &Pace) -> Vec<u32> {
    let mut levels = Vec::with_capacity(inputs.n_rows());
    for row in 0..inputs.n_rows() {
        levels.push(level_of(inputs.row(row)[column], n_levels) as u32);
        if row % ROWS == 0 {
            pace.after(ROWS).await;
        }
    }
    levels
}

/// The statistics that a category has. Of two classes one share says both.
fn wanted(answers: &Answers<'_>) -> Vec<Wanted> {
    let Answers::Classes { numbers, n_classes } = *answers else { return vec![Wanted::Mean] };
    if n_classes == 2 {
        return vec![Wanted::Share(1)];
    }
    let mut counts: Vec<(usize, u32)> = (0..n_classes as u32).map(|class| (0, class)).collect();
    for &class in numbers {
        if let Some((count, _)) = counts.get_mut(class as usize) {
            *count += 1;
        }
    }
    order::sort_by(&mut counts, |one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    counts.truncate(SHARES);
    counts.into_iter().map(|(_, class)| Wanted::Share(class)).collect()
}
