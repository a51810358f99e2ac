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

/// Whether a text is a calendar date, a time of day or both, in ISO 8601 or one of the common forms:
/// `2024-05-31`, `2024-05-31T12:30:00Z`, `31.05.2024`, `5/31/24 9:30 pm`, `31 May 2024`, `May 31, 2024`, `2024-05`, `12:30`.
pub fn is_date(text: &str) -> bool {
    if !(4..=40).contains(&text.len()) || !text.is_ascii() {
        return false;
    }
    let Some(colon) = text.find(':') else { return is_day(text) };
    // The time begins behind the last space or T before its first colon.
    match text[..colon].rfind([' ', 'T', 't']) {
        Some(gap) => is_day(&text[..gap]) && is_time(&text[gap + 1..]),
        None => is_time(text),
    }
}

fn is_day(text: &str) -> bool {
    let mut parts: Vec<&str> =
        text.split(['-', '/', '.', ',', ' ']).filter(|part| !part.is_empty()).collect();
    if parts.len() > 2 && is_name(parts[0], &WEEKDAYS) {
        parts.remove(0);
    }
    match parts[..] {
        [a, b, c] if is_name(a, &MONTHS) => is_within(b, 1, 31) && is_year(c),
        [a, b, c] if is_name(b, &MONTHS) => is_within(a, 1, 31) && is_year(c),
        [year, month, day] if year.len() == 4 => {
            is_year(year) && is_within(month, 1, 12) && is_within(day, 1, 31)
        }
        // "1.10.22" may be a version: a year of two digits needs a slash or two digits everywhere.
        [a, b, year] if year.len() == 4 || text.contains('/') || (a.len() == 2 && b.len() == 2) => {
            let day_first = is_within(a, 1, 31) && is_within(b, 1, 12);
            let month_first = is_within(a, 1, 12) && is_within(b, 1, 31);
            is_year(year) && (day_first || month_first)
        }
        [month, year] if is_name(month, &MONTHS) => year.len() == 4 && is_year(year),
        [year, month] => {
            year.len() == 4
                && month.len() == 2
                && is_year(year)
                && is_within(month, 1, 12)
                && !text.contains([' ', '.'])
        }
        _ => false,
    }
}

fn is_time(text: &str) -> bool {
    let text = text.trim_end_matches(['Z', 'z']).trim_end();
    let lower = text.to_ascii_lowercase();
    let text = lower.trim_end_matches("am").trim_end_matches("pm").trim_end();
    let text = match text.rfind(['+', '-']) {
        Some(zone) if is_zone(&text[zone + 1..]) => text[..zone].trim_end(),
        _ => text,
    };
    let (text, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let parts: Vec<&str> = text.split(':').collect();
    let clock = match parts[..] {
        [hour, minute] => is_within(hour, 0, 24) && minute.len() == 2 && is_within(minute, 0, 59),
        [hour, minute, second] => {
            is_within(hour, 0, 24) && is_within(minute, 0, 59) && is_within(second, 0, 60)
        }
        _ => false,
    };
    clock && !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

/// `01:00`, `0100` or `01`.
fn is_zone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    (digits == 2 || digits == 4) && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b':')
}

/// A name in full or by its first three letters.
fn is_name(part: &str, names: &[&str]) -> bool {
    let part = part.to_ascii_lowercase();
    part.len() >= 3
        && names
            .iter()
            .any(|name| *name == part || name[..3] == part || (part == "sept" && *name == "september"))
}

fn is_within(part: &str, least: u32, most: u32) -> bool {
    part.len() <= 2
        && part.bytes().all(|byte| byte.is_ascii_digit())
        && part.parse::<u32>().is_ok_and(|value| (least..=most).contains(&value))
}

fn is_year(part: &str) -> bool {
    (part.len() == 4 || part.len() == 2) && part.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_forms() {
        for text in [
            "2024-05-31",
            "2024/5/31",
            "2024-05-31T12:30:00Z",
            "2024-05-31 12:30:00.123+02:00",
            "31.05.2024",
            "5/31/24 9:30 pm",
            "05/31/24",
            "31 May 2024",
            "31-May-24",
            "May 31, 2024",
            "Fri, 31 May 2024",
            "2024-05",
            "Jan 2020",
            "12:30",
            "9:05:59",
        ] {
            assert!(is_date(text), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_one() {
        for text in [
            "1.10.2",
            "192.168.1.1",
            "555-1234",
            "2024-13-01",
            "32.01.2024",
            "3:1",
            "a:b",
            "May",
            "1/2",
            "2024",
            "12:99",
            ":",
        ] {
            assert!(!is_date(text), "{text}");
        }
    }
}
