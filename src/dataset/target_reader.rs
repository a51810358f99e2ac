use super::column_reader::Levels;
use super::{Oddity, TargetEncoder};
use crate::table::{Cell, CellReader, Manner, Remark, Unread};

/// Reads the target's cells of a new file, for the score.
#[derive(Clone, Debug)]
pub struct TargetReader<'t> {
    cells: CellReader,
    /// `None`: the target is a number.
    levels: Option<Levels<'t>>,
}

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TargetCell {
    /// An empty cell, or a word for one.
    Missing,
    /// In the target's own unit.
    Number(f64),
    /// The index of the level.
    Class(u32),
    /// A class that the training did not have.
    Unseen,
    /// It cannot be read as the target's.
    Unread(Unread),
}

impl TargetCell {
    /// What is to be told of it.
    pub fn oddity(self) -> Option<Oddity> {
        match self {
            TargetCell::Unread(unread) => Some(Oddity::Unread(unread)),
            TargetCell::Unseen => Some(Oddity::Unseen),
            TargetCell::Missing | TargetCell::Number(_) | TargetCell::Class(_) => None,
        }
    }
}

impl<'t> TargetReader<'t> {
    /// For the column of this target; `manner`: how it is read in the new file.
    pub fn new(target: &'t TargetEncoder, manner: Manner) -> TargetReader<'t> {
        let cells = CellReader::new(&target.form(), manner);
        let levels = match target {
            TargetEncoder::Number { .. } => None,
            TargetEncoder::Classes { levels, .. } => Some(Levels::of(levels, &[], cells.look())),
        };
        TargetReader { cells, levels }
    }

    /// What a cell is, and what is to be told of how it was written.
    pub fn read(&self, cell: &str) -> (TargetCell, Option<Remark>) {
        let class = |class: Option<u32>| class.map_or(TargetCell::Unseen, TargetCell::Class);
        let number = |value: f64| match &self.levels {
            None => TargetCell::Number(value),
            Some(levels) => class(levels.of_number(value)),
        };
        match self.cells.read(cell) {
            Cell::Missing => (TargetCell::Missing, None),
            Cell::Unread(unread) => (TargetCell::Unread(unread), None),
            Cell::Number(value) => (number(value), None),
            Cell::Taken(value, remark) => (number(value), Some(remark)),
            Cell::Word(word) => match &self.levels {
                Some(levels) => (class(levels.of_word(word)), None),
                None => (TargetCell::Unread(Unread::NotANumber), None),
            },
        }
    }
}
