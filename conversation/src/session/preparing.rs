use super::job::Ticket;
use super::run::{Run, State};
use super::{Event, JobKind, RunId};
use perceptab::dataset::PrepareError;
use perceptab::pace::Steps;

/// A run that is to begin: the table is being made ready for it.
pub struct Preparing {
    pub id: RunId,
    pub ticket: Ticket,
    /// Whether it is a trial of a study.
    pub is_tried: bool,
    steps: Steps<Result<Run, PrepareError>>,
    /// How the run begins.
    then: State,
    is_held: bool,
}

impl Preparing {
    /// `then`: whether it trains on, or one epoch only.
    pub fn new(id: RunId, steps: Steps<Result<Run, PrepareError>>, then: State) -> Preparing {
        Preparing { id, ticket: Ticket::default(), is_tried: false, steps, then, is_held: false }
    }

    /// How far it is.
    pub fn progress(&mut self) -> Event {
        self.ticket.tell(JobKind::Prepare, self.steps.progress())
    }

    /// It is not begun; what was there before stays.
    pub fn give_up(self) -> Vec<Event> {
        let given_up = Event::GivenUp { run: self.id };
        std::iter::once(given_up).chain(self.ticket.end()).collect()
    }

    /// Whether it goes on by itself.
    pub fn goes_on(&self) -> bool {
        !self.is_held
    }

    /// Does one step after the other while `go_on` says so; the run, or why there can be none, when it is ready.
    pub fn work(&mut self, go_on: &mut dyn FnMut() -> bool) -> Option<Result<Run, PrepareError>> {
        loop {
            if let Some(mut prepared) = self.steps.advance() {
                if let (Ok(run), State::Stepping) = (&mut prepared, self.then) {
                    run.step();
                }
                return Some(prepared);
            }
            if !go_on() {
                return None;
            }
        }
    }

    pub fn hold(&mut self) -> Vec<Event> {
        match std::mem::replace(&mut self.is_held, true) {
            false => vec![Event::Paused { run: self.id }],
            true => vec![],
        }
    }

    pub fn release(&mut self) -> Vec<Event> {
        match std::mem::take(&mut self.is_held) {
            true => vec![Event::Resumed { run: self.id }],
            false => vec![],
        }
    }

    /// Goes on, and trains one epoch only.
    pub fn step(&mut self) -> Vec<Event> {
        if self.is_held {
            self.then = State::Stepping;
        }
        self.release()
    }
}
