/// Files that a workbook begins with: Excel's (.xlsx, .xlsm, .xlsb) in whatever order, OpenDocument's (.ods) always.
const FIRST_FILES: [&[u8]; 5] =
    [b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/", b"mimetypeapplication/vnd.oasis"];

/// Where the name of an archive's first file stands.
const NAME: usize = 30;

/// Whether a file that begins with these bytes is a spreadsheet's workbook: an archive of the files that those have, or
/// Excel's format of 1997 to 2003. The crate `perceptab-workbook` reads it.
// Part of its caller: any file is asked this, and few need what is loaded later.
#[inline(always)]
pub fn is_workbook(first: &[u8]) -> bool {
    first.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
        || first.starts_with(b"PK\x03\x04") && is_archived_workbook(first)
}

fn is_archived_workbook(first: &[u8]) -> bool {
    first.get(NAME..).is_some_and(|name| FIRST_FILES.iter().any(|file| name.starts_with(file)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_is_a_workbook_by_its_first_file() {
        let archive = |name: &str| [b"PK\x03\x04", &[0; 26][..], name.as_bytes(), b"..."].concat();
        assert!(is_workbook(&archive("[Content_Types].xml")));
        assert!(is_workbook(&archive("mimetypeapplication/vnd.oasis.opendocument.spreadsheet")));
        assert!(!is_workbook(&archive("songs.csv")));
        assert!(!is_workbook(b"PK\x03\x04"));
        assert!(!is_workbook(b"PK,price\n1,2\n"));
    }
}
