use std::io::Read;
use std::rc::Rc;
use std::sync::Arc;

use super::exporting::{ModelToSave, OneRun, Source};
use super::job::{AT_ONCE, Jobs};
use super::preparing::Preparing;
use super::reading::{Found, Reading};
use super::run::{Run, State};
use super::runs::{FinishedRun, ROOM, Runs};
use super::{Command, Event, Export, Failure, JobKind, ModelSource, Place, Purpose, RunId};
use perceptab::audit::audit_in_steps;
use perceptab::dataset::{PrepareError, Proposal};
use perceptab::model::{Model, NewRows, PredictSettings};
use perceptab::pace::{Steps, at_once};
use perceptab::recipe::{Problem, Recipe};
use perceptab::study::{Joined, StudyError, Trial, TrialResult, average, join};
use perceptab::table::container::Contents;
use perceptab::table::{Packed, ReadSettings, Table, Warning, foreign_encoding};

/// The worker's side of the conversation: holds the table, the run and the model.
///
/// Whoever drives it owns the clock and the files: hand it commands with [`Session::handle`], the bytes of the
/// file that a [`Command::Read`] named with [`Session::push_bytes`] and [`Session::finish_bytes`], and call
/// [`Session::work`] again and again while [`Session::has_work`].
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
    /// The run that goes on, paused or not.
    run: Option<Run>,
    /// The runs that are over.
    runs: Runs,
    /// Whether the run that comes next or goes on is a trial of a study.
    is_tried: bool,
    /// The last run that was started, going on or over.
    last_run: Option<RunId>,
    kept: Option<Kept>,
    /// How new rows are to be predicted.
    predict_as: PredictSettings,
    /// The file of new rows that was predicted last: its name, and what was written and not taken away.
    new_rows: Option<(String, Rc<Vec<u8>>)>,
    /// What else takes long, and goes before the run: it is soon over.
    jobs: Jobs,
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
            runs: Runs::with_room(ROOM),
            is_tried: false,
            last_run: None,
            kept: None,
            predict_as: PredictSettings::default(),
            new_rows: None,
            jobs: Jobs::default(),
        }
    }

    /// `memory`: how many bytes of memory this session's worker holds, where it can tell.
    pub fn with_memory(self, memory: fn() -> Option<u64>) -> Session {
        Session { memory, ..self }
    }

    /// `room`: bytes of rows that finished runs may hold together, where not the usual [`ROOM`].
    pub fn with_room_for_runs(self, room: usize) -> Session {
        Session { runs: Runs::with_room(room), ..self }
    }

    /// The runs that are over and kept, the oldest first.
    pub fn runs(&self) -> impl Iterator<Item = &FinishedRun> {
        self.runs.iter()
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
                    let message = "There is no table to share. Open a CSV first.".to_string();
                    vec![Event::Failed(Failure::new(Place::File, "no-table", message))]
                }
            },
            Command::Audit { recipe } => self.audit(&recipe),
            Command::SelfTest => self.jobs.begin_self_test(),
            Command::AdoptTable | Command::Write(_) => vec![],
            Command::CancelReading => {
                self.reading.take().map(|_| Event::ReadingCancelled).into_iter().collect()
            }
            Command::Train { run, recipe } => self.start(run, Trial::from(*recipe), State::Training, false),
            Command::StartPaused { run, recipe } => {
                self.start(run, Trial::from(*recipe), State::Stepping, false)
            }
            Command::Try { run, trial } => self.start(run, *trial, State::Training, true),
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
                    self.keep_run(events)
                }
            },
            Command::Reset => {
                // One that was still to begin is all that is forgotten.
                if self.preparing.take().is_none() {
                    self.run = None;
                    if let Some(last) = self.last_run.take() {
                        self.runs.delete(last);
                    }
                }
                vec![Event::WasReset]
            }
            Command::DeleteRun(id) => {
                self.runs.delete(id);
                self.last_run = self.last_run.filter(|last| *last != id);
                vec![]
            }
            Command::StarRun { run, on } => {
                self.runs.star(run, on);
                vec![]
            }
            Command::UseModelOf(id) => self.use_model_of(id),
            Command::Export { export, run } => self.export(export, run),
            Command::CopyModel => self.copy_model(),
            Command::Cancel(id) => self.jobs.give_up(|job| job.id == id),
            Command::DropModel => {
                self.kept = None;
                self.new_rows = None;
                self.give_up_copy()
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
                let event = Event::ModelReady {
                    model: Box::new(model.summary()),
                    from: ModelSource::File(name.clone()),
                };
                self.kept =
                    Some(Kept { model: Arc::new(*model), recipe: recipe.map(|recipe| *recipe), name });
                self.new_rows = None;
                let mut events = self.give_up_copy();
                events.push(event);
                events
            }
        }
    }

    /// Whether a file is being read: its bytes are wanted.
    pub fn is_reading(&self) -> bool {
        self.reading.is_some()
    }

    /// Whether [`Session::work`] has something to do.
    pub fn has_work(&self) -> bool {
        self.has_jobs() || self.is_training()
    }

    /// Whether there is work beside the run, which goes first.
    pub fn has_jobs(&self) -> bool {
        !self.jobs.is_empty()
    }

    /// Whether a run is prepared, trained or measured, and not paused.
    pub fn is_training(&self) -> bool {
        match &self.preparing {
            Some(preparing) => preparing.goes_on(),
            None => self.run.as_ref().is_some_and(Run::is_training),
        }
    }

    /// Looks over, writes, prepares, trains and measures until `budget` seconds have passed by `clock` (seconds since any fixed moment), and
    /// a step more at most: so long may a command have to wait.
    pub fn work(&mut self, clock: &dyn Fn() -> f64, budget: f64) -> Vec<Event> {
        let start = clock();
        let mut go_on = || clock() - start < budget;
        if self.has_jobs() {
            let mut events = self.jobs.work(clock, &mut go_on);
            for event in &mut events {
                if let Event::SelfTested { memory, .. } = event {
                    *memory = (self.memory)();
                }
            }
            return events;
        }
        if self.preparing.is_some() {
            return self.prepare(&mut go_on);
        }
        let events = self.run.as_mut().map_or(vec![], |run| run.work(clock, budget));
        self.keep_run(events)
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

    /// Nothing of a model whose file would fill the page's memory.
    fn copy_model(&mut self) -> Vec<Event> {
        let copied = |kept: &Kept| kept.model.n_parameters() <= MOST_COPIED;
        if !self.kept.as_ref().is_some_and(copied) {
            return vec![];
        }
        match self.source(None).model.map(ModelToSave::copy) {
            Some(steps) => {
                let mut events = self.give_up_copy();
                events.extend(self.jobs.begin(JobKind::Copy, None, steps));
                events
            }
            None => vec![],
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
            .or_else(|| {
                self.new_rows.as_mut().map(|(_, written)| Rc::unwrap_or_clone(std::mem::take(written)))
            })
            .unwrap_or_default()
    }

    /// Says nothing where there is nothing to look at, or the recipe does not fit: training would say so.
    fn audit(&mut self, recipe: &Recipe) -> Vec<Event> {
        let Some((table, proposal)) = &self.data else { return vec![] };
        let (table, plan) = (table.clone(), recipe.plan(proposal));
        // What is asked now is of more use than what was asked before.
        let mut events = self.give_up_audit();
        events.extend(self.jobs.begin(
            JobKind::Audit,
            None,
            Steps::new(async move |pace| {
                Event::Audited(Box::new(match &plan {
                    Ok(plan) => audit_in_steps(&table, plan, &pace).await,
                    Err(_) => Vec::new(),
                }))
            }),
        ));
        events
    }

    /// The model that was to be copied is not the current one any more.
    fn give_up_copy(&mut self) -> Vec<Event> {
        self.jobs.give_up(|job| job.kind == JobKind::Copy)
    }

    /// The table is another one, or the question is.
    fn give_up_audit(&mut self) -> Vec<Event> {
        self.jobs.give_up(|job| job.kind == JobKind::Audit)
    }

    /// On failure the run before stays as it was.
    fn start(&mut self, id: RunId, trial: Trial, state: State, is_tried: bool) -> Vec<Event> {
        let problems = trial.recipe.problems();
        if let Some(first) = problems.first() {
            let failure = Failure {
                problems: problems.clone(),
                ..Failure::new(Place::Recipe, "setting", first.message.clone())
            };
            return vec![Event::Failed(failure)];
        }
        let Some((table, proposal)) = &self.data else {
            let message = "There is no table to train on. Open a CSV first.".to_string();
            return vec![Event::Failed(Failure::new(Place::Recipe, "no-table", message))];
        };
        match Run::prepare(id, &trial, table.clone(), proposal) {
            Ok(steps) => {
                self.is_tried = is_tried;
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
                self.last_run = Some(run.id);
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

    /// Keeps a run that has just ended, and makes its network the current model.
    fn keep_run(&mut self, mut events: Vec<Event>) -> Vec<Event> {
        let mut end = None;
        for event in &mut events {
            if let Event::Ended { memory, outcome, report, .. } = event {
                *memory = (self.memory)();
                end = Some((outcome.clone(), report.as_deref().cloned()));
            }
        }
        if let (Some((outcome, report)), Some(mut run)) =
            (end, self.run.take_if(|run| run.state == State::Ended))
        {
            if self.is_tried {
                let result = run.result(&outcome, report.as_ref());
                events.push(match result.to_block() {
                    Ok(block) => Event::Tried { run: run.id, block },
                    Err(message) => Event::Failed(Failure::new(Place::Training, "trial-not-kept", message)),
                });
            }
            let finished = FinishedRun::of(&run, outcome, report);
            events.extend(self.take_model_of(&finished));
            let given_up = self.runs.keep(finished);
            events.extend(given_up.into_iter().map(|run| Event::RowsGivenUp { run }));
        }
        events
    }

    /// Makes a finished run's model the current one.
    fn use_model_of(&mut self, id: RunId) -> Vec<Event> {
        match self.runs.get(id).cloned() {
            Some(run) => self.take_model_of(&run),
            None => vec![],
        }
    }

    /// The model of all trials of a study becomes the current one. `measure`: whether it is also measured on the recipe's own parts,
    /// as a study by folds of the training rows is. `Err`: why not, as a sentence.
    pub fn join(&mut self, results: &[TrialResult], measure: bool) -> Result<Option<Joined>, String> {
        let words = |error: StudyError| error.to_string();
        let recipe = results.first().map(|result| result.trial.recipe.clone());
        let (Some((table, proposal)), Some(recipe)) = (&self.data, recipe) else {
            return Err(StudyError::NoTrials.to_string());
        };
        let joined = match measure {
            true => {
                let plan = recipe.plan(proposal).map_err(|error| error.to_string())?;
                let joined = at_once(async |pace| join(results, table, &plan, pace).await);
                Some(joined.map_err(words)?)
            }
            false => None,
        };
        let model = match &joined {
            Some(joined) => joined.model.clone(),
            None => average(results).map_err(words)?,
        };
        let name = table.name.clone();
        self.kept = Some(Kept { model: Arc::new(model), recipe: Some(recipe), name });
        self.new_rows = None;
        Ok(joined)
    }

    fn take_model_of(&mut self, run: &FinishedRun) -> Vec<Event> {
        let mut events = self.give_up_copy();
        let (model, recipe) = (Arc::new(Model::from(run.member.clone())), Some(run.recipe.clone()));
        let event = Event::ModelReady { model: Box::new(model.summary()), from: ModelSource::Run(run.id) };
        self.kept = Some(Kept { model, recipe, name: run.table.clone() });
        self.new_rows = None;
        events.push(event);
        events
    }

    fn run_of(&self, id: RunId) -> Option<OneRun<'_>> {
        match &self.run {
            Some(run) if run.id == id => Some(OneRun::Going(run)),
            _ => self.runs.get(id).map(OneRun::Finished),
        }
    }

    /// What there is to make a file of. `run`: of which run; the last one where none is named, and of models the current one.
    fn source(&self, run: Option<RunId>) -> Source<'_> {
        let current = || {
            self.kept.as_ref().map(|Kept { model, recipe, name }| ModelToSave {
                model: model.clone(),
                recipe: recipe.clone(),
                name: name.clone(),
            })
        };
        let of_run = |run: &FinishedRun| ModelToSave {
            model: Arc::new(run.member.clone().into()),
            recipe: Some(run.recipe.clone()),
            name: run.table.clone(),
        };
        Source {
            run: run.or(self.last_run).and_then(|id| self.run_of(id)),
            table: self.data.as_ref().map(|(table, _)| table),
            model: run.and_then(|id| self.runs.get(id)).map(of_run).or_else(current),
            new_rows: self.new_rows.as_ref().map(|(name, written)| (name.as_str(), written.clone())),
        }
    }

    fn export(&mut self, export: Export, run: Option<RunId>) -> Vec<Event> {
        match self.source(run).export(export) {
            Ok(steps) => self.jobs.begin(JobKind::Export(export), run, steps),
            Err(failure) => vec![Event::Failed(failure)],
        }
    }
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
