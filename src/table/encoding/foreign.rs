//! Encodings that are not read here: their tables would be larger than the rest of the worker. In the browser its own
//! decoder reads them (`web::worker`); elsewhere the file is converted first.

use crate::table::ledger::quote;

/// By the names of the WHATWG Encoding Standard, with the names that `iconv` knows them by.
const FOREIGN: [(&str, &str); 31] = [
    ("windows-1250", "WINDOWS-1250"),
    ("windows-1251", "WINDOWS-1251"),
    ("windows-1253", "WINDOWS-1253"),
    ("windows-1254", "WINDOWS-1254"),
    ("windows-1255", "WINDOWS-1255"),
    ("windows-1256", "WINDOWS-1256"),
    ("windows-1257", "WINDOWS-1257"),
    ("windows-1258", "WINDOWS-1258"),
    ("windows-874", "CP874"),
    ("ISO-8859-2", "ISO-8859-2"),
    ("ISO-8859-3", "ISO-8859-3"),
    ("ISO-8859-4", "ISO-8859-4"),
    ("ISO-8859-5", "ISO-8859-5"),
    ("ISO-8859-6", "ISO-8859-6"),
    ("ISO-8859-7", "ISO-8859-7"),
    ("ISO-8859-8", "ISO-8859-8"),
    ("ISO-8859-10", "ISO-8859-10"),
    ("ISO-8859-13", "ISO-8859-13"),
    ("ISO-8859-14", "ISO-8859-14"),
    ("ISO-8859-15", "ISO-8859-15"),
    ("ISO-8859-16", "ISO-8859-16"),
    ("KOI8-R", "KOI8-R"),
    ("KOI8-U", "KOI8-U"),
    ("macintosh", "MACINTOSH"),
    ("IBM866", "IBM866"),
    ("Shift_JIS", "SHIFT_JIS"),
    ("EUC-JP", "EUC-JP"),
    ("GBK", "GBK"),
    ("gb18030", "GB18030"),
    ("Big5", "BIG5"),
    ("EUC-KR", "EUC-KR"),
];

/// Other names of the same.
const OTHERS: [(&str, &str); 12] = [
    ("cp1250", "windows-1250"),
    ("cp1251", "windows-1251"),
    ("cp1253", "windows-1253"),
    ("cp1254", "windows-1254"),
    ("cp1257", "windows-1257"),
    ("latin2", "ISO-8859-2"),
    ("latin9", "ISO-8859-15"),
    ("sjis", "Shift_JIS"),
    ("GB2312", "GBK"),
    ("cp866", "IBM866"),
    ("cp936", "GBK"),
    ("cp932", "Shift_JIS"),
];

/// What is said of a file that was read as windows-1252 and has a word that is none.
pub fn doubtful(word: &str) -> String {
    // Without signs that are not seen, which Eastern letters become.
    let seen = |letter: char| !letter.is_control() && !letter.is_whitespace();
    let words = match word.chars().all(seen) && word.chars().any(char::is_alphabetic) {
        true => format!("words such as {}", quote(word)),
        false => "words that no Western language has".to_string(),
    };
    format!(
        "The letters may be wrong: the file is not UTF-8, and read as windows-1252 it has {words}. Set the encoding that it \
         has, or save it as UTF-8 and read that."
    )
}

fn entry(name: &str) -> Option<&'static (&'static str, &'static str)> {
    let other = OTHERS.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
    let name = other.map_or(name, |(_, name)| name);
    FOREIGN.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))
}

/// The usual name of such an encoding.
pub fn foreign_encoding(name: &str) -> Option<&'static str> {
    entry(name).map(|(name, _)| *name)
}

/// What to do about a file in that encoding where nothing decodes it.
pub fn advice(name: &str) -> String {
    let iconv = entry(name).map_or(name, |(_, iconv)| iconv);
    format!(
        "Text in {name} is not decoded here. Unpack the file if it is packed, convert it with 'iconv -f {iconv} -t UTF-8 OLD \
         > NEW' or save it as UTF-8, and use that file."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doubtful_word_is_one_that_can_be_seen() {
        assert!(doubtful("pøíli¹").contains("words such as 'pøíli¹'."));
        for word in ["", "\u{8F}\u{8D}", "D\u{81}sseldorf", "³¿", "a\u{A0}b"] {
            let sentence = doubtful(word);
            assert!(sentence.contains("words that no Western language has. Set"), "{sentence}");
        }
    }
}
