//! Several runs of one table, spread over a number of workers: presets side by side, folds, seeds, searches.
//!
//! The pool has neither workers nor clock: it says in [`Order`]s what is to be done, and is told what the workers say.
//! It starts no more workers than there are runs for them, hands the table to each once, and gives a worker the next run
//! when it has ended the one before. A run that fails, or takes its worker with it, leaves the others as they are.

use super::{Command, Event, Failure, Place, RunId, RunState, RunView};
use perceptab::study::Trial;

#[derive(Debug)]
pub struct Pool {
    /// The table's name.
    table: String,
    workers: Vec<Worker>,
    runs: Vec<PooledRun>,
}

/// What the pool wants done, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// Start a worker in this place; the one that is there, if any, is ended, and nothing it still says is passed on.
    Restart(usize),
    /// Say this to the worker in this place, as soon as it is ready. [`Command::AdoptTable`] takes the block with it.
    Tell(usize, Command),
}

/// One of the pool's runs.
#[derive(Clone, Debug, PartialEq)]
pub struct PooledRun {
    /// What is known of it: epochs, curve, report, weights hash, seconds, the worker's memory.
    pub view: RunView,
    pub trial: Trial,
    pub stage: Stage,
    /// Its result, once it has ended: see [`perceptab::study::TrialResult::from_block`].
    pub block: Option<Vec<u8>>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    Waiting,
    /// With a worker, which prepares the table for it or trains.
    Training {
        worker: usize,
    },
    /// With an outcome and a report.
    Ended,
    /// It could not start, or its worker was lost.
    Failed(Failure),
    Cancelled,
}

/// What the pool knows of a worker.
#[derive(Clone, Debug, PartialEq)]
enum Worker {
    /// Not started yet, or lost. `failures`: how often in a row it was lost before it had the table.
    Absent {
        failures: u32,
    },
    Adopting {
        failures: u32,
    },
    /// Has the table and nothing to do. `holds_run`: the run before still takes up memory.
    Idle {
        holds_run: bool,
    },
    Training(RunId),
    /// Was told to forget a cancelled run; what it says before it has is about that run.
    Resetting,
    /// Cannot take the table over.
    GivenUp(Failure),
}

/// A worker that is lost so often before it has the table is not started again: the table is too large for it.
const MAX_FAILURES: u32 = 2;

impl Pool {
    /// A pool of so many workers, none of them started.
    pub fn new(workers: usize, table: &str) -> Pool {
        let workers = vec![Worker::Absent { failures: 0 }; workers.max(1)];
        Pool { table: table.to_string(), workers, runs: Vec::new() }
    }

    /// All runs, in the order in which they were added.
    pub fn runs(&self) -> &[PooledRun] {
        &self.runs
    }

    /// Whether every run is over, one way or another.
    pub fn is_done(&self) -> bool {
        self.runs.iter().all(PooledRun::is_over)
    }

    /// The results of all runs, in the order in which they were added, once; `None` while one is missing, or failed.
    pub fn take_blocks(&mut self) -> Option<Vec<Vec<u8>>> {
        let all = self.runs.len();
        self.take_whole(all).filter(|blocks| blocks.len() == all)
    }

    /// The results of those runs that are there in whole groups of so many, once; `None` where no group is whole.
    pub fn take_whole(&mut self, group: usize) -> Option<Vec<Vec<u8>>> {
        let groups = self.runs.chunks_mut(group.max(1));
        let whole = groups.filter(|runs| runs.len() == group && runs.iter().all(|run| run.block.is_some()));
        let blocks: Vec<Vec<u8>> = whole.flatten().filter_map(|run| run.block.take()).collect();
        (!blocks.is_empty()).then_some(blocks)
    }

    /// Adds runs behind those that wait: they start in this order, so the longest belongs first. Their numbers must be
    /// new to the workers.
    pub fn add(&mut self, runs: impl IntoIterator<Item = (RunId, Trial)>) -> Vec<Order> {
        for (id, trial) in runs {
            let view = RunView::new(id, trial.recipe.clone().into_recipe(), self.table.clone());
            self.runs.push(PooledRun { view, trial, stage: Stage::Waiting, block: None });
        }
        // Who asks again gives the workers another chance.
        for worker in &mut self.workers {
            if matches!(worker, Worker::GivenUp(_)) {
                *worker = Worker::Absent { failures: 0 };
            }
        }
        self.assign()
    }

    /// Forgets the runs that are over.
    pub fn clear(&mut self) {
        self.runs.retain(|run| !run.is_over());
    }

    /// What the worker in this place says. Events of a run that it no longer has are dropped.
    pub fn take(&mut self, worker: usize, event: Event) -> Vec<Order> {
        let Some(place) = self.workers.get_mut(worker) else { return Vec::new() };
        match (&*place, event) {
            (_, Event::Failed(failure)) if failure.place == Place::Worker => {
                return self.lost(worker, failure);
            }
            (Worker::Adopting { .. }, Event::TableAdopted { .. }) => {
                *place = Worker::Idle { holds_run: false };
            }
            (Worker::Adopting { .. }, Event::Failed(failure)) => *place = Worker::GivenUp(failure),
            (Worker::Resetting, Event::WasReset) => *place = Worker::Idle { holds_run: false },
            (Worker::Training(id), Event::Failed(failure))
                if matches!(failure.place, Place::Recipe | Place::Training) =>
            {
                let id = *id;
                *place = Worker::Idle { holds_run: false };
                self.end(id, Stage::Failed(failure));
            }
            // It comes behind the end of its run.
            (_, Event::Tried { run, block }) => {
                if let Some(run) = self.run(run).filter(|run| run.stage == Stage::Ended) {
                    run.block = Some(block);
                }
                return Vec::new();
            }
            (&Worker::Training(id), event) if event.run() == Some(id) => {
                let ended = matches!(event, Event::Ended { .. });
                if ended {
                    *place = Worker::Idle { holds_run: true };
                }
                if let Some(run) = self.run(id) {
                    run.view.take(event);
                    if ended {
                        run.stage = Stage::Ended;
                    }
                }
            }
            _ => return Vec::new(),
        }
        self.assign()
    }

    /// The worker in this place is gone: its run has failed, and a fresh one takes its place while others wait.
    pub fn lost(&mut self, worker: usize, failure: Failure) -> Vec<Order> {
        let Some(place) = self.workers.get_mut(worker) else { return Vec::new() };
        let before = std::mem::replace(place, Worker::Absent { failures: 0 });
        match before {
            Worker::Adopting { failures } if failures + 1 >= MAX_FAILURES => {
                *place = Worker::GivenUp(failure)
            }
            Worker::Adopting { failures } => *place = Worker::Absent { failures: failures + 1 },
            Worker::Absent { .. } | Worker::GivenUp(_) => *place = before,
            Worker::Training(id) => {
                if let Some(run) = self.run(id) {
                    run.view.lost = true;
                }
                self.end(id, Stage::Failed(failure));
            }
            Worker::Idle { .. } | Worker::Resetting => {}
        }
        self.assign()
    }

    /// Takes a run out, whether it waits or trains. One that is over stays as it is.
    pub fn cancel(&mut self, id: RunId) -> Vec<Order> {
        let mut orders = self.take_out(id);
        orders.extend(self.assign());
        orders
    }

    /// Takes out every run that waits or trains.
    pub fn cancel_all(&mut self) -> Vec<Order> {
        let ids: Vec<RunId> = self.runs.iter().map(|run| run.view.id).collect();
        ids.into_iter().flat_map(|id| self.take_out(id)).collect()
    }

    fn take_out(&mut self, id: RunId) -> Vec<Order> {
        let stage = match self.run(id) {
            Some(run) if !run.is_over() => run.stage.clone(),
            _ => return Vec::new(),
        };
        self.end(id, Stage::Cancelled);
        match stage {
            Stage::Training { worker } => {
                self.workers[worker] = Worker::Resetting;
                vec![Order::Tell(worker, Command::Reset)]
            }
            _ => Vec::new(),
        }
    }

    /// Gives the runs that wait to idle workers, and starts workers for the others.
    fn assign(&mut self) -> Vec<Order> {
        let mut orders = Vec::new();
        let is_coming = |worker: &&Worker| matches!(worker, Worker::Adopting { .. } | Worker::Resetting);
        let mut coming = self.workers.iter().filter(is_coming).count();
        for run in self.runs.iter_mut().filter(|run| run.stage == Stage::Waiting) {
            if let Some(worker) = position(&self.workers, |worker| matches!(worker, Worker::Idle { .. })) {
                // Two prepared tables at a time would be one more than the worker needs.
                if self.workers[worker] == (Worker::Idle { holds_run: true }) {
                    orders.push(Order::Tell(worker, Command::Reset));
                }
                let trial = Box::new(run.trial.clone());
                orders.push(Order::Tell(worker, Command::Try { run: run.view.id, trial }));
                self.workers[worker] = Worker::Training(run.view.id);
                run.stage = Stage::Training { worker };
            } else if coming > 0 {
                coming -= 1;
            } else if let Some(worker) =
                position(&self.workers, |worker| matches!(worker, Worker::Absent { .. }))
            {
                if let Worker::Absent { failures } = self.workers[worker] {
                    self.workers[worker] = Worker::Adopting { failures };
                }
                orders.extend([Order::Restart(worker), Order::Tell(worker, Command::AdoptTable)]);
            } else {
                break;
            }
        }
        self.give_up();
        orders
    }

    /// Where no worker can take the table over, no run can start.
    fn give_up(&mut self) {
        let mut last = None;
        for worker in &self.workers {
            match worker {
                Worker::GivenUp(failure) => last = Some(failure.clone()),
                _ => return,
            }
        }
        if let Some(failure) = last {
            for run in self.runs.iter_mut().filter(|run| run.stage == Stage::Waiting) {
                run.end(Stage::Failed(failure.clone()));
            }
        }
    }

    fn end(&mut self, id: RunId, stage: Stage) {
        if let Some(run) = self.run(id) {
            run.end(stage);
        }
    }

    fn run(&mut self, id: RunId) -> Option<&mut PooledRun> {
        self.runs.iter_mut().find(|run| run.view.id == id)
    }
}

impl PooledRun {
    pub fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Ended | Stage::Failed(_) | Stage::Cancelled)
    }

    fn end(&mut self, stage: Stage) {
        self.view.state = RunState::Ended;
        self.stage = stage;
    }
}

fn position(workers: &[Worker], is: impl Fn(&Worker) -> bool) -> Option<usize> {
    workers.iter().position(is)
}
