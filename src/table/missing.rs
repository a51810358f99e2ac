/// Whether a cell, trimmed, stands for a missing value.
pub fn is_missing(cell: &[u8]) -> bool {
    match cell.len() {
        0 => true,
        1 => matches!(cell[0], b'-' | b'?'),
        2 => cell.eq_ignore_ascii_case(b"na"),
        3 => cell.eq_ignore_ascii_case(b"nan") || cell.eq_ignore_ascii_case(b"n/a"),
        4 => [b"null", b"none", b"#n/a"].iter().any(|marker| cell.eq_ignore_ascii_case(*marker)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_markers() {
        for marker in ["", "NA", "na", "N/A", "null", "NULL", "None", "nan", "NaN", "-", "?", "#N/A"] {
            assert!(is_missing(marker.as_bytes()), "{marker}");
        }
        for value in ["0", "n", "no", "--", "nine", "#N/A!", "-1"] {
            assert!(!is_missing(value.as_bytes()), "{value}");
        }
    }
}
