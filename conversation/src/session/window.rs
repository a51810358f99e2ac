//! A window of the table: the cells of some rows and columns, for who looks at them.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::Event;
use super::conversation::Session;
use perceptab::table::{Column, Table, brief};

/// Cells that stand beside each other, row by row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Window {
    /// The table's first row and column of it, from 0.
    pub first: usize,
    pub column: usize,
    pub cells: Vec<Vec<String>>,
    /// Of the cells that were not taken as they stood: what stood there, and why; empty of all others.
    pub notes: Vec<Vec<String>>,
}

/// The most cells of a window on each side, and characters of a cell.
const MOST: usize = 200;
const CELL: usize = 60;

impl Session {
    /// What of it is there; nothing where there is no table.
    pub(super) fn window(&self, rows: Range<usize>, columns: Range<usize>) -> Vec<Event> {
        let Some((table, _)) = &self.data else { return vec![] };
        let rows = rows.start..rows.end.min(table.n_rows).min(rows.start + MOST);
        let columns = columns.start..columns.end.min(table.columns.len()).min(columns.start + MOST);
        let mut window = Window { first: rows.start, column: columns.start, ..Window::default() };
        window.cells.resize(rows.len(), Vec::new());
        window.notes.resize(rows.len(), Vec::new());
        for (place, column) in table.columns.iter().enumerate().take(columns.end).skip(columns.start) {
            fill(&mut window, table, place, column, rows.clone());
        }
        vec![Event::RowsRead(Box::new(window))]
    }
}

fn fill(window: &mut Window, table: &Table, place: usize, column: &Column, rows: Range<usize>) {
    let mut changes = table.changes.of_rows(place, rows.clone()).peekable();
    for ((row, cells), notes) in rows.zip(&mut window.cells).zip(&mut window.notes) {
        cells.push(brief(&column.text(row), CELL).into_owned());
        let change = changes.next_if(|change| change.row == row);
        notes.push(match change {
            Some(change) => {
                format!("was '{}': {}", brief(change.before, CELL), change.rule.name().replace('-', " "))
            }
            None if column.is_missing(row) => "missing".to_string(),
            None => String::new(),
        });
    }
}
