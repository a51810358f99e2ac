//! What one cell says, whatever its column is: a number, with a unit or without; a date or a time of day; nothing.

pub mod calendar;
pub mod clock;
pub mod compact;
pub mod conversion;
pub mod date;
pub mod evidence;
pub mod missing;
pub mod number;
pub mod quick;
pub mod unit;
