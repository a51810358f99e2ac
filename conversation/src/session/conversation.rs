use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use super::current_model::CurrentModel;
use super::exporting::{ModelToSave, OneRun, Source};
use super::job::Jobs;
use super::preparing::Preparing;
use super::reading::Reading;
use super::rehearsal::{self, Rehearsal};
use super::run::{Run, State};
use super::runs::{FinishedRun, ROOM, Runs};
use super::{Command, Event, Export, Failure, JobId, JobKind, Place, RunId};
use perceptab::audit::audit_in_steps;
use perceptab::dataset::Proposal;
use perceptab::model::PredictSettings;
use perceptab::pace::Steps;
use perceptab::recipe::Recipe;
use perceptab::table::{ReadSettings, Table};

/// The worker's side of the conversation: holds the table, the run and the model.
///
/// Whoever drives it owns the clock and the files: hand it commands with [`Session::handle`], the bytes of the
/// file that a [`Command::Read`] named with [`Session::push_bytes`] and [`Session::close_bytes`], and call
/// [`Session::work`] again and again while [`Session::has_work`].
pub struct Session {
    pub(super) build: String,
    pub(super) memory: fn() -> Option<u64>,
    pub(super) reading: Option<Reading>,
    /// Whether tables of one row are read.
    pub(super) one_row: bool,
    /// How tables are to be read.
    pub(super) read_as: ReadSettings,
    pub(super) data: Option<(Rc<Table>, Proposal)>,
    /// The run that comes next; until it is there, the one before stays as it is.
    pub(super) preparing: Option<Preparing>,
    /// The run that goes on, paused or not.
    pub(super) run: Option<Run>,
    /// The runs that are over.
    pub(super) runs: Runs,
    /// The last run that was started, going on or over.
    pub(super) last_run: Option<RunId>,
    /// The last one before the run that goes on.
    pub(super) run_before: Option<RunId>,
    pub(super) model: Option<CurrentModel>,
    /// Where a study's model is put when it is made.
    pub(super) joined: Rc<RefCell<Option<CurrentModel>>>,
    /// How new rows are to be predicted.
    pub(super) predict_as: PredictSettings,
    /// The file of new rows that was predicted last: its name, and what was written and not taken away.
    pub(super) new_rows: Option<(String, Rc<Vec<u8>>)>,
    /// What needs nothing of the session any more.
    pub(super) jobs: Jobs,
    /// Until it is over or a run is asked for.
    pub(super) rehearsal: Option<Box<Rehearsal>>,
}

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
            last_run: None,
            run_before: None,
            model: None,
            joined: Rc::default(),
            predict_as: PredictSettings::default(),
            new_rows: None,
            jobs: Jobs::default(),
            rehearsal: None,
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
        // What a run needs has come to be needed itself.
        if matches!(command, Command::Train { .. } | Command::StartPaused { .. } | Command::Try { .. }) {
            self.rehearsal = None;
        }
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
            Command::ReadSample { sample, purpose } => {
                self.begin_reading(purpose, sample.file().to_string(), 0)
            }
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
            Command::CancelReading => self.cancel_reading(),
            Command::Train { run, recipe } => self.start(run, *recipe, State::Training),
            Command::StartPaused { run, recipe } => self.start(run, *recipe, State::Stepping),
            Command::Try { run, trial } => self.try_out(run, *trial, State::Training, true),
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
            Command::Stop => self.stop(),
            Command::Reset => self.reset(),
            Command::DeleteRun(id) => {
                self.delete_run(id);
                vec![]
            }
            Command::StarRun { run, on } => {
                self.runs.star(run, on);
                vec![]
            }
            Command::ReadRows { rows, columns } => self.window(rows, columns),
            Command::CompareRuns(runs) => self.compare_runs(runs),
            Command::UseModelOf(id) => self.use_model_of(id),
            Command::Export { export, run } => self.export(export, run),
            Command::Join { question, recipe, blocks } => self.begin_joining(question, *recipe, &blocks),
            Command::CopyModel => self.copy_model(),
            Command::PredictRow { asked, row, cells } => self.predict_row(asked, row, cells),
            Command::Cancel(id) => self.cancel(id),
            Command::DropModel => {
                self.model = None;
                self.new_rows = None;
                self.give_up_copy()
            }
        }
    }

    /// Whether [`Session::work`] has something to do.
    pub fn has_work(&self) -> bool {
        self.next_job().is_some()
    }

    /// What [`Session::work`] does next: what a person waits for first and is soon over, then what goes on for long.
    /// 1. The file whose bytes are all there.
    /// 2. Looking over, writing, copying, measuring this machine: as they were asked for.
    /// 3. The run that comes next is prepared, and nothing trains beside it.
    /// 4. The run is trained and measured.
    /// 5. The rehearsal, which nobody waits for.
    pub fn next_job(&self) -> Option<JobKind> {
        if let Some(reading) = self.reading.as_ref().filter(|reading| reading.is_closed) {
            return Some(reading.kind());
        }
        if let Some(kind) = self.jobs.next() {
            return Some(kind);
        }
        let run = match &self.preparing {
            Some(preparing) => preparing.goes_on().then_some(JobKind::Prepare),
            None => self.run.as_ref().filter(|run| run.is_training()).map(Run::kind),
        };
        run.or(self.rehearsal.is_some().then_some(JobKind::Rehearse))
    }

    /// Whether there is work beside the run, which goes first.
    pub fn has_jobs(&self) -> bool {
        self.jobs.next().is_some()
    }

    /// Whether a run is prepared, trained or measured, and not paused.
    pub fn is_training(&self) -> bool {
        match &self.preparing {
            Some(preparing) => preparing.goes_on(),
            None => self.run.as_ref().is_some_and(Run::is_training),
        }
    }

    /// Goes on with the job that comes next ([`Session::next_job`]) until `budget` seconds have passed by `clock` (seconds since any
    /// fixed moment), and a step more at most: so long may a command have to wait.
    pub fn work(&mut self, clock: &dyn Fn() -> f64, budget: f64) -> Vec<Event> {
        let start = clock();
        let mut go_on = || clock() - start < budget;
        match self.next_job() {
            None => vec![],
            Some(JobKind::Read | JobKind::Predict) => self.read_on(clock, &mut go_on),
            Some(
                JobKind::Audit
                | JobKind::Export(_)
                | JobKind::Copy
                | JobKind::SelfTest
                | JobKind::Boost
                | JobKind::Join,
            ) => self.work_on_jobs(clock, &mut go_on),
            Some(JobKind::Prepare) => self.prepare(clock, &mut go_on),
            Some(JobKind::Train | JobKind::Measure { .. }) => self.train(clock, budget),
            Some(JobKind::Rehearse) => {
                self.go_on_rehearsing(clock, budget);
                vec![]
            }
        }
    }

    /// Gives up a job of any kind after the step in hand. Everything else stays as it is.
    fn cancel(&mut self, id: JobId) -> Vec<Event> {
        if self.reading.as_ref().is_some_and(|reading| reading.ticket.id == id) {
            return self.cancel_reading();
        }
        match self.cancel_run(id) {
            Some(events) => events,
            None => self.jobs.give_up(|job| job.ticket.id == id),
        }
    }

    /// Trains on a made-up table while there is nothing else to do, until that was enough or a run is asked for.
    pub fn rehearse(&mut self) {
        self.rehearsal = Some(Box::default());
    }

    fn go_on_rehearsing(&mut self, clock: &dyn Fn() -> f64, budget: f64) {
        let budget = budget.min(rehearsal::SLICE);
        self.rehearsal.take_if(|rehearsal| !rehearsal.work(clock, budget));
    }

    fn work_on_jobs(&mut self, clock: &dyn Fn() -> f64, go_on: &mut dyn FnMut() -> bool) -> Vec<Event> {
        let mut events = self.jobs.work(clock, go_on);
        for event in &mut events {
            if let Event::SelfTested { memory, .. } = event {
                *memory = (self.memory)();
            }
        }
        self.take_joined(events)
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

    /// The table is another one, or the question is.
    pub(super) fn give_up_audit(&mut self) -> Vec<Event> {
        self.jobs.give_up(|job| job.kind == JobKind::Audit)
    }

    fn run_of(&self, id: RunId) -> Option<OneRun<'_>> {
        match &self.run {
            Some(run) if run.id == id => Some(OneRun::Going(run)),
            _ => self.runs.get(id).map(OneRun::Finished),
        }
    }

    /// What there is to make a file of. `run`: of which run; the last one where none is named, and of models the current one.
    pub(super) fn source(&self, run: Option<RunId>) -> Source<'_> {
        let current = || {
            self.model.as_ref().map(|CurrentModel { model, recipe, name }| ModelToSave {
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
            current: self.model.as_ref().map(|current| current.model.clone()),
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
