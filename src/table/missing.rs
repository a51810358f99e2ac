/// Whether a cell, trimmed, stands for a missing value, whatever its column holds. Words that may as well be a value of
/// their own ("unknown", a dot) are not among them: see [`is_missing_number`].
pub fn is_missing(cell: &[u8]) -> bool {
    let is = |markers: &[&str]| markers.iter().any(|marker| cell.eq_ignore_ascii_case(marker.as_bytes()));
    match cell.len() {
        0 => true,
        1 => matches!(cell[0], b'-' | b'?'),
        // A database writes \N, with a large letter.
        2 => is(&["na", "--"]) || cell == b"\\N",
        // NaT is how pandas writes a missing date; the dashes are those that a spreadsheet makes of hyphens.
        3 => is(&["nan", "n/a", "---", "\u{2013}", "\u{2014}"]) || cell == b"NaT",
        4 => is(&["null", "none", "#n/a", "<na>", "-nan", "+nan"]),
        5 => is(&["#ref!", "#num!"]),
        6 => is(&["(null)", "#name?", "#null!"]),
        7 => is(&["#value!", "#div/0!"]),
        _ => false,
    }
}

/// Whether a cell stands for a missing value where the other cells are numbers or dates.
pub fn is_missing_number(cell: &[u8]) -> bool {
    const MARKERS: [&str; 12] = [
        ".",
        "*",
        "..",
        "nil",
        "n.a.",
        "missing",
        "unknown",
        "not available",
        "not applicable",
        "1.#qnan",
        "-1.#ind",
        "0000-00-00",
    ];
    MARKERS.iter().any(|marker| cell.eq_ignore_ascii_case(marker.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_markers() {
        for marker in [
            "", "NA", "na", "N/A", "null", "NULL", "None", "nan", "NaN", "-", "?", "#N/A", "--", "\\N",
            "<NA>", "NaT", "(null)", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "–", "—", "-nan",
        ] {
            assert!(is_missing(marker.as_bytes()), "{marker}");
        }
        for value in ["0", "n", "no", "nine", "#N/A!", "-1", "\\n", "Nat", ".", "unknown", "missing", "####"]
        {
            assert!(!is_missing(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn markers_among_numbers() {
        assert!(
            [".", "Unknown", "MISSING", "n.a.", "-1.#IND"]
                .iter()
                .all(|cell| is_missing_number(cell.as_bytes()))
        );
        assert!(!["0", "..5", "x", "soon"].iter().any(|cell| is_missing_number(cell.as_bytes())));
    }
}
