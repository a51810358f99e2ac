//! Numbers → fitted network: the assignment's Training and BatchSplit.

mod batch_end;
mod batch_room;
mod batches;
mod descent;
mod ending;
mod fingerprint;
mod history;
mod lbfgs;
mod line_search;
mod measurement;
mod motion;
mod optimiser;
mod packed;
mod packed_network;
mod penalty;
mod progress;
mod quasi_newton;
mod resume_error;
mod schedule;
mod scratch;
mod settings;
mod standing;
mod step;
mod stopping;
mod trainer;
mod validation;

pub use batches::{BatchPart, Batches};
pub use ending::Ending;
pub use history::{EpochRecord, History};
pub use lbfgs::{Lbfgs, LbfgsStep};
pub use measurement::Measurement;
#[cfg(test)]
pub use measurement::answer_all;
pub use optimiser::{Moments, Optimiser, Rule};
pub use penalty::{add_penalty, clip};
pub use progress::Progress;
pub use resume_error::ResumeError;
pub use schedule::Schedule;
pub use settings::{Loss, Settings, Solver, Watched};
pub use step::Step;
pub use stopping::Patience;
pub use trainer::Trainer;

use crate::dataset::{Scores, TargetEncoder, Task};
use crate::network::Head;

/// The head that fits a target. `loss`: of a regression.
pub fn head_for(target: &TargetEncoder, loss: Loss) -> Head {
    match (target.task(), target.width()) {
        (Task::Regression, _) => match loss {
            Loss::SquaredError => Head::Identity,
            Loss::AbsoluteError => Head::Absolute,
            Loss::Huber => Head::Huber,
            Loss::Poisson => Head::Poisson,
        },
        (Task::Classification, 1) => Head::Sigmoid,
        (Task::Classification, _) => Head::Softmax,
    }
}
