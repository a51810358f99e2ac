use crate::table::error::Binary;

/// First bytes that give a file away, with what it is.
const SIGNATURES: [(&[u8], Binary); 19] = [
    (b"PK\x03\x04", Binary::Zip),
    (b"PK\x05\x06", Binary::Zip),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Binary::OldSpreadsheet),
    (b"\x1F\x8B", Binary::Compressed("gzip")),
    (b"BZh", Binary::Compressed("bzip2")),
    (b"\xFD7zXZ\0", Binary::Compressed("xz")),
    (b"\x28\xB5\x2F\xFD", Binary::Compressed("Zstandard")),
    (b"7z\xBC\xAF\x27\x1C", Binary::Compressed("7-Zip")),
    (b"\x89PNG", Binary::Other("a PNG picture")),
    (b"\xFF\xD8\xFF", Binary::Other("a JPEG picture")),
    (b"GIF87a", Binary::Other("a GIF picture")),
    (b"GIF89a", Binary::Other("a GIF picture")),
    (b"%PDF-", Binary::Other("a PDF document")),
    (b"{\\rtf", Binary::Other("a rich text document")),
    (b"PAR1", Binary::Other("a Parquet file")),
    (b"ARROW1", Binary::Other("an Arrow file")),
    (b"SQLite format 3\0", Binary::Other("an SQLite database")),
    (b"\x7FELF", Binary::Other("a program")),
    (b"\0asm", Binary::Other("a WebAssembly module")),
];

/// What the file's first bytes say it is, where that is not text.
pub fn signature(first: &[u8]) -> Option<Binary> {
    SIGNATURES.iter().find(|(bytes, _)| first.starts_with(bytes)).map(|(_, binary)| *binary)
}

/// Whether more than one byte in twenty is a control character that no table has.
pub fn is_mostly_control(text: &[u8]) -> bool {
    let controls =
        text.iter().filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C)).count();
    controls * 20 > text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_and_archives_are_known() {
        assert_eq!(signature(b"\x89PNG\r\n\x1A\n"), Some(Binary::Other("a PNG picture")));
        assert_eq!(signature(b"PK\x03\x04rest"), Some(Binary::Zip));
        assert_eq!(signature(b"a,b\n1,2\n"), None);
        assert_eq!(signature(b""), None);
    }

    #[test]
    fn control_characters_are_counted() {
        assert!(is_mostly_control(b"\x01\x02abc\x03"));
        assert!(!is_mostly_control(b"a\tb\r\n1\t2\r\n"));
    }
}
