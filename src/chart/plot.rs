/// What is to be drawn, in data units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    pub title: String,
    pub x_title: String,
    pub y_title: String,
    pub y_format: NumberFormat,
    pub series: Vec<Series>,
    /// The x axis reaches at least to here (the number of epochs to come).
    pub x_max: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub name: String,
    pub role: Role,
    /// (epoch, value) in ascending epoch; a value that is not finite breaks the line.
    pub points: Vec<(f64, f64)>,
}

/// What a series stands for; the colour and dash follow from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Train,
    Test,
    /// A constant to compare with: drawn as a thin dotted line over the whole width, with its name.
    Baseline,
    PreviousTrain,
    PreviousTest,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NumberFormat {
    #[default]
    Plain,
    /// 0.021 → "2.1 %"
    Percent,
}

/// A figure laid out for a canvas of a given size.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plot {
    pub lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub role: Role,
    pub points: Vec<(f64, f64)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    pub at: f64,
    pub label: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PlacedLabel {
    pub at: (f64, f64),
    pub text: String,
    pub role: Role,
}

/// The values at one epoch.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadOut {
    pub epoch: f64,
    pub x: f64,
    /// (series name, role, y in pixels, value as text)
    pub values: Vec<(String, Role, f64, String)>,
}

impl Figure {
    /// Lays the figure out for a canvas of `width` × `height` CSS pixels.
    pub fn layout(&self, _width: f64, _height: f64) -> Plot {
        todo!()
    }
}
