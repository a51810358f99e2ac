//! History → geometry in CSS pixels. No JS, depends on nothing.
//!
//! A [`Figure`] says what is to be drawn, in data units. [`Figure::layout`] makes a [`Plot`] of it: where everything
//! stands on a canvas of a given size, and what is read at an epoch. [`Plot::marks`] is the same as a list of strokes
//! and words: whoever draws (the canvas, the SVG writer) only follows it and takes the colours from a [`Theme`].

mod figure;
mod labels;
mod layout;
mod legend;
mod line;
mod marks;
mod number;
mod order;
mod plot;
mod range;
mod readout;
mod scale;
mod svg;
mod text;
mod theme;
mod ticks;

pub use figure::{Figure, NumberFormat, Role, Series};
pub use legend::LegendEntry;
pub use line::Line;
pub use marks::{Anchor, Mark};
pub use plot::{Plot, Rect, Text, Tick};
pub use readout::{ReadOut, Reading};
pub use scale::Scale;
pub use svg::escaped;
pub use theme::{Ink, Theme};
pub use ticks::round_ticks;
