//! The table itself, of which the rows and columns in sight are made, and their cells asked of the worker.

use std::cell::Cell;

use super::column_table::{kind_in_words, scroll, values};
use super::node::{Element, Handler, button, el};
use super::shown::{named, short};
use super::{Action, PageState, Tab};
use perceptab::format::{count, share};
use perceptab::table::ColumnSummary;
use perceptab_conversation::session::{Command, DataView, Window};

/// CSS pixels: a row's height (style.css), a column's width and that of the rows' numbers, and the most that all rows together are high: an engine's
/// elements end at some 18 million.
const ROW: usize = 28;
const COLUMN: usize = 128;
const NUMBER: usize = 80;
const TALLEST: usize = 8_000_000;

/// The head's height, which covers so much of what is in sight.
const HEAD: usize = 84;

/// Rows and columns that are made at least, and of them those before the first in sight.
const ROWS: usize = 80;
const COLUMNS: usize = 20;
const BEFORE: (usize, usize) = (16, 4);

/// What of the table is in sight.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Pixels that are scrolled past, and the height that is seen.
    top: usize,
    height: usize,
    /// The first row and column in sight.
    first: usize,
    column: usize,
    window: Option<Window>,
    /// What was asked for last: first row, rows, first column, columns.
    asked: Option<[usize; 4]>,
    /// Which table it is.
    number: u32,
    waits: bool,
    /// Whether it has changed since it was last shown.
    pub fresh: Cell<bool>,
}

impl Sheet {
    /// Of `rows` rows that are made: the first of them, and how many.
    fn rows(&self, rows: usize) -> (usize, usize) {
        // Whole steps, so that scrolling a little makes nothing anew.
        let first = self.first.saturating_sub(BEFORE.0) / BEFORE.0 * BEFORE.0;
        (first, (self.height / ROW + 3 * BEFORE.0).max(ROWS).min(rows - first.min(rows)))
    }

    fn columns(&self, columns: usize) -> (usize, usize) {
        let first = self.column.saturating_sub(BEFORE.1) / BEFORE.1 * BEFORE.1;
        (first, COLUMNS.min(columns - first.min(columns)))
    }

    /// A cell, and what is to be told of it, once it is there.
    fn cell(&self, row: usize, column: usize) -> Option<(&str, &str)> {
        let window = self.window.as_ref()?;
        let (row, column) = (row.checked_sub(window.first)?, column.checked_sub(window.column)?);
        Some((window.cells.get(row)?.get(column)?, window.notes.get(row)?.get(column)?))
    }
}

impl PageState {
    /// The table is scrolled to here: pixels from its top and left, and how many are in sight.
    pub(super) fn scroll_sheet(&mut self, top: usize, left: usize, height: usize) {
        let rows = self.view.data.as_ref().map_or(0, |data| data.summary.rows);
        let height = height.saturating_sub(HEAD);
        let sheet = &mut self.sheet;
        let (all, seen) = (rows * ROW, height / ROW);
        let before = (sheet.rows(rows), sheet.column / BEFORE.1);
        (sheet.top, sheet.height, sheet.column) = (top, height, left / COLUMN);
        // A pixel of a table that is too tall stands for more than one.
        sheet.first = match all <= TALLEST {
            true => top / ROW,
            false => {
                let part = top as f64 / (TALLEST - height.min(TALLEST - 1)) as f64;
                (part.min(1.0) * rows.saturating_sub(seen) as f64) as usize
            }
        };
        if all > TALLEST || before != (sheet.rows(rows), sheet.column / BEFORE.1) {
            sheet.fresh.set(true);
        }
    }

    /// Asks for the cells that are in sight and not there.
    pub(super) fn ask_rows(&mut self) -> Option<Command> {
        let summary =
            &self.view.data.as_ref().filter(|_| self.tab == Tab::Data && self.has_worker())?.summary;
        let ((first, rows), (column, columns)) =
            (self.sheet.rows(summary.rows), self.sheet.columns(summary.columns.len()));
        let wanted = [first, rows, column, columns];
        if self.sheet.waits || self.sheet.asked == Some(wanted) || self.safety.table_is_gone {
            return None;
        }
        (self.sheet.asked, self.sheet.waits) = (Some(wanted), true);
        Some(Command::ReadRows { rows: first..first + rows, columns: column..column + columns })
    }

    /// A table was read: another one is seen from its beginning.
    pub(super) fn begin_sheet(&mut self) {
        let number = self.view.data.as_ref().map_or(0, |data| data.number);
        if self.sheet.number != number {
            self.sheet = Sheet { number, ..Sheet::default() };
        }
        (self.sheet.window, self.sheet.asked, self.sheet.waits) = (None, None, false);
    }

    pub(super) fn hear_rows(&mut self, window: Window) {
        self.sheet.waits = false;
        self.sheet.window = Some(window);
        self.sheet.fresh.set(true);
    }
}

pub fn sheet(state: &PageState, data: &DataView) -> Element {
    let (summary, sheet) = (&data.summary, &state.sheet);
    let (rows, n_columns) = (summary.rows, summary.columns.len());
    let ((first, made), (column, shown)) = (sheet.rows(rows), sheet.columns(n_columns));
    let columns = || summary.columns.iter().skip(column).take(shown);
    let aside = |columns: usize| {
        (columns > 0)
            .then(|| el("td").attr("aria-hidden", "true").attr("width", (columns * COLUMN).to_string()))
    };
    let (left, right) = (|| aside(column), || aside(n_columns - column - shown));
    let corner = |name: &'static str| {
        el("th").class("number").attr("width", NUMBER.to_string()).attr("scope", "col").text(name)
    };
    let names = columns().map(|column| {
        el("th").attr("width", COLUMN.to_string()).attr("scope", "col").child(head(state, column))
    });
    let names = el("tr").child(corner("Row")).child(left()).children(names).child(right());
    let about = columns().map(|column| {
        let chosen = state.recipe.question.kinds.get(&column.name).copied();
        // What is missing is of more account than the kind, where there is room for one.
        let missing = match column.missing {
            0 => String::new(),
            missing => format!("{} missing · ", share(missing as f64 / rows.max(1) as f64, rows.min(1_000))),
        };
        let kind = missing + &kind_in_words(column, chosen);
        el("td").child(el("span").class("kind").text(kind)).child(values(column))
    });
    let about = el("tr").child(el("td").class("number")).child(left()).children(about).child(right());
    // Where the rows are more than are high, those that are made stand where they are seen.
    let tall = (rows * ROW).min(TALLEST);
    let above = match rows * ROW <= TALLEST {
        true => first * ROW,
        false => sheet.top.saturating_sub((sheet.first - first) * ROW),
    };
    let space = |height: usize| {
        let cell = el("td").attr("colspan", (shown + 3).to_string()).attr("height", height.to_string());
        el("tr").class("space").flag("hidden", height == 0).attr("aria-hidden", "true").child(cell)
    };
    let mut body = el("tbody").child(space(above));
    for row in first..first + made {
        let mut line = el("tr")
            .attr("aria-rowindex", (row + 2).to_string())
            .child(el("th").class("number").attr("scope", "row").text(count(summary.first_row() + row)));
        line = line.child(aside(column));
        for place in column..column + shown {
            let (words, note) = sheet.cell(row, place).unwrap_or_default();
            let cell = el("td");
            line = line.child(match note {
                "" => cell.text(words.to_string()),
                _ => cell
                    .class("noted")
                    .attr("tabindex", "0")
                    .attr("data-note", note.to_string())
                    .text(if words.is_empty() { "–".to_string() } else { words.to_string() })
                    .child(el("span").class("visually-hidden").text(format!(" {note}"))),
            });
        }
        body = body.child(line.child(aside(n_columns - column - shown)));
    }
    let body = body.child(space(tall.saturating_sub(above + made * ROW)));
    let table = el("table")
        .class("cells")
        .attr("width", (NUMBER + n_columns * COLUMN).to_string())
        .attr("aria-rowcount", (rows + 1).to_string())
        .attr("aria-colcount", (n_columns + 1).to_string())
        .child(el("thead").child(names).child(about))
        .child(body);
    // Another table has an element of its own, which is not scrolled.
    let table_mark = if data.number.is_multiple_of(2) { "data-even" } else { "data-odd" };
    scroll("scroll sheet", "Rows, as they were read")
        .attr(table_mark, "")
        .on(Handler::SheetScrolled)
        .child(table)
}

/// A click opens the column's editor, in the list of columns.
fn head(state: &PageState, column: &ColumnSummary) -> Element {
    let open = state.edited.as_ref() == Some(&column.name);
    button("", Action::FindColumn(column.name.clone()))
        .class("link")
        .attr("title", format!("Change {}", short(&column.name)))
        .attr("aria-expanded", if open { "true" } else { "false" })
        .child(named(&column.name))
}
