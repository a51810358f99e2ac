//! Bytes → text: which encoding they have, whether it looks right, and what is no text at all.

pub mod binary;
pub mod foreign;
pub mod suspicion;

use std::borrow::Cow;

use encoding_rs::mem;

use suspicion::Suspicion;

// Only `encoding_rs::mem` is used: naming one of its encodings links the decoders of all of them, whose tables are
// larger than the rest of the worker.

/// How the bytes stand for letters, as far as the first of them tell.
///
/// UTF-8 and windows-1252 agree on every byte below 128, and everything that takes a table apart (delimiters,
/// quotes, line ends, digits) lies there. So such bytes are taken apart as they come, and which of the two
/// they are is decided when all have been seen.
pub struct Decoder {
    utf16: Option<Utf16>,
    /// A byte order mark, or a person, said UTF-8.
    declared: bool,
    /// A person said so.
    windows_1252: bool,
    check: Utf8Check,
    suspicion: Suspicion,
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

/// An encoding that a person has named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    Utf8,
    Utf16(Endian),
    Windows1252,
}

impl Named {
    pub fn called(name: &str) -> Option<Named> {
        const NAMES: [(&str, Named); 8] = [
            ("UTF-8", Named::Utf8),
            ("UTF8", Named::Utf8),
            ("UTF-16LE", Named::Utf16(Endian::Little)),
            ("UTF-16BE", Named::Utf16(Endian::Big)),
            ("windows-1252", Named::Windows1252),
            ("cp1252", Named::Windows1252),
            ("ISO-8859-1", Named::Windows1252),
            ("latin1", Named::Windows1252),
        ];
        NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, named)| *named)
    }
}

impl Decoder {
    /// Decides from the first bytes, unless the encoding is named; returns how many of them are a byte order mark.
    pub fn new(first: &[u8], named: Option<Named>) -> (Decoder, usize) {
        let (utf16, mark) = match first {
            [0xEF, 0xBB, 0xBF, ..] => (None, 3),
            [0xFF, 0xFE, ..] => (Some(Endian::Little), 2),
            [0xFE, 0xFF, ..] => (Some(Endian::Big), 2),
            _ => (unmarked_utf16(first), 0),
        };
        let (utf16, mark) = match named {
            None => (utf16, mark),
            // The mark of another encoding is part of the text.
            Some(Named::Utf16(endian)) => (Some(endian), if utf16 == Some(endian) { mark } else { 0 }),
            Some(Named::Utf8 | Named::Windows1252) => (None, if mark == 3 { 3 } else { 0 }),
        };
        let decoder = Decoder {
            utf16: utf16.map(Utf16::new),
            declared: mark == 3 || named == Some(Named::Utf8),
            windows_1252: named == Some(Named::Windows1252),
            check: Utf8Check::default(),
            suspicion: Suspicion::default(),
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
        self.suspicion.push(bytes);
        bytes
    }

    /// Whether the bytes are UTF-16: what [`Decoder::decode`] returns is then UTF-8 in any case.
    pub fn is_utf16(&self) -> bool {
        self.utf16.is_some()
    }

    /// The encoding as far as the bytes so far tell, a letter that they end in aside; `None` where all of them are ASCII.
    pub fn encoding_so_far(&self) -> Option<Encoding> {
        let (letters, faults) = (self.check.letters, self.check.faults);
        match (letters, faults) {
            (0, 0) if !self.declared && !self.windows_1252 && self.utf16.is_none() => None,
            _ => Some(self.judge(letters, faults)),
        }
    }

    /// What is left when there are no more bytes.
    pub fn last(&mut self) -> &[u8] {
        if self.utf16.is_some() { self.decode_utf16(&[], true) } else { &[] }
    }

    fn decode_utf16(&mut self, bytes: &[u8], last: bool) -> &[u8] {
        self.buffer.clear();
        if let Some(utf16) = &mut self.utf16 {
            self.damaged |= utf16.decode(bytes, last, &mut self.buffer);
        }
        &self.buffer
    }

    /// A word that looks wrong, where windows-1252 was only all that was left to take.
    pub fn odd_word(&mut self) -> Option<String> {
        let is_guess = !self.windows_1252 && self.encoding().name == "windows-1252";
        let word = self.suspicion.word().filter(|_| is_guess)?;
        Some(windows_1252(word).into_owned())
    }

    /// The encoding of everything that was decoded.
    ///
    /// Bytes that are not UTF-8 are windows-1252, unless there are ten times as many letters that only UTF-8
    /// explains: then they are damage in a UTF-8 file.
    pub fn encoding(&self) -> Encoding {
        let (letters, faults) = self.check.counts();
        self.judge(letters, faults)
    }

    fn judge(&self, letters: usize, faults: usize) -> Encoding {
        if let Some(utf16) = &self.utf16 {
            return Encoding { name: utf16.endian.encoding(), damaged: self.damaged };
        }
        match faults {
            _ if self.windows_1252 => Encoding { name: "windows-1252", damaged: false },
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
            return windows_1252(cell);
        }
        String::from_utf8_lossy(cell)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endian {
    Little,
    Big,
}

impl Endian {
    fn encoding(self) -> &'static str {
        match self {
            Endian::Little => "UTF-16LE",
            Endian::Big => "UTF-16BE",
        }
    }
}

/// UTF-16 on its way to UTF-8, with what a chunk left unfinished.
struct Utf16 {
    endian: Endian,
    /// The first byte of a unit whose second is still to come.
    half: Option<u8>,
    units: Vec<u16>,
}

impl Utf16 {
    fn new(endian: Endian) -> Utf16 {
        Utf16 { endian, half: None, units: Vec::new() }
    }

    /// Appends the text of the bytes to `out`; returns whether some of it stood for no letter.
    fn decode(&mut self, bytes: &[u8], last: bool, out: &mut Vec<u8>) -> bool {
        let mut bytes = bytes.iter().copied();
        while let Some(first) = self.half.take().or_else(|| bytes.next()) {
            let Some(second) = bytes.next() else {
                self.half = Some(first);
                break;
            };
            self.units.push(match self.endian {
                Endian::Little => u16::from_le_bytes([first, second]),
                Endian::Big => u16::from_be_bytes([first, second]),
            });
        }
        // The first half of a surrogate pair waits for the second.
        let waiting = self.units.pop_if(|unit| !last && (0xD800..0xDC00).contains(unit));
        let odd = last && self.half.take().is_some();
        if odd {
            self.units.push(0xFFFD);
        }
        let damaged = mem::utf16_valid_up_to(&self.units) < self.units.len();
        let start = out.len();
        out.resize(start + 3 * self.units.len(), 0);
        let written = mem::convert_utf16_to_utf8(&self.units, &mut out[start..]);
        out.truncate(start + written);
        self.units.clear();
        self.units.extend(waiting);
        damaged || odd
    }
}

/// What windows-1252 has at 0x80 to 0x9F, where it differs from Latin-1; five bytes are control characters in both
/// (WHATWG Encoding Standard, index windows-1252).
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

pub fn windows_1252(cell: &[u8]) -> Cow<'_, str> {
    if cell.iter().any(|byte| (0x80..0xA0).contains(byte)) {
        let letter = |&byte: &u8| match byte {
            0x80..0xA0 => WINDOWS_1252[usize::from(byte - 0x80)],
            _ => char::from(byte),
        };
        return Cow::Owned(cell.iter().map(letter).collect());
    }
    mem::decode_latin1(cell)
}

/// UTF-16 without a mark: nearly every second byte is 0, as in any text that is mostly ASCII.
fn unmarked_utf16(first: &[u8]) -> Option<Endian> {
    let first = &first[..first.len().min(4096)];
    let pairs = first.len() / 2;
    let zeros = |offset: usize| first.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if pairs < 2 {
        None
    } else if odd * 10 >= pairs * 7 && even * 20 <= pairs {
        Some(Endian::Little)
    } else if even * 10 >= pairs * 7 && odd * 20 <= pairs {
        Some(Endian::Big)
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
        let (mut decoder, mark) = Decoder::new(bytes, None);
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
        let (mut decoder, _) = Decoder::new(&[&[0xFF, 0xFE], &bytes[..]].concat(), None);
        let mut text = Vec::new();
        for byte in &bytes {
            text.extend_from_slice(decoder.decode(std::slice::from_ref(byte)));
        }
        text.extend_from_slice(decoder.last());
        assert_eq!(String::from_utf8_lossy(&text), "a,é\n1,𝄞\n");
        assert_eq!(decoder.encoding().name, "UTF-16LE");
    }

    #[test]
    fn windows_1252_is_that_of_encoding_rs_for_every_byte() {
        for byte in 0..=255u8 {
            let cell = [b'a', byte];
            assert_eq!(windows_1252(&cell), encoding_rs::WINDOWS_1252.decode_without_bom_handling(&cell).0);
        }
    }

    #[test]
    fn utf16_is_that_of_encoding_rs_wherever_a_chunk_ends() {
        // Letters of one to four bytes, a lone half of a pair in the middle and at the end, and an odd byte.
        let mut units: Vec<u16> = "a,é €𝄞\n".encode_utf16().collect();
        units.extend([0xDC00, u16::from(b'x'), 0xD834]);
        for (endian, theirs) in
            [(Endian::Little, encoding_rs::UTF_16LE), (Endian::Big, encoding_rs::UTF_16BE)]
        {
            let bytes_of = |unit: &u16| match endian {
                Endian::Little => unit.to_le_bytes(),
                Endian::Big => unit.to_be_bytes(),
            };
            let mut bytes: Vec<u8> = units.iter().flat_map(bytes_of).collect();
            for odd in [false, true] {
                if odd {
                    bytes.push(b'z');
                }
                let (expected, _) = theirs.decode_without_bom_handling(&bytes);
                for chunk in 1..7 {
                    let (mut ours, mut utf16) = (Vec::new(), Utf16::new(endian));
                    let mut damaged = false;
                    for part in bytes.chunks(chunk) {
                        damaged |= utf16.decode(part, false, &mut ours);
                    }
                    damaged |= utf16.decode(&[], true, &mut ours);
                    let ours = String::from_utf8(ours).unwrap();
                    assert_eq!(ours.trim_end_matches('\u{fffd}'), expected.trim_end_matches('\u{fffd}'));
                    assert!(damaged && ours.ends_with('\u{fffd}'));
                }
            }
        }
    }
}
