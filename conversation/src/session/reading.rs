use super::job::Ticket;
use super::{Event, Failure, JobKind, Place, Prediction, Purpose};
use perceptab::model::container::MAX_BYTES;
use perceptab::model::{Model, NewRows, NewRowsError};
use perceptab::recipe::Recipe;
use perceptab::table::container::Contents;
use perceptab::table::container::json::is_rows;
use perceptab::table::{Finishing, ReadError, ReadSettings, Reader, Table};

/// A file on its way in.
pub struct Reading {
    pub purpose: Purpose,
    pub name: String,
    pub ticket: Ticket,
    /// No bytes are left: what follows is done step by step.
    pub is_closed: bool,
    bytes: u64,
    read: u64,
    /// Whether a table of one row is of use.
    one_row: bool,
    sink: Sink,
}

enum Sink {
    Table(Box<Reader>),
    /// Nothing has come of a file whose name says JSON: it may be rows.
    Unknown(Box<Reader>),
    Json(Vec<u8>),
    /// New rows for the model, and what was written of them and not taken away.
    NewRows(Box<NewRows>, Vec<u8>),
    /// All bytes are there.
    Finishing(Box<Finishing>),
}

/// What a file turned out to be.
pub enum Found {
    Table(Box<Table>),
    Recipe(Box<Recipe>),
    Model(Box<Model>, Option<Box<Recipe>>),
    /// What became of new rows, and what was written of them and not taken away.
    NewRows(Box<Prediction>, Vec<u8>),
}

/// Bytes that are read at once: nobody is told that there is a job.
const SHORT: u64 = 1 << 20;

/// Bytes of new rows with their predictions that wait to be taken away; a page takes them when all are there.
const MAX_WRITTEN: usize = 1 << 30;

impl Reading {
    /// A file to open.
    pub fn new(name: String, bytes: u64, settings: ReadSettings) -> Reading {
        let json = name.to_ascii_lowercase().ends_with(".json");
        let mut reader = Box::new(Reader::with_settings(&name, settings));
        reader.expects(bytes);
        let sink = if json { Sink::Unknown(reader) } else { Sink::Table(reader) };
        Reading {
            purpose: Purpose::Open,
            name,
            bytes,
            ticket: Ticket::default(),
            is_closed: false,
            read: 0,
            one_row: false,
            sink,
        }
    }

    /// A file of new rows.
    pub fn of_new_rows(name: String, bytes: u64, rows: NewRows) -> Reading {
        let sink = Sink::NewRows(Box::new(rows), Vec::new());
        Reading {
            purpose: Purpose::Predict,
            name,
            bytes,
            ticket: Ticket::default(),
            is_closed: false,
            read: 0,
            one_row: true,
            sink,
        }
    }

    /// A single row is a table that can be looked at, names above it or not.
    pub fn allow_one_row(&mut self) {
        self.one_row = true;
        if let Sink::Table(reader) | Sink::Unknown(reader) = &mut self.sink {
            reader.allow_one_row();
        }
    }

    pub fn push(&mut self, chunk: &[u8]) -> Result<(), Failure> {
        self.read += chunk.len() as u64;
        if matches!(self.sink, Sink::Unknown(_)) {
            self.look(chunk);
        }
        match &mut self.sink {
            Sink::Unknown(_) | Sink::Finishing(_) => Ok(()),
            Sink::Table(reader) => reader.push(chunk).map_err(|error| self.refusal(&error)),
            Sink::NewRows(..) => self.push_new_rows(chunk),
            Sink::Json(json) if json.len() + chunk.len() > MAX_BYTES => {
                Err(self
                    .failure("too-large", format!("'{}' is too large to be a recipe or a model.", self.name)))
            }
            Sink::Json(json) => {
                json.extend_from_slice(chunk);
                Ok(())
            }
        }
    }

    fn push_new_rows(&mut self, chunk: &[u8]) -> Result<(), Failure> {
        let Sink::NewRows(rows, written) = &mut self.sink else { return Ok(()) };
        rows.push(chunk).map_err(|error| new_rows_failure(&error))?;
        hold(written, rows.take_written())
    }

    /// What was written of new rows since it was last asked for.
    pub fn take_written(&mut self) -> Vec<u8> {
        match &mut self.sink {
            Sink::NewRows(_, written) => std::mem::take(written),
            _ => Vec::new(),
        }
    }

    /// The bytes to come are a CSV that was made of the file.
    pub fn declare(&mut self, contents: Contents) {
        match &mut self.sink {
            Sink::Table(reader) => reader.declare(contents, self.bytes),
            Sink::NewRows(rows, _) => rows.declare(contents),
            _ => {}
        }
    }

    /// The encoding that is set and that the reader does not decode, where this is text.
    pub fn foreign_encoding(&self) -> Option<&'static str> {
        match &self.sink {
            Sink::Table(reader) => reader.foreign_encoding(),
            Sink::NewRows(rows, _) => rows.foreign_encoding(),
            _ => None,
        }
    }

    /// The bytes to come are UTF-8 that was made of it.
    pub fn transcoded(&mut self, name: &str) {
        match &mut self.sink {
            Sink::Table(reader) => reader.transcoded(name),
            Sink::NewRows(rows, _) => rows.transcoded(name),
            _ => {}
        }
    }

    /// Whether a JSON file holds rows, or something of ours.
    fn look(&mut self, first: &[u8]) {
        let sink = std::mem::replace(&mut self.sink, Sink::Json(Vec::new()));
        if let (Sink::Unknown(reader), true) = (sink, is_rows(first) && !is_ours(first)) {
            self.sink = Sink::Table(reader);
        }
    }

    /// That it is read.
    pub fn beginning(&self) -> Event {
        Event::Reading { purpose: self.purpose, name: self.name.clone(), bytes: self.bytes }
    }

    /// Whether more of it is read than is worth no word.
    pub fn is_long(&self) -> bool {
        self.read > SHORT
    }

    /// What it does.
    pub fn kind(&self) -> JobKind {
        match self.purpose {
            Purpose::Open => JobKind::Read,
            Purpose::Predict => JobKind::Predict,
        }
    }

    /// How far its job is.
    pub fn job(&mut self) -> Event {
        let size = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
        self.ticket.tell(self.kind(), (size(self.read), size(self.bytes.max(self.read))))
    }

    /// No bytes are left. What there is to do with a table is then done by [`Reading::advance`], bit by bit.
    pub fn close(&mut self) -> Result<(), Failure> {
        self.is_closed = true;
        match std::mem::replace(&mut self.sink, Sink::Json(Vec::new())) {
            Sink::Table(reader) => {
                let finishing = reader.close().map_err(|error| self.refusal(&error))?;
                self.sink = Sink::Finishing(Box::new(finishing));
            }
            sink => self.sink = sink,
        }
        Ok(())
    }

    /// Does a bit more; false where nothing is left to do.
    pub fn advance(&mut self) -> bool {
        match &mut self.sink {
            Sink::Finishing(finishing) => finishing.advance(),
            _ => false,
        }
    }

    pub fn finish(mut self) -> Result<Found, Failure> {
        self.close()?;
        let place = place(self.purpose);
        let parsed = |json: &[u8]| {
            super::files::parse(json, &self.name)
                .map_err(|(kind, message)| Failure::new(place, kind, message))
        };
        match self.sink {
            Sink::Finishing(finishing) => {
                let table = finishing.table();
                // Nothing can be learnt from one row.
                if table.n_rows < 2 && !self.one_row {
                    let error = ReadError::OneRow;
                    return Err(Failure::new(place, error.kind(), error.to_string()));
                }
                Ok(Found::Table(Box::new(table)))
            }
            Sink::Json(ref json) => parsed(json),
            Sink::NewRows(rows, written) => finish_new_rows(self.name, *rows, written),
            Sink::Unknown(_) | Sink::Table(_) => parsed(&[]),
        }
    }

    fn failure(&self, kind: &str, message: String) -> Failure {
        Failure::new(place(self.purpose), kind, message)
    }

    fn refusal(&self, error: &ReadError) -> Failure {
        let sample = match error {
            ReadError::TooLarge { share, .. } => Some(*share),
            _ => None,
        };
        Failure { sample, ..self.failure(error.kind(), error.to_string()) }
    }
}

/// Whether a file calls itself one of ours, whatever stands behind its first object: then it is damaged, and no table.
fn is_ours(first: &[u8]) -> bool {
    let first = first.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(first);
    let letters = first.iter().copied().filter(|letter| !letter.is_ascii_whitespace());
    letters.take(OURS.len()).eq(OURS.iter().copied())
}

/// How recipes and models begin.
const OURS: &[u8] = br#"{"format":"perceptab-"#;

fn place(purpose: Purpose) -> Place {
    match purpose {
        Purpose::Open => Place::File,
        Purpose::Predict => Place::NewRows,
    }
}

fn finish_new_rows(file: String, rows: NewRows, mut written: Vec<u8>) -> Result<Found, Failure> {
    let (last, told) = rows.finish().map_err(|error| new_rows_failure(&error))?;
    hold(&mut written, last)?;
    let prediction = Prediction {
        file,
        rows: told.rows,
        first: told.first,
        notes: told.notes,
        doubts: told.doubts,
        is_encoding_doubtful: told.is_encoding_doubtful,
        score: told.score,
    };
    Ok(Found::NewRows(Box::new(prediction), written))
}

/// Adds to what waits to be taken away.
fn hold(written: &mut Vec<u8>, more: Vec<u8>) -> Result<(), Failure> {
    if written.is_empty() {
        *written = more;
        return Ok(());
    }
    if written.len() + more.len() > MAX_WRITTEN || written.try_reserve(more.len()).is_err() {
        let message = "The file with its predictions is too large to be held in memory. Predict it in parts, or on the \
                       command line, which writes as it reads."
            .to_string();
        return Err(Failure::new(Place::NewRows, "too-large", message));
    }
    written.extend_from_slice(&more);
    Ok(())
}

fn new_rows_failure(error: &NewRowsError) -> Failure {
    Failure::new(Place::NewRows, error.kind(), error.to_string())
}
