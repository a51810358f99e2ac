//! What page and command line share beside the engine: the session with its commands and events, charts as geometry, and
//! the assignment with its report.

pub mod chart;

pub mod session;

pub mod assignment;
