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
    /// (epoch, value) in ascending epoch; a value that is not finite breaks the line. Of a baseline the first value
    /// counts, its epoch does not.
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

impl Role {
    pub fn is_previous(self) -> bool {
        matches!(self, Role::PreviousTrain | Role::PreviousTest)
    }
}

impl Series {
    /// The value of a baseline: its first finite one.
    pub(super) fn constant(&self) -> Option<f64> {
        self.points.iter().map(|point| point.1).find(|value| value.is_finite())
    }
}
