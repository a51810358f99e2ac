use super::quick;

/// What a cell is as a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// Finite, and no larger than [`LARGEST`] in magnitude.
    Value(f64),
    /// Infinite, or larger than any number that a network of f32 can use.
    OutOfRange,
    Word,
}

/// The largest magnitude that is kept.
pub const LARGEST: f64 = 1e30;

/// 10⁰ … 10²²: the powers of ten that f64 holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

/// Longer cells are words; an f64 written out in full needs fewer characters.
const LONGEST: usize = 400;

/// Takes a trimmed cell as a number whose fraction stands behind `decimal` (`.` or `,`): `12`, `-0.5`, `.5`,
/// `2.94E-05`, `1,234,567`, `1 234`, `inf`. The value is the f64 nearest to what is written.
pub fn number(cell: &[u8], decimal: u8) -> Number {
    read(cell, decimal).0
}

/// The cell as a number, and whether something stands between groups of its digits.
#[inline]
pub fn read(cell: &[u8], decimal: u8) -> (Number, bool) {
    if let Some(value) = quick::number(cell, decimal) {
        return (Number::Value(value), false);
    }
    match cell.first() {
        Some(b'0'..=b'9' | b'+' | b'-' | b'.' | b',' | b'i' | b'I' | 0xE2) if cell.len() <= LONGEST => {}
        _ => return (Number::Word, false),
    }
    let (negative, digits) = sign(cell);
    let (magnitude, is_grouped) = match plain(digits, decimal) {
        Some(value) => (value, false),
        None if is_infinity(digits) => return (Number::OutOfRange, false),
        None => match grouped(digits, decimal) {
            Some(value) => (value, true),
            None => return (Number::Word, false),
        },
    };
    let number = match () {
        _ if magnitude > LARGEST => Number::OutOfRange,
        _ if magnitude == 0.0 => Number::Value(0.0),
        _ if negative => Number::Value(-magnitude),
        _ => Number::Value(magnitude),
    };
    (number, is_grouped)
}

fn sign(cell: &[u8]) -> (bool, &[u8]) {
    const MINUS: &[u8] = "\u{2212}".as_bytes();
    match cell {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ if cell.starts_with(MINUS) => (true, &cell[MINUS.len()..]),
        _ => (false, cell),
    }
}

fn is_infinity(digits: &[u8]) -> bool {
    digits.eq_ignore_ascii_case(b"inf") || digits.eq_ignore_ascii_case(b"infinity")
}

/// Digits with an optional fraction and exponent and nothing between the digits.
///
/// Where all digits make a whole number below 2⁵³ and the power of ten is exact, one division or multiplication
/// rounds correctly (W. D. Clinger, How to read floating point numbers accurately, 1990, section 2).
fn plain(digits: &[u8], decimal: u8) -> Option<f64> {
    let mut mantissa: u64 = 0;
    let mut n_digits = 0;
    let mut n_fraction = 0;
    let mut seen_decimal = false;
    let mut at = 0;
    while at < digits.len() {
        let byte = digits[at];
        if byte.is_ascii_digit() {
            mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
            n_digits += 1;
            n_fraction += i32::from(seen_decimal);
        } else if byte == decimal && !seen_decimal {
            seen_decimal = true;
        } else {
            break;
        }
        at += 1;
    }
    if n_digits == 0 {
        return None;
    }
    let exponent = if at == digits.len() { 0 } else { exponent(&digits[at..])? };
    let power = exponent.saturating_sub(n_fraction);
    if n_digits <= 19 && mantissa < 1 << 53 && (-22..=22).contains(&power) {
        let whole = mantissa as f64;
        let scale = POWERS[power.unsigned_abs() as usize];
        return Some(if power < 0 { whole / scale } else { whole * scale });
    }
    let text: String = digits.iter().map(|&byte| if byte == decimal { '.' } else { byte as char }).collect();
    text.parse().ok()
}

/// `e-05` → −5, held within ±100,000.
fn exponent(text: &[u8]) -> Option<i32> {
    let [b'e' | b'E', rest @ ..] = text else { return None };
    let (negative, digits) = match rest {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        _ => (false, rest),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let size = digits.iter().fold(0, |size: i32, byte| (size * 10 + i32::from(byte - b'0')).min(100_000));
    Some(if negative { -size } else { size })
}

/// What may stand between groups of three digits. Lone bytes 0xA0 and 0x92 are the no-break space and the apostrophe of
/// windows-1252.
const SEPARATORS: [&[u8]; 9] =
    [b",", b".", b" ", b"'", b"\xC2\xA0", b"\xE2\x80\xAF", b"\xE2\x80\x99", b"\xA0", b"\x92"];

/// A number with one kind of separator between groups of three digits: `1,234,567.8`, `1 234`.
fn grouped(digits: &[u8], decimal: u8) -> Option<f64> {
    let first = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !(1..=3).contains(&first) {
        return None;
    }
    let rest = &digits[first..];
    let separator =
        *SEPARATORS.iter().find(|separator| **separator != [decimal] && rest.starts_with(separator))?;
    // A leading zero is a fraction's ("0,125"), never a thousand's.
    if digits[0] == b'0' {
        return None;
    }
    let mut joined = digits[..first].to_vec();
    let mut rest = rest;
    while let Some(group) = rest.strip_prefix(separator) {
        if group.len() < 3 || !group[..3].iter().all(u8::is_ascii_digit) {
            return None;
        }
        joined.extend_from_slice(&group[..3]);
        rest = &group[3..];
    }
    if rest.first().is_some_and(|&byte| byte != decimal) {
        return None;
    }
    joined.extend_from_slice(rest);
    plain(&joined, decimal)
}

/// Which decimal mark a cell is evidence for: `1.5` and `1,234.5` for the point, `1,5` and `0,125` for the comma;
/// `1,234` for neither.
pub fn evidence(cell: &[u8]) -> Option<u8> {
    let marks = |mark: u8| cell.iter().filter(|&&byte| byte == mark).count();
    if marks(b'.') + marks(b',') == 0 {
        return None;
    }
    let point = matches!(number(cell, b'.'), Number::Value(_));
    let comma = matches!(number(cell, b','), Number::Value(_));
    match (point, comma) {
        (true, false) => Some(b'.'),
        (false, true) => Some(b','),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Number {
        number(text.as_bytes(), b'.')
    }

    #[test]
    fn numbers_as_people_write_them() {
        for (text, expected) in [
            ("0", 0.0),
            ("-0", 0.0),
            ("+5", 5.0),
            ("-4.095", -4.095),
            (".5", 0.5),
            ("5.", 5.0),
            ("2.94E-05", 2.94e-5),
            ("1e3", 1000.0),
            ("00501", 501.0),
            ("0.1", 0.1),
            ("179769313486231570000", 179769313486231570000.0),
            ("0.30000000000000004", 0.30000000000000004),
            ("1,234", 1234.0),
            ("1,234,567.25", 1234567.25),
            ("1 234", 1234.0),
            ("1\u{A0}234", 1234.0),
            ("1'234", 1234.0),
            ("\u{2212}3", -3.0),
            ("1e-400", 0.0),
        ] {
            assert_eq!(value(text), Number::Value(expected), "{text}");
        }
    }

    #[test]
    fn the_decimal_comma() {
        assert_eq!(number(b"1,5", b','), Number::Value(1.5));
        assert_eq!(number(b"1.234,5", b','), Number::Value(1234.5));
        assert_eq!(number(b"1.5", b','), Number::Word);
    }

    #[test]
    fn what_no_network_can_use_is_out_of_range() {
        for text in ["inf", "-Infinity", "1e400", "-1e31", "1e99999999999"] {
            assert_eq!(value(text), Number::OutOfRange, "{text}");
        }
        assert_eq!(value("1e30"), Number::Value(1e30));
    }

    #[test]
    fn words_are_not_numbers() {
        for text in [
            "", ".", "-", "e5", "1e", "1.2.3", "12,34", "0,125", "1,2345", "1 23", "0x1F", "5 %", "1_000",
            "info",
        ] {
            assert_eq!(value(text), Number::Word, "{text}");
        }
    }

    #[test]
    fn marks_are_evidence_only_where_they_decide() {
        assert_eq!(evidence(b"1.5"), Some(b'.'));
        assert_eq!(evidence(b"1,5"), Some(b','));
        assert_eq!(evidence(b"0,125"), Some(b','));
        assert_eq!(evidence(b"1,234"), None);
        assert_eq!(evidence(b"12"), None);
    }
}
