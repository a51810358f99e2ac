use super::Encoding;
use super::cells::{Levels, key};
use crate::matrix::Matrix;
use crate::table::{Column, Map, Values};

/// The most levels of a column that get an input of their own.
const MAX_LEVELS: usize = 64;
/// From so many rows on, levels that too few of them have share an input; of fewer rows every level counts.
const POOLED_FROM: usize = 100;
/// Rows that a level needs for an input of its own: one in a thousand, but at least and at most these.
const FEW: (usize, usize) = (2, 10);

/// Of the levels without an input so many are remembered, if all together have no more letters than this: so that one that was
/// never there is told from one that was rare.
const MOST_RARE: (usize, usize) = (1_000, 1 << 14);

/// Learns the levels from `rows`: words with the commonest first, numbers ascending. With those that share an input, in order;
/// none where there are too many to be remembered.
pub fn fit(column: &Column, rows: &[u32]) -> (Encoding, Vec<String>) {
    // How often each value occurs, and the row where it was first.
    let mut counts: Map<u64, (usize, u32)> = Map::default();
    let mut missing = false;
    for &row in rows {
        match key(column, row as usize) {
            Some(key) => counts.entry(key).or_insert((0, row)).0 += 1,
            None => missing = true,
        }
    }
    let least = if rows.len() < POOLED_FROM { 1 } else { (rows.len() / 1_000).clamp(FEW.0, FEW.1) };
    let (mut seen, mut rare): (Vec<_>, Vec<_>) = counts.into_values().partition(|(count, _)| *count >= least);
    // Of equally common ones the first in order, so that the order of the rows does not matter.
    seen.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| ordered(column, a.1, b.1)));
    rare.extend(seen.drain(MAX_LEVELS.min(seen.len())..));
    if matches!(column.values, Values::Numbers(_)) {
        seen.sort_by(|a, b| ordered(column, a.1, b.1));
    }
    let other = !rare.is_empty();
    let text = |(_, row): (usize, u32)| column.text(row as usize).into_owned();
    let levels = seen.into_iter().map(text).collect();
    (Encoding::OneHot { levels, missing, other }, remembered(column, rare))
}

#[inline(never)]
fn remembered(column: &Column, mut rare: Vec<(usize, u32)>) -> Vec<String> {
    if rare.len() > MOST_RARE.0 {
        return Vec::new();
    }
    rare.sort_by(|a, b| ordered(column, a.1, b.1));
    let texts: Vec<String> =
        rare.into_iter().map(|(_, row)| column.text(row as usize).into_owned()).collect();
    if texts.iter().map(String::len).sum::<usize>() > MOST_RARE.1 { Vec::new() } else { texts }
}

/// Numbers ascend, words are in alphabetical order.
fn ordered(column: &Column, a: u32, b: u32) -> std::cmp::Ordering {
    match &column.values {
        Values::Numbers(numbers) => numbers[a as usize].total_cmp(&numbers[b as usize]),
        Values::Labels(_) => column.text(a as usize).cmp(&column.text(b as usize)),
    }
}

/// Cells of levels that were not among the training rows and have no input.
pub struct Unfit {
    cells: usize,
    example: String,
}

impl Unfit {
    pub fn sentence(self, name: &str) -> String {
        let Unfit { cells, example } = self;
        format!(
            "Column '{name}' has {cells} cells with values that the training rows do not have ('{example}'): taken as \
             none of its levels."
        )
    }
}

/// Fills the column's inputs, from input `first` on. A level without an input is one of the others, where there are such.
pub fn encode(
    levels: &[String],
    missing: bool,
    other: bool,
    column: &Column,
    rows: &[u32],
    first: usize,
    inputs: &mut Matrix,
) -> Option<Unfit> {
    let places: Map<&str, u32> =
        levels.iter().enumerate().map(|(place, level)| (level.as_str(), place as u32)).collect();
    let place_of = |text: &str| places.get(text).copied();
    let (missing_place, other_place) = (levels.len(), levels.len() + usize::from(missing));
    let mut numbered = Levels::of(column);
    let mut unfit: Option<Unfit> = None;
    for (place, &row) in rows.iter().enumerate() {
        let row = row as usize;
        let cells = inputs.row_mut(place);
        match numbered.number(row, &place_of) {
            Ok(Some(level)) => cells[first + level as usize] = 1.0,
            Ok(None) if other => cells[first + other_place] = 1.0,
            Ok(None) => {
                let start = || Unfit { cells: 0, example: column.text(row).into_owned() };
                unfit.get_or_insert_with(start).cells += 1;
            }
            Err(()) if missing => cells[first + missing_place] = 1.0,
            Err(()) => {}
        }
    }
    unfit
}
