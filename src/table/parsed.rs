use super::Kind;
use super::date::{Day, Moment};
use super::missing::is_missing;
use super::number::{Number, number};

/// A word as the number that it is, with `decimal` (`.` or `,`) before its fraction: `None` for one that is missing, no number
/// or beyond what a network can use.
pub fn parse_number(word: &str, decimal: char) -> Option<f64> {
    let cell = word.trim().as_bytes();
    let decimal = if decimal == ',' { b',' } else { b'.' };
    match number(cell, decimal) {
        Number::Value(value) if !is_missing(cell) => Some(value),
        _ => None,
    }
}

/// Words as dates (seconds since 1970-01-01) or, where `kind` is [`Kind::Time`], times of day (seconds since midnight); NaN for
/// one that is neither. Whether the day or the month comes first is decided over all of them; where nothing says it the month
/// does between slashes beside a decimal point, as in a file.
#[inline(never)]
pub fn parse_moments(words: &[String], kind: Kind, decimal: char) -> Vec<f64> {
    let moments: Vec<Option<Moment>> = words.iter().map(|word| Moment::of(word.trim())).collect();
    let (mut day_first, mut month_first, mut slashed) = (false, false, false);
    for moment in moments.iter().flatten() {
        if let Day::Either { first, second, slashes, .. } = moment.day {
            day_first |= first > 12;
            month_first |= second > 12;
            slashed |= slashes;
        }
    }
    let day_first = day_first || !(month_first || slashed && decimal == '.');
    let seconds = |moment: Option<Moment>| {
        let fits = moment.filter(|moment| (moment.day == Day::None) == (kind == Kind::Time));
        fits.and_then(|moment| moment.seconds(day_first)).unwrap_or(f64::NAN)
    };
    moments.into_iter().map(seconds).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_moments() {
        let parse = |words: &[&str], kind| {
            parse_moments(&words.iter().map(|word| word.to_string()).collect::<Vec<_>>(), kind, '.')
        };
        let days = |day: f64| day * 86_400.0;
        assert_eq!(parse(&["1970-01-03", " 1970-02-01 "], Kind::Date), [days(2.0), days(31.0)]);
        // The 31st decides; slashes alone put the month first, points the day.
        assert_eq!(parse(&["31/1/1970", "2/1/1970"], Kind::Date), [days(30.0), days(1.0)]);
        assert_eq!(parse(&["2/1/1970"], Kind::Date), [days(31.0)]);
        assert_eq!(parse(&["02.01.1970"], Kind::Date), [days(1.0)]);
        assert_eq!(parse(&["12:30"], Kind::Time), [45_000.0]);
        assert!(parse(&["12:30", "soon", ""], Kind::Date).iter().all(|seconds| seconds.is_nan()));
    }

    #[test]
    fn words_that_are_numbers() {
        assert_eq!(parse_number(" 1,234.5 ", '.'), Some(1234.5));
        assert_eq!(parse_number("1,5", ','), Some(1.5));
        for word in ["", "NA", "large", "inf", "1e99"] {
            assert_eq!(parse_number(word, '.'), None, "{word}");
        }
    }
}
