use csv_core::ReadRecordResult;

/// Takes text apart into records, whatever the chunks.
pub struct Splitter {
    core: csv_core::Reader,
    /// The cells of the record that is being read, one after the other and without their quotes.
    text: Vec<u8>,
    written: usize,
    /// Where each of them ends.
    ends: Vec<usize>,
    n_ends: usize,
}

/// One record: its cells.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    pub text: &'a [u8],
    pub ends: &'a [usize],
}

impl<'a> Record<'a> {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// A line of spaces, which is no row. (A lone `""` is one: an empty cell.)
    pub fn is_blank(&self) -> bool {
        self.ends.len() == 1 && !self.text.is_empty() && trim(self.text).is_empty()
    }

    /// The cells, not trimmed.
    pub fn cells(&self) -> impl DoubleEndedIterator<Item = &'a [u8]> + ExactSizeIterator + use<'a> {
        let (text, ends) = (self.text, self.ends);
        (0..ends.len()).map(move |i| &text[if i == 0 { 0 } else { ends[i - 1] }..ends[i]])
    }
}

impl Splitter {
    pub fn new(delimiter: u8) -> Splitter {
        Splitter {
            core: csv_core::ReaderBuilder::new().delimiter(delimiter).build(),
            text: vec![0; 4096],
            written: 0,
            ends: vec![0; 64],
            n_ends: 0,
        }
    }

    /// Takes the next piece of text and hands on each record that it completes.
    pub fn push<E>(
        &mut self,
        mut text: &[u8],
        take: &mut impl FnMut(Record) -> Result<(), E>,
    ) -> Result<(), E> {
        // An empty input would mean the end.
        while !text.is_empty() {
            let n_read = self.step(text, take)?;
            text = &text[n_read..];
        }
        Ok(())
    }

    /// No text is left: the last record, if it had no line end, and whether its last cell stands in quotes that
    /// were never closed.
    pub fn finish(&mut self) -> (Option<Record<'_>>, bool) {
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
            return (
                Some(Record { text: &self.text[..self.written], ends: &self.ends[..self.n_ends] }),
                open,
            );
        }
    }

    fn step<E>(&mut self, text: &[u8], take: &mut impl FnMut(Record) -> Result<(), E>) -> Result<usize, E> {
        let (result, n_read, n_written, n_ends) =
            self.core.read_record(text, &mut self.text[self.written..], &mut self.ends[self.n_ends..]);
        self.written += n_written;
        self.n_ends += n_ends;
        match result {
            ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
            ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
            ReadRecordResult::Record => {
                take(Record { text: &self.text[..self.written], ends: &self.ends[..self.n_ends] })?;
                self.written = 0;
                self.n_ends = 0;
            }
            ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
        }
        Ok(n_read)
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

    fn split(text: &[u8], chunk: usize) -> (Vec<Vec<String>>, bool) {
        let mut splitter = Splitter::new(b',');
        let mut records = Vec::new();
        let mut take = |record: Record| {
            records.push(record.cells().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect());
            Ok::<(), ()>(())
        };
        for part in text.chunks(chunk) {
            let _ = splitter.push(part, &mut take);
        }
        let (last, open) = splitter.finish();
        let _ = last.map(take);
        (records, open)
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
}
