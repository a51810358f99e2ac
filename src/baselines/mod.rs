//! What a network has to beat, and may be mixed with: gradient-boosted oblivious trees.
//!
//! [`Boosted::fit`] learns from a matrix of numbers and categories and stops by patience on a validation part;
//! [`Boosted::scores`] answers. After CatBoost (Prokhorenkova et al. 2018): oblivious trees, Newton leaves, and categories of
//! many levels by ordered target statistics, in which no row's own target enters, and by how common each level is. The loops are in `boosting`.

mod boosted;
mod columns;
mod fitting;
mod growing;
mod rows;
mod settings;
mod statistics;
// proptest is not built for wasm.
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
mod written;

pub use boosted::{Boosted, Feature};
pub use fitting::{Fitted, Losses};
pub use rows::{Answers, Rows};
pub use settings::Settings;
