use super::detection::{DELIMITERS, detect};
use super::header;
use super::sample::Sample;
use super::wanted::Wanted;
use crate::table::splitter::cut::Cut;
use crate::table::value::evidence::Evidence;
use crate::table::value::number::{Number, number};

/// Everything that is decided before the records are read, what a person wants laid over what is detected.
#[derive(Clone, Debug)]
pub struct Plan {
    pub cut: Cut,
    pub decimal: u8,
    /// How many of the first cells decide it; what a person has set is decided.
    pub evidence: Evidence,
    /// Records above the table: titles, `sep=;`.
    pub skip: usize,
    pub header: bool,
    /// The header leaves out the first column's name, as R writes its row names.
    pub unnamed_first: bool,
    /// Cells of a row where no header says it; `None`: as many as the first row has.
    pub width: Option<usize>,
    /// The share of the rows that is taken, where it is not all.
    pub sample: Option<f64>,
}

impl Plan {
    /// `text`: the file's beginning, all ASCII characters as single bytes. `complete`: it is the whole file.
    pub fn of(text: &[u8], complete: bool, wanted: &Wanted) -> Plan {
        let declared = declared_delimiter(text);
        let (cut, sample) = detect(text, complete, wanted, declared);
        let skip = wanted.skip.unwrap_or_else(|| {
            let declaration = usize::from(declared.is_some()).min(sample.n_rows());
            declaration + titles(&sample, declaration)
        });
        let (width, _) = sample.usual_width(skip.saturating_add(1));
        let unnamed_first = wanted.header != Some(false) && header::leaves_out_first(&sample, skip, width);
        let header = wanted.header.unwrap_or_else(|| unnamed_first || header::is_header(&sample, skip));
        let (usual, _) = sample.usual_width(skip);
        let width =
            (!header && usual > 0 && (complete || sample.n_rows() > skip.saturating_add(1))).then_some(usual);
        let (decimal, evidence) = match wanted.decimal {
            Some(mark) => (mark, Evidence::set(char::from(mark))),
            None => decimal(&sample, skip.saturating_add(usize::from(header)), cut.delimiter),
        };
        Plan { cut, decimal, evidence, skip, header, unnamed_first, width, sample: wanted.sample }
    }
}

/// The delimiter of a first line `sep=;`, as Excel writes and reads it.
fn declared_delimiter(text: &[u8]) -> Option<u8> {
    let line = text.trim_ascii_start().strip_prefix(b"sep=")?;
    match line {
        [delimiter, b'\r' | b'\n', ..] if DELIMITERS.contains(delimiter) => Some(*delimiter),
        _ => None,
    }
}

/// How many rows of one cell, or of empty ones, stand above a table of more: titles and remarks.
fn titles(sample: &Sample, first: usize) -> usize {
    let (width, rows) = sample.usual_width(first);
    if width < 2 || rows < 2 {
        return 0;
    }
    let filled = |row| sample.cells(row).filter(|cell| !cell.is_empty()).count();
    let count =
        |is_title: &dyn Fn(usize) -> bool| (first..sample.n_rows()).take_while(|&row| is_title(row)).count();
    let short = count(&|row| sample.width(row) == 1 || filled(row) == 0);
    // A spreadsheet fills its titles' rows up with delimiters. Such a row may be the names' own, unless those stand below.
    let alone = |row| {
        filled(row) == 0 || (filled(row) == 1 && sample.cell(row, 0).is_some_and(|cell| !cell.is_empty()))
    };
    let padded = if width > 2 { count(&alone) } else { 0 };
    let names = first + padded;
    if padded > short && names < sample.n_rows() && filled(names) == width && header::votes(sample, names) > 0
    {
        padded
    } else {
        short
    }
}

/// The decimal mark that more cells are evidence for. With none, a semicolon between cells is: it is used where
/// the comma is the decimal mark.
fn decimal(sample: &Sample, first: usize, delimiter: u8) -> (u8, Evidence) {
    let (mut evidence, mut groups) = (Evidence::default(), 0);
    for cell in (first..sample.n_rows()).flat_map(|row| sample.cells(row)) {
        let before = evidence;
        evidence.add(cell);
        let decides = (before.points, before.commas) != (evidence.points, evidence.commas);
        groups += usize::from(!decides && cell.contains(&b',') && number(cell, b',') != Number::Word);
    }
    let comma = match evidence.mark() {
        Some(mark) => mark == ',',
        None => delimiter == b';' && groups > 0,
    };
    let decimal = if comma { b',' } else { b'.' };
    evidence.presumed = Some(char::from(decimal));
    (decimal, evidence)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(text: &str) -> Plan {
        Plan::of(text.as_bytes(), true, &Wanted::default())
    }

    #[test]
    fn a_declared_delimiter_is_believed() {
        let plan = plan("sep=;\na;b\n1;2\n");
        assert_eq!((plan.cut.delimiter, plan.skip), (b';', 1));
    }

    #[test]
    fn decimal_marks() {
        let decimal = |text: &str| plan(text).decimal as char;
        assert_eq!(decimal("a;b\n1,5;2\n"), ',');
        assert_eq!(decimal("a;b\n1.5;2\n"), '.');
        assert_eq!(decimal("a;b\n1,234;2\n"), ',');
        assert_eq!(decimal("a\tb\n1,234\t2\n"), '.');
        assert_eq!(decimal("a,b\n\"1,5\",2\n"), ',');
        assert_eq!(decimal("a,b\n\"1,234\",2.5\n"), '.');
    }

    #[test]
    fn titles_are_skipped() {
        assert_eq!(plan("Report of May\n\na,b\n1,2\n3,4\n").skip, 1);
        assert_eq!(plan("a,b\n1,2\n3,4\n").skip, 0);
        assert_eq!(plan("a\n1\n3\n").skip, 0);
    }
}
