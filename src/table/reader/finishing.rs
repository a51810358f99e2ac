use crate::table::Table;
use crate::table::column::cells::Cells;
use crate::table::column::converter::Converter;
use crate::table::container::Contents;
use crate::table::dialect::Dialect;
use crate::table::ledger::Ledger;

/// A file of which every record is there, on its way to a table: a column at a time, so that others get in between.
pub struct Finishing {
    /// The columns that are still cells, with their names.
    pub(super) rest: std::vec::IntoIter<(Cells, String)>,
    pub(super) converter: Converter,
    /// Of rows and names.
    pub(super) ledger: Ledger,
    /// With the columns that are done.
    pub(super) table: Table,
}

impl Finishing {
    /// Turns the next column into values; false where none is left.
    pub fn advance(&mut self) -> bool {
        let Some((cells, name)) = self.rest.next() else { return false };
        self.table.columns.push(self.converter.column(name, cells));
        true
    }

    /// The table, the columns that are left included.
    pub fn table(mut self) -> Table {
        while self.advance() {}
        let Finishing { converter, ledger, mut table, .. } = self;
        let ledger = ledger.join(converter.ledger);
        (table.warnings, table.n_warnings, table.changes) = (ledger.kept, ledger.n, ledger.changes);
        table
    }

    /// What the file was before it was a CSV.
    pub(super) fn was(&mut self, contents: Contents) {
        for note in &contents.notes {
            self.ledger.add(1, "", "left-out", || note.clone());
        }
        contents.tell(self.dialect());
    }

    pub(super) fn dialect(&mut self) -> &mut Dialect {
        &mut self.table.dialect
    }
}
