//! The page without a browser: its state, what a person can do, and what stands there as a value.
//!
//! ```text
//! Action, Event → PageState → Node        (here, tested natively)
//! Node → elements, clicks → Action        (web::dom)
//! ```
//!
//! The whole page is a function of its state. `web::dom` compares what it returns with what it returned before and
//! changes the difference.

mod act;
mod action;
mod agreement;
mod all_settings;
mod assignment_part;
mod assignment_state;
mod beside;
mod chart_part;
mod column_editor;
mod column_table;
mod cut;
mod data_part;
mod downloads;
#[cfg(test)]
mod fault_tests;
mod field;
mod findings;
mod histogram;
mod history_table;
mod job_lines;
mod keys;
mod layers;
mod message;
mod mix_part;
mod model_card;
mod nearness;
mod network_part;
mod node;
mod noticed;
mod rail;
mod reading_part;
mod roles;
mod row_form;
mod row_part;
#[cfg(test)]
mod row_tests;
mod run_bar;
mod run_list;
#[cfg(test)]
mod run_list_tests;
mod run_notes;
mod safety;
mod score_dots;
mod scores;
mod settings;
mod sheet;
#[cfg(test)]
mod sheet_tests;
mod shell;
mod shown;
mod source;
mod stage;
mod state;
mod tab;
#[cfg(test)]
mod tests;
mod tier_part;
#[cfg(test)]
mod tier_tests;
mod two_runs;
mod under_the_hood;
mod verdict;
#[cfg(test)]
mod visit;
mod words_table;

pub use action::{Action, Chart, Control, Effect, Field, FileRef, Fold, Switch};
pub use column_table::ROW;
pub use node::{Attribute, Element, Handler, Node};
pub use shell::{Fresh, page};
pub use state::PageState;
pub use tab::Tab;
