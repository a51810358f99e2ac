use super::columns::Oddity;
use crate::dataset::{ColumnEncoder, Encoding};

/// What was odd about the rows: counted, with the first of each sort.
#[derive(Debug, Default)]
pub struct Remarks(Vec<Kept>);

#[derive(Debug)]
struct Kept {
    /// `None`: of whole rows.
    column: Option<usize>,
    sort: Sort,
    count: usize,
    /// The first row's number, and the cell there.
    row: usize,
    cell: String,
}

/// What may be odd about a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Cell(Oddity),
    /// It has fewer cells than the header, so many.
    Short,
    /// It has more cells.
    Long,
    /// The file ends inside its last cell's quotes.
    Open,
    /// The label that was predicted could not be written as it is.
    Label,
}

impl Remarks {
    pub fn add(&mut self, column: Option<usize>, sort: Sort, row: usize, cell: &str) {
        if let Some(kept) = self.0.iter_mut().find(|kept| kept.column == column && kept.sort == sort) {
            kept.count += 1;
            return;
        }
        self.0.push(Kept { column, sort, count: 1, row, cell: short(cell) });
    }

    /// A sentence for each sort, whole rows first and then column by column.
    pub fn sentences(&self, columns: &[ColumnEncoder]) -> Vec<String> {
        let mut kept: Vec<&Kept> = self.0.iter().collect();
        kept.sort_by_key(|kept| kept.column.map_or(0, |column| column + 1));
        kept.into_iter().map(|kept| kept.sentence(columns)).collect()
    }
}

impl Kept {
    fn sentence(&self, columns: &[ColumnEncoder]) -> String {
        let Kept { count, row, cell, .. } = self;
        let (n, is_one) = (count, *count == 1);
        let counted = |one: &str, many: &str| if is_one { format!("1 {one}") } else { format!("{n} {many}") };
        let first = if is_one { format!("row {row}") } else { format!("the first is row {row}") };
        let Some(column) = self.column.and_then(|column| columns.get(column)) else {
            return match self.sort {
                Sort::Short => format!(
                    "{} fewer cells than the header ({first}): the others are taken as missing, and empty ones stand in their place.",
                    counted("row has", "rows have")
                ),
                Sort::Long => format!(
                    "{} more cells than the header ({first}): no name says what they are, and they stand behind the prediction.",
                    counted("row has", "rows have")
                ),
                Sort::Open => format!(
                    "The last quotation mark of the file, in row {row}, is never closed: the file may have been cut off. It is \
                     closed before the prediction."
                ),
                _ => format!(
                    "{} that the file has no quotation marks for ({first}): delimiters and line ends in it became blanks.",
                    counted("predicted label has marks", "predicted labels have marks")
                ),
            };
        };
        let name = &column.name;
        let first = if is_one {
            format!("'{cell}' in row {row}")
        } else {
            format!("the first is '{cell}' in row {row}")
        };
        match self.sort {
            Sort::Cell(Oddity::Unseen) => format!(
                "Column '{name}': {} that the training rows do not have ({first}), taken as {}.",
                counted("cell has a value", "cells have values"),
                match &column.encoding {
                    Encoding::OneHot { other: true, .. } => "one of the rare ones",
                    _ => "none of its levels",
                }
            ),
            _ => format!(
                "Column '{name}': {} be read ({first}), taken as missing, for {}.",
                counted("cell can't", "cells can't"),
                column.fill_text()
            ),
        }
    }
}

/// The same of one row, for its own column.
pub fn remark(column: Option<&ColumnEncoder>, sort: Sort, cells: usize, cell: &str) -> String {
    let name = column.map(|column| column.name.as_str()).unwrap_or_default();
    match sort {
        Sort::Cell(Oddity::Unread) => format!("{name}: '{}' can't be read, taken as missing", short(cell)),
        Sort::Cell(Oddity::Unseen) => format!("{name}: '{}' is not in the training rows", short(cell)),
        Sort::Short => format!("{cells} cells too few, taken as missing"),
        Sort::Long => format!("{cells} cells more than the header"),
        Sort::Open => "a quotation mark is never closed".to_string(),
        Sort::Label => "the label's delimiters and line ends became blanks".to_string(),
    }
}

/// A cell as it may stand in a sentence: at most 40 characters, on one line.
fn short(cell: &str) -> String {
    let mut short: String = cell.chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if cell.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}
