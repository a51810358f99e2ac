use super::calendar::{DAY, day_number, small};
use super::clock::{clock, compact_clock};
use super::compact::compact_days;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A date, a time of day or both as a cell writes them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    pub day: Day,
    /// Seconds since midnight, less the offset from universal time where one is stated.
    pub clock: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Day {
    /// The cell is a time of day.
    None,
    /// Days since 1970-01-01.
    Known(i64),
    /// `5/4/2024`: which of the two is the month is for the column to say.
    Either { first: u32, second: u32, year: i64, slashes: bool },
}

impl Moment {
    /// Takes a cell in ISO 8601 or one of the common forms:
    /// `2024-05-31`, `2024-05-31T12:30:00Z`, `20240531T123000`, `31.05.2024`, `5/31/24 9:30 pm`, `31 May 2024`,
    /// `May 31, 2024`, `2024-05`, `05/2024`, `12:30`. Two digits are a year from 1969 to 2068.
    pub fn of(text: &str) -> Option<Moment> {
        let is_likely = (4..=40).contains(&text.len())
            && text.as_bytes()[0].is_ascii_alphanumeric()
            && text.is_ascii()
            && text.bytes().any(|byte| byte.is_ascii_digit());
        if !is_likely {
            return None;
        }
        let Some(colon) = text.find(':') else {
            let (day, clock) = match text.split_once('T') {
                Some((day, clock)) if day.len() == 8 => (compact_day(day)?, compact_clock(clock)?),
                _ => (day(text)?, 0.0),
            };
            return Some(Moment { day, clock });
        };
        // The time begins behind the last space or T before its first colon.
        match text[..colon].rfind([' ', 'T', 't']) {
            Some(gap) => Some(Moment { day: day(&text[..gap])?, clock: clock(&text[gap + 1..])? }),
            None => Some(Moment { day: Day::None, clock: clock(text)? }),
        }
    }

    /// The same of a cell in a column of dates, where eight digits such as `20240531` are a day too.
    pub fn among_dates(cell: &str) -> Option<Moment> {
        let is_compact = cell.len() == 8 && cell.bytes().all(|byte| byte.is_ascii_digit());
        match cell.parse().ok().filter(|_| is_compact).and_then(compact_days) {
            Some(days) => Some(Moment { day: Day::Known(days), clock: 0.0 }),
            None => Moment::of(cell),
        }
    }

    /// Seconds since 1970-01-01, or since midnight where there is no day; `None`: the calendar has no such day.
    pub fn seconds(self, day_first: bool) -> Option<f64> {
        let days = match self.day {
            Day::None => 0,
            Day::Known(days) => days,
            Day::Either { first, second, year, .. } if day_first => day_number(year, second, first)?,
            Day::Either { first, second, year, .. } => day_number(year, first, second)?,
        };
        Some(days as f64 * DAY + self.clock)
    }
}

/// Whether a text is a calendar date, a time of day or both.
pub fn is_date(text: &str) -> bool {
    Moment::of(text).is_some()
}

fn day(text: &str) -> Option<Day> {
    let mut parts = [""; 4];
    let mut n = 0;
    for part in text.split(['-', '/', '.', ',', ' ']).filter(|part| !part.is_empty()) {
        *parts.get_mut(n)? = part;
        n += 1;
    }
    let parts = match &parts[..n] {
        [weekday, rest @ ..] if rest.len() > 1 && name(weekday, &WEEKDAYS).is_some() => rest,
        parts => parts,
    };
    let known = |year, month, day| day_number(year, month, day).map(Day::Known);
    match *parts {
        [a, b, c] => {
            if let Some(month) = name(a, &MONTHS) {
                return known(self::year(c)?, month, small(b)?);
            }
            if let Some(month) = name(b, &MONTHS) {
                return known(self::year(c)?, month, small(a)?);
            }
            if a.len() == 4 {
                return known(self::year(a)?, small(b)?, small(c)?);
            }
            // "1.10.22" may be a version: a year of two digits needs a slash or two digits everywhere.
            let slashes = text.contains('/');
            if c.len() != 4 && !slashes && (a.len() != 2 || b.len() != 2) {
                return None;
            }
            let (first, second, year) = (small(a)?, small(b)?, self::year(c)?);
            let either = day_number(year, second, first).or_else(|| day_number(year, first, second));
            either.map(|_| Day::Either { first, second, year, slashes })
        }
        [month, year] if year.len() == 4 && name(month, &MONTHS).is_some() => {
            known(self::year(year)?, name(month, &MONTHS)?, 1)
        }
        [month, year] if year.len() == 4 && text.contains('/') => known(self::year(year)?, small(month)?, 1),
        [year, month] if year.len() == 4 && month.len() == 2 && !text.contains([' ', '.', ',']) => {
            known(self::year(year)?, small(month)?, 1)
        }
        _ => None,
    }
}

/// `20240531`
fn compact_day(text: &str) -> Option<Day> {
    let day = day_number(year(text.get(..4)?)?, small(text.get(4..6)?)?, small(text.get(6..8)?)?)?;
    Some(Day::Known(day))
}

/// Which of the names it is, from 1: a name in full or by its first three letters.
fn name(part: &str, names: &[&str]) -> Option<u32> {
    let is = |name: &&str| {
        part.eq_ignore_ascii_case(name)
            || part.eq_ignore_ascii_case(&name[..3])
            || (part.eq_ignore_ascii_case("sept") && *name == "september")
    };
    names.iter().position(is).map(|place| place as u32 + 1)
}

fn year(part: &str) -> Option<i64> {
    let digits = part.bytes().all(|byte| byte.is_ascii_digit());
    let number: i64 = part.parse().ok().filter(|_| digits)?;
    match part.len() {
        4 => Some(number),
        2 if number >= 69 => Some(1900 + number),
        2 => Some(2000 + number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::value::calendar::{date_text, time_text};

    fn read(text: &str, day_first: bool) -> String {
        let moment = Moment::of(text).unwrap_or_else(|| panic!("{text}"));
        match moment.day {
            Day::None => time_text(moment.clock),
            _ => moment.seconds(day_first).map_or("no such day".to_string(), date_text),
        }
    }

    #[test]
    fn common_forms() {
        for (text, expected) in [
            ("2024-05-31", "2024-05-31"),
            ("2024/5/31", "2024-05-31"),
            ("2024-05-31T12:30:00Z", "2024-05-31T12:30:00"),
            ("2024-05-31 12:30:00.125+02:00", "2024-05-31T10:30:00.125"),
            ("2024-05-31T00:30:00-0100", "2024-05-31T01:30:00"),
            ("20140502T000000", "2014-05-02"),
            ("20140502T1230Z", "2014-05-02T12:30:00"),
            ("31.05.2024", "2024-05-31"),
            ("31-May-24", "2024-05-31"),
            ("31 May 2024", "2024-05-31"),
            ("31 Sept 1999", "no"),
            ("May 31, 2024", "2024-05-31"),
            ("Fri, 31 May 2024", "2024-05-31"),
            ("2024-05", "2024-05-01"),
            ("05/2024", "2024-05-01"),
            ("Jan 2020", "2020-01-01"),
            ("01/02/69", "1969-02-01"),
            ("01/02/68", "2068-02-01"),
            ("12:30", "12:30:00"),
            ("9:05:59", "09:05:59"),
            ("12:05 am", "00:05:00"),
            ("12:05 PM", "12:05:00"),
        ] {
            match expected {
                "no" => assert_eq!(Moment::of(text), None),
                _ => assert_eq!(read(text, true), expected, "{text}"),
            }
        }
        assert_eq!(read("5/31/24 9:30 pm", false), "2024-05-31T21:30:00");
        assert_eq!(read("5/31/24", true), "no such day");
        assert_eq!((read("4/5/24", true), read("4/5/24", false)), ("2024-05-04".into(), "2024-04-05".into()));
    }

    #[test]
    fn what_only_looks_like_one() {
        for text in [
            "1.10.2",
            "192.168.1.1",
            "555-1234",
            "2024-13-01",
            "2023-02-29",
            "32.01.2024",
            "3:1",
            "a:b",
            "May",
            "1/2",
            "2024",
            "20240531",
            "12:99",
            "25:00",
            "13:00 pm",
            "12:30:00.",
            "12:30-",
            ":",
            "T:00",
            "20140502T",
            "+1:00",
        ] {
            assert!(!is_date(text), "{text}");
        }
    }
}
