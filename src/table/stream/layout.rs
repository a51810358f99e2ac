use crate::table::dialect::header::unique_names;
use crate::table::dialect::plan::Plan;
use crate::table::dialect::sample::Sample;
use crate::table::ledger::Ledger;
use crate::table::splitter::cut::Cut;
use crate::table::splitter::{Record, trim};
use crate::table::value::evidence::Evidence;

/// What the first record of a table decides.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Between two cells; runs of it are one where it is a space.
    pub delimiter: u8,
    /// Around cells; `None`: no cell stands in quotes.
    pub quote: Option<u8>,
    /// Between whole and fraction: `.` or `,`.
    pub decimal: u8,
    /// How many of the first cells decide it.
    pub evidence: Evidence,
    /// Whether the first record holds names.
    pub header: bool,
    /// Cells of a whole row.
    pub width: usize,
    /// The columns' names as [`crate::table::Reader`] gives them, each with its place in a row.
    pub names: Vec<(String, usize)>,
    /// The names as they stand in the file: of these a name may be there twice.
    pub written: Vec<String>,
    /// The line end of the first record, for lines that have none.
    pub line_end: Vec<u8>,
}

impl Layout {
    /// `look`: the file's beginning, where the columns are looked at that have no name.
    pub(super) fn of(record: &Record, plan: &Plan, look: &[u8], complete: bool) -> Layout {
        let mut written: Vec<String> =
            record.cells().map(|cell| String::from_utf8_lossy(trim(cell)).into_owned()).collect();
        let cut = plan.cut;
        let layout = Layout {
            delimiter: cut.delimiter,
            quote: cut.quote,
            decimal: plan.decimal,
            evidence: plan.evidence,
            header: plan.header,
            ..Layout::default()
        };
        if !plan.header {
            let width = plan.width.unwrap_or(written.len());
            let names = (0..width).map(|place| (format!("column_{}", place + 1), place)).collect();
            return Layout { width, names, ..layout };
        }
        if plan.unnamed_first {
            written.insert(0, String::new());
        }
        let is_unnamed = |place: &usize| written[*place].is_empty();
        let filled = match (0..written.len()).any(|place| is_unnamed(&place)) {
            true => filled_columns(&Sample::of(look, cut, complete), plan.skip + 1, written.len()),
            false => Vec::new(),
        };
        // As the reader does: what has neither a name nor a cell comes from delimiters at the lines' ends.
        let kept: Vec<usize> =
            (0..written.len()).filter(|place| !is_unnamed(place) || filled[*place]).collect();
        let names =
            unique_names(kept.iter().map(|&place| written[place].clone()).collect(), &mut Ledger::default());
        Layout { width: written.len(), names: names.into_iter().zip(kept).collect(), written, ..layout }
    }

    pub(super) fn cut(&self) -> Cut {
        Cut { delimiter: self.delimiter, quote: self.quote, comment: None }
    }

    /// Of rows that were JSON, as the CSV that is made of them.
    pub(super) fn of_json(names: &[String]) -> Layout {
        let unique = unique_names(names.to_vec(), &mut Ledger::default());
        Layout {
            delimiter: b',',
            quote: Some(b'"'),
            decimal: b'.',
            evidence: Evidence::set('.'),
            header: true,
            width: names.len(),
            names: unique.into_iter().zip(0..).collect(),
            written: names.to_vec(),
            line_end: b"\n".to_vec(),
        }
    }
}

fn filled_columns(sample: &Sample, first: usize, width: usize) -> Vec<bool> {
    let is_filled = |&row: &usize, place| sample.cell(row, place).is_some_and(|cell| !cell.is_empty());
    (0..width).map(|place| (first..sample.n_rows()).any(|row| is_filled(&row, place))).collect()
}
