use crate::table::value::compact::{compact_date, compact_days};

/// Turns numbers like 20240531 into seconds since 1970-01-01 where all of them, and at least three, are days from 1900 to
/// 2100. (Of numbers with eight digits by chance, one in a thousand is.)
pub fn compact_dates(values: &mut [f64]) -> bool {
    const LEAST: usize = 3;
    let days = compact_days;
    let present = || values.iter().copied().filter(|value| !value.is_nan());
    if present().nth(LEAST - 1).is_none() || !present().all(|value| days(value).is_some()) {
        return false;
    }
    for value in values.iter_mut() {
        *value = compact_date(*value).unwrap_or(f64::NAN);
    }
    true
}
