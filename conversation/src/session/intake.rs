//! What comes into a session: files to open, new rows, and tables of other workers.

use std::io::Read;
use std::rc::Rc;
use std::sync::Arc;

use super::conversation::Session;
use super::current_model::CurrentModel;
use super::reading::{Found, Reading};
use super::{Event, Failure, ModelSource, Place, Purpose};
use perceptab::dataset::Proposal;
use perceptab::model::{NewRows, PredictSettings};
use perceptab::table::container::Contents;
use perceptab::table::{Packed, Table, Warning, foreign_encoding};

impl Session {
    pub(super) fn begin_reading(&mut self, purpose: Purpose, name: String, bytes: u64) -> Vec<Event> {
        let mut reading = match purpose {
            Purpose::Open => {
                let mut reading = Reading::new(name, bytes, self.read_as.clone());
                if self.one_row {
                    reading.allow_one_row();
                }
                reading
            }
            Purpose::Predict => {
                let Some(current) = &self.model else {
                    let message = "There is no model to predict with. Train a network or load a model first."
                        .to_string();
                    return vec![Event::Failed(Failure::new(Place::NewRows, "no-model", message))];
                };
                let rows = NewRows::new(current.model.clone(), &name, self.predict_settings(current));
                Reading::of_new_rows(name, bytes, rows)
            }
        };
        reading.ticket = self.jobs.ticket();
        let event = reading.beginning();
        let before = self.reading.replace(reading);
        before.and_then(|before| before.ticket.end()).into_iter().chain([event]).collect()
    }

    /// Whether a file is being read: its bytes are wanted.
    pub fn is_reading(&self) -> bool {
        self.reading.is_some()
    }

    /// Which sheet of a workbook is wanted; `None`: the first one.
    pub fn wanted_part(&self) -> Option<String> {
        match self.reading.as_ref()?.purpose {
            Purpose::Open => self.read_as.part.clone(),
            Purpose::Predict => self.predict_as.reading.part.clone(),
        }
    }

    /// The encoding of the file that is being read, where it is set and not decoded here.
    pub fn foreign_encoding(&self) -> Option<&'static str> {
        self.reading.as_ref().and_then(Reading::foreign_encoding)
    }

    /// The bytes to come are UTF-8 that was made of text in that encoding.
    pub fn transcoded(&mut self, name: &str) {
        if let Some(reading) = &mut self.reading {
            reading.transcoded(name);
        }
    }

    /// The file that is being read is a workbook: the bytes to come are the CSV of one of its sheets.
    pub fn declare(&mut self, contents: Contents) {
        if let Some(reading) = &mut self.reading {
            reading.declare(contents);
        }
    }

    /// The next bytes of the file that is being read.
    pub fn push_bytes(&mut self, chunk: &[u8]) -> Vec<Event> {
        let Some(reading) = self.reading.as_mut().filter(|reading| !reading.is_closed) else { return vec![] };
        match reading.push(chunk) {
            Ok(()) => reading.is_long().then(|| reading.job()).into_iter().collect(),
            Err(failure) => self.refuse(failure),
        }
    }

    /// So many seconds went by with the bytes of the file that is being read.
    pub fn spend_on_reading(&mut self, seconds: f64) {
        if let Some(reading) = &mut self.reading {
            reading.ticket.spend(seconds);
        }
    }

    /// The file that is being read has no more bytes: what is left to do is done by [`Session::work`].
    pub fn close_bytes(&mut self) -> Vec<Event> {
        match self.reading.as_mut().map(Reading::close) {
            Some(Err(failure)) => self.refuse(failure),
            _ => vec![],
        }
    }

    /// The file that is being read has no more bytes, and nobody else is to be listened to: reads it to its end at once.
    pub fn finish_bytes(&mut self) -> Vec<Event> {
        let mut events = self.close_bytes();
        events.extend(self.read_on(&|| 0.0, &mut || true));
        events
    }

    /// Makes one column after the other while `go_on` says so; says what the file was with the last.
    pub(super) fn read_on(&mut self, clock: &dyn Fn() -> f64, go_on: &mut dyn FnMut() -> bool) -> Vec<Event> {
        let start = clock();
        let Some(reading) = &mut self.reading else { return vec![] };
        while reading.advance() {
            if !go_on() {
                reading.ticket.spend(clock() - start);
                return vec![reading.job()];
            }
        }
        let ended = reading.ticket.end();
        ended.into_iter().chain(self.take_file()).collect()
    }

    /// What the file turned out to be takes its place.
    fn take_file(&mut self) -> Vec<Event> {
        let Some(reading) = self.reading.take() else { return vec![] };
        let (purpose, name) = (reading.purpose, reading.name.clone());
        match (reading.finish(), purpose) {
            (Err(failure), _) => vec![Event::Failed(failure)],
            (Ok(Found::Table(table)), _) => {
                let proposal = Proposal::of(&table);
                let event = Event::TableRead {
                    summary: Box::new(table.summary()),
                    proposal: Box::new(proposal.clone()),
                };
                self.data = Some((Rc::new(*table), proposal));
                let mut events = self.give_up_audit();
                events.push(event);
                events
            }
            (Ok(Found::NewRows(prediction, written)), _) => {
                self.new_rows = Some((name, Rc::new(written)));
                vec![Event::Predicted(prediction)]
            }
            (Ok(Found::Recipe(recipe)), _) => vec![Event::RecipeRead { name, recipe }],
            (Ok(Found::Model(model, recipe)), _) => {
                let from = ModelSource::File(name.clone());
                self.model = Some(CurrentModel {
                    model: Arc::new(*model),
                    recipe: recipe.map(|recipe| *recipe),
                    name,
                });
                let mut events = self.give_up_copy();
                events.extend(self.model_is_ready(from));
                events
            }
        }
    }

    /// What was there before stays.
    pub(super) fn cancel_reading(&mut self) -> Vec<Event> {
        match self.reading.take() {
            Some(reading) => reading.ticket.end().into_iter().chain([Event::ReadingCancelled]).collect(),
            None => vec![],
        }
    }

    /// The file cannot be read.
    fn refuse(&mut self, failure: Failure) -> Vec<Event> {
        let ended = self.reading.take().and_then(|reading| reading.ticket.end());
        ended.into_iter().chain([Event::Failed(failure)]).collect()
    }

    /// What was written of the new rows since it was last asked for: whoever takes it away bit by bit needs no room for the
    /// whole.
    pub fn take_new_rows(&mut self) -> Vec<u8> {
        let reading = self.reading.as_mut().map(Reading::take_written);
        reading
            .or_else(|| {
                self.new_rows.as_mut().map(|(_, written)| Rc::unwrap_or_clone(std::mem::take(written)))
            })
            .unwrap_or_default()
    }

    /// What a person says of the new rows, laid over how the table was read that the model learnt from. Delimiter, quotes,
    /// encoding and decimal mark are each file's own.
    fn predict_settings(&self, current: &CurrentModel) -> PredictSettings {
        let mut settings = self.predict_as.clone();
        let trained = current.recipe.as_ref().map(|recipe| recipe.reading.clone()).unwrap_or_default();
        let reading = &mut settings.reading;
        reading.header = reading.header.or(trained.header);
        reading.skip = reading.skip.or(trained.skip);
        reading.comment = reading.comment.take().or(trained.comment);
        // A table of another code page has new rows of the same: nothing in them tells which it is.
        let is_foreign = |name: &String| foreign_encoding(name).is_some();
        reading.encoding = reading.encoding.take().or(trained.encoding.filter(is_foreign));
        // Which words are missing the model knows.
        settings
    }

    /// The table as [`Event::TableShared`] announced it.
    pub fn shared_table(&self) -> Option<Packed<'_>> {
        self.data.as_ref().map(|(table, _)| Packed::of(table))
    }

    /// The warnings about the table that were kept word for word, more than its summary tells the page.
    pub fn warnings(&self) -> &[Warning] {
        self.data.as_ref().map_or(&[], |(table, _)| &table.warnings)
    }

    /// The block of [`Command::AdoptTable`], so many `bytes` long.
    pub fn adopt_table(&mut self, from: impl Read, bytes: u64) -> Vec<Event> {
        self.rehearsal = None;
        match Table::unpack(from, bytes) {
            Ok(table) => {
                let event = Event::TableAdopted { rows: table.n_rows, memory: (self.memory)() };
                let proposal = Proposal::of(&table);
                self.data = Some((Rc::new(table), proposal));
                let mut events = self.give_up_audit();
                events.push(event);
                events
            }
            Err(error) => {
                let message = format!("The table did not reach the worker ({error}). Open the file again.");
                vec![Event::Failed(Failure::new(Place::File, "bad-table", message))]
            }
        }
    }
}
