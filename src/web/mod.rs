//! The only room with JS.
