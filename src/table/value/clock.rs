use super::calendar::{DAY, small};

/// `123000`, `1230`, with Z or without.
pub fn compact_clock(text: &str) -> Option<f64> {
    let text = text.strip_suffix('Z').unwrap_or(text);
    let part = |place: usize| text.get(place..place + 2).and_then(small);
    let (hour, minute) = (part(0)?, part(2)?);
    let second = if text.len() == 4 { 0 } else { part(4)? };
    let fits = hour < 24 && minute < 60 && second <= 60 && text.len() <= 6;
    fits.then_some(f64::from(hour * 3_600 + minute * 60 + second))
}

/// Seconds since midnight of `12:30`, `9:05:59.5 pm`, `12:30:00+02:00`, less the offset from universal time.
pub fn clock(text: &str) -> Option<f64> {
    let (text, is_universal) = match text.strip_suffix(['Z', 'z']) {
        Some(rest) => (rest.trim_end(), true),
        None => (text, false),
    };
    let (text, half) = half_of_day(text);
    let (text, offset) = match text.rfind(['+', '-']) {
        Some(place) if !is_universal => {
            let size = offset(&text[place + 1..])?;
            (text[..place].trim_end(), if text.as_bytes()[place] == b'-' { -size } else { size })
        }
        Some(_) => return None,
        None => (text, 0.0),
    };
    let (text, fraction) = match text.split_once('.') {
        Some((text, digits)) if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            (text, format!("0.{digits}").parse::<f64>().ok()?)
        }
        Some(_) => return None,
        None => (text, 0.0),
    };
    let mut parts = text.split(':');
    let (hour, minute, second) = (small(parts.next()?)?, parts.next()?, parts.next());
    if parts.next().is_some() || (second.is_none() && minute.len() != 2) {
        return None;
    }
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
        None => hour,
    };
    let (minute, second) = (small(minute)?, second.map_or(Some(0), small)?);
    let seconds = f64::from(hour * 3_600 + minute * 60 + second) + fraction;
    (minute < 60 && second <= 60 && seconds <= DAY).then_some(seconds - offset)
}

/// Takes `am` and `pm` off: before noon `Some(false)`, after it `Some(true)`.
fn half_of_day(text: &str) -> (&str, Option<bool>) {
    let at = text.len().saturating_sub(2);
    match text.get(at..) {
        Some(end) if end.eq_ignore_ascii_case("am") => (text[..at].trim_end(), Some(false)),
        Some(end) if end.eq_ignore_ascii_case("pm") => (text[..at].trim_end(), Some(true)),
        _ => (text, None),
    }
}

/// `01:00`, `0100` or `01`, in seconds.
fn offset(text: &str) -> Option<f64> {
    let (hours, minutes) = match text.len() {
        2 => (text, "0"),
        4 => (text.get(..2)?, text.get(2..)?),
        _ => text.split_once(':').filter(|(hours, minutes)| hours.len() == 2 && minutes.len() == 2)?,
    };
    let (hours, minutes) = (small(hours)?, small(minutes)?);
    (hours <= 18 && minutes < 60).then_some(f64::from(hours * 3_600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_by_hand() {
        for (text, seconds) in [
            ("0:00", Some(0.0)),
            ("1:01:01.5", Some(3_661.5)),
            ("24:00", Some(DAY)),
            ("12:00 am", Some(0.0)),
            ("12:00 PM", Some(43_200.0)),
            ("01:00+01:30", Some(-1_800.0)),
            ("24:00:01", None),
            ("12:3", None),
            ("1:2:3:4", None),
            ("0:30 pm", None),
            ("12:00+2", None),
            ("12:00+19:00", None),
            ("12:00Z+01", None),
            ("", None),
        ] {
            assert_eq!(clock(text), seconds, "{text}");
        }
        assert_eq!(compact_clock("010203"), Some(3_723.0));
        assert_eq!(["0102030", "01020", "2400", ""].map(compact_clock), [None; 4]);
    }
}
