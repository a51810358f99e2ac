use std::ops::Range;

use crate::dataset::{CellNotes, ColumnReader, Oddity};
use crate::matrix::Matrix;
use crate::model::Model;
use crate::model::shared::{InputColumn, Use};
use crate::table::Manner;

/// What reads the cells of each of the model's columns in these manners.
pub fn input_readers(model: &Model, manners: impl Iterator<Item = Manner>) -> Vec<InputReader<'_>> {
    let inputs = model.columns.iter().zip(manners);
    let readers = inputs.map(|(column, manner)| {
        let reader = |one: &Use| {
            let encoder = &model.members[one.member].encoder.columns[one.column];
            let inputs = one.first..one.first + encoder.width();
            MemberReader { member: one.member, inputs, reader: ColumnReader::new(encoder, manner) }
        };
        InputReader { column, members: column.uses.iter().map(reader).collect() }
    });
    readers.collect()
}

/// What reads a column's cells for every member that needs it.
pub struct InputReader<'m> {
    pub column: &'m InputColumn,
    members: Vec<MemberReader<'m>>,
}

struct MemberReader<'m> {
    member: usize,
    /// The places of the inputs that the column makes.
    inputs: Range<usize>,
    reader: ColumnReader<'m>,
}

impl InputReader<'_> {
    /// Encodes the cell of a row for each member, whose inputs of all rows are in `inputs`. What is to be told of it is told
    /// once: how it was read, which all members do alike, and what is odd about it if it is odd to all of them. What one of
    /// them learnt from is among the rows that the model was trained on.
    pub fn encode(&self, cell: &str, row: usize, inputs: &mut [Matrix]) -> CellNotes {
        let mut told = self.members.iter().map(|MemberReader { member, inputs: places, reader }| {
            reader.encode(cell, &mut inputs[*member].row_mut(row)[places.clone()])
        });
        let Some(CellNotes { mut oddity, remark }) = told.next() else { return CellNotes::default() };
        for other in told {
            oddity = oddity.filter(|_| other.oddity.is_some());
        }
        // Between two members' ranges is not outside of the rows of both.
        if let (Some(Oddity::Outside(value)), Some((least, most))) = (oddity, self.column.encoder.range()) {
            oddity = oddity.filter(|_| value < least || value > most);
        }
        CellNotes { oddity, remark }
    }
}
