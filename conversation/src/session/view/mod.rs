mod job;
mod run;

pub use job::JobView;
pub use run::{RunState, RunView};

use super::{Event, Failure, JobKind, JoinedReport, ModelSource, Place, Prediction, RunId};
use perceptab::audit::Finding;
use perceptab::dataset::Proposal;
use perceptab::model::ModelSummary;
use perceptab::recipe::Recipe;
use perceptab::table::TableSummary;

/// Everything the page shows, folded from the events: `view.take(event)`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SessionView {
    /// The worker's build, once it has said Ready.
    pub worker: Option<String>,
    /// The name of the file that is read, and its bytes.
    pub reading: Option<(String, u64)>,
    pub data: Option<DataView>,
    /// Every run that has started, the oldest first, until a person deletes it.
    pub runs: Vec<RunView>,
    /// What the worker does besides that takes long.
    pub jobs: Vec<JobView>,
    /// The run that is asked for; it joins the others when it has started.
    pub preparing: Option<RunView>,
    /// Which of the runs is looked at.
    pub shown: Option<RunId>,
    /// Which others the charts lay under it; `None`: the last measured one before it.
    pub drawn: Option<Vec<RunId>>,
    pub model: Option<ModelSummary>,
    /// What the study's model reached that is the current one.
    pub joined: Option<JoinedReport>,
    pub model_source: Option<ModelSource>,
    pub prediction: Option<Prediction>,
    /// Multiplications and additions a second that the self-test measured.
    pub ceiling: Option<f64>,
    /// Bytes of memory that the worker held when it was last asked.
    pub memory: Option<u64>,
    /// The last failure, until the next success at the same place.
    pub failure: Option<Failure>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct DataView {
    /// Tells the tables of a page apart: another one has another number, the same one read again has not.
    pub number: u32,
    pub summary: TableSummary,
    pub proposal: Proposal,
    /// What the last audit found; `None` until there was one.
    pub findings: Option<Vec<Finding>>,
}

impl SessionView {
    /// The run that a person looks at or has asked for.
    pub fn run(&self) -> Option<&RunView> {
        self.preparing.as_ref().or_else(|| self.kept(self.shown?))
    }

    /// The run that goes on, preparing or paused too.
    pub fn active(&self) -> Option<&RunView> {
        let going = || self.runs.last().filter(|run| run.is_active());
        self.preparing.as_ref().or_else(going)
    }

    /// A run that has started.
    pub fn kept(&self, id: RunId) -> Option<&RunView> {
        self.runs.iter().find(|run| run.id == id)
    }

    fn run_mut(&mut self, id: RunId) -> Option<&mut RunView> {
        self.preparing.iter_mut().chain(&mut self.runs).find(|run| run.id == id)
    }

    /// How far the worker is with the run that goes on.
    pub fn run_job(&self) -> Option<&JobView> {
        self.jobs.iter().find(|job| job.kind.is_of_run())
    }

    /// How far the file is read.
    pub fn reading_job(&self) -> Option<&JobView> {
        self.jobs.iter().find(|job| job.kind.reads())
    }

    /// The measured runs beside the one that is looked at, the oldest first.
    pub fn others(&self) -> impl DoubleEndedIterator<Item = &RunView> {
        let shown = self.run().map(|run| run.id);
        self.runs.iter().filter(move |run| Some(run.id) != shown && !run.history.is_empty())
    }

    /// The runs that the charts lay under the one that is looked at.
    pub fn compared(&self) -> Vec<&RunView> {
        let shown = self.run().map(|run| run.id);
        match &self.drawn {
            Some(drawn) => self.others().filter(|run| drawn.contains(&run.id)).collect(),
            None => {
                let is_before = |run: &&RunView| shown.is_none_or(|shown| run.id < shown);
                self.others().rev().find(is_before).into_iter().collect()
            }
        }
    }

    /// A run is asked for.
    pub fn begin(&mut self, id: RunId, recipe: Recipe) {
        let table = self.data.as_ref().map(|data| data.summary.name.clone()).unwrap_or_default();
        let table_number = self.data.as_ref().map_or(0, |data| data.number);
        self.preparing = Some(RunView { table_number, ..RunView::new(id, recipe, table) });
    }

    /// Another run is looked at. Not while one goes on: that one is shown.
    pub fn show(&mut self, id: RunId) {
        if self.active().is_none() && self.kept(id).is_some() {
            self.shown = Some(id);
        }
    }

    /// A run that is over is forgotten; where it was looked at, the last of the others is.
    pub fn delete(&mut self, id: RunId) {
        if self.kept(id).is_some_and(|run| !run.is_active()) {
            self.forget(id);
        }
    }

    fn forget(&mut self, id: RunId) {
        self.runs.retain(|run| run.id != id);
        if self.shown == Some(id) && self.kept(id).is_none() {
            self.shown = self.runs.last().map(|run| run.id);
        }
    }

    /// Whether the charts lay a run under the one that is looked at.
    pub fn draw(&mut self, id: RunId, on: bool) {
        let mut drawn: Vec<RunId> =
            self.compared().iter().map(|run| run.id).filter(|run| *run != id).collect();
        drawn.extend(on.then_some(id));
        self.drawn = Some(drawn);
    }

    pub fn star(&mut self, id: RunId, on: bool) {
        if let Some(run) = self.run_mut(id) {
            run.is_starred = on;
        }
    }

    /// Folds an event in. Events of a run that is not there are dropped.
    pub fn take(&mut self, event: Event) {
        match event {
            Event::Ready { build } => {
                self.worker = Some(build);
                self.forgive(&[Place::Worker]);
            }
            Event::Reading { name, bytes, .. } => self.reading = Some((name, bytes)),
            Event::ReadingCancelled => self.reading = None,
            Event::TableRead { summary, proposal } => {
                self.reading = None;
                let number = match &self.data {
                    Some(data) if data.summary == *summary => data.number,
                    data => data.as_ref().map_or(0, |data| data.number) + 1,
                };
                self.joined = None;
                self.data = Some(DataView { number, summary: *summary, proposal: *proposal, findings: None });
                self.forgive(&[Place::File, Place::Recipe, Place::Training]);
            }
            Event::Audited(findings) => {
                if let Some(data) = &mut self.data {
                    data.findings = Some(*findings);
                }
            }
            Event::Job { id, kind, done, of, seconds } => {
                // Training is over: the run ends with the measuring.
                if let (JobKind::Measure { ends: true }, Some(run)) = (kind, self.runs.last_mut())
                    && run.is_active()
                {
                    run.state = RunState::Measuring;
                }
                let job = JobView { id, kind, done, of, seconds };
                match self.jobs.iter_mut().find(|known| known.id == id) {
                    Some(known) => *known = job,
                    None => self.jobs.push(job),
                }
            }
            Event::JobEnded { id } => self.jobs.retain(|job| job.id != id),
            // Between workers: the page shows what the first of them read.
            Event::TableShared { .. } | Event::TableAdopted { .. } | Event::ModelCopied { .. } => {}
            Event::SelfTested { operations_per_second, memory } => {
                self.ceiling = Some(operations_per_second);
                self.memory = memory;
            }
            Event::RecipeRead { .. } => {
                self.reading = None;
                self.forgive(&[Place::File, Place::Recipe]);
            }
            Event::ModelReady { model, from } => {
                self.reading = None;
                if from != ModelSource::Study {
                    self.joined = None;
                }
                self.model = Some(*model);
                self.model_source = Some(from);
                self.prediction = None;
                self.forgive(&[Place::File, Place::NewRows, Place::Export]);
            }
            Event::Predicted(prediction) => {
                self.reading = None;
                self.prediction = Some(*prediction);
                self.forgive(&[Place::NewRows]);
            }
            Event::Failed(failure) => self.fail(failure),
            Event::WasReset => {
                if self.preparing.take().is_none()
                    && let Some(last) = self.runs.pop()
                {
                    // The runs before it are still there, and none of them is looked at.
                    self.shown = self.shown.filter(|shown| *shown != last.id);
                    // Its model goes with it; one that came from a file or another run stays.
                    if self.model_source == Some(ModelSource::Run(last.id)) {
                        self.drop_model();
                    }
                }
                self.forgive(&[Place::Recipe, Place::Training]);
            }
            Event::Joined(report) => {
                self.joined = Some(*report);
                self.forgive(&[Place::Training]);
            }
            // Whoever asked for a trial, for rows, about a row or about two runs keeps what came of it.
            Event::Tried { .. }
            | Event::RowsRead(_)
            | Event::RowPredicted(_)
            | Event::RunsCompared { .. } => {}
            Event::File { .. } => self.forgive(&[Place::Export]),
            Event::RowsGivenUp { run } => {
                if let Some(run) = self.run_mut(run) {
                    run.rows_given_up = true;
                }
            }
            Event::GivenUp { run } => {
                if self.preparing.take_if(|preparing| preparing.id == run).is_none() {
                    self.forget(run);
                }
            }
            Event::Started { run, .. } => {
                if let Some(mut started) = self.preparing.take_if(|preparing| preparing.id == run) {
                    started.take(event);
                    // The worker has one run at a time: it has dropped one that still went on.
                    for before in self.runs.iter_mut().filter(|before| before.is_active()) {
                        before.state = RunState::Ended;
                        before.lost = true;
                    }
                    self.shown = Some(run);
                    self.runs.push(started);
                    self.forgive(&[Place::Recipe, Place::Training]);
                }
            }
            Event::Progress { run, .. }
            | Event::Paused { run }
            | Event::Resumed { run }
            | Event::Ended { run, .. } => {
                if let Some(run) = self.run_mut(run) {
                    run.take(event);
                }
            }
        }
    }

    /// The model was given up.
    pub fn drop_model(&mut self) {
        self.model = None;
        self.joined = None;
        self.model_source = None;
        self.prediction = None;
        self.forgive(&[Place::NewRows]);
    }

    fn fail(&mut self, failure: Failure) {
        match failure.place {
            Place::File | Place::NewRows => self.reading = None,
            Place::Recipe | Place::Training => self.preparing = None,
            Place::Worker => {
                self.worker = None;
                self.reading = None;
                self.jobs.clear();
                self.drop_model();
                self.preparing = None;
                // The curves stay on the page; nobody is left to carry the run on, or to make files of those that are over.
                for run in &mut self.runs {
                    run.state = RunState::Ended;
                    run.lost = true;
                }
            }
            Place::Export => {}
        }
        self.failure = Some(failure);
    }

    fn forgive(&mut self, places: &[Place]) {
        if self.failure.as_ref().is_some_and(|failure| places.contains(&failure.place)) {
            self.failure = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{JobId, RunFacts};
    use perceptab::training::EpochRecord;

    const FIRST: RunId = RunId(1);
    const SECOND: RunId = RunId(2);

    fn started(run: RunId) -> Event {
        Event::Started { run, facts: Box::new(RunFacts::default()) }
    }

    fn progress(run: RunId, epoch: usize) -> Event {
        let record = EpochRecord { epoch, train_loss: 1.0 / epoch as f64, ..EpochRecord::default() };
        let seconds = epoch as f64 * 0.01;
        Event::Progress { run, epoch, epochs: 200, seconds, rows_per_second: 1e6, records: vec![record] }
    }

    fn failed(place: Place) -> Event {
        let message = "Try again.".to_string();
        Event::Failed(Failure {
            place,
            kind: "test".to_string(),
            message,
            problems: Vec::new(),
            sample: None,
        })
    }

    fn table(name: &str) -> Event {
        let summary = TableSummary { name: name.to_string(), rows: 7, ..TableSummary::default() };
        Event::TableRead { summary: Box::new(summary), proposal: Box::default() }
    }

    fn epochs(run: Option<&RunView>) -> Vec<usize> {
        run.iter().flat_map(|run| &run.history).map(|record| record.epoch).collect()
    }

    fn view_after(events: impl IntoIterator<Item = Event>) -> SessionView {
        let mut view = SessionView::default();
        view.take(table("songs.csv"));
        view.begin(FIRST, Recipe::default().with(|it| it.training.epochs = 200));
        events.into_iter().for_each(|event| view.take(event));
        view
    }

    #[test]
    fn a_run_goes_from_preparing_to_paused_and_on() {
        let mut view = view_after([]);
        let state = |view: &SessionView| view.run().map(|run| run.state);
        assert_eq!(state(&view), Some(RunState::Preparing));
        assert_eq!(view.run().unwrap().table, "songs.csv");
        assert_eq!(view.run_job(), None);
        view.take(started(FIRST));
        view.take(progress(FIRST, 10));
        assert_eq!(state(&view), Some(RunState::Training));
        let job = |kind, done| Event::Job { id: JobId(1), kind, done, of: 200, seconds: 0.1 };
        view.take(job(JobKind::Train, 10));
        // 0.1 s for 10 epochs: 190 more take 1.9 s.
        assert!((view.run_job().unwrap().seconds_left().unwrap() - 1.9).abs() < 1e-12);
        view.take(job(JobKind::Measure { ends: false }, 10));
        assert_eq!(state(&view), Some(RunState::Training), "it goes on after that");
        view.take(Event::Paused { run: FIRST });
        view.take(progress(FIRST, 11));
        assert_eq!(state(&view), Some(RunState::Paused), "a step does not end the pause");
        view.take(Event::Resumed { run: FIRST });
        assert_eq!(state(&view), Some(RunState::Training));
        assert_eq!(epochs(view.run()), [10, 11]);
        view.take(job(JobKind::Measure { ends: true }, 20));
        assert_eq!(state(&view), Some(RunState::Measuring));
    }

    #[test]
    fn events_of_another_run_are_dropped() {
        let mut view = view_after([started(FIRST), progress(FIRST, 10)]);
        view.begin(SECOND, Recipe::default());
        view.take(started(SECOND));
        view.take(progress(FIRST, 20));
        view.take(Event::Paused { run: FIRST });
        assert_eq!(epochs(view.run()), [] as [usize; 0]);
        assert_eq!(view.run().unwrap().state, RunState::Training);
    }

    #[test]
    fn a_new_run_keeps_the_one_before_it() {
        let mut view = view_after([started(FIRST), progress(FIRST, 10)]);
        view.begin(SECOND, Recipe::default());
        view.take(started(SECOND));
        view.take(progress(SECOND, 5));
        assert_eq!(epochs(view.compared().first().copied()), [10]);
        assert_eq!(epochs(view.run()), [5]);
    }

    #[test]
    fn a_run_without_a_measurement_pushes_nothing_out() {
        let mut view = view_after([started(FIRST), progress(FIRST, 10)]);
        view.begin(SECOND, Recipe::default());
        view.take(started(SECOND));
        view.begin(RunId(3), Recipe::default());
        assert_eq!(epochs(view.compared().first().copied()), [10]);
    }

    #[test]
    fn a_run_that_never_starts_leaves_everything_as_it_was() {
        let mut view = view_after([started(FIRST), progress(FIRST, 10)]);
        view.begin(SECOND, Recipe::default());
        view.take(started(SECOND));
        view.take(progress(SECOND, 5));
        let before = (view.runs.clone(), view.shown);
        view.begin(RunId(3), Recipe::default());
        view.take(failed(Place::Recipe));
        assert_eq!((view.runs.clone(), view.shown), before);
        assert!(view.failure.is_some());
        view.begin(RunId(4), Recipe::default());
        view.take(started(RunId(4)));
        assert_eq!(view.failure, None, "a start forgives");
    }

    #[test]
    fn a_refused_file_leaves_the_table() {
        let mut view = view_after([]);
        view.take(Event::Reading { purpose: Default::default(), name: "cat.png".to_string(), bytes: 2 });
        assert!(view.reading.is_some());
        view.take(failed(Place::File));
        assert_eq!(view.reading, None);
        assert_eq!(view.data.as_ref().unwrap().summary.name, "songs.csv");
        view.take(failed(Place::Export));
        view.take(table("other.csv"));
        assert!(view.failure.is_some(), "a table says nothing about an export");
    }

    #[test]
    fn a_lost_worker_leaves_the_curve() {
        let mut view = view_after([started(FIRST), progress(FIRST, 10)]);
        view.take(failed(Place::Worker));
        assert_eq!(view.worker, None);
        assert_eq!(epochs(view.run()), [10]);
        assert!(!view.run().unwrap().is_active());
        view.take(Event::Ready { build: "b".to_string() });
        assert_eq!(view.failure, None);
        assert_eq!(epochs(view.run()), [10]);
    }

    #[test]
    fn the_last_epoch_is_not_counted_twice() {
        let view = view_after([started(FIRST), progress(FIRST, 10), progress(FIRST, 10)]);
        assert_eq!(epochs(view.run()), [10]);
    }
}
