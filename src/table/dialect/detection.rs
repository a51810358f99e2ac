use super::header;
use super::sample::Sample;
use super::wanted::Wanted;
use crate::table::splitter::cut::Cut;
use crate::table::value::missing::is_missing;
use crate::table::value::number::{Number, number};

pub const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The only mark of comments that is looked for.
const COMMENT: u8 = b'#';
/// Enough lines to know whether those that begin with it are comments.
const MOST_MARKED: usize = 1_000;

/// `text`: the file's beginning. `declared`: the delimiter that its first line names. Returns the sample, cut so.
pub fn detect(text: &[u8], complete: bool, wanted: &Wanted, declared: Option<u8>) -> (Cut, Sample) {
    let is_free = |mark: u8| wanted.delimiter != Some(mark) && wanted.quote != Some(Some(mark));
    let looks_marked = wanted.comment.is_none() && is_free(COMMENT) && marked_lines(text).next().is_some();
    let beginning = Cut {
        delimiter: DELIMITERS[0],
        quote: wanted.quote.unwrap_or((is_free(b'"') && wanted.comment != Some(Some(b'"'))).then_some(b'"')),
        comment: wanted.comment.unwrap_or(looks_marked.then_some(COMMENT)),
    };
    let delimiter = wanted.delimiter.or(declared);
    let mut best = best_delimiter(text, complete, beginning, delimiter);
    // What few files need is asked of those alone.
    let (opened, closed) = quoted_cells(text, b'"', best.0.delimiter);
    let looks_single = opened + closed == 0 && text.contains(&b'\'');
    let looks_broken = opened != closed || best.1.is_cut_off() || (opened > 0 && !best.1.is_regular());
    if wanted.quote.is_none() && (looks_single || looks_broken) {
        best = other_quotes(text, complete, delimiter, best);
    }
    let looks_alone = best.1.is_regular() && best.1.n_rows() > 0 && best.1.width(0) == 1;
    if delimiter.is_none() && text.contains(&b' ') && (looks_alone || !best.1.is_regular()) {
        best = spaces(text, complete, best);
    }
    let (mut cut, sample) = best;
    if looks_marked && !comments_are_clear(text, cut, &sample) {
        cut.comment = None;
        // The lines that were left out may be all there is.
        return match delimiter {
            None if sample.n_rows() == 0 => best_delimiter(text, complete, cut, None),
            _ => (cut, Sample::of(text, cut, complete)),
        };
    }
    (cut, sample)
}

/// `given`: the only one that is asked about.
fn best_delimiter(text: &[u8], complete: bool, cut: Cut, given: Option<u8>) -> (Cut, Sample) {
    let first = Cut { delimiter: given.unwrap_or(cut.delimiter), ..cut };
    let mut best = (first, Sample::of(text, first, complete));
    if given.is_some() {
        return best;
    }
    let mut best_score = score(&best.1);
    for &delimiter in &DELIMITERS[1..] {
        // A delimiter that does not occur gives one column, which the comma gives too. And a person may have made it
        // the quote.
        if !text.contains(&delimiter) || [cut.quote, cut.comment].contains(&Some(delimiter)) {
            continue;
        }
        let cut = Cut { delimiter, ..cut };
        let sample = Sample::of(text, cut, complete);
        let this = score(&sample);
        if this > best_score {
            (best, best_score) = ((cut, sample), this);
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
    is_missing(cell) || !cell.iter().any(|byte| DELIMITERS.contains(byte) || *byte == b'"') || is_number(cell)
}

fn is_number(cell: &[u8]) -> bool {
    [b'.', b','].iter().any(|&decimal| number(cell, decimal) != Number::Word)
}

/// Single quotes where they stand around cells, in pairs and often, and double ones do not; none where a double quote
/// that opens and is not closed would make a mess of lines that are regular without.
fn other_quotes(text: &[u8], complete: bool, delimiter: Option<u8>, best: (Cut, Sample)) -> (Cut, Sample) {
    let (cut, sample) = &best;
    let (opened, closed) = quoted_cells(text, b'"', cut.delimiter);
    if opened + closed == 0 && delimiter != Some(b'\'') && cut.comment != Some(b'\'') {
        let single = best_delimiter(text, complete, Cut { quote: Some(b'\''), ..*cut }, delimiter);
        let (opened, closed) = quoted_cells(text, b'\'', single.0.delimiter);
        // The last cell may be cut short.
        let pairs = opened == closed || (!complete && opened == closed + 1);
        if pairs && opened >= 2 && opened * 2 >= single.1.n_rows() && score(&single.1) >= score(sample) {
            return single;
        }
    }
    if opened > 0
        && (sample.swallows_lines() || !sample.is_regular() || (opened != closed && !sample.is_cut_off()))
    {
        let none = best_delimiter(text, complete, Cut { quote: None, ..*cut }, delimiter);
        if none.1.is_regular() && none.1.n_rows() > 2 && none.1.width(0) > 1 {
            return none;
        }
    }
    best
}

/// How many cells begin with the quote, and how many end with it.
fn quoted_cells(text: &[u8], quote: u8, delimiter: u8) -> (usize, usize) {
    let is_edge =
        |byte: Option<&u8>| byte.is_none_or(|&byte| byte == delimiter || byte == b'\n' || byte == b'\r');
    let places = || text.iter().enumerate().filter(|(_, byte)| **byte == quote).map(|(place, _)| place);
    let opened = places().filter(|&place| place == 0 || is_edge(text.get(place - 1))).count();
    (opened, places().filter(|&place| is_edge(text.get(place + 1))).count())
}

/// Spaces are delimiters only where they cut every line into as many cells, half of the columns are numbers, and
/// nothing else looks like a delimiter: "New York" is one cell, and so is "1 234".
fn spaces(text: &[u8], complete: bool, best: (Cut, Sample)) -> (Cut, Sample) {
    let (cut, sample) = &best;
    let numbers = |sample: &Sample, column| {
        (1..sample.n_rows())
            .all(|row| sample.cell(row, column).is_some_and(|cell| is_missing(cell) || is_number(cell)))
    };
    if sample.is_regular() && numbers(sample, 0) {
        return best;
    }
    let cut = Cut { delimiter: b' ', ..*cut };
    let spaced = Sample::of(text, cut, complete);
    let widths = spaced.widths(1);
    let (Some(&(width, _)), 1) = (widths.first(), widths.len()) else { return best };
    let fits = spaced.n_rows() > 2 && width > 1 && (spaced.width(0) == width || spaced.width(0) + 1 == width);
    let n_numbers = (0..width).filter(|&column| fits && numbers(&spaced, column)).count();
    if fits && n_numbers * 2 >= width { (cut, spaced) } else { best }
}

/// The lines that begin with the mark, and whether only such stand above each.
fn marked_lines(text: &[u8]) -> impl Iterator<Item = (&[u8], bool)> {
    let mut at_head = true;
    text.split(|byte| matches!(byte, b'\n' | b'\r')).filter_map(move |line| {
        let is_marked = line.first() == Some(&COMMENT);
        at_head &= is_marked || line.trim_ascii().is_empty();
        is_marked.then_some((line, at_head))
    })
}

/// Whether the lines that begin with `#` are none of the table's. `sample` is without them.
///
/// Those that have as many cells as the rows are rows, unless they stand above a row of names; a row of names may
/// itself begin with `#`.
fn comments_are_clear(text: &[u8], cut: Cut, sample: &Sample) -> bool {
    let (usual, _) = sample.usual_width(0);
    let (mut all_at_head, mut any_fits) = (true, false);
    for (line, at_head) in marked_lines(text).take(MOST_MARKED) {
        let line = Sample::of(line, Cut { comment: None, ..cut }, true);
        all_at_head &= at_head;
        any_fits |= line.n_rows() > 0 && line.width(0) == usual;
    }
    match any_fits {
        false => usual > 1 || (usual == 1 && all_at_head),
        true => all_at_head && header::votes(sample, 0) > 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Cut {
        detect(text.as_bytes(), true, &Wanted::default(), None).0
    }

    #[test]
    fn delimiters() {
        let delimiter = |text| cut(text).delimiter as char;
        assert_eq!(delimiter("a,b\n1,2\n"), ',');
        assert_eq!(delimiter("a;b\n1,5;2,5\n3,5;4,5\n"), ';');
        assert_eq!(delimiter("a\tb\n1,2\t2\n"), '\t');
        assert_eq!(delimiter("a|b\n1|2\n"), '|');
        assert_eq!(delimiter("a,b\n\"x;y;z\",2\n\"x;y\",3\n"), ',');
        assert_eq!(delimiter("id;text\n1;Hello, world\n2;Hi\n3;a, b, c\n"), ';');
        assert_eq!(delimiter("alone\n1\n"), ',');
    }

    #[test]
    fn spaces_only_where_they_cut_every_line_alike() {
        let delimiter = |text| cut(text).delimiter as char;
        assert_eq!(delimiter("a b\n1 2\n3 4\n"), ' ');
        assert_eq!(delimiter("  a    b\n 10  2.5\n  3   4\n"), ' ');
        assert_eq!(delimiter("x y\nr1 1,5 2\nr2 3 4,5\n"), ' ');
        assert_eq!(delimiter("name\nJohn Smith\nJane Doe\n"), ',');
        assert_eq!(delimiter("full name\nJohn Smith\nJane Doe\n"), ',');
        assert_eq!(delimiter("number here\n1 234\n5 678\n"), ',');
        assert_eq!(delimiter("a b,c d\n1 2,3 4\n5 6,7 8\n"), ',');
    }

    #[test]
    fn quotes() {
        let quote = |text| cut(text).quote.map(char::from);
        assert_eq!(quote("a,b\n1,2\n"), Some('"'));
        assert_eq!(quote("a,b\n'x, y',2\n'z',3\n"), Some('\''));
        assert_eq!(quote("'a';'b'\n'1,5';'x;y'\n'2,5';'z'\n"), Some('\''));
        assert_eq!(quote("a,b\n'tis,2\nrock 'n' roll,3\n"), Some('"'));
        assert_eq!(quote("a,b\n\"it's, 'so'\",2\n\"z\",3\n"), Some('"'));
        assert_eq!(quote("a\tb\n\"x\t2\ny\t3\nz\t4\n"), None);
        assert_eq!(quote("a,b\n\"x, y\",2\n\"z,4\n"), Some('"'));
    }

    #[test]
    fn comments_only_where_they_are_clear() {
        let comment = |text| cut(text).comment.map(char::from);
        assert_eq!(comment("# made in May\na,b\n1,2\n"), Some('#'));
        assert_eq!(comment("# first, second\na,b\n1,2\n3,4\n"), Some('#'));
        assert_eq!(comment("a,b\n1,2\n# half of it\n3,4\n"), Some('#'));
        assert_eq!(comment("#id,name\n1,x\n2,y\n"), None);
        assert_eq!(comment("tag,n\n#red,1\n#blue,2\n"), None);
        assert_eq!(comment("tag\n#red\n#blue\n"), None);
        assert_eq!(comment("#red\n#blue\n"), None);
        assert_eq!(comment("# made in May\n#id,name\n1,x\n2,y\n"), None);
        assert_eq!(comment("a,b\n1,2\n"), None);
    }
}
