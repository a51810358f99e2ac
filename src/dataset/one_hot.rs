use super::Encoding;
use super::cells::{Levels, key};
use crate::matrix::Matrix;
use crate::order;
use crate::pace::{Pace, ROWS};
use crate::table::{Column, Map, Values};

/// The most levels of a column that get an input of their own.
const MAX_LEVELS: usize = 64;
/// The same where each level is a number, and not an input.
const MOST_CODED: usize = 4_096;
/// From so many rows on, levels that too few of them have share an input; of fewer rows every level counts.
const POOLED_FROM: usize = 100;
/// Rows that a level needs for an input of its own: one in a thousand, but at least and at most these.
const FEW: (usize, usize) = (2, 10);

/// Operations that a cell takes which is looked up by its value.
const LOOK_UP: usize = 4;

/// Of the levels without an input so many are remembered, if all together have no more letters than this: so that one that was
/// never there is told from one that was rare.
const MOST_RARE: (usize, usize) = (1_000, 1 << 14);

/// Learns the levels from `rows`: words with the commonest first, numbers ascending. With those that share an input, in order;
/// none where there are too many to be remembered.
///
/// `coded`: whether they are numbered, and need no input each.
pub async fn fit(column: &Column, rows: &[u32], coded: bool, pace: &Pace) -> (Encoding, Vec<String>) {
    // How often each value occurs, and the row where it was first.
    let mut counts: Map<u64, (usize, u32)> = Map::default();
    let mut missing = false;
    for some in rows.chunks(ROWS) {
        for &row in some {
            match key(column, row as usize) {
                Some(key) => counts.entry(key).or_insert((0, row)).0 += 1,
                None => missing = true,
            }
        }
        pace.after(some.len() * LOOK_UP).await;
    }
    let most = if coded { MOST_CODED } else { MAX_LEVELS };
    let least = if rows.len() < POOLED_FROM {
        1
    } else if coded {
        FEW.0
    } else {
        (rows.len() / 1_000).clamp(FEW.0, FEW.1)
    };
    let (mut seen, mut rare) = (Vec::new(), Vec::new());
    let mut looked = 0;
    for count in counts.into_values() {
        let left_out =
            if count.0 >= least { keep_commonest(&mut seen, count, most, column) } else { Some(count) };
        rare.extend(left_out);
        looked += 1;
        if looked % ROWS == 0 {
            pace.after(ROWS * LOOK_UP).await;
        }
    }
    if matches!(column.values, Values::Numbers(_)) {
        order::sort_by(&mut seen, |one, other| ordered(column, one.1, other.1));
    }
    let other = !rare.is_empty();
    let text = |(_, row): (usize, u32)| column.text(row as usize).into_owned();
    let levels = seen.into_iter().map(text).collect();
    (Encoding::OneHot { levels, missing, other }, remembered(column, rare))
}

fn remembered(column: &Column, mut rare: Vec<(usize, u32)>) -> Vec<String> {
    if rare.len() > MOST_RARE.0 {
        return Vec::new();
    }
    order::sort_by(&mut rare, |one, other| ordered(column, one.1, other.1));
    let texts: Vec<String> =
        rare.into_iter().map(|(_, row)| column.text(row as usize).into_owned()).collect();
    if texts.iter().map(String::len).sum::<usize>() > MOST_RARE.1 { Vec::new() } else { texts }
}

/// Puts a value into its place among the commonest, the commonest first; returns the one for which there is no room any more.
/// Of equally common ones the first in order, so that the order of the rows does not matter.
fn keep_commonest(
    seen: &mut Vec<(usize, u32)>,
    count: (usize, u32),
    most: usize,
    column: &Column,
) -> Option<(usize, u32)> {
    let place = seen.partition_point(|known| {
        known.0 > count.0 || (known.0 == count.0 && ordered(column, known.1, count.1).is_lt())
    });
    seen.insert(place, count);
    if seen.len() > most { seen.pop() } else { None }
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
        let cells = if cells == 1 { "1 cell".to_string() } else { format!("{cells} cells") };
        format!(
            "Column '{name}' has {cells} with values that the training rows do not have ('{example}'): taken as \
             none of its levels."
        )
    }
}

/// Fills the column's inputs, from input `first` on. A level without an input is one of the others, where there are such.
#[allow(clippy::too_many_arguments)]
pub async fn encode(
    levels: &[String],
    missing: bool,
    other: bool,
    coded: bool,
    column: &Column,
    rows: &[u32],
    first: usize,
    inputs: &mut Matrix,
    pace: &Pace,
) -> Option<Unfit> {
    let places: Map<&str, u32> =
        levels.iter().enumerate().map(|(place, level)| (level.as_str(), place as u32)).collect();
    let place_of = |text: &str| places.get(text).copied();
    let (missing_place, other_place) = (levels.len(), levels.len() + usize::from(missing));
    let others = levels.len() as u32;
    let mut numbered = Levels::of(column);
    let mut unfit: Option<Unfit> = None;
    for (nth, some) in rows.chunks(ROWS).enumerate() {
        for (place, &row) in some.iter().enumerate() {
            let row = row as usize;
            let cells = inputs.row_mut(nth * ROWS + place);
            if coded {
                let level = numbered.number(row, &place_of).map(|level| level.or(other.then_some(others)));
                cells[first] = level.ok().flatten().map_or(f32::NAN, |level| level as f32);
                continue;
            }
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
        pace.after(some.len() * LOOK_UP).await;
    }
    unfit
}
