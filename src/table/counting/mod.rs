//! Telling equal values apart and counting them.

pub mod hash;
pub mod radix;
pub mod tally;
