//! A file of new rows → the same file with the model's answers, in one pass.
//!
//! ```text
//! bytes → table::stream → Pass: needed cells → inputs → answers, 256 rows at a time → the record's own bytes and the new cells
//! ```
//!
//! A cell is read once and encoded for each member of the model, as that has learnt to; what is odd about it is told once, if it is
//! odd to all of them.
//!
//! What is copied is copied byte for byte (as UTF-8, whatever the file's encoding). The new cells have the file's own delimiter,
//! quotes, decimal mark and line ends, and stand below the header's last column in every row.

mod cell_writer;
mod chunk;
mod columns;
mod error;
mod input_reader;
mod needed;
mod pass;
mod remarks;
mod score;
mod settings;

use std::sync::Arc;

pub use error::NewRowsError;
pub(super) use input_reader::input_readers;
pub(super) use remarks::why as why_unread;
pub use settings::PredictSettings;

use super::Model;
use crate::dataset::moment_note;
use crate::table::container::Contents;
use crate::table::stream::{Ending, Stream};
use crate::table::{Doubt, ReadError};
use pass::Pass;

/// Takes a file's bytes in chunks and gives them back with predictions. How they are cut into chunks makes no difference.
pub struct NewRows {
    stream: Stream,
    pass: Pass,
    /// The file's beginning until its columns are found, to read it again with another delimiter; `None`: it is not to be.
    held: Option<Vec<u8>>,
    /// The delimiter that was taken instead of the one that was detected, with that.
    instead: Option<(u8, u8)>,
}

/// The columns that are needed are looked for with another delimiter within so many bytes of a file.
const MOST_HELD: usize = 1 << 22;
const DELIMITERS: [u8; 5] = [b',', b';', b'\t', b'|', b' '];

/// What is to be told when all rows are predicted.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Rows that were predicted.
    pub rows: usize,
    /// The first rows' numbers and answers.
    pub first: Vec<(usize, String)>,
    /// Sentences on what did not fit.
    pub notes: Vec<String>,
    /// Readings that the file leaves open.
    pub doubts: Vec<Doubt>,
    /// Whether the letters look wrong, so that the encoding may be another one; a note says so too.
    pub is_encoding_doubtful: bool,
    /// Where the file has the target too: how good the predictions are, as a sentence.
    pub score: Option<String>,
}

impl NewRows {
    /// `file`: the file's name.
    pub fn new(model: Arc<Model>, file: &str, settings: PredictSettings) -> NewRows {
        let held = settings.reading.delimiter.is_none().then(Vec::new);
        let stream = Stream::new(settings.reading.clone());
        NewRows { stream, pass: Pass::new(model, file, settings), held, instead: None }
    }

    /// Nothing pushed yet, as that pass was begun.
    fn like(pass: &Pass) -> NewRows {
        NewRows::new(pass.model.clone(), &pass.file, pass.settings.clone())
    }

    /// The encoding that is set and not decoded here.
    pub fn foreign_encoding(&self) -> Option<&'static str> {
        self.stream.foreign_encoding()
    }

    /// The bytes to come are UTF-8 that was made of text in the encoding of that name.
    pub fn transcoded(&mut self, name: &str) {
        self.stream.transcoded(name);
        self.held = None;
    }

    /// The bytes to come are a CSV of plain commas and UTF-8 that was made of a file.
    pub fn declare(&mut self, contents: Contents) {
        self.stream.declare(contents);
        self.held = None;
    }

    /// Takes the next bytes; what comes of them is in [`NewRows::take_written`].
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), NewRowsError> {
        if let Some(held) = &mut self.held {
            held.extend_from_slice(chunk);
        }
        let NewRows { stream, pass, held, .. } = self;
        let pushed = stream.push(chunk, &mut |part| pass.take(part));
        let pushed = pass.result(pushed);
        let missing = match pushed {
            Err(missing @ NewRowsError::Missing { .. }) => missing,
            other => {
                if pass.has_begun() || held.as_ref().is_some_and(|held| held.len() > MOST_HELD) {
                    *held = None;
                }
                return other;
            }
        };
        let other = self.others(&missing).find(|other| other.pass.has_begun());
        match other {
            Some(other) => {
                *self = other;
                Ok(())
            }
            None => Err(missing),
        }
    }

    /// What was pushed so far, cut at each other delimiter in turn.
    fn others<'a>(&'a self, missing: &'a NewRowsError) -> impl Iterator<Item = NewRows> + 'a {
        let detected = match missing {
            NewRowsError::Missing { delimiter, .. } => Some(*delimiter),
            _ => None,
        };
        let held = self.held.as_deref().zip(detected);
        held.into_iter().flat_map(move |(held, detected)| {
            let fits = move |delimiter: &u8| *delimiter != detected && self.may_cut(held, *delimiter);
            DELIMITERS.into_iter().filter(fits).filter_map(move |delimiter| {
                let Pass { model, file, settings, .. } = &self.pass;
                let mut rows = NewRows::new(model.clone(), file, settings.with_delimiter(delimiter));
                rows.instead = Some((delimiter, detected));
                rows.push(held).ok().map(|()| rows)
            })
        })
    }

    /// Where one column is needed and its name is a whole line, a mark that stands in the lines below is none between cells.
    fn may_cut(&self, held: &[u8], delimiter: u8) -> bool {
        let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let header = held.split(is_end).find(|line| !line.is_empty()).unwrap_or_default();
        self.pass.model.columns.len() > 1 || header.contains(&delimiter) || !held.contains(&delimiter)
    }

    /// What has been written since it was last asked for.
    pub fn take_written(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.pass.out)
    }

    /// No bytes are left: what remains to be written, and what is to be told.
    pub fn finish(self) -> Result<(Vec<u8>, Report), NewRowsError> {
        // A short file is decided only here.
        let again = self.held.clone().map(|held| NewRows { held: Some(held), ..NewRows::like(&self.pass) });
        let NewRows { stream, mut pass, instead, .. } = self;
        let finished = stream.finish(&mut |part| pass.take(part));
        let ending = match pass.result(finished) {
            Ok(ending) => ending,
            Err(missing) => {
                let finished = again.and_then(|again| {
                    again.others(&missing).map(NewRows::finish).find(|finished| {
                        !matches!(finished, Err(NewRowsError::Missing { .. } | NewRowsError::Read(_)))
                    })
                });
                return finished.unwrap_or(Err(missing));
            }
        };
        pass.flush()?;
        let model = pass.model.clone();
        let (doubled, idle, doubts) = pass.doubled_idle_and_doubts();
        let mut notes = notes(&ending, &doubled);
        notes.extend(idle);
        notes.extend(moment_note(&model.target));
        notes.extend(instead.map(|(taken, detected)| {
            let (taken, detected) = (error::mark(taken), error::mark(detected));
            format!(
                "The model's columns are there if the {detected} is no delimiter: the file was read with the {taken}."
            )
        }));
        notes.extend(pass.remarks.sentences(&model.columns, &model.target));
        let is_encoding_doubtful = ending.doubt.is_some();
        let score = pass.score.sentence(&model.target);
        Ok((
            pass.out,
            Report { rows: pass.rows, first: pass.first, notes, doubts, is_encoding_doubtful, score },
        ))
    }
}

impl Pass {
    /// A failure of the pass goes before what the stream says.
    fn result<T>(&mut self, streamed: Result<T, ReadError>) -> Result<T, NewRowsError> {
        match self.failure.take() {
            Some(failure) => Err(failure),
            None => streamed.map_err(NewRowsError::Read),
        }
    }
}

/// On the file as a whole.
fn notes(ending: &Ending, doubled: &[String]) -> Vec<String> {
    let mut notes: Vec<String> = doubled
        .iter()
        .map(|name| format!("The file has the column '{name}' more than once: the first is used."))
        .collect();
    let Ending { encoding, doubt, broken, .. } = ending;
    match encoding.name {
        _ if encoding.damaged => notes.push(format!(
            "Some bytes of the file stand for no letter of {}: they are copied as they are, and read as a mark of their own.",
            encoding.name
        )),
        "UTF-8" => {}
        name => notes.push(format!("The file is in {name}; with the predictions it is in UTF-8.")),
    }
    notes.extend(doubt.clone());
    if broken.count > 0 {
        let (count, first) = (broken.count, broken.first);
        let lines = if count == 1 { "1 line holds".to_string() } else { format!("{count} lines hold") };
        notes
            .push(format!("{lines} no whole JSON object and can't be predicted; the first is line {first}."));
    }
    notes
}
