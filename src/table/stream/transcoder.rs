use crate::table::dialect::wanted::Wanted;
use crate::table::encoding::{Decoder, Encoding, windows_1252};

/// Makes UTF-8 of a file's bytes in one pass.
///
/// The reader decides between UTF-8 and windows-1252 when all bytes have been seen. Here what has been written stays written:
/// the first look decides where it holds a letter beyond ASCII, and else the first such letter that comes. Damaged bytes of a
/// file in UTF-8 are handed on as they are.
pub struct Transcoder {
    decoder: Decoder,
    form: Form,
    text: Vec<u8>,
}

enum Form {
    /// All bytes so far were ASCII; at most three wait that may begin a letter of UTF-8.
    Undecided(Vec<u8>),
    Utf8,
    Windows1252,
    Utf16,
}

impl Transcoder {
    /// `look`: the file's beginning, all of it where the file is `complete`.
    pub fn new(look: &[u8], complete: bool, wanted: &Wanted) -> Transcoder {
        let (decoder, mark) = Decoder::new(look, wanted.encoding);
        let (mut glance, _) = Decoder::new(look, wanted.encoding);
        glance.decode(&look[mark..]);
        let form = match if complete { Some(glance.encoding()) } else { glance.encoding_so_far() } {
            _ if decoder.is_utf16() => Form::Utf16,
            None => Form::Undecided(Vec::new()),
            Some(encoding) => Form::of(encoding.name),
        };
        Transcoder { decoder, form, text: Vec::new() }
    }

    /// The next bytes, the byte order mark aside, as text.
    pub fn push<'a>(&'a mut self, bytes: &'a [u8]) -> &'a [u8] {
        if matches!(self.form, Form::Utf16) {
            return self.decoder.decode(bytes);
        }
        // For the count of what is damaged.
        self.decoder.decode(bytes);
        match &mut self.form {
            Form::Undecided(waiting) if waiting.is_empty() && bytes.is_ascii() => return bytes,
            Form::Undecided(waiting) => {
                waiting.extend_from_slice(bytes);
                self.text = std::mem::take(waiting);
                self.decide();
            }
            Form::Windows1252 if !bytes.is_ascii() => {
                self.text = windows_1252(bytes).into_owned().into_bytes()
            }
            Form::Windows1252 | Form::Utf8 | Form::Utf16 => return bytes,
        }
        &self.text
    }

    /// What is left when there are no more bytes.
    pub fn last(&mut self) -> &[u8] {
        match &mut self.form {
            Form::Utf16 => self.decoder.last(),
            Form::Undecided(waiting) => {
                // A letter of UTF-8 that is never ended is none.
                self.text = windows_1252(waiting).into_owned().into_bytes();
                if !self.text.is_empty() {
                    self.form = Form::Windows1252;
                }
                &self.text
            }
            _ => &[],
        }
    }

    /// Looks at the first letter beyond ASCII in `text`; what may be the beginning of one waits for the rest.
    fn decide(&mut self) {
        let Some(first) = self.text.iter().position(|byte| !byte.is_ascii()) else { return };
        let letter = &self.text[first..self.text.len().min(first + 4)];
        match std::str::from_utf8(letter) {
            Err(error) if error.valid_up_to() == 0 && error.error_len().is_none() => {
                self.form = Form::Undecided(self.text.split_off(first));
            }
            Err(error) if error.valid_up_to() == 0 => {
                self.form = Form::Windows1252;
                self.text = windows_1252(&self.text).into_owned().into_bytes();
            }
            _ => self.form = Form::Utf8,
        }
    }

    /// A word that looks wrong, where windows-1252 was only all that was left to take.
    pub fn odd_word(&mut self) -> Option<String> {
        self.decoder.odd_word().filter(|_| matches!(self.form, Form::Windows1252))
    }

    /// How the bytes so far were taken.
    pub fn encoding(&self) -> Encoding {
        let encoding = self.decoder.encoding();
        match self.form {
            Form::Utf16 => encoding,
            Form::Windows1252 => Encoding { name: "windows-1252", damaged: false },
            Form::Utf8 | Form::Undecided(_) => {
                Encoding { name: "UTF-8", damaged: encoding.damaged || encoding.name != "UTF-8" }
            }
        }
    }
}

impl Form {
    fn of(encoding: &str) -> Form {
        if encoding == "windows-1252" { Form::Windows1252 } else { Form::Utf8 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transcoded(look: usize, bytes: &[u8], chunk: usize) -> (String, &'static str, bool) {
        let look = look.min(bytes.len());
        let mut transcoder = Transcoder::new(&bytes[..look], look == bytes.len(), &Wanted::default());
        let mut text = Vec::new();
        for part in bytes.chunks(chunk) {
            text.extend_from_slice(transcoder.push(part));
        }
        text.extend_from_slice(transcoder.last());
        let encoding = transcoder.encoding();
        (String::from_utf8_lossy(&text).into_owned(), encoding.name, encoding.damaged)
    }

    #[test]
    fn the_first_letter_beyond_ascii_decides_wherever_a_chunk_ends() {
        let cases: [(&[u8], &str, &str, bool); 5] = [
            ("abc,€,é".as_bytes(), "abc,€,é", "UTF-8", false),
            (b"abc,\xE9,\x80", "abc,é,€", "windows-1252", false),
            (b"abc,\xC3\xA9,\xE9", "abc,é,\u{FFFD}", "UTF-8", true),
            (b"abc\xE2\x82", "abcâ‚", "windows-1252", false),
            (b"abc", "abc", "UTF-8", false),
        ];
        for (bytes, text, name, damaged) in cases {
            for chunk in 1..=bytes.len() {
                assert_eq!(transcoded(3, bytes, chunk), (text.to_string(), name, damaged), "{chunk}");
            }
        }
    }

    #[test]
    fn the_look_decides_as_the_reader_does() {
        // Many letters that only UTF-8 explains: the others are damage.
        let bytes = ["é".repeat(20).as_bytes(), b"\xE9,"].concat();
        assert_eq!(transcoded(bytes.len(), &bytes, 3).1, "UTF-8");
        // The look ends within a letter, which says nothing.
        let bytes = "aé".repeat(9);
        assert_eq!(transcoded(2, bytes.as_bytes(), 5), (bytes.clone(), "UTF-8", false));
        let latin = b"\xE9t\xE9 ".repeat(9);
        assert_eq!(transcoded(9, &latin, 2).1, "windows-1252");
    }
}
