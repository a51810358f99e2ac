//! Which cells stand for a missing value.
//!
//! Words that always do ([`is_missing`]), words that do among numbers and dates ([`is_missing_number`]), and over both what a
//! person says ([`Markers`]). A sign such as `-` or `?` may be a label as well. It is one, in a column of words, where
//!
//! 1. all other words of the column are signs too (`+`, `*`, `<`);
//! 2. it is a dash, and a plus sign is among the other words;
//! 3. the column has one other word alone, and both stand there at least twice: as missing, the column would say nothing.
//!
//! Beside two or more words with letters (yes, no and `-`) it stands for a missing cell, as in most tables; so does it beside a
//! single word that stands there once, in a column of mostly dashes. Empty cells count for nothing. What a person says goes
//! before: `missing` makes it a missing cell, `not_missing` a label.

use std::borrow::Cow;

use super::number::{Number, number};

/// Which words stand for a missing cell in one column: those that always do, laid over by what a person says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Markers {
    /// Further words, as the person has named them. They go before `not`.
    pub own: Vec<String>,
    /// Words that stand for a missing cell elsewhere and are values here.
    pub not: Vec<String>,
}

impl Markers {
    /// Whether a trimmed cell stands for a missing value, whatever the others of its column are.
    pub fn has(&self, cell: &[u8]) -> bool {
        is_missing(cell) && !self.is_kept(cell) || self.is_named(cell)
    }

    /// Whether it does among numbers or dates.
    pub fn has_among_numbers(&self, cell: &[u8]) -> bool {
        self.has(cell) || is_missing_number(cell) && !self.is_kept(cell)
    }

    /// Whether the person has named this very word.
    pub fn is_named(&self, cell: &[u8]) -> bool {
        self.own.iter().any(|word| cell.eq_ignore_ascii_case(word.as_bytes()))
    }

    /// Whether the person has named the cell or its number: -999 is -999.0 too. `taken`: the cell as a number.
    pub fn is_own(&self, cell: &[u8], taken: Number, decimal: u8) -> bool {
        let same = |word: &String| taken != Number::Word && number(word.as_bytes(), decimal) == taken;
        self.is_named(cell) || self.own.iter().any(same)
    }

    /// An empty cell is missing whatever is said.
    fn is_kept(&self, cell: &[u8]) -> bool {
        !cell.is_empty() && self.not.iter().any(|word| cell.eq_ignore_ascii_case(word.as_bytes()))
    }
}

/// Columns with more different words have no signs for labels.
pub const MOST_COMPANIONS: usize = 20;
/// A label that stands there less often may be a slip.
const LEAST_OFTEN: usize = 2;

/// Whether a word that stands for a missing cell is a sign.
pub fn is_sign(word: &str) -> bool {
    matches!(word, "?") || is_dash(word)
}

fn is_dash(word: &str) -> bool {
    matches!(word, "-" | "--" | "---" | "\u{2013}" | "\u{2014}")
}

/// Whether a sign is a label in a column of words. `sign` and the `companions`, which are all of the column's words that are no
/// markers, with how often they stand there; `is_alone`: the column has no other such sign.
pub fn sign_is_label(sign: &(Cow<str>, usize), is_alone: bool, companions: &[(Cow<str>, usize)]) -> bool {
    let are_signs = companions.iter().all(|(word, _)| !word.chars().any(char::is_alphanumeric));
    let has_plus = companions.iter().any(|(word, _)| word == "+");
    match companions {
        [] => false,
        _ if are_signs || has_plus && is_dash(&sign.0) => true,
        [only] => is_alone && only.1 >= LEAST_OFTEN && sign.1 >= LEAST_OFTEN,
        _ => false,
    }
}

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
    fn what_a_person_says_goes_before() {
        let markers = Markers {
            own: vec!["999".into(), "unknown".into()],
            not: vec!["NA".into(), ".".into(), "".into()],
        };
        assert!(!markers.has(b"NA") && !markers.has(b"na") && markers.has(b"N/A"));
        assert!(
            markers.has(b"Unknown") && !markers.has_among_numbers(b".") && markers.has_among_numbers(b"nil")
        );
        assert!(markers.has(b""), "an empty cell holds nothing that could be a value");
        assert!(
            markers.is_own(b"999.0", Number::Value(999.0), b'.')
                && !markers.is_own(b"99", Number::Value(99.0), b'.')
        );
        let both = Markers { own: vec!["NA".into()], not: vec!["NA".into()] };
        assert!(both.has(b"na"));
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
