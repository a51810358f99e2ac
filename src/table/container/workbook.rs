/// Files that a workbook begins with: Excel's (.xlsx, .xlsb, .xlsm) in whatever order, OpenDocument's (.ods) always.
const FIRST_FILES: [&[u8]; 5] =
    [b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/", b"mimetypeapplication/vnd.oasis"];

/// Where the name of an archive's first file stands.
const NAME: usize = 30;

/// Whether a file that begins with these bytes is a spreadsheet's workbook: an archive of the files that those have, or
/// Excel's format of 1997 to 2003. `PerceptabWorkbook` reads it.
#[inline(never)]
pub fn is_workbook(first: &[u8]) -> bool {
    let archive = first.starts_with(b"PK\x03\x04")
        && first.get(NAME..).is_some_and(|name| FIRST_FILES.iter().any(|file| name.starts_with(file)));
    archive || first.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
}
