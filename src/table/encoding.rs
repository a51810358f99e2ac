use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How the bytes stand for letters, as far as the first of them tell.
///
/// UTF-8 and windows-1252 agree on every byte below 128, and everything that takes a table apart (delimiters,
/// quotes, line ends, digits) lies there. So such bytes are taken apart as they come, and which of the two
/// they are is decided when all have been seen.
pub struct Decoder {
    utf16: Option<encoding_rs::Decoder>,
    big_endian: bool,
    /// A byte order mark said UTF-8.
    declared: bool,
    check: Utf8Check,
    damaged: bool,
    buffer: Vec<u8>,
}

/// How the bytes stand for letters, once all have been seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding {
    pub name: &'static str,
    /// Some bytes stand for no letter; they are shown as U+FFFD.
    pub damaged: bool,
}

impl Decoder {
    /// Decides from the first bytes; returns how many of them are a byte order mark.
    pub fn new(first: &[u8]) -> (Decoder, usize) {
        let (utf16, mark) = match first {
            [0xEF, 0xBB, 0xBF, ..] => (None, 3),
            [0xFF, 0xFE, ..] => (Some(UTF_16LE), 2),
            [0xFE, 0xFF, ..] => (Some(UTF_16BE), 2),
            _ => (unmarked_utf16(first), 0),
        };
        let decoder = Decoder {
            utf16: utf16.map(|encoding| encoding.new_decoder_without_bom_handling()),
            big_endian: utf16 == Some(UTF_16BE),
            declared: mark == 3,
            check: Utf8Check::default(),
            damaged: false,
            buffer: Vec::new(),
        };
        (decoder, mark)
    }

    /// Turns the next bytes into text of which all bytes below 128 are ASCII.
    pub fn decode<'a>(&'a mut self, bytes: &'a [u8]) -> &'a [u8] {
        if self.utf16.is_some() {
            return self.decode_utf16(bytes, false);
        }
        self.check.push(bytes);
        bytes
    }

    /// What is left when there are no more bytes.
    pub fn last(&mut self) -> &[u8] {
        if self.utf16.is_some() { self.decode_utf16(&[], true) } else { &[] }
    }

    fn decode_utf16(&mut self, mut bytes: &[u8], last: bool) -> &[u8] {
        self.buffer.clear();
        if let Some(decoder) = &mut self.utf16 {
            let room = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 2 + 64);
            self.buffer.resize(room, 0);
            let mut written = 0;
            loop {
                let (result, n_read, n_written, damaged) =
                    decoder.decode_to_utf8(bytes, &mut self.buffer[written..], last);
                self.damaged |= damaged;
                written += n_written;
                bytes = &bytes[n_read..];
                if result == encoding_rs::CoderResult::InputEmpty {
                    break;
                }
                self.buffer.resize(self.buffer.len() * 2 + 64, 0);
            }
            self.buffer.truncate(written);
        }
        &self.buffer
    }

    /// The encoding of everything that was decoded.
    ///
    /// Bytes that are not UTF-8 are windows-1252, unless there are ten times as many letters that only UTF-8
    /// explains: then they are damage in a UTF-8 file.
    pub fn encoding(&self) -> Encoding {
        if self.utf16.is_some() {
            let name = if self.big_endian { "UTF-16BE" } else { "UTF-16LE" };
            return Encoding { name, damaged: self.damaged };
        }
        let (letters, faults) = self.check.counts();
        match faults {
            0 => Encoding { name: "UTF-8", damaged: false },
            _ if self.declared || letters >= 10 * faults => Encoding { name: "UTF-8", damaged: true },
            _ => Encoding { name: "windows-1252", damaged: false },
        }
    }
}

impl Encoding {
    /// The text of a cell.
    pub fn text<'a>(&self, cell: &'a [u8]) -> Cow<'a, str> {
        if self.name == "windows-1252" {
            return WINDOWS_1252.decode_without_bom_handling(cell).0;
        }
        String::from_utf8_lossy(cell)
    }
}

/// UTF-16 without a mark: nearly every second byte is 0, as in any text that is mostly ASCII.
fn unmarked_utf16(first: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let first = &first[..first.len().min(4096)];
    let pairs = first.len() / 2;
    let zeros = |offset: usize| first.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if pairs < 2 {
        None
    } else if odd * 10 >= pairs * 7 && even * 20 <= pairs {
        Some(UTF_16LE)
    } else if even * 10 >= pairs * 7 && odd * 20 <= pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Counts letters of more than one byte and faults in a stream of UTF-8, whatever the chunks.
#[derive(Default)]
struct Utf8Check {
    /// A letter that the last chunk began, at most three bytes.
    begun: Vec<u8>,
    letters: usize,
    faults: usize,
}

impl Utf8Check {
    fn push(&mut self, mut bytes: &[u8]) {
        while let (false, Some((&next, rest))) = (self.begun.is_empty(), bytes.split_first()) {
            self.begun.push(next);
            bytes = rest;
            let begun = std::mem::take(&mut self.begun);
            self.run(&begun);
        }
        self.run(bytes);
    }

    fn run(&mut self, mut bytes: &[u8]) {
        loop {
            let error = match std::str::from_utf8(bytes) {
                Ok(_) => return self.letters += lead_bytes(bytes),
                Err(error) => error,
            };
            let (valid, rest) = bytes.split_at(error.valid_up_to());
            self.letters += lead_bytes(valid);
            match error.error_len() {
                Some(length) => {
                    self.faults += 1;
                    bytes = &rest[length..];
                }
                None => {
                    self.begun = rest.to_vec();
                    return;
                }
            }
        }
    }

    fn counts(&self) -> (usize, usize) {
        (self.letters, self.faults + usize::from(!self.begun.is_empty()))
    }
}

/// How many letters of more than one byte begin here.
fn lead_bytes(valid: &[u8]) -> usize {
    if valid.is_ascii() { 0 } else { valid.iter().filter(|&&byte| byte >= 0xC0).count() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoding(bytes: &[u8], chunk: usize) -> Encoding {
        let (mut decoder, mark) = Decoder::new(bytes);
        for part in bytes[mark..].chunks(chunk) {
            decoder.decode(part);
        }
        decoder.last();
        decoder.encoding()
    }

    #[test]
    fn chunks_make_no_difference() {
        let mixed = [&"Zürich €1 𝄞 ".repeat(9).into_bytes()[..], b"\xE9t\xE9 \xF0\x9F"].concat();
        let whole = encoding(&mixed, mixed.len());
        for chunk in 1..9 {
            assert_eq!(encoding(&mixed, chunk), whole);
        }
    }

    #[test]
    fn a_late_byte_decides() {
        let mut late = b"abc,".repeat(50_000);
        assert_eq!(encoding(&late, 1000).name, "UTF-8");
        late.push(0xE9);
        assert_eq!(encoding(&late, 1000).name, "windows-1252");
    }

    #[test]
    fn damage_in_much_utf8_stays_utf8() {
        let mut text = "é".repeat(100).into_bytes();
        text.push(0xE9);
        assert_eq!(encoding(&text, 7), Encoding { name: "UTF-8", damaged: true });
    }

    #[test]
    fn utf16_in_chunks_of_one_byte() {
        let bytes: Vec<u8> = "a,é\n1,𝄞\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let (mut decoder, _) = Decoder::new(&[&[0xFF, 0xFE], &bytes[..]].concat());
        let mut text = Vec::new();
        for byte in &bytes {
            text.extend_from_slice(decoder.decode(std::slice::from_ref(byte)));
        }
        text.extend_from_slice(decoder.last());
        assert_eq!(String::from_utf8_lossy(&text), "a,é\n1,𝄞\n");
        assert_eq!(decoder.encoding().name, "UTF-16LE");
    }
}
