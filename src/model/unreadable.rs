//! What serde says of JSON that does not become a model, in the words that a person reads.

use serde_json::Error;
use serde_json::error::Category;

/// What is wrong and where it stands, as a clause.
pub fn why(error: &Error) -> String {
    let said = error.to_string();
    let what = match error.classify() {
        Category::Syntax if said.starts_with("number out of range") => {
            "it has a number beyond all range".to_string()
        }
        Category::Syntax => "it is not valid JSON".to_string(),
        Category::Data => data(&said),
        Category::Eof | Category::Io => "it ends too early".to_string(),
    };
    match error.line() {
        // What was read twice has no place any more.
        0 => what,
        line => format!("{what} (line {line}, column {})", error.column()),
    }
}

/// `said`: by serde, or by a reader of ours, whose sentences stay.
fn data(said: &str) -> String {
    let said = said.rsplit_once(" at line ").map_or(said, |(said, _)| said);
    let name = said.split('`').nth(1).unwrap_or_default();
    for (beginning, before, behind) in [
        ("unknown field", "it has a field '", "' that is not known here"),
        ("missing field", "it lacks its field '", "'"),
        ("duplicate field", "its field '", "' is there twice"),
        ("unknown variant", "it says '", "', which is not known here"),
    ] {
        if said.starts_with(beginning) {
            return format!("{before}{name}{behind}");
        }
    }
    match said.starts_with("invalid ") || said.contains("expected ") {
        true => "it has another value than belongs there".to_string(),
        false => said.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "kebab-case", deny_unknown_fields)]
    #[allow(dead_code, reason = "only its errors are looked at")]
    struct Part {
        width: u8,
        kind: Kind,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    #[allow(dead_code, reason = "only its errors are looked at")]
    enum Kind {
        Wide(Vec<bool>),
    }

    #[test]
    fn each_error_has_words_of_ours_and_a_place() {
        for (json, clause) in [
            ("", "it ends too early (line 1, column 0)"),
            ("{\n\"width\": ", "it ends too early (line 2, column 9)"),
            ("{\"width\" 1}", "it is not valid JSON (line 1, column 10)"),
            ("{} x", "it lacks its field 'width' (line 1, column 2)"),
            ("{\"extra\": 1}", "it has a field 'extra' that is not known here (line 1, column 8)"),
            ("{\"width\": 1, \"width\": 2}", "its field 'width' is there twice (line 1, column 20)"),
            ("{\"width\": \"x\"}", "it has another value than belongs there (line 1, column 13)"),
            ("{\"width\": 1000}", "it has another value than belongs there (line 1, column 14)"),
            ("{\"kind\": \"tall\"}", "it says 'tall', which is not known here (line 1, column 15)"),
            ("{\"kind\": \"wide\"}", "it has another value than belongs there (line 1, column 16)"),
            ("{\"width\": 1e999}", "it has a number beyond all range (line 1, column 15)"),
        ] {
            let error = serde_json::from_str::<Part>(json).unwrap_err();
            assert_eq!(why(&error), clause, "{json}: {error}");
        }
        let error = crate::model::keys::check(b"{\"a\": 1,\n\"a\": 2}").unwrap_err();
        assert_eq!(why(&error), "the key 'a' stands twice (line 2, column 7)");
    }
}
