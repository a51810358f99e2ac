//! Which [`Kind`] a column is, and why in a few words. Nothing here depends on the order of the rows.

use super::code::is_code;
use super::kind::Kind;
use crate::table::ledger::thousands;

/// Words that mean yes and no.
const YES_NO: [(&str, &str); 8] = [
    ("yes", "no"),
    ("true", "false"),
    ("y", "n"),
    ("t", "f"),
    ("on", "off"),
    ("ja", "nein"),
    ("oui", "non"),
    ("s\u{ed}", "no"),
];
/// Fewer rows than this that count 1, 2, 3, … may as well be a measurement.
const LEAST_COUNTING_ROWS: usize = 30;
/// Fewer rows than this may all differ by chance.
const LEAST_UNIQUE_ROWS: usize = 10;
/// This many different words are categories however few rows there are.
const ALWAYS_CATEGORIES: usize = 20;
const MOST_CATEGORIES: usize = 1_000;
/// Longer words, on average, are sentences and not keys.
const LONGEST_KEY: usize = 40;

/// One cell in so many has leading zeros in a column of codes: of a country's ZIP codes only a few do.
const LEAST_PADDED: usize = 100;

/// How the cells of a column of numbers were written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Written {
    /// Cells with a zero before the first digit, such as 00501.
    pub padded: usize,
    /// What stood beside the numbers; empty: nothing.
    pub unit: &'static str,
}

/// `missing` counts the NaNs in `values`, `distinct` the different other values.
pub fn of_numbers(
    name: &str,
    values: &[f64],
    missing: usize,
    distinct: usize,
    written: Written,
) -> (Kind, String) {
    let n = values.len() - missing;
    let present = || values.iter().filter(|value| !value.is_nan());
    if distinct == 0 {
        return (Kind::Constant, "no values".to_string());
    }
    if distinct == 1 {
        return (Kind::Constant, "the same number in every row".to_string());
    }
    match written.unit {
        "" => {}
        "%" => return (Kind::Numeric, "percentages: 45 % is 45".to_string()),
        unit => return (Kind::Numeric, format!("numbers in {unit}")),
    }
    if !present().all(|value| value.fract() == 0.0) {
        return (Kind::Numeric, "numbers".to_string());
    }
    let least = present().fold(f64::INFINITY, |least, value| least.min(*value));
    let most = present().fold(f64::NEG_INFINITY, |most, value| most.max(*value));
    if distinct == n {
        let counts = most - least + 1.0 == n as f64 && (least == 0.0 || least == 1.0);
        if counts && n >= LEAST_COUNTING_ROWS {
            return (Kind::Identifier, format!("counts the rows from {least}"));
        }
        if is_key_name(name) {
            return (
                Kind::Identifier,
                "a different whole number in every row, and a name like a key".to_string(),
            );
        }
    }
    // One alone may be a slip.
    if written.padded >= 2 && written.padded * LEAST_PADDED >= n {
        return (Kind::Code, "whole numbers with leading zeros: no quantity is written so".to_string());
    }
    if is_code(name, n, distinct, least, most) {
        let distinct = thousands(distinct);
        return (
            Kind::Code,
            format!("{distinct} different whole numbers under a name for categories: codes, it seems"),
        );
    }
    match distinct {
        2 if least == 0.0 && most == 1.0 => (Kind::Numeric, "0 and 1".to_string()),
        _ => (Kind::Numeric, "whole numbers".to_string()),
    }
}

/// `levels`: the different words; `n`: how many cells are not missing.
pub fn of_words(name: &str, levels: &[String], n: usize) -> (Kind, String) {
    let distinct = levels.len();
    if distinct <= 1 {
        return (Kind::Constant, "the same word in every row".to_string());
    }
    if distinct == 2 && YES_NO.iter().any(|(yes, no)| is_pair(levels, yes, no)) {
        return (Kind::Boolean, format!("{} and {}", levels[0], levels[1]));
    }
    let unique = distinct * 20 >= n * 19 && (n >= LEAST_UNIQUE_ROWS || is_key_name(name));
    let length: usize = levels.iter().map(String::len).sum::<usize>() / distinct;
    if unique && length <= LONGEST_KEY {
        return (Kind::Identifier, "a different word in nearly every row".to_string());
    }
    if !unique && (distinct <= ALWAYS_CATEGORIES || (distinct <= n / 3 && distinct <= MOST_CATEGORIES)) {
        return (Kind::Category, format!("{} different words", thousands(distinct)));
    }
    (Kind::Text, format!("{} different words in {} rows", thousands(distinct), thousands(n)))
}

fn is_pair(levels: &[String], yes: &str, no: &str) -> bool {
    let is = |word: &str| levels.iter().any(|level| level.eq_ignore_ascii_case(word));
    is(yes) && is(no)
}

/// `id`, `customer_id`, `PassengerId`, `customerID`, `index`, `row number`, `#` …, and a first column without a name.
fn is_key_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    const WHOLE: [&str; 14] = [
        "id",
        "index",
        "idx",
        "uuid",
        "guid",
        "row",
        "rowid",
        "row number",
        "row_number",
        "rownames",
        "rowname",
        "#",
        "no.",
        "column_1",
    ];
    let ends_camel = ["Id", "ID"].iter().any(|end| {
        name.strip_suffix(end)
            .and_then(|stem| stem.chars().last())
            .is_some_and(|last| last.is_ascii_lowercase())
    });
    let ends_word = ["_id", " id", "-id", ".id"].iter().any(|end| lower.ends_with(end));
    WHOLE.contains(&lower.as_str()) || lower.starts_with("unnamed: ") || ends_camel || ends_word
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(name: &str, values: &[f64]) -> Kind {
        let mut distinct = values.to_vec();
        distinct.sort_by(f64::total_cmp);
        distinct.dedup();
        of_numbers(name, values, 0, distinct.len(), Written::default()).0
    }

    fn words(name: &str, levels: &[&str], n: usize) -> Kind {
        of_words(name, &levels.iter().map(|level| level.to_string()).collect::<Vec<_>>(), n).0
    }

    #[test]
    fn numbers_are_numeric_unless_they_count() {
        let counting: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!(numbers("x", &counting), Kind::Identifier);
        assert_eq!(numbers("x", &counting[..10]), Kind::Numeric);
        assert_eq!(numbers("PassengerId", &[892.0, 17.0, 4.0]), Kind::Identifier);
        assert_eq!(numbers("price", &[892.0, 17.0, 4.0]), Kind::Numeric);
        assert_eq!(numbers("id", &[1.5, 2.5, 3.5]), Kind::Numeric);
        assert_eq!(numbers("id", &[1.0, 1.0, 2.0]), Kind::Numeric);
        assert_eq!(numbers("id", &[1.0, 1.0, 2.0, 2.0]), Kind::Code);
        assert_eq!(numbers("key", &[0.0, 1.0, 1.0, 0.0]), Kind::Code);
        assert_eq!(numbers("key", &[0.5, 1.0, 1.0, 0.5]), Kind::Numeric);
        assert_eq!(numbers("x", &[0.0, 1.0, 1.0]), Kind::Numeric);
        assert_eq!(numbers("x", &[5.0, 5.0]), Kind::Constant);
    }

    #[test]
    fn what_stood_beside_the_numbers_counts() {
        let of = |written| of_numbers("x", &[501.0, 602.0, 501.0], 0, 2, written);
        assert_eq!(of(Written { padded: 2, ..Written::default() }).0, Kind::Code);
        assert_eq!(of(Written { padded: 1, ..Written::default() }).0, Kind::Numeric);
        assert_eq!(
            of(Written { unit: "km", ..Written::default() }),
            (Kind::Numeric, "numbers in km".to_string())
        );
        assert_eq!(of(Written::default()), (Kind::Numeric, "whole numbers".to_string()));
    }

    #[test]
    fn words_by_their_variety() {
        let many: Vec<String> = (0..600).map(|i| format!("w{i}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(words("x", &["yes", "No"], 9), Kind::Boolean);
        assert_eq!(words("x", &["male", "female"], 9), Kind::Category);
        assert_eq!(words("x", &many, 600), Kind::Identifier);
        assert_eq!(words("x", &many, 1_000), Kind::Text);
        assert_eq!(words("x", &many, 10_000), Kind::Category);
        assert_eq!(words("x", &["a", "b", "c"], 3), Kind::Category);
        assert_eq!(words("id", &["a", "b", "c"], 3), Kind::Identifier);
        assert_eq!(words("x", &["a"], 3), Kind::Constant);
    }

    #[test]
    fn names_of_keys() {
        for name in ["id", "ID", "user_id", "PassengerId", "customerID", "Unnamed: 0", "Order ID"] {
            assert!(is_key_name(name), "{name}");
        }
        for name in ["paid", "PAID", "humid", "key", "idle", "price", "Grid"] {
            assert!(!is_key_name(name), "{name}");
        }
    }
}
