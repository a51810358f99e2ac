//! What an archive's parts unpack to, found out before anything of them is kept.

use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader as XmlReader;
use quick_xml::events::Event;
use zip::ZipArchive;
use zip::read::ZipFile;

use super::Trouble;

/// What kind of workbook an archive is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form {
    /// Excel's, in XML.
    Xlsx,
    /// Excel's, in records of bytes.
    Xlsb,
    OpenDocument,
}

pub type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// A part that grows beyond both was made to fill a memory, not to hold a table: the same as for compressed files.
const MOST_BYTES: u64 = 256 << 20;
const MOST_TIMES: u64 = 400;

/// Sheets go by, cell by cell; but a single one may be as large as its part, and is then in memory several times.
const LARGEST_SHEET: u64 = 600 << 20;
/// The list of texts is kept whole, at up to ten times what it takes in the file.
const LARGEST_TEXTS: u64 = 300 << 20;
/// So is what is said of formats, at up to a hundred times; Excel allows 64,000 of them.
const LARGEST_HEAD: u64 = 16 << 20;
/// Beside the texts and the sheets, by the end of its name.
const HEADS: [&str; 7] = [
    "styles.xml",
    "styles.bin",
    "workbook.xml",
    "workbook.bin",
    ".rels",
    "theme1.xml",
    "[content_types].xml",
];
const TEXTS: [&str; 2] = ["sharedstrings.xml", "sharedstrings.bin"];

/// An entry of a list of texts takes four bytes at least: `<si>`.
const SHORTEST_ENTRY: u64 = 4;

/// Unpacks all parts once, keeping nothing.
pub fn form(bytes: &[u8]) -> Result<Form, Trouble> {
    let mut archive = open(bytes)?;
    let mut form = Form::Xlsx;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|_| Trouble::Unreadable)?;
        let name = part.name().map_err(|_| Trouble::Unreadable)?.to_lowercase();
        let size = unpacked(&mut part, most(&name))?;
        drop(part);
        match name.as_str() {
            "xl/workbook.bin" => form = Form::Xlsb,
            "content.xml" => form = Form::OpenDocument,
            _ if name.ends_with(TEXTS[0]) => {
                let part = archive.by_index(index).map_err(|_| Trouble::Unreadable)?;
                if announced(part) > size / SHORTEST_ENTRY {
                    return Err(Trouble::Unreadable);
                }
            }
            _ => {}
        }
    }
    Ok(form)
}

pub fn open(bytes: &[u8]) -> Result<Archive<'_>, Trouble> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|_| Trouble::Unreadable)
}

/// How many bytes a part of that name may have.
fn most(name: &str) -> u64 {
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    match name {
        _ if ends(&TEXTS) => LARGEST_TEXTS,
        _ if ends(&HEADS) => LARGEST_HEAD,
        _ => LARGEST_SHEET,
    }
}

/// How many bytes come out, whatever the archive says.
fn unpacked(part: &mut ZipFile<Cursor<&[u8]>>, most: u64) -> Result<u64, Trouble> {
    let packed = part.compressed_size();
    let mut buffer = vec![0; 1 << 16];
    let mut size = 0;
    loop {
        match part.read(&mut buffer) {
            Ok(0) => return Ok(size),
            Ok(read) => size += read as u64,
            Err(_) => return Err(Trouble::Unreadable),
        }
        if size > MOST_BYTES && size / MOST_TIMES > packed {
            return Err(Trouble::Bomb { times: MOST_TIMES });
        }
        if size > most {
            return Err(Trouble::TooLarge);
        }
    }
}

/// How many texts a list says that it has: so many get room before the first is read.
fn announced(part: ZipFile<Cursor<&[u8]>>) -> u64 {
    let mut xml = XmlReader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(start) | Event::Empty(start)) if start.local_name().as_ref() == "sst" => {
                let counts = start.attributes().flatten().filter(|pair| pair.key.as_ref() == "uniqueCount");
                return counts.filter_map(|count| count.value.trim().parse().ok()).max().unwrap_or(0);
            }
            Ok(Event::Eof) | Err(_) => return 0,
            Ok(_) => {}
        }
    }
}
