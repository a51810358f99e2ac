//! Files inside of files, with their checksums right, so that what is wrong inside is reached.

/// A gzip file; runs of equal bytes are packed well, so that a small one can hold very many.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut file = vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255];
    file.extend(deflate(bytes));
    file.extend(crc(bytes).to_le_bytes());
    file.extend((bytes.len() as u32).to_le_bytes());
    file
}

/// A ZIP archive of files with their names, each deflated where `packed`.
pub fn zip(files: &[(&str, Vec<u8>)], packed: bool) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let place = archive.len() as u32;
        let data = if packed { deflate(bytes) } else { bytes.clone() };
        // Version, flags, method, time and date, then the sizes, as both heads have them.
        let mut head = vec![20, 0, 0, 8, if packed { 8 } else { 0 }, 0, 0, 0, 33, 0];
        head.extend(crc(bytes).to_le_bytes());
        head.extend((data.len() as u32).to_le_bytes());
        head.extend((bytes.len() as u32).to_le_bytes());
        head.extend((name.len() as u16).to_le_bytes());
        head.extend([0, 0]);
        archive.extend(b"PK\x03\x04");
        archive.extend(&head);
        archive.extend(name.as_bytes());
        archive.extend(data);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&head);
        directory.extend([0; 10]);
        directory.extend(place.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (place, size) = (archive.len() as u32, directory.len() as u32);
    archive.extend(directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend([(files.len() as u16).to_le_bytes(), (files.len() as u16).to_le_bytes()].concat());
    archive.extend(size.to_le_bytes());
    archive.extend(place.to_le_bytes());
    archive.extend([0, 0]);
    archive
}

/// The parts of a workbook with one sheet; of rows of cells, numbers as numbers.
pub fn workbook(rows: &[Vec<String>]) -> Vec<(&'static str, Vec<u8>)> {
    let mut sheet = String::from(
        "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>",
    );
    for (row, cells) in rows.iter().enumerate() {
        sheet += &format!("<row r=\"{}\">", row + 1);
        for (column, cell) in cells.iter().enumerate() {
            let place = format!("{}{}", char::from(b'A' + (column % 26) as u8), row + 1);
            sheet += &match cell.parse::<f64>() {
                Ok(_) => format!("<c r=\"{place}\"><v>{cell}</v></c>"),
                Err(_) => format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"),
            };
        }
        sheet += "</row>";
    }
    sheet += "</sheetData></worksheet>";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let types = format!(
        "<?xml version=\"1.0\"?><Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" \
         ContentType=\"application/xml\"/></Types>"
    );
    let links = |kind: &str, target: &str| {
        format!(
            "<?xml version=\"1.0\"?><Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" \
             Type=\"{office}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let book = format!(
        "<?xml version=\"1.0\"?><workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
         xmlns:r=\"{office}\"><sheets><sheet name=\"Rows\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    vec![
        ("[Content_Types].xml", types.into_bytes()),
        ("_rels/.rels", links("officeDocument", "xl/workbook.xml").into_bytes()),
        ("xl/workbook.xml", book.into_bytes()),
        ("xl/_rels/workbook.xml.rels", links("worksheet", "worksheets/sheet1.xml").into_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.into_bytes()),
    ]
}

/// One block with the fixed codes of DEFLATE (RFC 1951, section 3.2.6): letters, and runs of 258 of the last one.
fn deflate(bytes: &[u8]) -> Vec<u8> {
    const RUN: usize = 258;
    let mut bits = Bits::default();
    bits.low_first(0b011, 3);
    let mut place = 0;
    while place < bytes.len() {
        let byte = bytes[place];
        bits.letter(byte);
        place += 1;
        while bytes[place..].len() >= RUN && bytes[place..place + RUN].iter().all(|&next| next == byte) {
            // Length 258 is code 285, distance 1 is code 0.
            bits.high_first(0b1100_0101, 8);
            bits.high_first(0, 5);
            place += RUN;
        }
    }
    bits.high_first(0, 7);
    bits.low_first(0, 7);
    bits.bytes
}

/// Bits as DEFLATE packs them: numbers with their lowest bit first, codes with their highest.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    held: u32,
    count: u32,
}

impl Bits {
    fn letter(&mut self, byte: u8) {
        match byte {
            0..=143 => self.high_first(0x30 + u32::from(byte), 8),
            _ => self.high_first(0x190 + u32::from(byte) - 144, 9),
        }
    }

    fn high_first(&mut self, code: u32, n: u32) {
        (0..n).rev().for_each(|bit| self.low_first((code >> bit) & 1, 1));
    }

    fn low_first(&mut self, value: u32, n: u32) {
        self.held |= value << self.count;
        self.count += n;
        while self.count >= 8 {
            self.bytes.push(self.held as u8);
            self.held >>= 8;
            self.count -= 8;
        }
    }
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, &byte| (0..8).fold(crc ^ u32::from(byte), step))
}
