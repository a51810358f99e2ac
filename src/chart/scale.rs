/// A linear map from data to CSS pixels, with ticks on round numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    pub data: (f64, f64),
    pub pixels: (f64, f64),
}
