//! Numbers as the page and the command line write and read them.

mod decimal;

pub use decimal::decimal;

/// 14924 → "14,924".
pub fn count(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// (1, "row") → "1 row", (14924, "row") → "14,924 rows".
pub fn counted(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", count(n), if n == 1 { "" } else { "s" })
}

/// 1_480_000 → "1.5 MB", in powers of ten.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => counted(bytes as usize, "byte"),
        1_000..999_500 => format!("{:.0} kB", bytes as f64 / 1e3),
        999_500..999_950_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

/// A share of `n` rows as per cent, with the digits that its standard error √(p(1−p)/n) allows: 0.0211 of 2,985
/// rows (± 0.26 points) → "2.1 %", 0.97 of 69 rows (± 2 points) → "97 %".
pub fn share(share: f64, n: usize) -> String {
    if !share.is_finite() {
        return "–".to_string();
    }
    let error = 100.0 * (share * (1.0 - share) / n.max(1) as f64).max(0.0).sqrt();
    let decimals = if error >= 1.0 || error == 0.0 { 0 } else { (-error.log10().floor() as usize).min(2) };
    format!("{:.decimals$} %", share * 100.0)
}

/// A number with `digits` significant digits, without needless zeros: 0.0123456 → "0.0123", 52 → "52".
pub fn number(value: f64, digits: usize) -> String {
    if !value.is_finite() {
        return "–".to_string();
    }
    if value == 0.0 {
        return "0".to_string();
    }
    let magnitude = value.abs().log10().floor() as i32;
    if !(-5..12).contains(&magnitude) {
        return format!("{value:.*e}", digits.saturating_sub(1)).replace('-', "−");
    }
    let decimals = (digits as i32 - 1 - magnitude).clamp(0, 12) as usize;
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let whole = whole.parse().map(count).unwrap_or_else(|_| whole.to_string());
    let fraction = fraction.trim_end_matches('0');
    let sign = if value < 0.0 { "−" } else { "" };
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// 1_623_000 → "1.6 M rows/s".
pub fn speed(rows_per_second: f64) -> String {
    match rows_per_second {
        r if !r.is_finite() || r <= 0.0 => String::new(),
        r if r >= 999_500.0 => format!("{:.1} M rows/s", r / 1e6),
        r if r >= 9_950.0 => format!("{:.0} k rows/s", r / 1e3),
        r => format!("{} rows/s", count(r.round() as usize)),
    }
}

/// 1.64 → "1.6 s", 75 → "1 min 15 s", 4000 → "1 h 7 min".
pub fn duration(seconds: f64) -> String {
    if !seconds.is_finite() || seconds < 0.0 {
        return "–".to_string();
    }
    if seconds < 9.95 {
        return format!("{seconds:.1} s");
    }
    let whole = seconds.round() as u64;
    match whole {
        0..60 => format!("{whole} s"),
        60..3600 => format!("{} min {} s", whole / 60, whole % 60),
        _ => format!("{} h {} min", whole / 3600, whole % 3600 / 60),
    }
}

/// 1.64 → "2 s left": whole seconds, because a guess has no tenths.
pub fn time_left(seconds: f64) -> String {
    match seconds {
        s if !s.is_finite() || s < 0.0 => String::new(),
        s if s < 59.5 => format!("{} s left", (s.ceil() as u64).max(1)),
        s if s < 3600.0 => format!("{} min left", (s / 60.0).round() as u64),
        s => format!("{} h {} min left", s as u64 / 3600, s as u64 % 3600 / 60),
    }
}

/// R² with three decimals, which its own chance allows on some thousand rows; a dash where there is none.
pub fn r_squared(r2: Option<f64>) -> String {
    r2.map_or("–".to_string(), |r2| format!("{r2:.3}").replace('-', "−"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_squared_may_be_below_zero_or_missing() {
        assert_eq!((r_squared(Some(-0.0712)), r_squared(None)), ("−0.071".to_string(), "–".to_string()));
    }

    #[test]
    fn counts_have_commas() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(14_924), "14,924");
        assert_eq!(count(1_000_000), "1,000,000");
        assert_eq!(counted(1, "row"), "1 row");
        assert_eq!(counted(2, "row"), "2 rows");
    }

    #[test]
    fn sizes_are_short() {
        assert_eq!(size(12), "12 bytes");
        assert_eq!(size(15_241), "15 kB");
        assert_eq!(size(999_700), "1.0 MB");
        assert_eq!(size(1_480_000), "1.5 MB");
        assert_eq!(size(2_000_000_000), "2.0 GB");
    }

    #[test]
    fn shares_get_the_digits_of_their_noise() {
        assert_eq!(share(0.021106, 2_985), "2.1 %");
        assert_eq!(share(0.9710, 69), "97 %");
        assert_eq!(share(0.021106, 11_939), "2.1 %");
        assert_eq!(share(0.5, 1_000_000), "50.00 %");
        assert_eq!(share(1.0, 69), "100 %");
        assert_eq!(share(f64::NAN, 69), "–");
    }

    #[test]
    fn numbers_keep_their_significant_digits() {
        assert_eq!(number(0.012345, 3), "0.0123");
        assert_eq!(number(52.0, 3), "52");
        assert_eq!(number(-0.5, 3), "−0.5");
        assert_eq!(number(14_924.4, 3), "14,924");
        assert_eq!(number(0.0, 3), "0");
        assert_eq!(number(9.999, 3), "10");
        assert_eq!(number(1.5e-9, 2), "1.5e−9");
        assert_eq!(number(f64::INFINITY, 3), "–");
    }

    #[test]
    fn speeds_and_times_are_read_at_a_glance() {
        assert_eq!(speed(1_623_000.0), "1.6 M rows/s");
        assert_eq!(speed(52_300.0), "52 k rows/s");
        assert_eq!(speed(812.4), "812 rows/s");
        assert_eq!(speed(0.0), "");
        assert_eq!(duration(1.64), "1.6 s");
        assert_eq!(duration(75.2), "1 min 15 s");
        assert_eq!(duration(4000.0), "1 h 6 min");
        assert_eq!(time_left(1.64), "2 s left");
        assert_eq!(time_left(0.0), "1 s left");
        assert_eq!(time_left(600.0), "10 min left");
        assert_eq!(time_left(f64::NAN), "");
    }
}
