//! The only room with JS: the worker that holds the [`Session`](perceptab_conversation::session::Session), the page's link to it, and
//! the page itself.

pub mod app;
pub mod block;
pub mod canvas;
mod dom;
mod engine;
mod link;
pub mod message;
mod slices;
pub mod worker;

/// Which build this is.
pub const BUILD: &str = env!("PERCEPTAB_BUILD");
