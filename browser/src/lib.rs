//! What needs a browser: the page as a value, the elements that it becomes, the worker that holds the engine's session,
//! and what crosses between the two.
//!
//! `app/` and `worker/` link it into the two modules that are served.

pub mod page;

#[cfg(target_arch = "wasm32")]
pub mod web;
