//! Text → records and their cells, once it is known what stands between them.

pub mod cut;
pub mod plain;
pub mod spaces;

use csv_core::ReadRecordResult;

use cut::Cut;
use spaces::Spaces;

/// Takes text apart into records, whatever the chunks: quickly where no quote stands in a record ([`plain`]), and by
/// csv-core where one does, or where a chunk ends within a record.
pub struct Splitter {
    cut: Cut,
    spaces: Option<Spaces>,
    core: csv_core::Reader,
    place: Place,
    /// The cells of the record that csv-core is reading, one after the other and without their quotes.
    text: Vec<u8>,
    written: usize,
    /// Where each of them ends.
    ends: Vec<usize>,
    n_ends: usize,
    /// The same of a record on the quick way.
    plain_ends: Vec<usize>,
    /// How many lines were left out.
    pub comments: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// Before a record.
    Start,
    /// In one that csv-core has begun.
    Record,
    /// In a line that is left out.
    Comment,
}

/// One record: its cells.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    /// Begins with the first cell, and may go on behind the last.
    pub text: &'a [u8],
    /// Where each cell ends.
    pub ends: &'a [usize],
    /// How many bytes stand between a cell's end and the next cell.
    pub gap: usize,
}

impl<'a> Record<'a> {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// A line of spaces, which is no row. (A lone `""` is one: an empty cell.)
    pub fn is_blank(&self) -> bool {
        match self.ends {
            [end] => *end > 0 && trim(&self.text[..*end]).is_empty(),
            _ => false,
        }
    }

    /// The cells, not trimmed.
    pub fn cells(&self) -> impl DoubleEndedIterator<Item = &'a [u8]> + ExactSizeIterator + use<'a> {
        let Record { text, ends, gap } = *self;
        (0..ends.len()).map(move |i| &text[if i == 0 { 0 } else { ends[i - 1] + gap }..ends[i]])
    }
}

impl Splitter {
    pub fn new(cut: Cut) -> Splitter {
        let mut core = csv_core::ReaderBuilder::new()
            .delimiter(cut.delimiter)
            .quoting(cut.quote.is_some())
            .quote(cut.quote.unwrap_or(b'"'))
            .build();
        let (mut text, mut ends) = (vec![0; 4096], vec![0; 64]);
        // At its very first bytes csv-core would take a byte order mark away, which may be in the middle of the file.
        core.read_record(b"\n", &mut text, &mut ends);
        Splitter {
            cut,
            spaces: (cut.delimiter == b' ').then(|| Spaces::new(cut.quote)),
            core,
            place: Place::Start,
            text,
            written: 0,
            ends,
            n_ends: 0,
            plain_ends: Vec::new(),
            comments: 0,
        }
    }

    /// Takes the next piece of text and hands on each record that it completes, until `take` says that it is enough;
    /// returns whether it never did.
    pub fn push(&mut self, text: &[u8], take: &mut dyn FnMut(Record) -> bool) -> bool {
        match self.spaces.take() {
            None => self.cut(text, take),
            Some(mut spaces) => {
                let go_on = self.cut(spaces.squeeze(text), take);
                self.spaces = Some(spaces);
                go_on
            }
        }
    }

    fn cut(&mut self, mut text: &[u8], take: &mut dyn FnMut(Record) -> bool) -> bool {
        // An empty input would mean the end to csv-core.
        while !text.is_empty() {
            let read = match self.place {
                Place::Start => self.start(text, take),
                Place::Record => self.step(text, take),
                Place::Comment => Some(self.comment(text)),
            };
            let Some(read) = read else { return false };
            text = &text[read..];
        }
        true
    }

    /// Before a record. Returns how many bytes were read; `None`: it is enough.
    fn start(&mut self, text: &[u8], take: &mut dyn FnMut(Record) -> bool) -> Option<usize> {
        let first = text[0];
        if first == b'\n' || first == b'\r' {
            return Some(1);
        }
        if self.cut.comment == Some(first) {
            self.comments += 1;
            self.place = Place::Comment;
            return Some(1);
        }
        match plain::records(text, self.cut, &mut self.plain_ends, take)? {
            0 => {
                self.place = Place::Record;
                self.step(text, take)
            }
            read => Some(read),
        }
    }

    /// Whether no record and no line that is left out has been begun.
    pub fn is_between(&self) -> bool {
        self.place == Place::Start
    }

    /// How many bytes and cells there are of a record that has not ended.
    pub fn begun(&self) -> (usize, usize) {
        if self.place == Place::Record { (self.written, self.n_ends) } else { (0, 0) }
    }

    fn comment(&mut self, text: &[u8]) -> usize {
        match text.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            Some(end) => {
                self.place = Place::Start;
                end
            }
            None => text.len(),
        }
    }

    /// No text is left: the last record, if it had no line end, and whether its last cell stands in quotes that
    /// were never closed.
    pub fn finish(&mut self) -> (Option<Record<'_>>, bool) {
        if self.place != Place::Record {
            return (None, false);
        }
        loop {
            let (result, _, n_written, n_ends) =
                self.core.read_record(b"\n", &mut self.text[self.written..], &mut self.ends[self.n_ends..]);
            self.written += n_written;
            self.n_ends += n_ends;
            let open = match result {
                ReadRecordResult::OutputFull => {
                    self.text.resize(self.text.len() * 2, 0);
                    continue;
                }
                ReadRecordResult::OutputEndsFull => {
                    self.ends.resize(self.ends.len() * 2, 0);
                    continue;
                }
                ReadRecordResult::Record => false,
                // A line end outside quotes ends the record or stands between records: it is never kept.
                ReadRecordResult::InputEmpty if n_written > 0 => true,
                ReadRecordResult::InputEmpty | ReadRecordResult::End => return (None, false),
            };
            if open {
                self.written -= n_written;
                self.ends.truncate(self.n_ends);
                self.ends.push(self.written);
                self.n_ends += 1;
            }
            return (Some(self.record()), open);
        }
    }

    fn step(&mut self, text: &[u8], take: &mut dyn FnMut(Record) -> bool) -> Option<usize> {
        let (result, n_read, n_written, n_ends) =
            self.core.read_record(text, &mut self.text[self.written..], &mut self.ends[self.n_ends..]);
        self.written += n_written;
        self.n_ends += n_ends;
        match result {
            ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
            ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
            ReadRecordResult::Record => {
                let go_on = take(self.record());
                self.written = 0;
                self.n_ends = 0;
                self.place = Place::Start;
                return go_on.then_some(n_read);
            }
            ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
        }
        Some(n_read)
    }

    fn record(&self) -> Record<'_> {
        Record { text: &self.text[..self.written], ends: &self.ends[..self.n_ends], gap: 0 }
    }
}

/// Without the spaces and control characters of ASCII at both ends.
pub fn trim(cell: &[u8]) -> &[u8] {
    match (cell.first(), cell.last()) {
        (Some(first), Some(last)) if *first <= b' ' || *last <= b' ' => cell.trim_ascii(),
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split_with(splitter: &mut Splitter, text: &[u8], chunk: usize) -> (Vec<Vec<String>>, bool) {
        let mut records = Vec::new();
        let mut take = |record: Record| {
            records.push(record.cells().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect());
            true
        };
        for part in text.chunks(chunk) {
            assert!(splitter.push(part, &mut take));
        }
        let (last, open) = splitter.finish();
        let _ = last.map(take);
        (records, open)
    }

    const COMMAS: Cut = Cut { delimiter: b',', quote: Some(b'"'), comment: None };

    fn split(text: &[u8], chunk: usize) -> (Vec<Vec<String>>, bool) {
        split_with(&mut Splitter::new(COMMAS), text, chunk)
    }

    #[test]
    fn quotes_and_line_ends() {
        let text = b"a,\"b,\"\"c\nd\"\r\n\r\n1,2\r3,4";
        let expected = (vec![vec!["a", "b,\"c\nd"], vec!["1", "2"], vec!["3", "4"]], false);
        let expected = (
            expected.0.iter().map(|r| r.iter().map(|c| c.to_string()).collect()).collect::<Vec<_>>(),
            expected.1,
        );
        for chunk in 1..=text.len() {
            assert_eq!(split(text, chunk), expected);
        }
    }

    #[test]
    fn an_open_quote_is_seen() {
        assert!(split(b"a,b\n1,\"2\n3,4\n", 3).1);
        assert!(split(b"a,\"b,\"\"", 3).1);
        for closed in [&b"a,\"b\""[..], b"a,b\n", b"a,b", b"", b"a,", b"\"\"", b"a,b\r"] {
            assert!(!split(closed, 2).1, "{closed:?}");
        }
    }

    #[test]
    fn records_larger_than_any_buffer() {
        let wide = ["x"; 10_000].join(",");
        let deep = "y".repeat(100_000);
        let (records, _) = split(format!("{wide}\n{deep}\n").as_bytes(), 777);
        assert_eq!((records[0].len(), records[1][0].len()), (10_000, 100_000));
    }

    #[test]
    fn comments_are_left_out_and_counted() {
        let text = b"# a \"b\na,b\n#c\r\n\"#d\",#e\r#f";
        for chunk in 1..=text.len() {
            let mut splitter = Splitter::new(Cut { comment: Some(b'#'), ..COMMAS });
            let (records, open) = split_with(&mut splitter, text, chunk);
            assert_eq!(
                (records, open),
                (vec![vec!["a".into(), "b".into()], vec!["#d".into(), "#e".into()]], false)
            );
            assert_eq!(splitter.comments, 3);
        }
    }

    /// One byte at a time, csv-core takes everything; in one piece, the quick way takes what it can.
    #[cfg(not(target_arch = "wasm32"))]
    mod properties {
        use super::*;
        use proptest::prelude::*;

        proptest! {
            #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

            #[test]
            fn both_ways_find_the_same_records(
                pieces in prop::collection::vec(
                    prop::sample::select(vec![
                        ",", ",", ";", "\n", "\n", "\r\n", "\r", "\"", "\"a\"", "'", "#", " ", "  ", "abc", "12.5", "\u{FEFF}",
                        "a long cell that goes on beyond a whole block of sixty-four bytes, and then some",
                    ]),
                    0..80,
                ),
                delimiter in prop::sample::select(vec![b',', b';', b' ']),
                quote in prop::sample::select(vec![None, Some(b'"'), Some(b'\'')]),
                comment in prop::sample::select(vec![None, Some(b'#')]),
            ) {
                let (text, cut) = (pieces.concat(), Cut { delimiter, quote, comment });
                let slow = split_with(&mut Splitter::new(cut), text.as_bytes(), 1);
                let quick = split_with(&mut Splitter::new(cut), text.as_bytes(), text.len().max(1));
                prop_assert_eq!(slow, quick);
            }
        }
    }
}
