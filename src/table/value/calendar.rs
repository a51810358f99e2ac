//! Days and times of day as numbers, in the calendar of today at all times (ISO 8601's proleptic Gregorian one).

/// Days of the year before each month begins, leap days aside.
const BEFORE: [i64; 13] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
/// Days before 1970-01-01, from the first day of the year 1 on.
const EPOCH: i64 = 719_162;
pub const DAY: f64 = 86_400.0;
/// Days from 1970 that are still written as dates, some 27,000 years.
const FURTHEST: f64 = 1e7;

/// A number of one or two digits.
pub fn small(part: &str) -> Option<u32> {
    let digits = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if digits { part.parse().ok() } else { None }
}

fn is_leap(year: i64) -> bool {
    year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0)
}

/// Days between the first day of the year 1 and that of `year`.
fn before_year(year: i64) -> i64 {
    let past = year - 1;
    365 * past + past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400)
}

/// Days since 1970-01-01; `None` where the month has no such day. `month` and `day` count from 1.
pub fn day_number(year: i64, month: u32, day: u32) -> Option<i64> {
    if !(1..=12).contains(&month) || day == 0 {
        return None;
    }
    let month = month as usize;
    let leap = i64::from(is_leap(year));
    let length = BEFORE[month] - BEFORE[month - 1] + if month == 2 { leap } else { 0 };
    let before = BEFORE[month - 1] + if month > 2 { leap } else { 0 };
    (i64::from(day) <= length).then(|| before_year(year) + before + i64::from(day) - 1 - EPOCH)
}

/// Seconds since 1970-01-01 as `2024-05-31`, or `2024-05-31T12:30:00` where the time is not midnight.
#[inline(never)]
pub fn date_text(seconds: f64) -> String {
    let days = (seconds / DAY).floor();
    if days.is_nan() || days.abs() > FURTHEST {
        return seconds.to_string();
    }
    let (year, month, day) = civil(days as i64);
    let rest = seconds - days * DAY;
    let time = if rest > 0.0 { format!("T{}", time_text(rest)) } else { String::new() };
    format!("{year:04}-{month:02}-{day:02}{time}")
}

/// Year, month (1 … 12) and day (1 … 31) of a day since 1970-01-01. Years begin in March here, so that the leap day is their
/// last; 400 years have 146,097 days (E. G. Richards, Mapping Time, 1998, chapter 25).
pub fn civil(days: i64) -> (i64, u32, u32) {
    // Since 0000-03-01.
    let days = days + 719_468;
    let (cycle, of_cycle) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_cycle - of_cycle / 1_460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
    let of_year = of_cycle - (365 * year + year / 4 - year / 100);
    // March to July and August to December have 153 days each.
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, later) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (cycle * 400 + year + later, month as u32, day as u32)
}

/// Seconds since midnight as `12:30:00`, with a fraction where there is one.
#[inline(never)]
pub fn time_text(seconds: f64) -> String {
    if !(0.0..=DAY).contains(&seconds) {
        return seconds.to_string();
    }
    // Thousandths: what is left of a fraction beside some 10⁹ seconds.
    let thousandths = (seconds * 1_000.0).round() as u64;
    let (whole, fraction) = (thousandths / 1_000, thousandths % 1_000);
    let clock = format!("{:02}:{:02}:{:02}", whole / 3_600, whole / 60 % 60, whole % 60);
    if fraction > 0 { format!("{clock}.{fraction:03}") } else { clock }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_the_dates_of_the_calendar() {
        for (day, date) in [
            (0, (1970, 1, 1)),
            (-1, (1969, 12, 31)),
            (19_782, (2024, 2, 29)),
            (19_783, (2024, 3, 1)),
            (11_016, (2000, 2, 29)),
            (-25_508, (1900, 3, 1)),
            (-719_468, (0, 3, 1)),
        ] {
            assert_eq!(civil(day), date, "{day}");
        }
    }

    #[test]
    fn days_by_hand() {
        assert_eq!(day_number(1970, 1, 1), Some(0));
        assert_eq!(day_number(1969, 12, 31), Some(-1));
        // 30 years of 365 days and the leap days of 1972, 1976, …, 1996: 10,950 + 7.
        assert_eq!(day_number(2000, 1, 1), Some(10_957));
        assert_eq!(day_number(2000, 3, 1), Some(10_957 + 31 + 29));
        assert_eq!(day_number(2024, 2, 29).zip(day_number(2024, 3, 1)), Some((19_782, 19_783)));
        for (year, month, day) in
            [(2023, 2, 29), (1900, 2, 29), (2024, 4, 31), (2024, 13, 1), (2024, 0, 1), (2024, 1, 0)]
        {
            assert_eq!(day_number(year, month, day), None, "{year}-{month}-{day}");
        }
    }

    #[test]
    fn every_day_is_written_as_it_is_read() {
        let mut expected = -719_528;
        for year in 0..2_500 {
            for month in 1..=12 {
                for day in 1..=31 {
                    let Some(number) = day_number(year, month, day) else { continue };
                    assert_eq!(number, expected);
                    assert_eq!(date_text(number as f64 * DAY), format!("{year:04}-{month:02}-{day:02}"));
                    expected += 1;
                }
            }
        }
    }

    #[test]
    fn times() {
        assert_eq!(date_text(45_000.0), "1970-01-01T12:30:00");
        assert_eq!(date_text(-1.0), "1969-12-31T23:59:59");
        assert_eq!(time_text(32_759.5), "09:05:59.500");
        assert_eq!(time_text(DAY), "24:00:00");
        assert_eq!(date_text(1e30), "1000000000000000000000000000000");
    }
}
