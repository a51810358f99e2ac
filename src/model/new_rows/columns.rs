use super::chunk::Chunk;
use super::input_reader::{InputReader, input_readers};
use super::needed::Needed;
use crate::dataset::{NewColumn, TargetReader};
use crate::model::Model;
use crate::order;
use crate::table::stream::Layout;
use crate::table::{Choice, Doubt, Evidence, Late, Manner, Map, Wish};

/// The model's columns in a file of new rows.
pub struct Columns {
    /// The cells of the input columns, the target's last if the file has it.
    pub needed: Needed,
    has_target: bool,
    evidence: Evidence,
    /// How each is read; empty until the first rows are there.
    manners: Vec<Manner>,
    /// What rows after the first ones leave open besides, in the order of the needed cells.
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
        Ok(Columns {
            has_target: target.is_some(),
            evidence: layout.evidence,
            manners: Vec::new(),
            late: Vec::new(),
            doubled: doubled(layout, &places),
            doubts: Vec::new(),
            idle: Vec::new(),
            needed: Needed::new(places),
        })
    }

    /// The index of the target's cell, if the file has it.
    pub fn target(&self) -> Option<usize> {
        self.has_target.then(|| self.needed.count() - 1)
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
