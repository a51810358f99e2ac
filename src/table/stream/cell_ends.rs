use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use crate::table::splitter::cut::Cut;
use crate::table::splitter::spaces::Spaces;

/// Where each cell of a record ends in its own text: quotes included, line end and delimiters not.
///
/// Finds the same cells as [`crate::table::splitter::Splitter`].
pub fn cell_ends(record: &[u8], cut: Cut) -> Vec<usize> {
    if cut.delimiter == b' ' {
        Spaces::new(cut.quote).cell_ends(record)
    } else {
        between_delimiters(record, cut)
    }
}

fn between_delimiters(record: &[u8], cut: Cut) -> Vec<usize> {
    let mut core = primed(cut);
    let (mut ends, mut read, mut cell) = (Vec::new(), 0, [0; 256]);
    loop {
        let (result, n_read, _) = core.read_field(&record[read..], &mut cell);
        read += n_read;
        match result {
            // What was read ends with the delimiter, or is the whole of the record.
            ReadFieldResult::Field { record_end: false } => ends.push(read - 1),
            ReadFieldResult::OutputFull => {}
            ReadFieldResult::InputEmpty if read < record.len() => {}
            _ => {
                ends.push(record.len());
                return ends;
            }
        }
    }
}

/// At its very first bytes csv-core would take a byte order mark away.
fn primed(cut: Cut) -> Reader {
    let mut core = ReaderBuilder::new()
        .delimiter(cut.delimiter)
        .quoting(cut.quote.is_some())
        .quote(cut.quote.unwrap_or(b'"'))
        .build();
    core.read_field(b"\n", &mut [0; 8]);
    core
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(record: &str, delimiter: u8, quote: Option<u8>) -> Vec<&str> {
        let mut start = 0;
        let ends = cell_ends(record.as_bytes(), Cut { delimiter, quote, comment: None });
        ends.into_iter().map(|end| &record[std::mem::replace(&mut start, end)..end]).collect()
    }

    #[test]
    fn cells_with_their_quotes_and_the_delimiter_before_them() {
        let quote = Some(b'"');
        assert_eq!(cells("a,b", b',', quote), ["a", ",b"]);
        assert_eq!(cells("a,,", b',', quote), ["a", ",", ","]);
        assert_eq!(cells(",", b',', quote), ["", ","]);
        assert_eq!(cells("\"a,\"\"b\n\" ,\"c\",d\"e", b',', quote), ["\"a,\"\"b\n\" ", ",\"c\"", ",d\"e"]);
        assert_eq!(cells("\"a,b", b',', None), ["\"a", ",b"]);
        assert_eq!(cells("\u{FEFF}a;b", b';', quote), ["\u{FEFF}a", ";b"]);
        assert_eq!(cells(&format!("{};b", "x".repeat(1000)), b';', quote)[1], ";b");
        assert_eq!(cells("  a   \"b  \"\" c\"  d ", b' ', quote), ["  a", "   \"b  \"\" c\"", "  d"]);
    }
}
