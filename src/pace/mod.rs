//! Long work in steps: whoever does it says what it has done, whoever drives it owns the clock.
//!
//! Work over many rows is written as an `async fn` that awaits [`Pace::after`] when it has done a little more. [`Steps`]
//! drives it step by step, so that a command gets in between; [`at_once`] drives it to its end. Both do the same operations
//! in the same order, so the result has the same bits. Nothing waits for anything here: there are no threads and no tasks.

mod order;

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

pub use order::{ascend, key_of, order_of, shuffle};

/// Operations of a step: some milliseconds, an operation being what one cell of a table takes.
pub const STEP: usize = 200_000;

/// Rows between two words about what was done, where a row is one operation.
pub const ROWS: usize = 16_384;

/// How far a piece of work has come.
#[derive(Clone, Debug)]
pub struct Pace(Rc<Count>);

#[derive(Debug, Default)]
struct Count {
    /// Operations in all.
    done: Cell<usize>,
    /// Operations of this step.
    in_step: Cell<usize>,
    /// What a person is told: so much of so much, in whatever the work is counted by.
    progress: Cell<(usize, usize)>,
    is_hurried: bool,
}

impl Pace {
    /// Says that so many operations were done since the last word; await it. A step ends here when it has been enough.
    pub fn after(&self, operations: usize) -> impl Future<Output = ()> + use<> {
        let count = &self.0;
        count.done.set(count.done.get().saturating_add(operations));
        count.in_step.set(count.in_step.get().saturating_add(operations));
        let ends = !count.is_hurried && count.in_step.get() >= STEP;
        if ends {
            count.in_step.set(0);
        }
        Breath(ends)
    }

    /// Says how far the work is for a person, in rows or whatever it is counted by. `of`: 0 where that is not known.
    pub fn tell(&self, done: usize, of: usize) {
        self.0.progress.set((done, of));
    }
}

/// Is not ready once, where a step ends.
struct Breath(bool);

impl Future for Breath {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::take(&mut self.0) { Poll::Pending } else { Poll::Ready(()) }
    }
}

/// Work that is done step by step. Dropped, it is given up.
pub struct Steps<T> {
    work: Option<Pin<Box<dyn Future<Output = T>>>>,
    pace: Pace,
}

impl<T> Steps<T> {
    /// Makes the work, which says by the pace what it has done; none is done before [`Steps::advance`].
    pub fn new<F: Future<Output = T> + 'static>(work: impl FnOnce(Pace) -> F) -> Steps<T> {
        let pace = Pace(Rc::default());
        Steps { work: Some(Box::pin(work(pace.clone()))), pace }
    }

    /// Does one more step; the result with the last one, and nothing ever after.
    pub fn advance(&mut self) -> Option<T> {
        match self.work.as_mut()?.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => {
                self.work = None;
                Some(result)
            }
            Poll::Pending => None,
        }
    }

    /// Operations done so far.
    pub fn done(&self) -> usize {
        self.pace.0.done.get()
    }

    /// What was told last, so much of so much; (0, 0) until something was.
    pub fn progress(&self) -> (usize, usize) {
        self.pace.0.progress.get()
    }
}

/// Does the work to its end.
pub fn at_once<T>(work: impl AsyncFnOnce(&Pace) -> T) -> T {
    let pace = Pace(Rc::new(Count { is_hurried: true, ..Count::default() }));
    let mut work = std::pin::pin!(work(&pace));
    loop {
        // Who is hurried takes no breath: this is ready the first time.
        if let Poll::Ready(result) = work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return result;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn count(rows: usize, pace: &Pace) -> usize {
        let mut counted = 0;
        while counted < rows {
            let some = (rows - counted).min(ROWS);
            counted += some;
            pace.after(some).await;
        }
        counted
    }

    #[test]
    fn a_step_ends_when_it_has_been_enough_and_the_result_comes_once() {
        let mut steps = Steps::new(async |pace| count(1_000_000, &pace).await);
        let mut n_steps = 1;
        let mut before = 0;
        let counted = loop {
            let result = steps.advance();
            assert!(steps.done() - before < STEP + ROWS, "{}", steps.done() - before);
            before = steps.done();
            match result {
                Some(counted) => break counted,
                None => n_steps += 1,
            }
        };
        assert_eq!((counted, steps.done()), (1_000_000, 1_000_000));
        // 13 words of 16,384 rows make a step of 212,992.
        assert_eq!(n_steps, 5);
        assert_eq!(steps.advance(), None);
        assert_eq!(at_once(async |pace| count(1_000_000, pace).await), 1_000_000);
    }
}
