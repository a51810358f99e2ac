//! History → geometry in CSS pixels. No JS, depends on nothing: whoever draws a [`Plot`] only follows its lines.

mod plot;
mod scale;

pub use plot::{Figure, Line, NumberFormat, PlacedLabel, Plot, ReadOut, Role, Series, Tick};
pub use scale::Scale;
