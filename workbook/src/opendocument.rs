//! OpenDocument's sheets (version 1.2, part 1, sections 9 and 19.385), cell by cell: an empty cell that is repeated a million
//! times is one element of the file, and nothing here.

use std::io::{BufReader, Cursor};

use quick_xml::Reader as XmlReader;
use quick_xml::escape::{resolve_xml_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::read::ZipFile;

use super::archive::open;
use super::grid::Grid;
use super::{Trouble, Workbook};

const CONTENT: &str = "content.xml";
const MANIFEST: &str = "META-INF/manifest.xml";

type Xml<'a> = XmlReader<BufReader<ZipFile<'a, Cursor<&'a [u8]>>>>;

/// What comes next in the part.
struct Content<'a> {
    xml: Xml<'a>,
    buffer: Vec<u8>,
}

/// A cell as it is written, and how often it stands there.
struct Cell {
    text: Option<String>,
    repeated: u32,
}

/// Reads the sheet of that name; of no name: the first with a cell.
pub fn read(bytes: &[u8], wanted: Option<&str>) -> Result<Workbook, Trouble> {
    let mut archive = open(bytes)?;
    if let Ok(manifest) = archive.by_name(MANIFEST)
        && is_locked(manifest)
    {
        return Err(Trouble::Unreadable);
    }
    let part = archive.by_name(CONTENT).map_err(|_| Trouble::Unreadable)?;
    let mut content = Content::of(part);
    let (mut sheets, mut found) = (Vec::new(), None);
    while let Some(name) = content.next_table()? {
        let mut grid = Grid::default();
        let is_wanted = found.is_none() && wanted.is_none_or(|wanted| wanted == name);
        content.table(is_wanted.then_some(&mut grid))?;
        if is_wanted {
            found = grid.sheet()?.map(|sheet| (name.clone(), sheet));
        }
        sheets.push(name);
    }
    if let Some(wanted) = wanted
        && !sheets.iter().any(|name| name == wanted)
    {
        return Err(Trouble::NoSuchSheet(wanted.to_string()));
    }
    let (sheet, (csv, notes)) = found.ok_or(Trouble::Empty)?;
    Ok(Workbook { sheets, sheet, csv, notes })
}

/// Whether a password is needed.
fn is_locked(manifest: ZipFile<Cursor<&[u8]>>) -> bool {
    let mut xml = XmlReader::from_reader(BufReader::new(manifest));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(start) | Event::Empty(start))
                if start.name().as_ref() == "manifest:encryption-data" =>
            {
                return true;
            }
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

impl<'a> Content<'a> {
    fn of(part: ZipFile<'a, Cursor<&'a [u8]>>) -> Content<'a> {
        let mut xml = XmlReader::from_reader(BufReader::new(part));
        let config = xml.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = false;
        Content { xml, buffer: Vec::new() }
    }

    fn next(&mut self) -> Result<Event<'_>, Trouble> {
        self.buffer.clear();
        self.xml.read_event_into(&mut self.buffer).map_err(|_| Trouble::Unreadable)
    }

    /// Goes on to the next table and returns its name.
    fn next_table(&mut self) -> Result<Option<String>, Trouble> {
        loop {
            match self.next()? {
                Event::Start(start) if start.name().as_ref() == "table:table" => {
                    if let Some(name) = value(&start, "table:name")? {
                        return Ok(Some(name));
                    }
                }
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    /// Reads to the table's end, filling the grid.
    fn table(&mut self, mut grid: Option<&mut Grid>) -> Result<(), Trouble> {
        let mut row = 0_u32;
        loop {
            match self.next()? {
                Event::Start(start) if start.name().as_ref() == "table:table-row" => {
                    let repeated = repeated(&start, "table:number-rows-repeated")?;
                    self.row(row, repeated, &mut grid)?;
                    row = row.saturating_add(repeated);
                }
                Event::End(end) if end.name().as_ref() == "table:table" => return Ok(()),
                Event::Eof => return Err(Trouble::Unreadable),
                _ => {}
            }
        }
    }

    /// Reads to the row's end.
    fn row(&mut self, row: u32, rows: u32, grid: &mut Option<&mut Grid>) -> Result<(), Trouble> {
        let mut column = 0_u32;
        let mut filled: Vec<(u32, Cell)> = Vec::new();
        loop {
            match self.next()? {
                Event::Start(start) if is_cell(start.name().as_ref()) => {
                    let start = start.into_owned();
                    let cell = self.cell(&start)?;
                    let place = column;
                    column = column.saturating_add(cell.repeated);
                    if cell.text.is_some() && grid.is_some() {
                        filled.push((place, cell));
                    }
                }
                Event::End(end) if end.name().as_ref() == "table:table-row" => break,
                Event::Eof => return Err(Trouble::Unreadable),
                _ => {}
            }
        }
        let (Some(grid), false) = (grid, filled.is_empty()) else { return Ok(()) };
        for row in row..row.saturating_add(rows) {
            for (place, cell) in &filled {
                let Some(text) = &cell.text else { continue };
                (*place..place.saturating_add(cell.repeated))
                    .try_for_each(|column| grid.put(row, column, text))?;
            }
        }
        Ok(())
    }

    /// Reads to the cell's end.
    fn cell(&mut self, start: &BytesStart) -> Result<Cell, Trouble> {
        let repeated = repeated(start, "table:number-columns-repeated")?;
        let (mut text, mut is_string, mut is_error) = (None, false, false);
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| Trouble::Unreadable)?;
            let given = || unescape(&attribute.value).map_err(|_| Trouble::Unreadable);
            match attribute.key.as_ref() {
                "office:value" if text.is_none() => {
                    let number: f64 = given()?.trim().parse().map_err(|_| Trouble::Unreadable)?;
                    text = Some(number.to_string());
                }
                "office:string-value" | "office:date-value" | "office:time-value" if text.is_none() => {
                    text = Some(given()?.into_owned());
                }
                "office:boolean-value" if text.is_none() => {
                    text = Some(
                        if given()?.eq_ignore_ascii_case("true") { "TRUE" } else { "FALSE" }.to_string(),
                    );
                }
                "office:value-type" => is_string = given()? == "string",
                "calcext:value-type" => is_error = given()? == "error",
                _ => {}
            }
        }
        // Where no attribute says what a text is, it stands inside of the cell; an error's text always does.
        let stands_inside = (text.is_none() && is_string) || (is_error && text.as_deref() == Some(""));
        let inside = self.inside(start.name().as_ref())?;
        Ok(Cell { text: if stands_inside { Some(inside) } else { text }, repeated })
    }

    /// The text inside of a cell, its paragraphs on lines of their own, without the remarks that are pinned to it.
    fn inside(&mut self, cell: &str) -> Result<String, Trouble> {
        let (mut text, mut paragraphs, mut remark) = (String::new(), 0, false);
        loop {
            match self.next()? {
                Event::End(end) if end.name().as_ref() == cell => return Ok(text),
                Event::Start(start) if start.name().as_ref() == "office:annotation" => remark = true,
                Event::End(end) if end.name().as_ref() == "office:annotation" => remark = false,
                Event::Eof => return Err(Trouble::Unreadable),
                _ if remark => {}
                Event::Text(piece) => text.push_str(&piece.xml10_content()),
                Event::GeneralRef(entity) => put_entity(&entity, &mut text)?,
                Event::Start(start) => match start.name().as_ref() {
                    "text:p" => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                    }
                    "text:s" => {
                        let count = repeated(&start, "text:c")?.min(LONGEST_SPACE);
                        text.extend(std::iter::repeat_n(' ', count as usize));
                    }
                    "text:tab" => text.push('\t'),
                    "text:line-break" => text.push('\n'),
                    _ => {}
                },
                _ => {}
            }
            if text.len() > LONGEST_TEXT {
                return Err(Trouble::TooLarge);
            }
        }
    }
}

/// A spreadsheet's cell has 32,767 letters at most.
const LONGEST_SPACE: u32 = 1 << 15;
/// That of one cell, in bytes.
const LONGEST_TEXT: usize = 64 << 20;

fn is_cell(name: &str) -> bool {
    matches!(name, "table:table-cell" | "table:covered-table-cell")
}

fn value(start: &BytesStart, name: &str) -> Result<Option<String>, Trouble> {
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| Trouble::Unreadable)?;
        if attribute.key.as_ref() == name {
            let value = unescape(&attribute.value).map_err(|_| Trouble::Unreadable)?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

/// How often something stands there: once, where nothing is said.
fn repeated(start: &BytesStart, name: &str) -> Result<u32, Trouble> {
    match value(start, name)? {
        None => Ok(1),
        Some(count) => count.trim().parse().map_err(|_| Trouble::Unreadable),
    }
}

fn put_entity(entity: &BytesRef, text: &mut String) -> Result<(), Trouble> {
    if let Some(known) = resolve_xml_entity(entity) {
        text.push_str(known);
    } else if let Some(letter) = entity.resolve_char_ref().map_err(|_| Trouble::Unreadable)? {
        text.push(letter);
    } else {
        return Err(Trouble::Unreadable);
    }
    Ok(())
}
