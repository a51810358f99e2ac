use crate::dataset::exact_text;
use crate::table::stream::Layout;

/// Writes cells as a file has its own: between its delimiters, in its quotes, with its decimal mark.
#[derive(Clone, Debug)]
pub struct CellWriter {
    delimiter: u8,
    quote: Option<u8>,
    decimal: u8,
}

impl CellWriter {
    pub fn of(layout: &Layout) -> CellWriter {
        CellWriter { delimiter: layout.delimiter, quote: layout.quote, decimal: layout.decimal }
    }

    /// Its numbers have a decimal comma.
    pub fn use_comma(&mut self) {
        self.decimal = b',';
    }

    pub fn delimiter(&self, out: &mut Vec<u8>) {
        out.push(self.delimiter);
    }

    /// A number that reads back to the same bits.
    pub fn number(&self, number: f64, out: &mut Vec<u8>) {
        let text = exact_text(number);
        match self.decimal {
            // Without quotes a comma would be two cells of it.
            b',' if self.delimiter != b',' || self.quote.is_some() => self.text(&text.replace('.', ","), out),
            _ => self.text(&text, out),
        };
    }

    /// A text, in quotes where it needs them. Returns whether it stands there whole: a file without quotes has no place for
    /// delimiters and line ends, which become spaces (or, where that is the delimiter, underscores).
    pub fn text(&self, text: &str, out: &mut Vec<u8>) -> bool {
        let is_mark = |byte: u8| matches!(byte, b'\n' | b'\r') || byte == self.delimiter;
        let bytes = text.as_bytes();
        let is_blank = |byte: Option<&u8>| byte.is_some_and(|byte| *byte <= b' ');
        let Some(quote) = self.quote else {
            let instead = if self.delimiter == b' ' { b'_' } else { b' ' };
            out.extend(bytes.iter().map(|&byte| if is_mark(byte) { instead } else { byte }));
            return !bytes.iter().any(|&byte| is_mark(byte));
        };
        let needs_quotes = bytes.iter().any(|&byte| is_mark(byte) || byte == quote)
            || is_blank(bytes.first())
            || is_blank(bytes.last())
            || (bytes.is_empty() && self.delimiter == b' ');
        if !needs_quotes {
            out.extend_from_slice(bytes);
            return true;
        }
        out.push(quote);
        for &byte in bytes {
            out.push(byte);
            if byte == quote {
                out.push(quote);
            }
        }
        out.push(quote);
        true
    }

    /// An empty cell. Runs of spaces are one delimiter: between those something has to stand.
    pub fn nothing(&self, out: &mut Vec<u8>) {
        match (self.delimiter, self.quote) {
            (b' ', Some(quote)) => out.extend([quote, quote]),
            (b' ', None) => out.extend_from_slice(b"NA"),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(
        delimiter: u8,
        quote: Option<u8>,
        decimal: u8,
        write: impl FnOnce(&CellWriter, &mut Vec<u8>),
    ) -> String {
        let mut out = Vec::new();
        write(&CellWriter { delimiter, quote, decimal }, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn numbers_have_the_files_decimal_mark() {
        let number = |delimiter, quote, decimal| {
            written(delimiter, quote, decimal, |writer, out| writer.number(-1234.5, out))
        };
        assert_eq!(number(b',', Some(b'"'), b'.'), "-1234.5");
        assert_eq!(number(b';', Some(b'"'), b','), "-1234,5");
        assert_eq!(number(b',', Some(b'"'), b','), "\"-1234,5\"");
        assert_eq!(number(b',', Some(b'\''), b','), "'-1234,5'");
        assert_eq!(number(b',', None, b','), "-1234.5");
        assert_eq!(number(b' ', None, b','), "-1234,5");
    }

    #[test]
    fn texts_have_the_files_quotes() {
        let text = |delimiter, quote, text: &str| {
            written(delimiter, quote, b'.', |writer, out| {
                writer.text(text, out);
            })
        };
        assert_eq!(text(b',', Some(b'"'), "a;b"), "a;b");
        assert_eq!(text(b';', Some(b'"'), "a;b"), "\"a;b\"");
        assert_eq!(text(b';', Some(b'\''), "it's"), "'it''s'");
        assert_eq!(text(b',', Some(b'"'), "a \"b\""), "\"a \"\"b\"\"\"");
        assert_eq!(text(b',', Some(b'"'), " a"), "\" a\"");
        assert_eq!(text(b',', Some(b'"'), "a\nb"), "\"a\nb\"");
        assert_eq!(text(b'|', None, "a|b\nc"), "a b c");
        assert_eq!(text(b' ', None, "New York"), "New_York");
        assert_eq!(text(b' ', Some(b'"'), ""), "\"\"");
    }

    #[test]
    fn between_spaces_something_stands_for_nothing() {
        let nothing = |delimiter, quote| written(delimiter, quote, b'.', |writer, out| writer.nothing(out));
        assert_eq!([nothing(b',', Some(b'"')), nothing(b',', None)], ["", ""]);
        assert_eq!([nothing(b' ', Some(b'\'')), nothing(b' ', None)], ["''", "NA"]);
    }
}
