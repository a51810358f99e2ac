//! Numbers → fitted network: the assignment's Training and BatchSplit.

mod batches;
mod history;
mod measurement;
mod optimiser;
mod scores;
mod trainer;

pub use batches::{BatchPart, Batches};
pub use history::{EpochRecord, History};
pub use measurement::{Answered, answer_all};
pub use optimiser::Optimiser;
pub use scores::{Scores, exact_matches};
pub use trainer::{Progress, Settings, Trainer};

use crate::dataset::{TargetEncoder, Task};
use crate::network::Head;

/// The head that fits a target.
pub fn head_for(target: &TargetEncoder) -> Head {
    match (target.task(), target.width()) {
        (Task::Regression, _) => Head::Identity,
        (Task::Classification, 1) => Head::Sigmoid,
        (Task::Classification, _) => Head::Softmax,
    }
}
