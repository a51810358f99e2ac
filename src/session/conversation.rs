use std::io::Read;
use std::rc::Rc;
use std::sync::Arc;

use super::preparing::Preparing;
use super::reading::{Found, Reading};
use super::run::{Run, State};
use super::{Command, Event, Export, Failure, Place, Purpose, RunId, file, files, self_test};
use crate::audit::audit;
use crate::dataset::{PrepareError, Proposal};
use crate::model::{Model, NewRows, PredictSettings, history_csv, ledger_csv, predictions_csv, split_csv};
use crate::recipe::{Problem, Recipe};
use crate::table::container::Contents;
use crate::table::{Packed, ReadSettings, Table, Warning, foreign_encoding};

/// The worker's side of the conversation: holds the table, the run and the model.
///
/// Whoever drives it owns the clock and the files: hand it commands with [`Session::handle`], the bytes of the
/// file that a [`Command::Read`] named with [`Session::push_bytes`] and [`Session::finish_bytes`], and call
/// [`Session::work`] again and again while [`Session::is_training`].
pub struct Session {
    build: String,
    memory: fn() -> Option<u64>,
    reading: Option<Reading>,
    /// Whether tables of one row are read.
    one_row: bool,
    /// How tables are to be read.
    read_as: ReadSettings,
    data: Option<(Rc<Table>, Proposal)>,
    /// The run that comes next; until it is there, the one before stays as it is.
    preparing: Option<Preparing>,
    run: Option<Run>,
    kept: Option<Kept>,
    /// How new rows are to be predicted.
    predict_as: PredictSettings,
    /// The file of new rows that was predicted last: its name, and what was written and not taken away.
    new_rows: Option<(String, Vec<u8>)>,
}

/// The current model, trained or loaded.
struct Kept {
    model: Arc<Model>,
    recipe: Option<Recipe>,
    /// What its downloads are named after.
    name: String,
}

/// The most parameters of a model that is copied: some 40 MB as a file.
const MOST_COPIED: usize = 4_000_000;

/// Steps of preparing a table that a command waits for.
const AT_ONCE: usize = 4;

impl Session {
    /// `build`: says which build this is in [`Event::Ready`].
    pub fn new(build: &str) -> Session {
        Session {
            build: build.to_string(),
            memory: || None,
            reading: None,
            one_row: false,
            read_as: ReadSettings::default(),
            data: None,
            preparing: None,
            run: None,
            kept: None,
            predict_as: PredictSettings::default(),
            new_rows: None,
        }
    }

    /// `memory`: how many bytes of memory this session's worker holds, where it can tell.
    pub fn with_memory(self, memory: fn() -> Option<u64>) -> Session {
        Session { memory, ..self }
    }

    /// Tables are only looked at: one row is enough.
    pub fn for_looking(self) -> Session {
        Session { one_row: true, ..self }
    }

    /// The first events of a worker.
    pub fn greet(&self) -> Vec<Event> {
        vec![Event::Ready { build: self.build.clone() }]
    }

    /// Takes a command and answers at once; what takes long happens in [`Session::work`].
    pub fn handle(&mut self, command: Command) -> Vec<Event> {
        match command {
            Command::Read { purpose, name, bytes } => self.begin_reading(purpose, name, bytes),
            Command::ReadAs(settings) => {
                self.read_as = *settings;
                vec![]
            }
            Command::PredictAs(settings) => {
                self.predict_as = *settings;
                vec![]
            }
            Command::ReadSample(sample) => self.begin_reading(Purpose::Open, sample.file().to_string(), 0),
            Command::ShareTable => match self.shared_table() {
                Some(packed) => vec![Event::TableShared { bytes: packed.bytes() }],
                None => {
                    let message = "There is no table to share. Choose a CSV first.".to_string();
                    vec![Event::Failed(Failure::new(Place::File, "no-table", message))]
                }
            },
            Command::Audit { recipe } => self.audit(&recipe),
            Command::AdoptTable | Command::SelfTest | Command::Write(_) => vec![],
            Command::CancelReading => {
                self.reading.take().map(|_| Event::ReadingCancelled).into_iter().collect()
            }
            Command::Train { run, recipe } => self.start(run, &recipe, State::Training),
            Command::StartPaused { run, recipe } => self.start(run, &recipe, State::Stepping),
            Command::Pause if self.preparing.is_some() => self.change_preparing(Preparing::hold),
            Command::Resume if self.preparing.is_some() => self.change_preparing(Preparing::release),
            Command::Step if self.preparing.is_some() => self.change_preparing(Preparing::step),
            Command::Pause => self.change(State::is_running, |run| {
                run.state = State::Paused;
                vec![Event::Paused { run: run.id }]
            }),
            Command::Resume => self.change(State::is_paused, |run| {
                run.state = State::Training;
                vec![Event::Resumed { run: run.id }]
            }),
            Command::Step => self.change(State::is_paused, |run| {
                run.step();
                vec![Event::Resumed { run: run.id }]
            }),
            Command::Stop => match self.preparing.take() {
                Some(preparing) => vec![Event::GivenUp { run: preparing.id }],
                None => {
                    let events = self.change(|state| state != State::Ended, Run::stop);
                    self.keep_model(events)
                }
            },
            Command::Reset => {
                self.preparing = None;
                self.run = None;
                vec![Event::WasReset]
            }
            Command::Export(export) => vec![self.export(export)],
            Command::CopyModel => self.model_copy(),
            Command::DropModel => {
                self.kept = None;
                self.new_rows = None;
                vec![]
            }
        }
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
        match Table::unpack(from, bytes) {
            Ok(table) => {
                let event = Event::TableAdopted { rows: table.n_rows, memory: (self.memory)() };
                let proposal = Proposal::of(&table);
                self.data = Some((Rc::new(table), proposal));
                vec![event]
            }
            Err(error) => {
                let message = format!("The table did not reach the worker ({error}). Choose the file again.");
                vec![Event::Failed(Failure::new(Place::File, "bad-table", message))]
            }
        }
    }

    /// The answer to [`Command::SelfTest`]. `clock`: seconds since any fixed moment.
    pub fn self_test(&self, clock: &dyn Fn() -> f64) -> Event {
        Event::SelfTested { operations_per_second: self_test(clock), memory: (self.memory)() }
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
        let Some(reading) = &mut self.reading else { return vec![] };
        match reading.push(chunk) {
            Ok(()) => vec![reading.progress()],
            Err(failure) => {
                self.reading = None;
                vec![Event::Failed(failure)]
            }
        }
    }

    /// The file that is being read has no more bytes. Whoever has others to listen to calls this, then
    /// [`Session::advance_reading`] until it is false, and then [`Session::finish_bytes`], which by itself does it all.
    pub fn close_bytes(&mut self) -> Vec<Event> {
        match self.reading.as_mut().map(Reading::close) {
            Some(Err(failure)) => {
                self.reading = None;
                vec![Event::Failed(failure)]
            }
            _ => vec![],
        }
    }

    /// Makes one more column of the file; false where none is left.
    pub fn advance_reading(&mut self) -> bool {
        self.reading.as_mut().is_some_and(Reading::advance)
    }

    /// The file that is being read has no more bytes.
    pub fn finish_bytes(&mut self) -> Vec<Event> {
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
                vec![event]
            }
            (Ok(Found::NewRows(prediction, written)), _) => {
                self.new_rows = Some((name, written));
                vec![Event::Predicted(prediction)]
            }
            (Ok(Found::Recipe(recipe)), _) => vec![Event::RecipeRead { name, recipe }],
            (Ok(Found::Model(model, recipe)), _) => {
                let event =
                    Event::ModelReady { model: Box::new(model.summary()), from_file: Some(name.clone()) };
                self.kept =
                    Some(Kept { model: Arc::new(*model), recipe: recipe.map(|recipe| *recipe), name });
                self.new_rows = None;
                vec![event]
            }
        }
    }

    /// Whether a file is being read: its bytes are wanted.
    pub fn is_reading(&self) -> bool {
        self.reading.is_some()
    }

    /// Whether [`Session::work`] has something to do.
    pub fn is_training(&self) -> bool {
        match &self.preparing {
            Some(preparing) => preparing.goes_on(),
            None => self.run.as_ref().is_some_and(Run::is_training),
        }
    }

    /// Prepares, trains and measures until `budget` seconds have passed by `clock` (seconds since any fixed moment), and
    /// a step more at most: so long may a command have to wait.
    pub fn work(&mut self, clock: &dyn Fn() -> f64, budget: f64) -> Vec<Event> {
        if self.preparing.is_some() {
            let start = clock();
            return self.prepare(&mut || clock() - start < budget);
        }
        let events = self.run.as_mut().map_or(vec![], |run| run.work(clock, budget));
        self.keep_model(events)
    }

    fn begin_reading(&mut self, purpose: Purpose, name: String, bytes: u64) -> Vec<Event> {
        let reading = match purpose {
            Purpose::Open => {
                let mut reading = Reading::new(name, bytes, self.read_as.clone());
                if self.one_row {
                    reading.allow_one_row();
                }
                reading
            }
            Purpose::Predict => {
                let Some(kept) = &self.kept else {
                    let message = "There is no model to predict with. Train a network or load a model first."
                        .to_string();
                    return vec![Event::Failed(Failure::new(Place::NewRows, "no-model", message))];
                };
                let rows = NewRows::new(kept.model.clone(), &name, self.predict_settings(kept));
                Reading::of_new_rows(name, bytes, rows)
            }
        };
        let event = reading.progress();
        self.reading = Some(reading);
        vec![event]
    }

    /// Nothing of a model so large that copying it would keep the worker from everything else.
    fn model_copy(&self) -> Vec<Event> {
        let copied = |kept: &Kept| kept.model.network.n_parameters() <= MOST_COPIED;
        if !self.kept.as_ref().is_some_and(copied) {
            return vec![];
        }
        match self.export(Export::Model) {
            Event::File { name, bytes, .. } => vec![Event::ModelCopied { name, bytes }],
            _ => vec![],
        }
    }

    /// What a person says of the new rows, laid over how the table was read that the model learnt from. Delimiter, quotes,
    /// encoding and decimal mark are each file's own.
    fn predict_settings(&self, kept: &Kept) -> PredictSettings {
        let mut settings = self.predict_as.clone();
        let trained = kept.recipe.as_ref().map(|recipe| recipe.reading.clone()).unwrap_or_default();
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

    /// What was written of the new rows since it was last asked for: whoever takes it away bit by bit needs no room for the
    /// whole.
    pub fn take_new_rows(&mut self) -> Vec<u8> {
        let reading = self.reading.as_mut().map(Reading::take_written);
        reading
            .or_else(|| self.new_rows.as_mut().map(|(_, written)| std::mem::take(written)))
            .unwrap_or_default()
    }

    /// Says nothing where there is nothing to look at, or the recipe does not fit: training would say so.
    fn audit(&self, recipe: &Recipe) -> Vec<Event> {
        let Some((table, proposal)) = &self.data else { return vec![] };
        let findings = recipe.plan(proposal).map_or(Vec::new(), |plan| audit(table, &plan));
        vec![Event::Audited(Box::new(findings))]
    }

    /// On failure the run before stays as it was.
    fn start(&mut self, id: RunId, recipe: &Recipe, state: State) -> Vec<Event> {
        let problems = recipe.problems();
        if let Some(first) = problems.first() {
            let failure = Failure {
                problems: problems.clone(),
                ..Failure::new(Place::Recipe, "setting", first.message.clone())
            };
            return vec![Event::Failed(failure)];
        }
        let Some((table, proposal)) = &self.data else {
            let message = "There is no table to train on. Choose a CSV first.".to_string();
            return vec![Event::Failed(Failure::new(Place::Recipe, "no-table", message))];
        };
        match Run::prepare(id, recipe, table.clone(), proposal) {
            Ok(steps) => {
                self.preparing = Some(Preparing::new(id, steps, state));
                // A small table is there at once.
                let mut steps = AT_ONCE;
                self.prepare(&mut || {
                    steps -= 1;
                    steps > 0
                })
            }
            Err(error) => vec![Event::Failed(Failure::from(error))],
        }
    }

    /// Goes on preparing the run that comes next, and starts it when it is there.
    fn prepare(&mut self, go_on: &mut dyn FnMut() -> bool) -> Vec<Event> {
        let Some(preparing) = self.preparing.as_mut().filter(|preparing| preparing.goes_on()) else {
            return vec![];
        };
        let Some(prepared) = preparing.work(go_on) else { return vec![] };
        self.preparing = None;
        match prepared {
            Ok(run) => {
                let event = Event::Started { run: run.id, facts: Box::new(run.facts.clone()) };
                self.run = Some(run);
                vec![event]
            }
            Err(error) => vec![Event::Failed(Failure::from(error))],
        }
    }

    fn change_preparing(&mut self, change: impl FnOnce(&mut Preparing) -> Vec<Event>) -> Vec<Event> {
        self.preparing.as_mut().map_or(vec![], change)
    }

    fn change(
        &mut self,
        applies: impl Fn(State) -> bool,
        change: impl Fn(&mut Run) -> Vec<Event>,
    ) -> Vec<Event> {
        match &mut self.run {
            Some(run) if applies(run.state) => change(run),
            _ => vec![],
        }
    }

    /// Makes the network of a run that has just ended the current model.
    fn keep_model(&mut self, mut events: Vec<Event>) -> Vec<Event> {
        let mut ended = false;
        for event in &mut events {
            if let Event::Ended { memory, .. } = event {
                *memory = (self.memory)();
                ended = true;
            }
        }
        if let (true, Some(run)) = (ended, &self.run) {
            let model = Arc::new(run.model());
            events.push(Event::ModelReady { model: Box::new(model.summary()), from_file: None });
            self.kept = Some(Kept { model, recipe: Some(run.recipe.clone()), name: run.table.clone() });
            self.new_rows = None;
        }
        events
    }

    fn export(&self, export: Export) -> Event {
        let made =
            match export {
                Export::History => self.run.as_ref().map(|run| {
                    file(&run.table, "history.csv", "text/csv", history_csv(run.trainer.history()))
                }),
                Export::Recipe => self.run.as_ref().map(|run| {
                    file(&run.table, "recipe.json", "application/json", files::recipe_json(&run.recipe))
                }),
                Export::Predictions => self.run.as_ref().map(|run| {
                    let csv = predictions_csv(&run.model(), &run.dataset, run.first_row);
                    file(&run.table, "predictions.csv", "text/csv", csv)
                }),
                Export::Split => self.run.as_ref().map(|run| {
                    file(&run.table, "split.csv", "text/csv", split_csv(&run.dataset, run.first_row))
                }),
                Export::Ledger => self.data.as_ref().map(|(table, _)| {
                    let run = self.run.as_ref().filter(|run| run.is_of(table));
                    let encoder = run.map(|run| &run.dataset.encoder);
                    file(&table.name, "changes.csv", "text/csv", ledger_csv(table, encoder))
                }),
                Export::Model => self.kept.as_ref().map(|kept| {
                    match files::model_json(&kept.model, kept.recipe.as_ref()) {
                        Ok(json) => file(&kept.name, "model.json", "application/json", json),
                        Err(message) => {
                            Event::Failed(Failure::new(Place::Export, "model-cannot-be-saved", message))
                        }
                    }
                }),
                Export::NewPredictions => self.new_rows.as_ref().map(|(name, written)| {
                    let (name, ending) = copied_name(name);
                    file(name, &format!("predicted.{ending}"), "text/csv", written.clone())
                }),
            };
        made.unwrap_or_else(|| {
            let message = "There is nothing to download yet. Train a network first.".to_string();
            Event::Failed(Failure::new(Place::Export, "nothing-to-download", message))
        })
    }
}

/// The name of a file of new rows without what it was packed in, and the ending of what was written of it: its own where that
/// was text.
fn copied_name(name: &str) -> (&str, &'static str) {
    let lower = name.to_ascii_lowercase();
    let name = if lower.ends_with(".gz") { &name[..name.len() - 3] } else { name };
    let ending = ["tsv", "tab", "txt"]
        .into_iter()
        .find(|ending| name.rsplit_once('.').is_some_and(|(_, own)| own.eq_ignore_ascii_case(ending)));
    (name, ending.unwrap_or("csv"))
}

impl State {
    fn is_running(self) -> bool {
        matches!(self, State::Training | State::Stepping)
    }

    fn is_paused(self) -> bool {
        self == State::Paused
    }
}

impl From<PrepareError> for Failure {
    fn from(error: PrepareError) -> Failure {
        let message = error.to_string();
        let problem = Problem { field: error.field().to_string(), message: message.clone() };
        Failure {
            place: Place::Recipe,
            kind: error.kind().to_string(),
            message,
            problems: vec![problem],
            sample: None,
        }
    }
}
