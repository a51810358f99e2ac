//! Long work of a session beside its run: done in steps, told of, and given up when somebody asks.

use serde::{Deserialize, Serialize};

use super::{Event, Export, RunId};
use crate::pace::Steps;

/// Numbers the jobs of a session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct JobId(pub u32);

/// What a job does, and so what its progress is counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum JobKind {
    /// Counted by looks at a column.
    Audit,
    /// By rows, lines of the changed cells, parameters of the model, or bytes of the new rows.
    Export(Export),
    /// Keeps a copy of the model's file: by parameters.
    Copy,
}

/// Steps of a job that the command waits for which asks for it.
pub const AT_ONCE: usize = 4;

/// A job on its way. Dropped, it is given up, and leaves everything as it was.
pub struct Job {
    pub id: JobId,
    pub kind: JobKind,
    /// The run that was named.
    run: Option<RunId>,
    steps: Steps<Event>,
}

/// The jobs that are not over, in the order in which they are done; and the number of the last one.
#[derive(Default)]
pub struct Jobs {
    waiting: Vec<Job>,
    last: JobId,
}

impl Job {
    /// Does one step after the other while `go_on` says so; what came of it, once all is done.
    fn step(&mut self, go_on: &mut dyn FnMut() -> bool) -> Option<Event> {
        loop {
            if let Some(event) = self.steps.advance() {
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
            (_, event) => vec![event],
        }
    }

    /// How far it is.
    fn progress(&self) -> Event {
        let (done, of) = self.steps.told();
        Event::Job { id: self.id, kind: self.kind, done, of }
    }
}

impl Jobs {
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Begins a job. What is small is done at once, and nobody is told that there was a job; the rest waits for its turn.
    /// `run`: the one that was named.
    pub fn begin(&mut self, kind: JobKind, run: Option<RunId>, steps: Steps<Event>) -> Vec<Event> {
        self.last.0 = self.last.0.wrapping_add(1);
        let mut job = Job { id: self.last, kind, run, steps };
        let mut left = AT_ONCE;
        let result = job.step(&mut || {
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

    /// Goes on with the first of them while `go_on` says so.
    pub fn work(&mut self, go_on: &mut dyn FnMut() -> bool) -> Vec<Event> {
        let Some(job) = self.waiting.first_mut() else { return vec![] };
        match job.step(go_on) {
            Some(event) => {
                let job = self.waiting.remove(0);
                let mut events = job.answer(event);
                events.push(Event::JobEnded { id: job.id });
                events
            }
            None => vec![job.progress()],
        }
    }

    /// Gives up those that `are` asked for.
    pub fn give_up(&mut self, are: impl Fn(&Job) -> bool) -> Vec<Event> {
        let given_up = self.waiting.extract_if(.., |job| are(job));
        given_up.map(|job| Event::JobEnded { id: job.id }).collect()
    }
}
