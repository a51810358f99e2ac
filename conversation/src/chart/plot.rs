use super::number::Numbers;
use super::{LegendEntry, Line, Role, Scale, Series};

/// A figure laid out for a canvas of a given size. Everything is in CSS pixels from the upper left corner, and inside
/// the canvas.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    pub width: f64,
    pub height: f64,
    /// The rectangle between the axes, in which the lines stand.
    pub frame: Rect,
    /// Epochs → pixels.
    pub x: Scale,
    /// Values → pixels; percentages count as shares here, 0.021 for 2.1 %.
    pub y: Scale,
    /// In ascending order, inside the axis's ends.
    pub x_ticks: Vec<Tick>,
    pub y_ticks: Vec<Tick>,
    /// In drawing order: what matters most comes last, on top.
    pub lines: Vec<Line>,
    /// Names at the ends of the current lines and of the baseline; a name for which no place is left is not there.
    pub labels: Vec<Text>,
    pub legend: Vec<LegendEntry>,
    /// Only in [`Figure::layout_with_title`](super::Figure::layout_with_title).
    pub title: Option<Text>,
    pub x_title: Option<Text>,
    pub y_title: Option<Text>,
    /// Says how many values are beyond the axis, where there are any.
    pub note: Option<Text>,
    /// How many measured values lie beyond the ends of the y axis (a loss that exploded).
    pub beyond: usize,
    /// What [`Plot::read_out_at`] reads.
    pub(super) series: Vec<Series>,
    /// Every measured epoch once, ascending.
    pub(super) epochs: Vec<f64>,
    pub(super) numbers: Numbers,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    pub value: f64,
    /// The pixel along its axis.
    pub at: f64,
    pub label: String,
}

/// Words with their place: the left end of the line of text, at half its height.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    pub at: (f64, f64),
    /// An upper estimate; see [`Plot`].
    pub width: f64,
    pub text: String,
    /// The series that it names, if any.
    pub role: Option<Role>,
}

impl Rect {
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }
}
