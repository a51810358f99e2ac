//! A file of new rows → the same file with the model's answers, in one pass.
//!
//! ```text
//! bytes → table::stream → Pass: needed cells → inputs → answers, 256 rows at a time → the record's own bytes and the new cells
//! ```
//!
//! What is copied is copied byte for byte (as UTF-8, whatever the file's encoding). The new cells have the file's own delimiter,
//! quotes, decimal mark and line ends, and stand below the header's last column in every row.

mod cell_writer;
mod chunk;
mod columns;
mod error;
mod pass;
mod remarks;
mod score;
mod settings;

use std::sync::Arc;

pub use error::NewRowsError;
pub use settings::PredictSettings;

use super::Model;
use crate::table::container::Contents;
use crate::table::stream::{Ending, Stream};
use crate::table::{Doubt, ReadError};
use pass::Pass;

/// Takes a file's bytes in chunks and gives them back with predictions. How they are cut into chunks makes no difference.
pub struct NewRows {
    stream: Stream,
    pass: Pass,
}

/// What is to be told when all rows are predicted.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
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
    #[inline(never)]
    pub fn new(model: Arc<Model>, file: &str, settings: PredictSettings) -> NewRows {
        NewRows { stream: Stream::new(settings.reading.clone()), pass: Pass::new(model, file, settings) }
    }

    /// The encoding that is set and not decoded here.
    pub fn foreign_encoding(&self) -> Option<&'static str> {
        self.stream.foreign_encoding()
    }

    /// The bytes to come are UTF-8 that was made of text in the encoding of that name.
    pub fn transcoded(&mut self, name: &str) {
        self.stream.transcoded(name);
    }

    /// The bytes to come are a CSV of plain commas and UTF-8 that was made of a file.
    pub fn declare(&mut self, contents: Contents) {
        self.stream.declare(contents);
    }

    #[inline(never)]
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), NewRowsError> {
        let NewRows { stream, pass } = self;
        let pushed = stream.push(chunk, &mut |part| pass.take(part));
        pass.result(pushed)
    }

    /// What has been written since it was last asked for.
    pub fn take_written(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.pass.out)
    }

    /// No bytes are left: what remains to be written, and what is to be told.
    #[inline(never)]
    pub fn finish(self) -> Result<(Vec<u8>, Report), NewRowsError> {
        let NewRows { stream, mut pass } = self;
        let finished = stream.finish(&mut |part| pass.take(part));
        let ending = pass.result(finished)?;
        pass.flush()?;
        let model = pass.model.clone();
        let (doubled, doubts) = pass.doubled_and_doubts();
        let mut notes = notes(&ending, &doubled);
        notes.extend(pass.remarks.sentences(&model.encoder.columns, &model.target));
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
