use crate::dataset::{ColumnEncoder, Encoding, Oddity, TargetEncoder};
use crate::model::shared::InputColumn;
use crate::table::{Kind, Remark, Unread};

/// What was odd about the rows: counted, with the first of each sort. First of whole rows, then of each column.
#[derive(Debug, Default)]
pub struct Remarks(Vec<Vec<Counted>>);

#[derive(Debug)]
struct Counted {
    sort: Sort,
    count: usize,
    /// The first row's number, and the cell there.
    row: usize,
    cell: String,
}

/// What may be odd about a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sort {
    Cell(Oddity),
    /// A cell that was not written as those of the training, and was read nevertheless.
    Taken(Remark),
    /// The row has fewer cells than the header, so many.
    Short(usize),
    /// It has more cells.
    Long(usize),
    /// The file ends inside its last cell's quotes.
    Open,
    /// The label that was predicted could not be written as it is.
    Label,
}

impl Sort {
    /// What is counted together.
    fn key(self) -> (&'static str, &'static str) {
        match self {
            Sort::Cell(Oddity::Unread(Unread::Unit(unit))) => ("unit", unit),
            Sort::Cell(oddity) => (oddity.name(), ""),
            Sort::Taken(Remark::NoUnit) => ("no-unit", ""),
            Sort::Taken(Remark::Converted(unit)) => ("converted", unit),
            Sort::Taken(Remark::Fraction) => ("fraction", ""),
            Sort::Taken(Remark::AsItStands(unit)) => ("as-it-stands", unit),
            Sort::Short(_) => ("short", ""),
            Sort::Long(_) => ("long", ""),
            Sort::Open => ("open", ""),
            Sort::Label => ("label", ""),
        }
    }
}

/// Sentences that are said at most: a file may have very many columns.
const MOST_SENTENCES: usize = 100;

impl Remarks {
    pub fn add(&mut self, column: Option<usize>, sort: Sort, row: usize, cell: &str) {
        let place = column.map_or(0, |column| column + 1);
        if self.0.len() <= place {
            self.0.resize_with(place + 1, Vec::new);
        }
        match self.0[place].iter_mut().find(|kept| kept.sort.key() == sort.key()) {
            Some(kept) => kept.count += 1,
            None => self.0[place].push(Counted { sort, count: 1, row, cell: short(cell) }),
        }
    }

    /// A sentence for each sort, whole rows first and then column by column.
    /// The target's cells are counted behind those of all inputs.
    pub fn sentences(&self, columns: &[InputColumn], target: &TargetEncoder) -> Vec<String> {
        let sentence = |place: usize, kept: &Counted| match place.checked_sub(1) {
            None => kept.of_rows(),
            Some(column) => match columns.get(column) {
                Some(column) => kept.of_cells(column),
                None => kept.of_target(target),
            },
        };
        let places = self.0.iter().enumerate();
        let all = || places.clone().flat_map(|(place, kept)| kept.iter().map(move |kept| (place, kept)));
        let mut sentences: Vec<String> =
            all().take(MOST_SENTENCES).map(|(place, kept)| sentence(place, kept)).collect();
        let (mut more, mut cells) = (0, 0);
        for (_, kept) in all().skip(MOST_SENTENCES) {
            more += 1;
            cells += kept.count;
        }
        if more > 0 {
            sentences.push(format!(
                "{cells} more cells are odd in {more} more ways: a column of remarks says it of each row."
            ));
        }
        sentences
    }
}

impl Counted {
    fn counted(&self, one: &str, many: &str) -> String {
        if self.count == 1 { format!("1 {one}") } else { format!("{} {many}", self.count) }
    }

    fn of_rows(&self) -> String {
        let row = self.row;
        let first = if self.count == 1 { format!("row {row}") } else { format!("the first is row {row}") };
        match self.sort {
            Sort::Short(_) => format!(
                "{} fewer cells than the header ({first}): the others are taken as missing, and empty ones stand in their place.",
                self.counted("row has", "rows have")
            ),
            Sort::Long(_) => format!(
                "{} more cells than the header ({first}): no name says what they are, and they stand behind the prediction.",
                self.counted("row has", "rows have")
            ),
            Sort::Open => format!(
                "The last quotation mark of the file, in row {row}, is never closed: the file may have been cut off."
            ),
            _ => format!(
                "{} delimiters or line ends, which the file has no quotation marks for ({first}): blanks stand in their place.",
                self.counted("predicted label has", "predicted labels have")
            ),
        }
    }

    fn of_cells(&self, column: &InputColumn) -> String {
        let first = self.first();
        let taken = as_missing(column);
        let column = &column.encoder;
        let (what, then) = match self.sort {
            Sort::Cell(Oddity::Unread(unread)) => (self.unread(unread), taken),
            Sort::Cell(Oddity::Unseen) => (
                self.counted("value is new", "values are new"),
                match &column.encoding {
                    Encoding::OneHot { other: true, .. } => {
                        "not among the training rows, taken as the rare ones are"
                    }
                    _ => "not among the training rows, taken as none of its levels",
                }
                .to_string(),
            ),
            Sort::Cell(Oddity::RareOrUnseen) => (
                self.counted("value is rare or new", "values are rare or new"),
                "rare or not there among the training rows, taken as the rare ones are".to_string(),
            ),
            Sort::Taken(remark) => self.taken(remark, &column.form().unit),
            _ => {
                let from =
                    range(column).map_or(String::new(), |(least, most)| format!(" of {least} to {most}"));
                (
                    self.counted("value lies", "values lie") + " outside of the training rows' range" + &from,
                    "a network is seldom right there".to_string(),
                )
            }
        };
        format!("Column '{}': {what} ({first}): {then}.", short(&column.name))
    }

    /// A cell of the target, which the prediction is compared with.
    fn of_target(&self, target: &TargetEncoder) -> String {
        let (what, then) = match self.sort {
            Sort::Cell(Oddity::Unread(unread)) => {
                (self.unread(unread), "not compared with the prediction".to_string())
            }
            Sort::Taken(remark) => self.taken(remark, &target.form().unit),
            _ => (
                self.counted("value is", "values are") + " no class of the training",
                "each counts as predicted wrong".to_string(),
            ),
        };
        format!("Column '{}', which is predicted: {what} ({}): {then}.", short(target.name()), self.first())
    }

    fn first(&self) -> String {
        let Counted { row, cell, .. } = self;
        match self.count {
            1 => format!("'{cell}' in row {row}"),
            _ => format!("the first is '{cell}' in row {row}"),
        }
    }

    /// What was taken, and as what.
    fn taken(&self, remark: Remark, unit: &str) -> (String, String) {
        match remark {
            Remark::NoUnit => (
                self.counted("cell has no unit", "cells have no unit"),
                format!("taken in {unit}, as in the training"),
            ),
            Remark::Converted(from) => {
                let to = if unit.is_empty() { "fractions of 1" } else { unit };
                (
                    self.counted(&format!("cell is in {from}"), &format!("cells are in {from}")),
                    format!("converted to {to}"),
                )
            }
            Remark::Fraction => (
                self.counted("cell has no percent sign", "cells have no percent sign"),
                "taken as fractions of 1".to_string(),
            ),
            Remark::AsItStands(from) => (
                self.counted(&format!("cell has the unit {from}"), &format!("cells have the unit {from}")),
                "taken as the number stands".to_string(),
            ),
        }
    }

    fn unread(&self, unread: Unread) -> String {
        match unread {
            Unread::NotANumber => self.counted("cell is no number", "cells are no numbers"),
            Unread::TooLarge => self.counted("number is too large", "numbers are too large"),
            Unread::NotADate => self.counted("cell is no date or time", "cells are no dates or times"),
            Unread::OtherOrder => self.counted(
                "date has day and month in the other order",
                "dates have day and month in the other order",
            ),
            Unread::Unit(unit) => self.counted(
                &format!("cell has the unit {unit}, which is not the training's"),
                &format!("cells have the unit {unit}, which is not the training's"),
            ),
        }
    }
}

fn as_missing(InputColumn { encoder: column, fills_differ, .. }: &InputColumn) -> String {
    match &column.encoding {
        _ if *fills_differ => "taken as missing, for what each network learnt to take".to_string(),
        Encoding::OneHot { .. } => format!("taken as {}", column.fill_text()),
        _ => format!("taken as missing, for {}", column.fill_text()),
    }
}

/// The least and the largest of the training, as the column's cells have them.
fn range(column: &ColumnEncoder) -> Option<(String, String)> {
    let kind = match column.encoding {
        Encoding::Moments { dated: true, .. } => Kind::Date,
        Encoding::Moments { .. } => Kind::Time,
        _ => Kind::Numeric,
    };
    column.range().map(|(least, most)| (kind.text(least), kind.text(most)))
}

/// What is odd about one row, for its own column; `None`: nothing that is marked there.
pub fn remark(column: Option<&ColumnEncoder>, sort: Sort, cell: &str) -> Option<String> {
    let name = column.map(|column| short(&column.name)).unwrap_or_default();
    let cell = short(cell);
    Some(match sort {
        Sort::Cell(Oddity::Unread(unread)) => {
            format!("{name}: '{cell}' {}, taken as missing", why(unread))
        }
        Sort::Cell(Oddity::Unseen) => format!("{name}: '{cell}' is not in the training rows"),
        Sort::Cell(Oddity::RareOrUnseen) => format!("{name}: '{cell}' is rare or not in the training rows"),
        Sort::Cell(Oddity::Outside(_)) => format!("{name}: '{cell}' is outside of the training's range"),
        Sort::Taken(_) => return None,
        Sort::Short(1) => "1 cell too few, taken as missing".to_string(),
        Sort::Short(cells) => format!("{cells} cells too few, taken as missing"),
        Sort::Long(1) => "1 cell more than the header".to_string(),
        Sort::Long(cells) => format!("{cells} cells more than the header"),
        Sort::Open => "a quotation mark is never closed".to_string(),
        Sort::Label => "the label's delimiters and line ends became blanks".to_string(),
    })
}

/// What is odd about the target's cell of one row.
pub fn target_remark(target: &TargetEncoder, sort: Sort, cell: &str) -> Option<String> {
    let name = short(target.name());
    match sort {
        Sort::Cell(Oddity::Unread(unread)) => {
            Some(format!("{name}: '{}' {}, not compared", short(cell), why(unread)))
        }
        Sort::Cell(_) => Some(format!("{name}: '{}' is no class of the training", short(cell))),
        _ => None,
    }
}

pub fn why(unread: Unread) -> &'static str {
    match unread {
        Unread::NotANumber => "is no number",
        Unread::TooLarge => "is too large",
        Unread::NotADate => "is no date or time",
        Unread::OtherOrder => "has day and month in the other order",
        Unread::Unit(_) => "has another unit",
    }
}

/// A cell or a name as it may stand in a sentence: at most 40 characters, on one line.
pub fn short(cell: &str) -> String {
    let mut short: String = cell.chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if cell.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::examples::{column, number};

    #[test]
    fn what_is_odd_in_very_many_columns_is_counted() {
        let columns: Vec<InputColumn> = (0..MOST_SENTENCES + 2)
            .map(|index| InputColumn {
                encoder: column(&format!("c{index}")),
                uses: Vec::new(),
                fills_differ: false,
            })
            .collect();
        let mut remarks = Remarks::default();
        for place in 0..columns.len() {
            let odd = Sort::Cell(Oddity::Unread(Unread::NotANumber));
            remarks.add(Some(place), odd, 7, "x");
            remarks.add(Some(place), odd, 8, "y");
        }
        let sentences = remarks.sentences(&columns, &number(1.0));
        assert_eq!(sentences.len(), MOST_SENTENCES + 1);
        assert!(
            sentences[0].contains("c0") && sentences[MOST_SENTENCES - 1].contains("c99"),
            "{sentences:?}"
        );
        assert_eq!(
            sentences[MOST_SENTENCES],
            "4 more cells are odd in 2 more ways: a column of remarks says it of each row."
        );
    }
}
