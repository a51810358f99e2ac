//! Workbooks made here, byte by byte where no crate writes them: just enough of each format to hold numbers.

#![allow(dead_code)]

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Row and column, counted from 0, and a number.
pub type Cell = (u32, u16, f64);

pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Excel's XML with a sheet of this data, and the texts that it may point to.
pub fn xlsx(sheet: &str, texts: &str) -> Vec<u8> {
    xlsx_with(sheet, texts, "<styleSheet/>")
}

pub fn xlsx_with(sheet: &str, texts: &str, styles: &str) -> Vec<u8> {
    let rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let of = |target: &str, kind: &str| {
        format!(
            r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{rels}/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let workbook = format!(
        r#"<workbook xmlns:r="{rels}"><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    let sheet = format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>");
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", of("xl/workbook.xml", "officeDocument").as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", of("worksheets/sheet1.xml", "worksheet").as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", texts.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
    ])
}

/// OpenDocument's, with what stands in its one table.
pub fn ods(table: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content><office:body><office:spreadsheet><table:table table:name="One">{table}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", content.as_bytes()),
    ])
}

/// Excel's records of bytes in an archive (MS-XLSB).
pub fn xlsb(cells: &[Cell]) -> Vec<u8> {
    let record = |kind: u16, data: &[u8]| {
        let kind = match kind {
            0..128 => vec![kind as u8],
            _ => vec![kind as u8 & 0x7F | 0x80, (kind >> 7) as u8],
        };
        [&kind, &[data.len() as u8][..], data].concat()
    };
    let wide = |text: &str| {
        let letters: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [&(text.len() as u32).to_le_bytes()[..], &letters].concat()
    };
    let bundle = [&[0; 4], &1u32.to_le_bytes()[..], &wide("r1"), &wide("One")].concat();
    let workbook = [record(0x83, &[]), record(0x8F, &[]), record(0x9C, &bundle), record(0x90, &[])].concat();
    let mut sheet = [record(0x81, &[]), record(0x94, &[0; 16]), record(0x91, &[])].concat();
    for (row, column, number) in cells {
        sheet.extend(record(0, &[&row.to_le_bytes()[..], &[0; 13]].concat()));
        let cell = [&u32::from(*column).to_le_bytes()[..], &[0; 4], &number.to_le_bytes()].concat();
        sheet.extend(record(5, &cell));
    }
    sheet.extend(record(0x92, &[]));
    let rels = r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.bin"/></Relationships>"#;
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.bin", &[workbook, record(0x84, &[])].concat()),
        ("xl/_rels/workbook.bin.rels", rels.as_bytes()),
        ("xl/worksheets/sheet1.bin", &sheet),
    ])
}

/// Excel's of 1997 to 2003 (MS-XLS in MS-CFB), as many sheets as there are lists of cells.
pub fn xls(sheets: &[&[Cell]]) -> Vec<u8> {
    let numbers = |cells: &&[Cell]| {
        let number = |(row, column, number): &Cell| {
            let place = [(*row as u16).to_le_bytes(), column.to_le_bytes(), [0; 2]].concat();
            record(0x0203, &[&place[..], &number.to_le_bytes()].concat())
        };
        cells.iter().flat_map(number).collect()
    };
    xls_of(&sheets.iter().map(numbers).collect::<Vec<_>>())
}

/// The same of the sheets' records.
pub fn xls_of(sheets: &[Vec<u8>]) -> Vec<u8> {
    compound(&xls_stream(sheets))
}

pub fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
}

fn xls_stream(sheets: &[Vec<u8>]) -> Vec<u8> {
    let begin =
        |kind: u16| record(0x0809, &[&0x0600u16.to_le_bytes()[..], &kind.to_le_bytes(), &[0; 12]].concat());
    let end = record(0x000A, &[]);
    let bodies: Vec<Vec<u8>> = sheets.iter().map(|cells| [&begin(0x10), cells, &end[..]].concat()).collect();
    // A sheet's head: where it begins, two bytes, and its name: 'S' and a digit, one byte a letter.
    let head_length = 4 + 4 + 2 + 2 + 2;
    let mut place = begin(5).len() + head_length * sheets.len() + end.len();
    let mut stream = begin(5);
    for (index, body) in bodies.iter().enumerate() {
        let name = [2, 0, b'S', b'1' + index as u8];
        stream.extend(record(0x0085, &[&(place as u32).to_le_bytes()[..], &[0, 0], &name].concat()));
        place += body.len();
    }
    stream.extend(end);
    stream.extend(bodies.concat());
    stream
}

/// A file of one stream, in sectors of 512 bytes: the list of sectors, the directory, the stream.
pub fn compound(stream: &[u8]) -> Vec<u8> {
    const END: u32 = 0xFFFF_FFFE;
    let mut stream = stream.to_vec();
    // Shorter ones would stand in small sectors.
    stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
    let count = stream.len() / 512;
    let lists = (count + 2).div_ceil(127);
    let mut next: Vec<u32> = vec![0xFFFF_FFFD; lists];
    next.push(END);
    next.extend((1..count).map(|sector| (lists + 1 + sector) as u32));
    next.push(END);
    next.resize(128 * lists, 0xFFFF_FFFF);

    let mut header = vec![0; 512];
    header[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    for (place, value) in [(26, 3u16), (28, 0xFFFE), (30, 9), (32, 6)] {
        header[place..place + 2].copy_from_slice(&value.to_le_bytes());
    }
    for (place, value) in [(44, lists as u32), (48, lists as u32), (56, 4096), (60, END), (68, END)] {
        header[place..place + 4].copy_from_slice(&value.to_le_bytes());
    }
    for place in 0..109 {
        let sector = if place < lists { place as u32 } else { 0xFFFF_FFFF };
        header[76 + 4 * place..80 + 4 * place].copy_from_slice(&sector.to_le_bytes());
    }
    let entry = |name: &str, kind: u8, first: u32, length: u32| {
        let mut entry = vec![0; 128];
        for (place, unit) in name.encode_utf16().enumerate() {
            entry[2 * place..2 * place + 2].copy_from_slice(&unit.to_le_bytes());
        }
        entry[64] = 2 * (name.len() as u8 + 1);
        entry[66] = kind;
        entry[116..120].copy_from_slice(&first.to_le_bytes());
        entry[120..124].copy_from_slice(&length.to_le_bytes());
        entry
    };
    let directory = [
        entry("Root Entry", 5, END, 0),
        entry("Workbook", 2, lists as u32 + 1, stream.len() as u32),
        entry("", 0, 0, 0),
        entry("", 0, 0, 0),
    ];
    let next: Vec<u8> = next.into_iter().flat_map(u32::to_le_bytes).collect();
    [header, next, directory.concat(), stream].concat()
}
