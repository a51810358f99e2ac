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
