//! A file's records beside their own text, in one pass: what is copied can be copied byte for byte.
//!
//! ```text
//! bytes → container → look (plan) → UTF-8 → lines → the reader's splitter → parts: aside, names, rows
//! ```
//!
//! What a record is, and which cells it has, is what [`crate::table::Reader`] finds: the same look, plan and splitter.

mod cell_ends;
mod json_rows;
mod layout;
mod transcoder;

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;

pub use layout::Layout;

use crate::table::container::json::JsonRows;
use crate::table::container::{Container, Contents};
use crate::table::dialect::plan::Plan;
use crate::table::dialect::settings::ReadSettings;
use crate::table::dialect::wanted::Wanted;
use crate::table::encoding::Encoding;
use crate::table::encoding::foreign::{advice, doubtful, foreign_encoding};
use crate::table::error::{Binary, ReadError};
use crate::table::reader::PIECE;
use crate::table::reader::beginning::{Beginning, enough, opened};
use crate::table::splitter::{Record, Splitter};
use cell_ends::cell_ends;
use json_rows::JsonCells;
use transcoder::Transcoder;

/// What stands in a file, in its order.
pub enum Part<'a> {
    /// Said once, before the first record of the table.
    Begin(&'a Layout),
    /// Text that is no record of the table: a byte order mark, blank and comment lines, titles. Line ends included.
    Aside(&'a [u8]),
    /// The row of names.
    Names(Raw<'a>),
    /// A row of data.
    Row(Raw<'a>),
}

/// A record beside its own text, which is UTF-8 but for bytes that stand for no letter.
#[derive(Clone, Copy)]
pub struct Raw<'a> {
    /// As it stands in the file, quotes included, without the line end.
    pub text: &'a [u8],
    /// Nothing where the file ends without one.
    pub line_end: &'a [u8],
    /// As a spreadsheet shows it.
    pub number: usize,
    /// The file ends inside the quotes of its last cell.
    pub is_open: bool,
    record: Record<'a>,
}

impl<'a> Raw<'a> {
    /// How many cells it has.
    pub fn width(&self) -> usize {
        self.record.len()
    }

    /// Its cells without their quotes, not trimmed.
    pub fn cells(&self) -> impl ExactSizeIterator<Item = &'a [u8]> + use<'a> {
        self.record.cells()
    }

    /// Where each cell ends in its text.
    pub fn ends(&self, layout: &Layout) -> Vec<usize> {
        cell_ends(self.text, layout.cut())
    }
}

/// How often something was met, and the number of the first row or line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Occurrences {
    /// How often.
    pub count: usize,
    /// The first one's number; 0 where there was none.
    pub first: usize,
}

impl Occurrences {
    fn add(&mut self, place: usize) {
        self.first = if self.count == 0 { place } else { self.first };
        self.count += 1;
    }
}

/// What is to be told of a file when it has been read.
#[derive(Clone, Debug)]
pub struct Ending {
    /// What the file was where it was no plain text.
    pub contents: Option<Contents>,
    /// The encoding that its text was read in.
    pub encoding: Encoding,
    /// What makes the letters look wrong, as a sentence.
    pub doubt: Option<String>,
    /// Lines that hold no whole JSON object.
    pub broken: Occurrences,
}

/// Takes a file's bytes in chunks and hands on its parts. How the bytes are cut into chunks makes no difference.
pub struct Stream {
    settings: ReadSettings,
    container: Option<Box<Container>>,
    declared: Option<Contents>,
    /// The encoding of the text that the bytes were made of.
    transcoded: Option<&'static str>,
    stage: Stage,
    /// Whoever takes the parts has had enough.
    stopped: bool,
}

enum Stage {
    /// Holds the first bytes.
    Looking(Vec<u8>),
    Lines(Box<Lines>),
}

/// Takes each part; false: it is enough.
pub type Take<'t> = &'t mut dyn FnMut(Part) -> bool;

impl Stream {
    /// `settings`: what is not to be detected. Of them `sample` and `missing` change nothing here.
    pub fn new(settings: ReadSettings) -> Stream {
        let settings = ReadSettings { sample: None, ..settings };
        let stage = Stage::Looking(Vec::new());
        Stream { settings, container: None, declared: None, transcoded: None, stage, stopped: false }
    }

    /// The encoding that is set and not decoded here.
    pub fn foreign_encoding(&self) -> Option<&'static str> {
        self.settings.encoding.as_deref().and_then(foreign_encoding)
    }

    /// The bytes to come are UTF-8 that was made of text in the encoding of that name.
    pub fn transcoded(&mut self, name: &str) {
        self.settings.encoding = Some("UTF-8".to_string());
        self.transcoded = foreign_encoding(name);
    }

    /// The bytes to come are a CSV of plain commas and UTF-8 that was made of a file.
    pub fn declare(&mut self, contents: Contents) {
        self.settings.encoding = Some("UTF-8".to_string());
        self.settings.delimiter = Some(',');
        self.settings.quote = Some("\"".to_string());
        self.settings.comment = Some(String::new());
        self.declared = Some(contents);
    }

    /// Takes the next bytes and hands on what is whole. An error is final.
    #[inline(never)]
    pub fn push(&mut self, chunk: &[u8], take: Take) -> Result<(), ReadError> {
        let Stream { settings, container, stage, stopped, .. } = self;
        if let (None, Stage::Looking(held)) = (&container, &mut *stage)
            && let Some(found) = opened(held, chunk, settings)
        {
            let mut bytes = std::mem::take(held);
            bytes.extend_from_slice(chunk);
            *container = Some(found);
            return self.push_compressed(&bytes, take);
        }
        match container {
            Some(_) => self.push_compressed(chunk, take),
            None => stage.push(chunk, settings, stopped, take),
        }
    }

    fn push_compressed(&mut self, chunk: &[u8], take: Take) -> Result<(), ReadError> {
        let Stream { settings, container, stage, stopped, .. } = self;
        let Some(container) = container else { return Ok(()) };
        for piece in chunk.chunks(PIECE) {
            container.push(piece, &mut |inside| stage.push(inside, settings, stopped, take))?;
        }
        Ok(())
    }

    /// No bytes are left.
    #[inline(never)]
    pub fn finish(mut self, take: Take) -> Result<Ending, ReadError> {
        let contents = match self.container.take() {
            Some(container) => Some(container.finish()?),
            None => self.declared.take(),
        };
        let mut lines = match self.stage {
            Stage::Lines(lines) => lines,
            Stage::Looking(held) => {
                let wanted = Wanted::of(&self.settings)?;
                Box::new(Lines::begin(&held, &held, true, &wanted, &mut self.stopped, take)?)
            }
        };
        lines.finish(&mut self.stopped, take)?;
        let mut encoding = lines.transcoder.encoding();
        // What was converted since the encoding was set is read.
        if let Some(name) = Wanted::of(&self.settings)?.foreign
            && (encoding.name == "windows-1252" || encoding.damaged)
        {
            return Err(ReadError::Setting { sentence: advice(name) });
        }
        encoding.name = self.transcoded.unwrap_or(encoding.name);
        let doubt = lines.transcoder.odd_word().map(|word| doubtful(&word));
        let mut ending = Ending { contents, encoding, doubt, broken: Occurrences::default() };
        if let Some((mut rows, mut cells)) = lines.json.take() {
            let inside = rows.finish(&mut cells);
            ending.contents.get_or_insert(inside);
            ending.broken = cells.broken;
            cells.finish(take)?;
        }
        Ok(ending)
    }
}

impl Stage {
    fn push(
        &mut self,
        chunk: &[u8],
        settings: &ReadSettings,
        stopped: &mut bool,
        take: Take,
    ) -> Result<(), ReadError> {
        match self {
            _ if *stopped => Ok(()),
            Stage::Lines(lines) => lines.push(chunk, stopped, take),
            Stage::Looking(held) => {
                let looked_at = held.len();
                held.extend_from_slice(chunk);
                if let Some(length) = enough(held, looked_at) {
                    let held = std::mem::take(held);
                    let wanted = Wanted::of(settings)?;
                    let lines = Lines::begin(&held, &held[..length], false, &wanted, stopped, take)?;
                    *self = Stage::Lines(Box::new(lines));
                }
                Ok(())
            }
        }
    }
}

/// The text of the table, line by line.
struct Lines {
    plan: Plan,
    transcoder: Transcoder,
    splitter: Splitter,
    json: Option<(Box<JsonRows>, JsonCells)>,
    /// The look, for the columns without names, until the first record is there.
    look: Vec<u8>,
    complete: bool,
    /// Text that is not handed on: from the beginning of a line, or of a record of several.
    held: Vec<u8>,
    /// How many of these bytes the splitter has had.
    fed: usize,
    /// Where the search for the next line end goes on.
    searched: usize,
    /// A record's cells.
    cells: Vec<u8>,
    ends: Vec<usize>,
    skipped: usize,
    n_rows: usize,
    layout: Option<Layout>,
}

/// The longest record: a quotation mark that is never closed must not fill the memory.
const LONGEST: usize = 64 << 20;

impl Lines {
    fn begin(
        held: &[u8],
        look: &[u8],
        complete: bool,
        wanted: &Wanted,
        stopped: &mut bool,
        take: Take,
    ) -> Result<Lines, ReadError> {
        let Beginning { plan, json, mark } = Beginning::of(look, complete, wanted)?;
        let text = Transcoder::new(look, complete, wanted).push(&look[mark..]).to_vec();
        let mut lines = Lines {
            splitter: Splitter::new(plan.cut),
            plan,
            json: json.map(|json| (json, JsonCells::default())),
            look: text,
            complete,
            held: Vec::new(),
            fed: 0,
            searched: 0,
            cells: Vec::new(),
            ends: Vec::new(),
            skipped: 0,
            n_rows: 0,
            layout: None,
            transcoder: Transcoder::new(look, complete, wanted),
        };
        if mark > 0 && lines.json.is_none() {
            *stopped |= !take(Part::Aside("\u{FEFF}".as_bytes()));
        }
        lines.push(&held[mark..], stopped, take)?;
        Ok(lines)
    }

    fn push(&mut self, chunk: &[u8], stopped: &mut bool, take: Take) -> Result<(), ReadError> {
        let text = self.transcoder.push(chunk);
        Lines::take_text(text, &mut self.json, &mut self.held)?;
        self.cut(stopped, take)
    }

    fn take_text(
        text: &[u8],
        json: &mut Option<(Box<JsonRows>, JsonCells)>,
        held: &mut Vec<u8>,
    ) -> Result<(), ReadError> {
        if text.contains(&0) {
            return Err(ReadError::NotText(Binary::Unknown));
        }
        match json {
            Some((rows, cells)) => rows.push(text, cells),
            None => {
                held.extend_from_slice(text);
                Ok(())
            }
        }
    }

    /// Hands on what is whole of the held text.
    fn cut(&mut self, stopped: &mut bool, take: Take) -> Result<(), ReadError> {
        let mut start = 0;
        while let Some((line, end)) = self.next_line() {
            if *stopped {
                return Ok(());
            }
            start = self.take_line(start, line, end, stopped, take)?;
        }
        self.held.drain(..start);
        (self.fed, self.searched) = (self.fed - start, self.searched - start);
        if self.held.len() > LONGEST {
            return Err(ReadError::UnclosedQuote { row: self.number() });
        }
        Ok(())
    }

    /// Where the next line that the splitter has not had ends, without and with its line end.
    fn next_line(&mut self) -> Option<(usize, usize)> {
        let rest = &self.held[self.searched..];
        let found = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let Some(line) = found.map(|place| self.searched + place) else {
            self.searched = self.held.len();
            return None;
        };
        self.searched = line;
        match (self.held[line], self.held.get(line + 1)) {
            (b'\n', _) => Some((line, line + 1)),
            // A line end of two characters may be cut in half.
            (_, None) => None,
            (_, Some(b'\n')) => Some((line, line + 2)),
            (_, Some(_)) => Some((line, line + 1)),
        }
    }

    /// A line that ends at `line`, its line end at `end`. Returns where what is not handed on begins.
    fn take_line(
        &mut self,
        start: usize,
        line: usize,
        end: usize,
        stopped: &mut bool,
        take: Take,
    ) -> Result<usize, ReadError> {
        let found = self.feed(end);
        (self.fed, self.searched) = (end, end);
        if found {
            self.take_record(start, line, end, false, stopped, take)?;
        } else if self.splitter.is_between() {
            *stopped |= !take(Part::Aside(&self.held[start..end]));
        } else {
            return Ok(start);
        }
        Ok(end)
    }

    /// Gives the splitter the held text up to `end`; whether that ends a record.
    fn feed(&mut self, end: usize) -> bool {
        let Lines { splitter, held, fed, cells, ends, .. } = self;
        let mut found = false;
        splitter.push(&held[*fed..end], &mut |record| {
            found = true;
            keep(&record, cells, ends);
            true
        });
        found
    }

    fn number(&self) -> usize {
        let has_names = self.layout.as_ref().is_some_and(|layout| layout.header);
        self.n_rows + self.skipped + 1 + usize::from(has_names)
    }

    fn take_record(
        &mut self,
        start: usize,
        line: usize,
        end: usize,
        is_open: bool,
        stopped: &mut bool,
        take: Take,
    ) -> Result<(), ReadError> {
        let record = Record { text: &self.cells, ends: &self.ends, gap: 0 };
        let is_title = self.skipped < self.plan.skip;
        if record.is_blank() || is_title {
            self.skipped += usize::from(is_title && !record.is_blank());
            *stopped |= !take(Part::Aside(&self.held[start..end]));
            return Ok(());
        }
        let (text, line_end) = (&self.held[start..line], &self.held[line..end]);
        let mut is_names = false;
        if self.layout.is_none() {
            let mut layout = Layout::of(&record, &self.plan, &std::mem::take(&mut self.look), self.complete);
            layout.line_end = line_end.to_vec();
            if layout.width > ReadError::MAX_COLUMNS {
                return Err(ReadError::TooManyColumns { columns: layout.width });
            }
            is_names = layout.header;
            *stopped |= !take(Part::Begin(self.layout.insert(layout)));
        }
        if *stopped {
            return Ok(());
        }
        let number = if is_names { self.skipped + 1 } else { self.number() };
        let raw = Raw { text, line_end, number, is_open, record };
        if !is_names {
            self.n_rows += 1;
        }
        *stopped |= !take(if is_names { Part::Names(raw) } else { Part::Row(raw) });
        Ok(())
    }

    /// No text is left: hands on the last line, if it has no line end.
    fn finish(&mut self, stopped: &mut bool, take: Take) -> Result<(), ReadError> {
        let text = self.transcoder.last();
        Lines::take_text(text, &mut self.json, &mut self.held)?;
        self.cut(stopped, take)?;
        if *stopped || self.json.is_some() {
            return Ok(());
        }
        let end = self.held.len();
        let line = end - usize::from(self.held.last() == Some(&b'\r'));
        let mut found = self.feed(end);
        let mut is_open = false;
        if !found && let (Some(record), open) = self.splitter.finish() {
            keep(&record, &mut self.cells, &mut self.ends);
            (found, is_open) = (true, open);
            let swallows =
                |cell: &[u8]| cell.trim_ascii_end().iter().any(|byte| matches!(byte, b'\n' | b'\r'));
            if open && record_last(&self.cells, &self.ends).is_some_and(swallows) {
                return Err(ReadError::UnclosedQuote { row: self.number() });
            }
        }
        if found {
            let line = if is_open { end } else { line };
            self.take_record(0, line, end, is_open, stopped, take)?;
        } else if end > 0 {
            *stopped |= !take(Part::Aside(&self.held));
        }
        match &self.layout {
            _ if *stopped || self.n_rows > 0 => Ok(()),
            _ if self.skipped > 0 => Err(ReadError::Setting {
                sentence: "No rows remain below those that are left out above the table. Leave out fewer."
                    .to_string(),
            }),
            Some(layout) if layout.written.iter().any(|name| !name.is_empty()) => {
                Err(ReadError::HeaderOnly { columns: layout.written.len() })
            }
            _ => Err(ReadError::Empty),
        }
    }
}

fn keep(record: &Record, cells: &mut Vec<u8>, ends: &mut Vec<usize>) {
    cells.clear();
    ends.clear();
    for cell in record.cells() {
        cells.extend_from_slice(cell);
        ends.push(cells.len());
    }
}

fn record_last<'a>(cells: &'a [u8], ends: &[usize]) -> Option<&'a [u8]> {
    let (last, before) = ends.split_last()?;
    Some(&cells[before.last().copied().unwrap_or(0)..*last])
}
