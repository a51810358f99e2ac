/// A linear map from data to CSS pixels. `pixels` may descend, as on a y axis.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scale {
    /// Lowest and highest value; the lowest is less than the highest.
    pub data: (f64, f64),
    /// Where they stand.
    pub pixels: (f64, f64),
}

impl Scale {
    pub fn to_pixels(&self, value: f64) -> f64 {
        let share = (value - self.data.0) / (self.data.1 - self.data.0);
        self.pixels.0 + share * (self.pixels.1 - self.pixels.0)
    }

    /// As [`Scale::to_pixels`], held between the axis's ends.
    pub fn to_pixels_within(&self, value: f64) -> f64 {
        self.to_pixels(value.clamp(self.data.0, self.data.1))
            .clamp(self.pixels.0.min(self.pixels.1), self.pixels.0.max(self.pixels.1))
    }

    pub fn to_data(&self, pixel: f64) -> f64 {
        let share = (pixel - self.pixels.0) / (self.pixels.1 - self.pixels.0);
        self.data.0 + share * (self.data.1 - self.data.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_there_and_back() {
        // A y axis: 0 stands at the bottom (pixel 110), 4 at the top (pixel 10); 25 pixels a unit.
        let scale = Scale { data: (0.0, 4.0), pixels: (110.0, 10.0) };
        assert_eq!(scale.to_pixels(0.0), 110.0);
        assert_eq!(scale.to_pixels(1.0), 85.0);
        assert_eq!(scale.to_pixels(4.0), 10.0);
        assert_eq!(scale.to_data(85.0), 1.0);
        assert_eq!(scale.to_pixels_within(9.0), 10.0);
        assert_eq!(scale.to_pixels_within(-9.0), 110.0);
    }
}
