//! Days as numbers: 20240531.

use super::calendar::{DAY, day_number};

/// Seconds since 1970-01-01 of a number that is written like a date, such as 20240531.
pub fn compact_date(value: f64) -> Option<f64> {
    compact_days(value).map(|days| days as f64 * DAY)
}

pub fn compact_days(value: f64) -> Option<i64> {
    let is_near = (19_000_101.0..=21_001_231.0).contains(&value) && value.fract() == 0.0;
    let number = if is_near { value as u32 } else { return None };
    day_number(i64::from(number / 10_000), number / 100 % 100, number % 100)
}
