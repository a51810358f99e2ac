use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::Contents;
use crate::table::counting::hash::Map;
use crate::table::dialect::plan::Plan;
use crate::table::error::{ReadError, Trouble};
use crate::table::splitter::Record;
use crate::table::splitter::cut::Cut;

/// JSON objects as rows: one a line (JSON lines), or those of one array. Their keys are the columns, in the order in which
/// they first appear; a key that an object lacks is a missing cell, and a value with values inside stays JSON.
pub struct JsonRows {
    scan: Scan,
    /// Each object on a line of its own: a broken one ends with its line.
    lines: bool,
    /// Where the columns stand.
    places: Map<String, usize>,
    /// The row that is being put together.
    cells: Vec<String>,
    /// All cells that objects are short of.
    lacking: usize,
}

/// Takes rows whose columns come one by one.
pub trait JsonSink {
    /// Rows taken so far.
    fn n_rows(&self) -> usize;

    /// A column that no row has had so far.
    fn add_column(&mut self, name: &str) -> Result<(), ReadError>;

    /// The next row; the cells of columns to come are missing.
    fn take(&mut self, record: Record) -> Result<(), ReadError>;

    /// A line, counted from 1, that holds no whole object.
    fn note_broken(&mut self, line: usize);
}

/// Finds where objects begin and end, by brackets and quotes alone.
struct Scan {
    /// What there is of an object.
    object: Vec<u8>,
    depth: usize,
    in_string: bool,
    escaped: bool,
    /// Something that is no object stands in this line.
    stray: bool,
    /// The line, counted from 1, and the one that the object began in.
    line: usize,
    first_line: usize,
}

/// The longest object that is waited for.
const LONGEST: usize = 64 << 20;

/// Whether a text that begins so is JSON with a row in it: a first object, or an array that begins with one.
pub fn is_json(text: &[u8]) -> bool {
    match first_object(text) {
        Some((Some(object), _)) => {
            serde_json::from_slice::<Object>(object).is_ok_and(|object| !object.0.is_empty())
        }
        // Longer than what was looked at.
        Some((None, _)) => inside(text).is_some_and(|inside| inside.trim_ascii_start().starts_with(b"\"")),
        None => false,
    }
}

/// Whether a JSON file has more than one row, as far as its first bytes tell; the files that are written here (recipes,
/// models) are one object each.
pub fn is_rows(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    match first_object(text) {
        Some((Some(_), behind)) => {
            text.trim_ascii_start().starts_with(b"[") || !behind.trim_ascii_start().is_empty()
        }
        found => found.is_some() && text.trim_ascii_start().starts_with(b"["),
    }
}

/// What follows the first `{`, be it the text's or its array's first character.
fn inside(text: &[u8]) -> Option<&[u8]> {
    let text = text.trim_ascii_start();
    text.strip_prefix(b"[").unwrap_or(text).trim_ascii_start().strip_prefix(b"{")
}

/// The first object, where it ends in this text, and what stands behind it.
fn first_object(text: &[u8]) -> Option<(Option<&[u8]>, &[u8])> {
    let start = text.len() - inside(text)?.len() - 1;
    let mut scan = Scan::new();
    for (length, &byte) in (1..).zip(&text[start..]) {
        if scan.step(byte) == Step::Ended {
            return Some((Some(&text[start..start + length]), &text[start + length..]));
        }
    }
    Some((None, &[]))
}

impl JsonRows {
    /// `text`: the file's beginning.
    pub fn new(text: &[u8]) -> Box<JsonRows> {
        let one_line =
            first_object(text).is_some_and(|(object, _)| object.is_some_and(|o| !o.contains(&b'\n')));
        Box::new(JsonRows {
            scan: Scan::new(),
            lines: one_line && !text.trim_ascii_start().starts_with(b"["),
            places: Map::default(),
            cells: Vec::new(),
            lacking: 0,
        })
    }

    /// How rows of JSON are read: as `plan` would be with names above plain cells.
    pub fn plan(mut plan: Plan) -> Plan {
        (plan.cut, plan.decimal, plan.skip) = (Cut { delimiter: 0, quote: None, comment: None }, b'.', 0);
        (plan.header, plan.unnamed_first, plan.width) = (true, false, None);
        plan
    }

    /// Takes the next piece of the text.
    pub fn push(&mut self, text: &[u8], rows: &mut dyn JsonSink) -> Result<(), ReadError> {
        for &byte in text {
            match self.scan.step(byte) {
                Step::Ended => {
                    let object = std::mem::take(&mut self.scan.object);
                    self.take(&object, rows)?;
                    self.scan.object = object;
                }
                Step::LineEnd => self.end_line(rows)?,
                Step::Inside | Step::Between => {}
            }
        }
        Ok(())
    }

    /// There is no more text.
    pub fn finish(&mut self, rows: &mut dyn JsonSink) -> Contents {
        if self.scan.stray || self.scan.depth > 0 {
            rows.note_broken(self.scan.first_line);
        }
        Contents::of(if self.lines { "JSON lines" } else { "JSON" })
    }

    fn end_line(&mut self, rows: &mut dyn JsonSink) -> Result<(), ReadError> {
        let scan = &mut self.scan;
        if scan.stray || (self.lines && scan.depth > 0) {
            let line = scan.line;
            scan.give_up();
            rows.note_broken(line);
        } else if scan.object.len() > LONGEST {
            return Err(Trouble::EndlessJson { line: scan.first_line }.into());
        }
        self.scan.line += 1;
        Ok(())
    }

    fn take(&mut self, object: &[u8], rows: &mut dyn JsonSink) -> Result<(), ReadError> {
        let Ok(Object(pairs)) = serde_json::from_slice(object) else {
            rows.note_broken(self.scan.first_line);
            return Ok(());
        };
        self.cells.iter_mut().for_each(String::clear);
        let found = pairs.len();
        for (key, value) in pairs {
            let place = match self.places.get(&key) {
                Some(&place) => place,
                None => {
                    rows.add_column(&key)?;
                    let place = self.cells.len();
                    self.places.insert(key, place);
                    self.cells.push(String::new());
                    place
                }
            };
            self.cells[place] = cell(value);
        }
        // Rows of ever new keys would take the square of their number.
        self.lacking += self.cells.len().saturating_sub(found);
        if self.lacking > ReadError::MOST_LACKING && self.lacking > rows.n_rows() * self.cells.len() / 5 * 4 {
            return Err(ReadError::TooRagged { rows: rows.n_rows(), columns: self.cells.len() });
        }
        let (mut text, mut ends) = (String::new(), Vec::new());
        for cell in &self.cells {
            text.push_str(cell);
            ends.push(text.len());
        }
        match ends.is_empty() {
            true => Ok(()),
            false => rows.take(Record { text: text.as_bytes(), ends: &ends, gap: 0 }),
        }
    }
}

#[derive(PartialEq)]
enum Step {
    Inside,
    /// The object is whole.
    Ended,
    Between,
    LineEnd,
}

impl Scan {
    fn new() -> Scan {
        Scan {
            object: Vec::new(),
            depth: 0,
            in_string: false,
            escaped: false,
            stray: false,
            line: 1,
            first_line: 1,
        }
    }

    fn give_up(&mut self) {
        (self.depth, self.in_string, self.escaped, self.stray) = (0, false, false, false);
    }

    fn step(&mut self, byte: u8) -> Step {
        if self.depth == 0 {
            return self.between(byte);
        }
        self.object.push(byte);
        match byte {
            b'\n' => return Step::LineEnd,
            _ if self.escaped => self.escaped = false,
            b'\\' => self.escaped = self.in_string,
            b'"' => self.in_string = !self.in_string,
            _ if self.in_string => {}
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth -= 1;
                if self.depth == 0 {
                    return Step::Ended;
                }
            }
            _ => {}
        }
        Step::Inside
    }

    fn between(&mut self, byte: u8) -> Step {
        match byte {
            b'\n' => return Step::LineEnd,
            b'{' if !self.stray => {
                self.object.clear();
                self.object.push(byte);
                self.depth = 1;
                self.first_line = self.line;
            }
            b' ' | b'\t' | b'\r' | b',' | b'[' | b']' => {}
            _ => (self.stray, self.first_line) = (true, self.line),
        }
        Step::Between
    }
}

/// A cell as a CSV would have it.
fn cell(value: &RawValue) -> String {
    match value.get() {
        "null" => String::new(),
        text if text.starts_with('"') => serde_json::from_slice(text.as_bytes()).unwrap_or_default(),
        other => other.to_string(),
    }
}

/// An object's names and values in their order.
struct Object<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Object<'a>, D::Error> {
        deserializer.deserialize_map(Pairs)
    }
}

struct Pairs;

impl<'de> Visitor<'de> for Pairs {
    type Value = Object<'de>;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Object(pairs))
    }
}
