//! Numbers → fitted network: the assignment's Training and BatchSplit.

mod history;

pub use history::{EpochRecord, History};
