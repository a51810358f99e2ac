//! Files that hold a table inside: gzip, ZIP archives, and rows written as JSON.
//!
//! ```text
//! bytes → gzip or ZIP → inflate → the table's own bytes → encoding → records of a CSV, or JSON objects → rows
//! ```
//!
//! All of it goes chunk by chunk: a compressed file takes no more memory than the table in it.

mod crc;
mod gzip;
mod inflater;
/// JSON lines, and arrays of objects.
pub mod json;
mod workbook;
mod zip;

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;

pub use crc::Crc32;
pub use workbook::is_workbook;

use crate::table::dialect::Dialect;
use crate::table::dialect::settings::ReadSettings;
use crate::table::error::{Binary, ReadError};
use gzip::Gzip;
use zip::Zip;

/// Takes the bytes that come out.
pub type Sink<'a> = &'a mut dyn FnMut(&[u8]) -> Result<(), ReadError>;

/// Takes a compressed file's bytes and hands on those of the table inside.
pub struct Container {
    format: Format,
    /// What was too short to go on with: less than one head of a file.
    waiting: Vec<u8>,
}

enum Format {
    Gzip(Gzip),
    Zip(Zip),
}

impl Container {
    /// Of a file that begins like `binary`; `None` where that holds no table.
    pub fn of(binary: Binary, settings: &ReadSettings) -> Option<Box<Container>> {
        let format = match binary {
            Binary::Zip => Format::Zip(Zip::new(settings.part.clone())),
            Binary::Compressed("gzip") => Format::Gzip(Gzip::new()),
            _ => return None,
        };
        Some(Box::new(Container { format, waiting: Vec::new() }))
    }

    /// Takes the next bytes of the file.
    pub fn push(&mut self, chunk: &[u8], sink: Sink) -> Result<(), ReadError> {
        let mut joined = std::mem::take(&mut self.waiting);
        let mut bytes = chunk;
        if !joined.is_empty() {
            joined.extend_from_slice(chunk);
            bytes = &joined;
        }
        while !bytes.is_empty() {
            let taken = match &mut self.format {
                Format::Gzip(gzip) => gzip.step(bytes, sink)?,
                Format::Zip(zip) => zip.step(bytes, sink)?,
            };
            let Some(taken) = taken else { break };
            bytes = &bytes[taken..];
        }
        self.waiting = bytes.to_vec();
        Ok(())
    }

    /// The file has no more bytes: whether it was whole, and what was in it.
    pub fn finish(self) -> Result<Contents, ReadError> {
        match self.format {
            Format::Gzip(gzip) => {
                gzip.finish(&self.waiting)?;
                Ok(Contents::of("gzip"))
            }
            Format::Zip(zip) => {
                let (part, parts) = zip.finish()?;
                Ok(Contents { part: Some(part), parts, ..Contents::of("ZIP") })
            }
        }
    }
}

/// What a file was and had inside, as [`Dialect`] tells it.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    /// What kind of file it was: see [`Dialect::container`].
    pub container: String,
    /// All tables inside.
    pub parts: Vec<String>,
    /// The one that was read, where they have names.
    pub part: Option<String>,
    /// Sentences on what of it was left out.
    pub notes: Vec<String>,
}

impl Contents {
    /// Those of a file of this kind, with nothing to tell of what is inside.
    pub fn of(container: &str) -> Contents {
        Contents { container: container.to_string(), ..Contents::default() }
    }

    /// Tells it, in front of what the table inside was.
    pub fn tell(self, dialect: &mut Dialect) {
        let inside = std::mem::replace(&mut dialect.container, self.container);
        if !inside.is_empty() {
            dialect.container.push_str(", ");
            dialect.container.push_str(&inside);
        }
        if self.part.is_some() {
            dialect.part = self.part;
            dialect.parts = if self.parts.len() > 1 { self.parts } else { Vec::new() };
        }
    }
}
