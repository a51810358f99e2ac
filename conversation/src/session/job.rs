//! Long work of a session: done in steps, told of, and given up when somebody asks.

use serde::{Deserialize, Serialize};

use super::self_test::SelfTest;
use super::{Event, Export, Failure, Outcome, Place, RunId};
use perceptab::dataset::PrepareError;
use perceptab::pace::Steps;
use perceptab::study::TrialResult;

/// Numbers the jobs of a session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct JobId(pub u32);

/// What a job does, and so what its progress is counted by. A run is one job that prepares, trains and measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum JobKind {
    /// Reads a file to open: by bytes.
    Read,
    /// Reads new rows and predicts them: by bytes.
    Predict,
    /// Makes a table ready for a run: counted by nothing.
    Prepare,
    /// By epochs.
    Train,
    /// Boosts a trial's trees: by trees.
    Boost,
    /// Measures a run's scores: by rows. `ends`: training is over, and the run with this.
    Measure { ends: bool },
    /// Counted by looks at a column.
    Audit,
    /// By rows, lines of the changed cells, parameters of the model, or bytes of the new rows.
    Export(Export),
    /// Makes one model of a study's trials: counted by nothing.
    Join,
    /// Keeps a copy of the model's file: by parameters.
    Copy,
    /// Measures what this machine could do: by slices of time.
    SelfTest,
    /// Trains on a made-up table. Nobody asked for it and nobody is told.
    Rehearse,
}

impl JobKind {
    /// Whether it is a part of a run.
    pub fn is_of_run(self) -> bool {
        matches!(self, JobKind::Prepare | JobKind::Train | JobKind::Measure { .. })
    }

    /// Whether it takes in a file.
    pub fn reads(self) -> bool {
        matches!(self, JobKind::Read | JobKind::Predict)
    }
}

/// Steps of a job that the command waits for which asks for it.
pub const AT_ONCE: usize = 4;

/// A job's number, whether anybody was told of it, and what it took so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ticket {
    pub id: JobId,
    is_told: bool,
    /// Seconds of work, waiting aside.
    seconds: f64,
}

/// A job on its way that needs nothing of the session any more. Dropped, it is given up, and leaves everything as it was.
pub struct Job {
    pub ticket: Ticket,
    pub kind: JobKind,
    /// The run that was named.
    run: Option<RunId>,
    work: Work,
    /// Of a trial's trees, once they are there.
    weights_hash: String,
}

enum Work {
    Steps(Steps<Event>),
    /// Trees of a study's trial: what came of it, and its seconds so far.
    Trees(Steps<Result<TrialResult, PrepareError>>),
    /// It needs a clock.
    SelfTest(Box<SelfTest>),
}

/// The jobs that are not over and need nothing of the session, in the order in which they are done; and the number of the
/// last job of any kind.
#[derive(Default)]
pub struct Jobs {
    waiting: Vec<Job>,
    last: JobId,
}

impl Ticket {
    /// So many seconds more were spent on it.
    pub fn spend(&mut self, seconds: f64) {
        self.seconds += seconds;
    }

    /// How far the job is.
    pub fn tell(&mut self, kind: JobKind, (done, of): (usize, usize)) -> Event {
        self.is_told = true;
        Event::Job { id: self.id, kind, done, of, seconds: self.seconds }
    }

    /// The same of a job that counts its seconds itself.
    pub fn tell_after(&mut self, seconds: f64, kind: JobKind, progress: (usize, usize)) -> Event {
        self.seconds = seconds;
        self.tell(kind, progress)
    }

    /// The job is over; nothing is said of one that nobody was told of.
    pub fn end(self) -> Option<Event> {
        self.is_told.then_some(Event::JobEnded { id: self.id })
    }
}

impl Job {
    /// Does one step after the other while `go_on` says so; what came of it, once all is done.
    fn step(&mut self, clock: &dyn Fn() -> f64, go_on: &mut dyn FnMut() -> bool) -> Option<Event> {
        loop {
            let event = match &mut self.work {
                Work::Steps(steps) => steps.advance(),
                Work::Trees(steps) => steps.advance().map(|result| {
                    self.weights_hash =
                        result.as_ref().map_or(String::new(), |result| result.weights_hash.clone());
                    tried(
                        self.run,
                        result.map(|result| TrialResult { seconds: self.ticket.seconds, ..result }),
                    )
                }),
                // The memory is filled in by the session, which can ask.
                Work::SelfTest(test) => test
                    .slice(clock)
                    .map(|operations_per_second| Event::SelfTested { operations_per_second, memory: None }),
            };
            if let Some(event) = event {
                return Some(event);
            }
            if !go_on() {
                return None;
            }
        }
    }

    /// What is said of what came of it.
    fn answer(&self, event: Event) -> Vec<Event> {
        match (self.kind, event) {
            // Nobody asked for a copy: where there can be none, nothing is said.
            (JobKind::Copy, Event::Failed(_)) => vec![],
            (JobKind::Export(export), Event::File { name, media_type, bytes, .. }) => {
                vec![Event::File { name, media_type, bytes, asked: Some((export, self.run)) }]
            }
            // A trial's result comes behind its end.
            (JobKind::Boost, Event::Tried { run, block }) => {
                let ended = Event::Ended {
                    run,
                    outcome: Outcome::Finished,
                    report: None,
                    agreement: None,
                    course: Box::default(),
                    weights_hash: self.weights_hash.clone(),
                    seconds: self.ticket.seconds,
                    memory: None,
                };
                vec![ended, Event::Tried { run, block }]
            }
            (_, event) => vec![event],
        }
    }

    fn progress(&mut self) -> Event {
        let told = match &self.work {
            Work::Steps(steps) => steps.progress(),
            Work::Trees(steps) => steps.progress(),
            Work::SelfTest(test) => test.progress(),
        };
        self.ticket.tell(self.kind, told)
    }
}

/// A trial's result as it is handed on.
fn tried(run: Option<RunId>, result: Result<TrialResult, PrepareError>) -> Event {
    match result.map(|result| result.to_block()) {
        Ok(Ok(block)) => Event::Tried { run: run.unwrap_or_default(), block },
        Ok(Err(message)) => Event::Failed(Failure::new(Place::Training, "trial-not-kept", message)),
        Err(error) => Event::Failed(Failure::from(error)),
    }
}

impl Jobs {
    /// What the next of them does.
    pub fn next(&self) -> Option<JobKind> {
        self.waiting.first().map(|job| job.kind)
    }

    /// Begins a job. What is small is done at once, and nobody is told that there was a job; the rest waits for its turn.
    /// `run`: the one that was named.
    pub fn begin(&mut self, kind: JobKind, run: Option<RunId>, steps: Steps<Event>) -> Vec<Event> {
        self.begin_work(kind, run, Work::Steps(steps))
    }

    /// Begins to train a trial's trees.
    pub fn begin_trees(&mut self, run: RunId, steps: Steps<Result<TrialResult, PrepareError>>) -> Vec<Event> {
        self.begin_work(JobKind::Boost, Some(run), Work::Trees(steps))
    }

    fn begin_work(&mut self, kind: JobKind, run: Option<RunId>, work: Work) -> Vec<Event> {
        let mut job = Job { ticket: self.ticket(), kind, run, work, weights_hash: String::new() };
        let mut left = AT_ONCE;
        let result = job.step(&|| 0.0, &mut || {
            left -= 1;
            left > 0
        });
        match result {
            Some(event) => job.answer(event),
            None => {
                let progress = job.progress();
                self.waiting.push(job);
                vec![progress]
            }
        }
    }

    /// Begins to measure this machine, in place of a measurement that is not over.
    pub fn begin_self_test(&mut self) -> Vec<Event> {
        let mut events = self.give_up(|job| job.kind == JobKind::SelfTest);
        let work = Work::SelfTest(Box::default());
        let mut job = Job {
            ticket: self.ticket(),
            kind: JobKind::SelfTest,
            run: None,
            work,
            weights_hash: String::new(),
        };
        events.push(job.progress());
        self.waiting.push(job);
        events
    }

    /// Of a new job.
    pub fn ticket(&mut self) -> Ticket {
        self.last.0 = self.last.0.wrapping_add(1);
        Ticket { id: self.last, ..Ticket::default() }
    }

    /// Goes on with the first of them while `go_on` says so.
    pub fn work(&mut self, clock: &dyn Fn() -> f64, go_on: &mut dyn FnMut() -> bool) -> Vec<Event> {
        let Some(job) = self.waiting.first_mut() else { return vec![] };
        let start = clock();
        let result = job.step(clock, go_on);
        job.ticket.spend(clock() - start);
        match result {
            Some(event) => {
                let job = self.waiting.remove(0);
                let mut events = job.answer(event);
                events.extend(job.ticket.end());
                events
            }
            None => vec![job.progress()],
        }
    }

    /// Gives up those that `are` asked for.
    pub fn give_up(&mut self, are: impl Fn(&Job) -> bool) -> Vec<Event> {
        let given_up = self.waiting.extract_if(.., |job| are(job));
        given_up.filter_map(|job| job.ticket.end()).collect()
    }
}
