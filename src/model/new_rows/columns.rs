use std::ops::Range;

use super::chunk::Chunk;
use crate::dataset::{CellNotes, ColumnReader, NewColumn, Oddity, TargetReader};
use crate::matrix::Matrix;
use crate::model::Model;
use crate::model::shared::{InputColumn, Use};
use crate::order;
use crate::table::stream::Layout;
use crate::table::{Choice, Doubt, Evidence, Late, Manner, Map, Wish};

/// The model's columns in a file of new rows.
pub struct Columns {
    /// Where each input column stands in a row, the target's last if the file has it.
    places: Vec<usize>,
    has_target: bool,
    /// The indices of `places`, ascending by place.
    order: Vec<usize>,
    evidence: Evidence,
    /// How each is read; empty until the first rows are there.
    manners: Vec<Manner>,
    /// What rows after the first ones leave open besides, in the order of `places`.
    late: Vec<Late>,
    /// Columns that are needed and stand there twice.
    pub doubled: Vec<String>,
    /// What of the readings is in doubt.
    pub doubts: Vec<Doubt>,
    /// What was set and changes nothing.
    pub idle: Vec<String>,
}

impl Columns {
    /// `Err` names the columns that the file lacks.
    pub fn find(layout: &Layout, model: &Model) -> Result<Columns, Vec<String>> {
        let known: Map<&str, usize> =
            layout.names.iter().map(|(name, place)| (name.as_str(), *place)).collect();
        let place = |name: &str| known.get(name).copied();
        let found: Vec<Option<usize>> = model.input_names().map(place).collect();
        let lacking = model.input_names().zip(&found).filter(|(_, found)| found.is_none());
        let lacking: Vec<String> = lacking.map(|(name, _)| name.to_string()).collect();
        if !lacking.is_empty() {
            return Err(lacking);
        }
        let target = place(model.target.name());
        let places: Vec<usize> = found.into_iter().chain([target]).flatten().collect();
        let order = order::places(places.len(), &mut |one, other| places[one].cmp(&places[other]));
        Ok(Columns {
            has_target: target.is_some(),
            order,
            evidence: layout.evidence,
            manners: Vec::new(),
            late: Vec::new(),
            doubled: doubled(layout, &places),
            doubts: Vec::new(),
            idle: Vec::new(),
            places,
        })
    }

    /// How many cells of each row are needed.
    pub fn count(&self) -> usize {
        self.places.len()
    }

    /// The index of the target's cell, if the file has it.
    pub fn target(&self) -> Option<usize> {
        self.has_target.then(|| self.count() - 1)
    }

    /// The needed cells of a row with their index; those that it lacks are empty.
    pub fn pick<'c>(&self, cells: impl Iterator<Item = &'c [u8]>, mut take: impl FnMut(usize, &'c [u8])) {
        let mut cells = cells.enumerate();
        let mut last: Option<(usize, &[u8])> = None;
        for &index in &self.order {
            let place = self.places[index];
            if last.is_none_or(|last| last.0 != place) {
                last = cells.find(|cell| cell.0 == place);
            }
            take(index, last.map_or(&[], |last| last.1));
        }
    }

    /// Decides how the columns are to be read, by the first rows, and looks at later ones for cells that have two readings.
    /// Returns whether one of them has a decimal comma that nothing
    /// else in the file decides for.
    pub fn resolve(&mut self, model: &Model, first: &Chunk, wishes: &[Wish]) -> bool {
        if !self.manners.is_empty() {
            let rows = first.rows_from(0).enumerate().map(|(place, row)| (place, row.number));
            for (place, number) in rows {
                for (index, late) in self.late.iter_mut().enumerate() {
                    late.add(first.cell(place, index), number);
                }
            }
            return false;
        }
        let inputs = model.columns.iter().map(|column| NewColumn::input(&column.encoder));
        let target = self.has_target.then(|| NewColumn::target(&model.target));
        let mut columns: Vec<NewColumn> = inputs.chain(target).collect();
        let idle = |wish: &Wish| wish.idle(columns.iter().map(NewColumn::form));
        self.idle = wishes.iter().filter_map(idle).collect();
        for (index, column) in columns.iter_mut().enumerate() {
            (0..first.rows).for_each(|row| column.add(first.cell(row, index)));
            let (manner, doubts) = column.resolve(self.evidence, wishes);
            self.manners.push(manner);
            self.late.push(column.late(self.evidence, manner));
            self.doubts.extend(doubts);
        }
        self.doubts.iter().any(|doubt| doubt.taken == Choice::DecimalComma)
    }

    /// What of the readings is in doubt, once all rows are there.
    pub fn all_doubts(self, model: &Model, wishes: &[Wish]) -> Vec<Doubt> {
        let late = model.input_names().chain([model.target.name()]).zip(&self.late);
        let late: Vec<Doubt> = late.filter_map(|(name, late)| late.doubt(name, wishes)).collect();
        self.doubts.into_iter().chain(late).collect()
    }

    /// What reads the cells, once it is decided how: of each column, and of the target.
    pub fn readers<'m>(&self, model: &'m Model) -> (Vec<InputReader<'m>>, Option<TargetReader<'m>>) {
        let target = self.target().and_then(|index| self.manners.get(index));
        let readers = input_readers(model, self.manners.iter().copied());
        (readers, target.map(|manner| TargetReader::new(&model.target, *manner)))
    }
}

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

/// The names at these places that stand in the file more than once.
fn doubled(layout: &Layout, places: &[usize]) -> Vec<String> {
    let mut counts: Map<&str, usize> = Map::default();
    layout.written.iter().for_each(|name| *counts.entry(name.as_str()).or_default() += 1);
    let mut names: Vec<String> =
        places.iter().filter_map(|place| layout.written.get(*place)).cloned().collect();
    names.retain(|name| !name.is_empty() && counts.get(name.as_str()).is_some_and(|count| *count > 1));
    order::sort_by(&mut names, String::cmp);
    names.dedup();
    names
}
