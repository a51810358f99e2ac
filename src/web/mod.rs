//! The only room with JS.

pub mod canvas;
