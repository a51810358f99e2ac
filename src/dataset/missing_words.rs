//! Rows that have no part in a run because of a word in the target that was taken as missing: it may have been a label.

use crate::table::{Column, Form, MissingWords, Values, quoted};

/// How many rows are left out for it, and what to do where it is a label.
pub fn note(column: &Column) -> Option<String> {
    let MissingWords { cells, words } = &column.form.missing_words;
    let rows = match cells {
        0 => return None,
        1 => "1 row is left out because its".to_string(),
        _ => format!("{cells} rows are left out because their"),
    };
    let what = if words.is_empty() { "a word that".to_string() } else { format!("{}, which", listed(words)) };
    let advice = advice(column);
    Some(format!("{rows} {} is {what} was taken as missing.{advice}", quoted(&column.name)))
}

/// The same of a column that has too few values without those cells, behind another sentence; or nothing.
pub fn aside(column: &Column) -> String {
    let MissingWords { cells, words } = &column.form.missing_words;
    if *cells == 0 || words.is_empty() {
        return String::new();
    }
    let cells = match cells {
        1 => "1 cell is".to_string(),
        _ => format!("{cells} cells are"),
    };
    format!(" {cells} {}, which was taken as missing.{}", listed(words), advice(column))
}

/// A word can be set as a value where the column has labels, and where the person has not named it as missing.
fn advice(column: &Column) -> String {
    let Form { missing_words, missing, .. } = &column.form;
    let is_named = |word: &&String| missing.iter().any(|named| named.eq_ignore_ascii_case(word));
    let word = missing_words.words.iter().find(|word| !is_named(word));
    match (word, &column.values) {
        (Some(word), Values::Labels(_)) => format!(
            " If {} is a label, set it as not missing (on the command line: --not-missing {}).",
            quoted(word),
            argument(word)
        ),
        _ => String::new(),
    }
}

/// As a shell takes it.
fn argument(word: &str) -> String {
    match word.chars().all(|letter| letter.is_ascii_alphanumeric()) {
        true => word.to_string(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

fn listed(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    words.join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Kind, Labels};

    fn column(cells: usize, words: &[&str], values: Values) -> Column {
        let words = words.iter().map(|word| word.to_string()).collect();
        let form = Form { missing_words: MissingWords { cells, words }, ..Form::default() };
        let (name, reason) = ("y".to_string(), String::new());
        Column { name, kind: Kind::Category, reason, values, missing: cells, distinct: 1, form }
    }

    fn labels() -> Values {
        Values::Labels(Labels::default())
    }

    #[test]
    fn the_words_are_counted_and_can_be_made_labels() {
        assert_eq!(note(&column(0, &[], labels())), None);
        assert_eq!(
            note(&column(34, &["NA"], labels())).as_deref(),
            Some(
                "34 rows are left out because their 'y' is 'NA', which was taken as missing. If 'NA' is a label, set it as not missing (on \
                 the command line: --not-missing NA)."
            )
        );
        assert!(note(&column(1, &["n/a", "?"], labels())).unwrap().starts_with(
            "1 row is left out because its 'y' is 'n/a' or '?', which was taken as missing. If 'n/a' is a label"
        ));
        assert!(aside(&column(1, &["n/a"], labels())).ends_with("--not-missing 'n/a')."));
        assert!(aside(&column(45, &["none"], labels())).starts_with(" 45 cells are 'none', which was taken"));
    }

    #[test]
    fn numbers_and_what_a_person_named_have_no_advice() {
        let numbers = column(2, &["NA"], Values::Numbers(vec![1.0]));
        assert_eq!(
            note(&numbers).as_deref(),
            Some("2 rows are left out because their 'y' is 'NA', which was taken as missing.")
        );
        let mut named = column(2, &["x"], labels());
        named.form.missing = vec!["X".to_string()];
        assert_eq!(aside(&named), " 2 cells are 'x', which was taken as missing.");
    }
}
