use super::{Event, Failure, Place, Purpose};
use crate::model::Model;
use crate::recipe::Recipe;
use crate::table::container::Contents;
use crate::table::container::json::is_rows;
use crate::table::{Finishing, ReadError, ReadSettings, Reader, Table};

/// A file on its way in.
pub struct Reading {
    pub purpose: Purpose,
    pub name: String,
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
    /// All bytes are there.
    Finishing(Box<Finishing>),
}

/// What a file turned out to be.
pub enum Found {
    Table(Box<Table>),
    Recipe(Box<Recipe>),
    Model(Box<Model>, Option<Box<Recipe>>),
}

/// JSON files are recipes and models: larger ones than this are neither.
const MAX_JSON: usize = 256 << 20;

impl Reading {
    pub fn new(purpose: Purpose, name: String, bytes: u64, settings: ReadSettings) -> Reading {
        let json = purpose == Purpose::Open && name.to_ascii_lowercase().ends_with(".json");
        let mut reader = Box::new(Reader::with_settings(&name, settings));
        reader.expects(bytes);
        let sink = if json { Sink::Unknown(reader) } else { Sink::Table(reader) };
        // One row can be predicted, but nothing can be learnt from it.
        Reading { purpose, name, bytes, read: 0, one_row: purpose == Purpose::Predict, sink }
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
            Sink::Json(json) if json.len() + chunk.len() > MAX_JSON => {
                Err(self
                    .failure("too-large", format!("'{}' is too large to be a recipe or a model.", self.name)))
            }
            Sink::Json(json) => {
                json.extend_from_slice(chunk);
                Ok(())
            }
        }
    }

    /// The bytes to come are a CSV that was made of the file.
    pub fn declare(&mut self, contents: Contents) {
        if let Sink::Table(reader) = &mut self.sink {
            reader.declare(contents, self.bytes);
        }
    }

    /// The encoding that is set and that the reader does not decode, where this is text.
    #[inline(never)]
    pub fn foreign_encoding(&self) -> Option<&'static str> {
        match &self.sink {
            Sink::Table(reader) => reader.foreign_encoding(),
            _ => None,
        }
    }

    /// The bytes to come are UTF-8 that was made of it.
    #[inline(never)]
    pub fn transcoded(&mut self, name: &str) {
        if let Sink::Table(reader) = &mut self.sink {
            reader.transcoded(name);
        }
    }

    /// Whether a JSON file holds rows, or something of ours.
    #[inline(never)]
    fn look(&mut self, first: &[u8]) {
        let sink = std::mem::replace(&mut self.sink, Sink::Json(Vec::new()));
        if let (Sink::Unknown(reader), true) = (sink, is_rows(first)) {
            self.sink = Sink::Table(reader);
        }
    }

    pub fn progress(&self) -> Event {
        Event::Reading {
            purpose: self.purpose,
            name: self.name.clone(),
            read: self.read,
            bytes: self.bytes.max(self.read),
        }
    }

    /// No bytes are left. What there is to do with a table is then done by [`Reading::advance`], bit by bit.
    pub fn close(&mut self) -> Result<(), Failure> {
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
                if table.n_rows < 2 && !self.one_row {
                    let error = ReadError::OneRow;
                    return Err(Failure::new(place, error.kind(), error.to_string()));
                }
                Ok(Found::Table(Box::new(table)))
            }
            Sink::Json(ref json) => parsed(json),
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

fn place(purpose: Purpose) -> Place {
    match purpose {
        Purpose::Open => Place::File,
        Purpose::Predict => Place::NewRows,
    }
}

impl Failure {
    pub fn new(place: Place, kind: &str, message: String) -> Failure {
        Failure { place, kind: kind.to_string(), message, problems: Vec::new(), sample: None }
    }
}
