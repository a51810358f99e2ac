use super::batch_end::{After, Batch};
use super::descent::{Descent, DescentProgress};
use super::packed::Packed;
use super::quasi_newton::{QuasiNewton, QuasiNewtonProgress};
use super::{Batches, Ending, Patience, Settings, Solver};
use crate::network::{Gradients, Network};

/// What moves the weights: either of two, behind the same calls.
///
/// An epoch is begun, its batches end one after the other until there are no more or one says that it is over, and then it is
/// ended: there, and nowhere else, is what [`Motion::progress`] hands out.
pub(super) enum Motion {
    Descent(Box<Descent>),
    QuasiNewton(Box<QuasiNewton>),
}

/// What a solver is at an epoch's end.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum MotionProgress {
    Descent(DescentProgress),
    QuasiNewton(QuasiNewtonProgress),
}

impl Motion {
    /// `rows`: the places of the rows to train on.
    pub fn new(network: &Network, settings: &Settings, rows: Vec<u32>) -> Motion {
        match settings.solver {
            Solver::Stochastic(rule) => {
                Motion::Descent(Box::new(Descent::new(rule, network, settings, rows)))
            }
            Solver::Lbfgs { max_evaluations } => {
                let solver = QuasiNewton::new(network, settings.tol, max_evaluations, rows);
                Motion::QuasiNewton(Box::new(solver))
            }
        }
    }

    pub fn batches(&self) -> &Batches {
        match self {
            Motion::Descent(descent) => descent.batches(),
            Motion::QuasiNewton(solver) => solver.batches(),
        }
    }

    pub fn batches_mut(&mut self) -> &mut Batches {
        match self {
            Motion::Descent(descent) => descent.batches_mut(),
            Motion::QuasiNewton(solver) => solver.batches_mut(),
        }
    }

    pub fn begin_epoch(&mut self, network: &mut Network) {
        match self {
            Motion::Descent(descent) => descent.begin_epoch(),
            Motion::QuasiNewton(solver) => solver.begin_epoch(network),
        }
    }

    /// All parts of a batch are in: moves the weights.
    pub fn end_batch(&mut self, batch: &Batch, network: &mut Network, gradients: &mut Gradients) -> After {
        match self {
            Motion::Descent(descent) => descent.end_batch(batch, network, gradients),
            Motion::QuasiNewton(solver) => solver.end_batch(batch, network, gradients),
        }
    }

    /// The epoch is over: from now on it is the one whose end can be put down.
    pub fn end_epoch(&mut self) {
        match self {
            Motion::Descent(descent) => descent.end_epoch(),
            Motion::QuasiNewton(solver) => solver.end_epoch(),
        }
    }

    /// The mean loss of the epoch's batches, each before its update; of L-BFGS the loss at the end of the iteration.
    pub fn epoch_loss(&self) -> f64 {
        match self {
            Motion::Descent(descent) => descent.epoch_loss(),
            Motion::QuasiNewton(solver) => solver.epoch_loss(),
        }
    }

    /// How the epoch went is known: gets ready for the next one, or says why there is none. `is_last`: there is none anyway.
    pub fn prepare_next(&mut self, patience: &mut Patience, is_last: bool) -> Option<Ending> {
        match self {
            Motion::Descent(descent) => descent.prepare_next(patience),
            Motion::QuasiNewton(_) if is_last => None,
            Motion::QuasiNewton(solver) => solver.prepare_next(),
        }
    }

    /// Passes over all rows in whole epochs.
    pub fn passes(&self, epochs: usize) -> usize {
        match self {
            Motion::Descent(_) => epochs,
            Motion::QuasiNewton(solver) => solver.evaluations(),
        }
    }

    /// What it was at the end of the last whole epoch.
    pub fn progress(&self) -> MotionProgress {
        match self {
            Motion::Descent(descent) => MotionProgress::Descent(descent.progress()),
            Motion::QuasiNewton(solver) => MotionProgress::QuasiNewton(solver.progress()),
        }
    }

    /// Whether the progress is one of this solver's, with these rows and this network; then it is taken up. `epoch` epochs are
    /// done, and `is_over` says that none follows.
    pub fn resume(&mut self, progress: MotionProgress, epoch: usize, is_over: bool) -> bool {
        match (self, progress) {
            (Motion::Descent(descent), MotionProgress::Descent(progress)) => descent.resume(progress, epoch),
            (Motion::QuasiNewton(solver), MotionProgress::QuasiNewton(progress)) => {
                solver.resume(progress, is_over)
            }
            _ => false,
        }
    }
}

impl Packed for MotionProgress {
    fn pack(&self, to: &mut Vec<u8>) {
        match self {
            MotionProgress::Descent(progress) => {
                0u8.pack(to);
                progress.pack(to);
            }
            MotionProgress::QuasiNewton(progress) => {
                1u8.pack(to);
                progress.pack(to);
            }
        }
    }

    fn unpack(from: &mut &[u8]) -> Option<MotionProgress> {
        match u8::unpack(from)? {
            0 => DescentProgress::unpack(from).map(MotionProgress::Descent),
            1 => QuasiNewtonProgress::unpack(from).map(MotionProgress::QuasiNewton),
            _ => None,
        }
    }
}
