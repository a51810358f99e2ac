//! What members have in common: what they predict, and the columns that they need.

use super::{Member, ModelError};
use crate::dataset::{ColumnEncoder, TargetEncoder};
use crate::table::Map;

/// A column that new rows must have, and the members' inputs that are made of it.
#[derive(Clone, Debug, PartialEq)]
pub struct InputColumn {
    /// As the first member that needs it encodes it, but with the range of all: what is told of a cell is told by this.
    pub encoder: ColumnEncoder,
    pub uses: Vec<Use>,
    /// Whether a missing cell is not the same to all of them.
    pub fills_differ: bool,
}

/// One member's encoding of a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Use {
    pub member: usize,
    /// The place among the member's columns.
    pub column: usize,
    /// The first of the inputs that it makes.
    pub first: usize,
}

/// The columns of a single member.
pub fn columns_of_one(member: &Member) -> Vec<InputColumn> {
    let mut first = 0;
    let column = |(place, column): (usize, &ColumnEncoder)| {
        let uses = vec![Use { member: 0, column: place, first }];
        first += column.width();
        InputColumn { encoder: column.clone(), uses, fills_differ: false }
    };
    member.encoder.columns.iter().enumerate().map(column).collect()
}

/// The columns of all members, in the order of the first member; those that it lacks follow.
pub fn columns_of(members: &[Member]) -> Result<Vec<InputColumn>, ModelError> {
    let mut columns: Vec<InputColumn> = Vec::new();
    let mut places: Map<&str, usize> = Map::default();
    for (number, member) in members.iter().enumerate() {
        let mut first = 0;
        for (place, column) in member.encoder.columns.iter().enumerate() {
            let this = Use { member: number, column: place, first };
            first += column.width();
            match places.get(column.name.as_str()).map(|&place| &mut columns[place]) {
                // Twice in one member: its check says so.
                Some(known) if known.uses.iter().any(|one| one.member == number) => {}
                Some(known) => {
                    if known.encoder.form() != column.form() {
                        let what =
                            format!("reads the column '{}' otherwise", super::error::shown(&column.name));
                        return Err(ModelError::Mixed { member: number + 1, what });
                    }
                    known.fills_differ |= known.encoder.fill_text() != column.fill_text();
                    known.encoder.min = known.encoder.min.into_iter().chain(column.min).reduce(f64::min);
                    known.encoder.max = known.encoder.max.into_iter().chain(column.max).reduce(f64::max);
                    known.uses.push(this);
                }
                None => {
                    places.insert(&column.name, columns.len());
                    let encoder = column.clone();
                    columns.push(InputColumn { encoder, uses: vec![this], fills_differ: false });
                }
            }
        }
    }
    Ok(columns)
}

/// What all members predict: the first one's target, with the range of all. `Err`: it is not the same.
///
/// Classes have to be the same in the same order. Which there are is learnt from all rows of a table, so that folds and seeds of one
/// question agree on them; averaging others would take one class for another.
pub fn target_of(members: &[Member]) -> Result<TargetEncoder, ModelError> {
    let Some((first, others)) = members.split_first() else {
        return Err(ModelError::Shapes("it has no network"));
    };
    let mut target = first.target.clone();
    for (place, other) in others.iter().enumerate() {
        if let Some(what) = difference(&target, &other.target) {
            return Err(ModelError::Mixed { member: place + 2, what: what.to_string() });
        }
        if let (TargetEncoder::Number { min, max, .. }, Some((least, most))) =
            (&mut target, other.target.range())
        {
            (*min, *max) = (min.min(least), max.max(most));
        }
    }
    Ok(target)
}

/// In what another target is not the same question.
fn difference(one: &TargetEncoder, other: &TargetEncoder) -> Option<&'static str> {
    let differs = |differs: bool, what| if differs { Some(what) } else { None };
    match (one, other) {
        _ if one.name() != other.name() => Some("predicts another column"),
        (TargetEncoder::Number { whole, .. }, TargetEncoder::Number { whole: other_whole, .. }) => differs(
            whole != other_whole,
            "predicts whole numbers where the first predicts others, or the reverse",
        ),
        (
            TargetEncoder::Classes { levels, written, .. },
            TargetEncoder::Classes { levels: other_levels, written: other_written, .. },
        ) => differs(levels != other_levels, "has other classes, or in another order")
            .or(differs(written != other_written, "writes the classes otherwise")),
        _ => Some("predicts classes where the first predicts numbers, or the reverse"),
    }
    .or(differs(one.form() != other.form(), "reads the column that is predicted otherwise"))
}
