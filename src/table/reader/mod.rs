//! A file from its first chunk to its table.

pub mod beginning;
pub mod finishing;
pub mod memory;
pub mod records;
pub mod rows;

use crate::table::Table;
use crate::table::column::cells::Cells;
use crate::table::column::converter::Converter;
use crate::table::container::json::JsonRows;
use crate::table::container::{Container, Contents};
use crate::table::dialect::Dialect;
use crate::table::dialect::header::unique_names;
use crate::table::dialect::plan::Plan;
use crate::table::dialect::settings::ReadSettings;
use crate::table::dialect::wanted::Wanted;
use crate::table::encoding::Decoder;
use crate::table::encoding::foreign::{advice, doubtful, foreign_encoding};
use crate::table::error::{Binary, ReadError};
use crate::table::ledger::Ledger;
use crate::table::ledger::warning::Warning;
use crate::table::splitter::{Splitter, trim};
use crate::table::value::missing::Markers;
use beginning::{Beginning, enough, opened};
use finishing::Finishing;
use memory::Memory;
use rows::Rows;

/// Takes a file's bytes in chunks and ends in a [`Table`]. How the bytes are cut into chunks makes no difference.
///
/// The first bytes are held back until there are enough to decide delimiter, decimal mark and header by; from
/// then on every chunk is taken apart at once. While reading, a file of n bytes takes about n bytes of memory;
/// the columns are then turned into values one by one, each freed as it is done.
pub struct Reader {
    name: String,
    settings: ReadSettings,
    bytes: u64,
    /// Where the file is compressed: what its bytes go through first.
    container: Option<Box<Container>>,
    /// Where another program made a CSV of the file: what the file was, and its size.
    declared: Option<Box<(Contents, u64)>>,
    /// How many bytes there will be; 0 where nobody knows.
    expected: u64,
    one_row: bool,
    /// The encoding that the bytes had before they were made UTF-8.
    transcoded: Option<String>,
    stage: Stage,
}

enum Stage {
    /// Holds the first bytes.
    Looking(Vec<u8>),
    Reading(Box<Reading>),
}

struct Reading {
    plan: Plan,
    decoder: Decoder,
    splitter: Splitter,
    /// Takes the splitter's place where the rows are JSON.
    json: Option<Box<JsonRows>>,
    rows: Rows,
    memory: Memory,
    /// Bytes that were pushed.
    text: u64,
    /// Whether a row without names is a table.
    one_row: bool,
    /// An encoding that is set and not decoded here.
    foreign: Option<&'static str>,
}

/// Compressed bytes that are taken at a time.
pub const PIECE: usize = 1 << 14;

/// The longest row that is waited for, in bytes.
const LONGEST_ROW: usize = 128 << 20;

impl Reader {
    /// `name`: the file's name.
    pub fn new(name: &str) -> Reader {
        Reader::with_settings(name, ReadSettings::default())
    }

    /// `settings`: what is not to be detected.
    pub fn with_settings(name: &str, settings: ReadSettings) -> Reader {
        Reader {
            name: name.to_string(),
            settings,
            bytes: 0,
            expected: 0,
            one_row: false,
            transcoded: None,
            container: None,
            declared: None,
            stage: Stage::Looking(Vec::new()),
        }
    }

    /// The bytes to come are a CSV of plain commas and UTF-8 that was made of a file of so many `bytes`.
    pub fn declare(&mut self, contents: Contents, bytes: u64) {
        self.settings.encoding = Some("UTF-8".to_string());
        self.settings.delimiter = Some(',');
        self.settings.quote = Some("\"".to_string());
        self.settings.comment = Some(String::new());
        self.declared = Some(Box::new((contents, bytes)));
    }

    /// The encoding that is set and not decoded here.
    pub fn foreign_encoding(&self) -> Option<&'static str> {
        self.settings.encoding.as_deref().and_then(foreign_encoding)
    }

    /// The bytes to come are UTF-8 that was made of text in the encoding of that name.
    pub fn transcoded(&mut self, name: &str) {
        self.settings.encoding = Some("UTF-8".to_string());
        self.transcoded = Some(name.to_string());
    }

    /// How many bytes there will be: a file that would not fit is then refused after the first look.
    pub fn expects(&mut self, bytes: u64) {
        self.expected = bytes;
    }

    /// A single row without names is a table too: nothing can be learnt from it, but it can be looked at.
    pub fn allow_one_row(&mut self) {
        self.one_row = true;
    }

    /// Takes the next bytes. Cheap to call with any chunk size.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), ReadError> {
        self.bytes += chunk.len() as u64;
        if self.container.is_some() {
            return self.push_compressed(chunk);
        }
        match self.stage.compressed(chunk, &self.settings) {
            Some((opened, held)) => {
                self.container = Some(opened);
                return self.push_compressed(&held);
            }
            None => self.stage.push(chunk, &self.settings)?,
        }
        self.check_memory()
    }

    fn check_memory(&mut self) -> Result<(), ReadError> {
        match &mut self.stage {
            Stage::Reading(reading) => {
                reading.memory.check(&reading.rows, reading.text, self.bytes, self.expected)
            }
            Stage::Looking(_) => Ok(()),
        }
    }

    /// The file turned out to be compressed. A few bytes may hold very many: memory is looked at in between.
    fn push_compressed(&mut self, chunk: &[u8]) -> Result<(), ReadError> {
        for piece in chunk.chunks(PIECE) {
            let Reader { stage, settings, container, .. } = self;
            if let Some(container) = container {
                container.push(piece, &mut |inside| stage.push(inside, settings))?;
            }
            self.check_memory()?;
        }
        Ok(())
    }

    /// No bytes are left: decides the columns' kinds and returns the table.
    pub fn finish(self) -> Result<Table, ReadError> {
        Ok(self.close()?.table())
    }

    /// No bytes are left. The columns' kinds are decided one by one, in what this returns.
    pub fn close(mut self) -> Result<Finishing, ReadError> {
        let contents = match self.container.take() {
            Some(container) => Some(container.finish()?),
            None => None,
        };
        let mut reading = match self.stage {
            Stage::Reading(reading) => *reading,
            Stage::Looking(held) => Reading::begin(&held, &held, true, &Wanted::of(&self.settings)?)?,
        };
        reading.one_row = self.one_row;
        let markers = Markers { own: self.settings.missing, not: self.settings.not_missing };
        let mut finishing = reading.finish(markers)?;
        finishing.table.name = self.name;
        finishing.table.bytes = self.bytes;
        if let Some(contents) = contents {
            finishing.was(contents);
        }
        if let Some(name) = self.transcoded {
            finishing.table.encoding = name;
        }
        if let Some(declared) = self.declared {
            finishing.table.bytes = declared.1;
            finishing.dialect().delimiter = '\0';
            finishing.was(declared.0);
        }
        Ok(finishing)
    }
}

impl Stage {
    fn push(&mut self, chunk: &[u8], settings: &ReadSettings) -> Result<(), ReadError> {
        match self {
            Stage::Reading(reading) => reading.push(chunk),
            Stage::Looking(held) => {
                let looked_at = held.len();
                held.extend_from_slice(chunk);
                if let Some(length) = enough(held, looked_at) {
                    let held = std::mem::take(held);
                    let wanted = Wanted::of(settings)?;
                    let reading = Reading::begin(&held, &held[..length], false, &wanted)?;
                    *self = Stage::Reading(Box::new(reading));
                }
                Ok(())
            }
        }
    }

    /// Whether the file is a compressed one, as soon as its first bytes are there: then with all of them.
    fn compressed(&mut self, chunk: &[u8], settings: &ReadSettings) -> Option<(Box<Container>, Vec<u8>)> {
        let Stage::Looking(held) = self else { return None };
        let container = opened(held, chunk, settings)?;
        let mut held = std::mem::take(held);
        held.extend_from_slice(chunk);
        Some((container, held))
    }
}

impl Reading {
    /// `look`: the beginning of `held`, all of it where the file is `complete`.
    fn begin(held: &[u8], look: &[u8], complete: bool, wanted: &Wanted) -> Result<Reading, ReadError> {
        let Beginning { plan, json, mark } = Beginning::of(look, complete, wanted)?;
        let mut rows = Rows::new(plan.clone());
        // That there are no quotation marks was found out, and may be an error of the file.
        rows.watch_quotes = plan.cut.quote.is_none() && wanted.quote.is_none() && json.is_none();
        let mut reading = Reading {
            decoder: Decoder::new(look, wanted.encoding).0,
            splitter: Splitter::new(plan.cut),
            json,
            rows,
            memory: Memory::default(),
            text: 0,
            one_row: false,
            foreign: wanted.foreign,
            plan,
        };
        reading.push(&held[mark..])?;
        Ok(reading)
    }

    fn push(&mut self, chunk: &[u8]) -> Result<(), ReadError> {
        self.text += chunk.len() as u64;
        let Reading { decoder, splitter, json, rows, .. } = self;
        split(decoder.decode(chunk), splitter, json, rows)?;
        // What is begun grows until its end comes, if ever.
        let (bytes, cells) = splitter.begun();
        if cells > ReadError::MAX_COLUMNS {
            return Err(ReadError::TooManyColumns { columns: cells });
        }
        if bytes > LONGEST_ROW {
            return Err(ReadError::EndlessRow { row: rows.number() });
        }
        Ok(())
    }

    fn finish(mut self, markers: Markers) -> Result<Finishing, ReadError> {
        let Reading { decoder, splitter, json, rows, foreign, .. } = &mut self;
        // What was converted since the encoding was set is read.
        if let Some(name) = *foreign
            && (decoder.encoding().name == "windows-1252" || decoder.encoding().damaged)
        {
            return Err(ReadError::Setting { sentence: advice(name) });
        }
        split(decoder.last(), splitter, json, rows)?;
        if let (Some(record), open) = splitter.finish() {
            if open {
                rows.note_open_quote(&record)?;
            }
            rows.take(record)?;
        }
        let contents = json.as_mut().map(|json| json.finish(rows));
        self.check_rows()?;
        let mut finishing = self.columns(markers);
        if let Some(contents) = contents {
            finishing.was(contents);
        }
        Ok(finishing)
    }

    fn check_rows(&self) -> Result<(), ReadError> {
        let rows = &self.rows;
        match (rows.n_rows, &rows.header) {
            _ if rows.n_rows == 0 && rows.leaves_out() => Err(ReadError::Setting {
                sentence: "Of the rows that are left out and those that are drawn nothing remains. Leave out fewer rows above \
                           the table, or draw a larger share."
                    .to_string(),
            }),
            (0, None) => Err(ReadError::Empty),
            (0, Some(names)) if names.iter().all(|name| trim(name).is_empty()) => Err(ReadError::Empty),
            (0, Some(names)) => Err(ReadError::HeaderOnly { columns: names.len() }),
            (1, None) if !self.one_row => Err(ReadError::OneRow),
            _ => Ok(()),
        }
    }

    fn columns(mut self, markers: Markers) -> Finishing {
        let (encoding, cut) = (self.decoder.encoding(), self.plan.cut);
        if let Some(word) = self.decoder.odd_word() {
            self.rows.ledger.lead(Warning::DOUBTFUL_ENCODING, doubtful(&word));
        }
        self.rows.note_file(self.splitter.comments);
        let duplicates = self.rows.count_duplicates();
        let first_row = 1 + self.plan.skip + usize::from(self.rows.header.is_some());
        let Rows { header, columns, n_rows, first, mut ledger, .. } = self.rows;
        let text = |cell: &Vec<u8>| encoding.text(cell).into_owned();
        let kept = kept_columns(&header, &columns, &mut ledger);
        let names = match &header {
            Some(names) => unique_names(kept.iter().map(|&index| text(&names[index])).collect(), &mut ledger),
            None => (1..=columns.len()).map(|place| format!("column_{place}")).collect(),
        };
        let first_rows = first
            .iter()
            .map(|row| kept.iter().map(|&index| row.get(index).map(text).unwrap_or_default()).collect())
            .collect();
        let converter = Converter {
            n_rows,
            decimal: self.plan.decimal,
            encoding,
            first_row,
            markers,
            mixed_units: None,
            ledger: Ledger::default(),
        };
        let columns = columns.into_iter().enumerate().filter(|(index, _)| kept.binary_search(index).is_ok());
        let columns: Vec<(Cells, String)> = columns.map(|(_, cells)| cells).zip(names).collect();
        let table = Table {
            n_rows,
            duplicates,
            encoding: encoding.name.to_string(),
            dialect: Dialect {
                delimiter: cut.delimiter as char,
                decimal: self.plan.decimal as char,
                quote: cut.quote.map(char::from),
                comment: cut.comment.map(char::from),
                skip: self.plan.skip,
                ..Dialect::default()
            },
            header: header.is_some(),
            first_rows,
            ..Table::default()
        };
        Finishing { rest: columns.into_iter(), converter, ledger, table }
    }
}

fn split(
    text: &[u8],
    splitter: &mut Splitter,
    json: &mut Option<Box<JsonRows>>,
    rows: &mut Rows,
) -> Result<(), ReadError> {
    if text.contains(&0) {
        return Err(ReadError::NotText(Binary::Unknown));
    }
    if let Some(json) = json {
        return json.push(text, rows);
    }
    let mut taken = Ok(());
    splitter.push(text, &mut |record| {
        taken = rows.take(record);
        taken.is_ok()
    });
    taken
}

/// All columns but those that have neither a name nor a cell: they come from delimiters at the lines' ends.
fn kept_columns(header: &Option<Vec<Vec<u8>>>, columns: &[Cells], ledger: &mut Ledger) -> Vec<usize> {
    let is_nothing = |index: &usize| {
        columns[*index].filled() == 0 && header.as_ref().is_some_and(|names| trim(&names[*index]).is_empty())
    };
    let (nothing, kept): (Vec<usize>, Vec<usize>) = (0..columns.len()).partition(is_nothing);
    if !nothing.is_empty() {
        ledger.add(1, "", "empty-column", || match nothing.len() {
            1 => format!("Column {} has neither a name nor a value: it is left out.", nothing[0] + 1),
            n => format!("{n} columns have neither names nor values: they are left out."),
        });
    }
    kept
}
