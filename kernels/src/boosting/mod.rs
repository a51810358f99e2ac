//! The loops of gradient-boosted oblivious trees: cells as codes, histograms, splits, leaves, and trees going over rows.
//!
//! An oblivious tree (Prokhorenkova et al. 2018, "CatBoost") asks the same question of all nodes of a level, so a tree of depth
//! d is d questions and 2^d leaves, and a row's leaf is d bits: bit i is its answer to question i. What is summed while a
//! tree grows is whole numbers, so no order of the rows changes a bit of it.
//!
//! Everything here does a bounded piece of the work and returns; the room `baselines` drives it.

mod codes;
mod forest;
mod gradients;
mod histogram;
mod leaves;
mod partition;
mod scan;

pub use codes::{CODES, Codes, TOGETHER, borders, code};
pub use forest::{BLOCK, Forest};
pub use gradients::{Gradients, Loss};
pub use histogram::{count, subtract};
pub use leaves::{LeafSums, add_leaves, mark_leaves};
pub use partition::{Partition, Question};
pub use scan::{Best, Scan, scan};
