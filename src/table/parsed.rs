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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_numbers() {
        assert_eq!(parse_number(" 1,234.5 ", '.'), Some(1234.5));
        assert_eq!(parse_number("1,5", ','), Some(1.5));
        for word in ["", "NA", "large", "inf", "1e99"] {
            assert_eq!(parse_number(word, '.'), None, "{word}");
        }
    }
}
