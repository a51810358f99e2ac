use crate::session::{JobId, JobKind};

/// A job of the worker on its way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JobView {
    pub id: JobId,
    pub kind: JobKind,
    /// So much of so much, counted as its kind says; `of` is 0 where it is not known.
    pub done: usize,
    pub of: usize,
    /// Work so far.
    pub seconds: f64,
}

impl JobView {
    /// Seconds to go at the speed so far; `None` before any of it was done and when
    /// all of it is, and where nobody knows how much it is or counts its
    /// time.
    pub fn seconds_left(&self) -> Option<f64> {
        let left = self.of.saturating_sub(self.done) as f64;
        let is_known = (1..self.of).contains(&self.done) && self.seconds > 0.0;
        is_known.then(|| self.seconds / self.done as f64 * left)
    }
}
