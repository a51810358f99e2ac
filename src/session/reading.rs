use super::{Event, Failure, Place, Purpose};
use crate::model::Model;
use crate::recipe::Recipe;
use crate::table::container::Contents;
use crate::table::container::json::is_rows;
use crate::table::{ReadError, ReadSettings, Reader, Table};

/// A file on its way in.
pub struct Reading {
    pub purpose: Purpose,
    pub name: String,
    bytes: u64,
    read: u64,
    sink: Sink,
}

enum Sink {
    Table(Box<Reader>),
    /// Nothing has come of a file whose name says JSON: it may be rows.
    Unknown(Box<Reader>),
    Json(Vec<u8>),
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
        Reading { purpose, name, bytes, read: 0, sink }
    }

    pub fn push(&mut self, chunk: &[u8]) -> Result<(), Failure> {
        self.read += chunk.len() as u64;
        if matches!(self.sink, Sink::Unknown(_)) {
            self.look(chunk);
        }
        match &mut self.sink {
            Sink::Unknown(_) => Ok(()),
            Sink::Table(reader) => {
                reader.push(chunk).map_err(|error| self.failure(error.kind(), error.to_string()))
            }
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

    pub fn finish(self) -> Result<Found, Failure> {
        let failure = |kind: &str, message: String| Failure::new(self.place(), kind, message);
        match self.sink {
            Sink::Table(reader) => match reader.finish() {
                // One row can be predicted, but nothing can be learnt from it.
                Ok(table) if table.n_rows < 2 && self.purpose == Purpose::Open => {
                    let error = ReadError::OneRow;
                    Err(Failure::new(place(self.purpose), error.kind(), error.to_string()))
                }
                Ok(table) => Ok(Found::Table(Box::new(table))),
                Err(error) => Err(Failure::new(place(self.purpose), error.kind(), error.to_string())),
            },
            Sink::Unknown(_) => {
                super::files::parse(&[], &self.name).map_err(|(kind, message)| failure(kind, message))
            }
            Sink::Json(ref json) => {
                super::files::parse(json, &self.name).map_err(|(kind, message)| failure(kind, message))
            }
        }
    }

    fn place(&self) -> Place {
        place(self.purpose)
    }

    fn failure(&self, kind: &str, message: String) -> Failure {
        Failure::new(self.place(), kind, message)
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
