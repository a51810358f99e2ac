use super::header;
use super::missing::is_missing;
use super::number::{self, Number, number};
use super::sample::Sample;

/// Everything that is decided before the records are read. A person's overrides will be laid over it.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub delimiter: u8,
    pub decimal: u8,
    /// Records above the table: titles, `sep=;`.
    pub skip: usize,
    pub header: bool,
    /// The header leaves out the first column's name, as R writes its row names.
    pub unnamed_first: bool,
    /// Cells of a row where no header says it; `None`: as many as the first row has.
    pub width: Option<usize>,
}

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

impl Plan {
    /// `text`: the file's beginning, all ASCII characters as single bytes. `complete`: it is the whole file.
    pub fn of(text: &[u8], complete: bool) -> Plan {
        let declared = declared_delimiter(text);
        let (delimiter, sample) = match declared {
            Some(delimiter) => (delimiter, Sample::of(text, delimiter, complete)),
            None => best_delimiter(text, complete),
        };
        let skip = usize::from(declared.is_some()).min(sample.n_rows());
        let skip = skip + titles(&sample, skip);
        let (width, _) = sample.usual_width(skip + 1);
        let unnamed_first = header::leaves_out_first(&sample, skip, width);
        let header = unnamed_first || header::is_header(&sample, skip);
        let (usual, _) = sample.usual_width(skip);
        let width = (!header && usual > 0 && (complete || sample.n_rows() > skip + 1)).then_some(usual);
        let decimal = decimal(&sample, skip + usize::from(header), delimiter);
        Plan { delimiter, decimal, skip, header, unnamed_first, width }
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

fn best_delimiter(text: &[u8], complete: bool) -> (u8, Sample) {
    let mut best = (DELIMITERS[0], Sample::of(text, DELIMITERS[0], complete));
    let mut best_score = score(&best.1);
    for &delimiter in &DELIMITERS[1..] {
        // A delimiter that does not occur gives one column, which the comma gives too.
        if !text.contains(&delimiter) {
            continue;
        }
        let sample = Sample::of(text, delimiter, complete);
        let this = score(&sample);
        if this > best_score {
            (best, best_score) = ((delimiter, sample), this);
        }
    }
    best
}

/// How well a sample looks like a table: regular rows of more than one cell, times the share of cells that are
/// clean values. After G. J. J. van den Burg, A. Nazábal and C. Sutton, Wrangling messy CSV files by detecting
/// row and type patterns, 2019, section 4.
fn score(sample: &Sample) -> f64 {
    let (mut clean, mut n) = (0, 0);
    for row in 0..sample.n_rows() {
        n += sample.width(row);
        clean += sample.cells(row).filter(|cell| is_clean(cell)).count();
    }
    if n == 0 {
        return 0.0;
    }
    let widths = sample.widths(0);
    let regular: f64 =
        widths.iter().map(|&(width, rows)| rows as f64 * (width as f64 - 1.0).max(1e-3) / width as f64).sum();
    let patterns = widths.len() as f64 * sample.n_rows() as f64;
    regular / patterns * (clean as f64 / n as f64)
}

fn is_clean(cell: &[u8]) -> bool {
    is_missing(cell)
        || !cell.iter().any(|byte| DELIMITERS.contains(byte) || *byte == b'"')
        || [b'.', b','].iter().any(|&decimal| number(cell, decimal) != Number::Word)
}

/// How many rows of one cell stand above a table of more: titles and remarks.
fn titles(sample: &Sample, first: usize) -> usize {
    let (width, rows) = sample.usual_width(first);
    if width < 2 || rows < 2 {
        return 0;
    }
    (first..sample.n_rows()).take_while(|&row| sample.width(row) == 1).count()
}

/// The decimal mark that more cells are evidence for. With none, a semicolon between cells is: it is used where
/// the comma is the decimal mark.
fn decimal(sample: &Sample, first: usize, delimiter: u8) -> u8 {
    let (mut points, mut commas, mut groups) = (0, 0, 0);
    for cell in (first..sample.n_rows()).flat_map(|row| sample.cells(row)) {
        match number::evidence(cell) {
            Some(b'.') => points += 1,
            Some(_) => commas += 1,
            None => groups += usize::from(cell.contains(&b',') && number(cell, b',') != Number::Word),
        }
    }
    let comma = commas > points || (commas == points && delimiter == b';' && groups > 0);
    if comma { b',' } else { b'.' }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delimiter(text: &str) -> char {
        Plan::of(text.as_bytes(), true).delimiter as char
    }

    #[test]
    fn delimiters() {
        assert_eq!(delimiter("a,b\n1,2\n"), ',');
        assert_eq!(delimiter("a;b\n1,5;2,5\n3,5;4,5\n"), ';');
        assert_eq!(delimiter("a\tb\n1,2\t2\n"), '\t');
        assert_eq!(delimiter("a|b\n1|2\n"), '|');
        assert_eq!(delimiter("a,b\n\"x;y;z\",2\n\"x;y\",3\n"), ',');
        assert_eq!(delimiter("id;text\n1;Hello, world\n2;Hi\n3;a, b, c\n"), ';');
        assert_eq!(delimiter("sep=;\na;b\n1;2\n"), ';');
        assert_eq!(delimiter("alone\n1\n"), ',');
    }

    #[test]
    fn decimal_marks() {
        let decimal = |text: &str| Plan::of(text.as_bytes(), true).decimal as char;
        assert_eq!(decimal("a;b\n1,5;2\n"), ',');
        assert_eq!(decimal("a;b\n1.5;2\n"), '.');
        assert_eq!(decimal("a;b\n1,234;2\n"), ',');
        assert_eq!(decimal("a\tb\n1,234\t2\n"), '.');
        assert_eq!(decimal("a,b\n\"1,5\",2\n"), ',');
        assert_eq!(decimal("a,b\n\"1,234\",2.5\n"), '.');
    }

    #[test]
    fn titles_are_skipped() {
        assert_eq!(Plan::of(b"Report of May\n\na,b\n1,2\n3,4\n", true).skip, 1);
        assert_eq!(Plan::of(b"a,b\n1,2\n3,4\n", true).skip, 0);
        assert_eq!(Plan::of(b"a\n1\n3\n", true).skip, 0);
    }
}
