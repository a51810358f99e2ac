use std::collections::BTreeSet;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::{Problem, Recipe};
use crate::table::{nearest, quoted};

/// More are counted only.
const NAMED: usize = 20;
/// How much of a value stands in a sentence.
const SHOWN: usize = 40;

impl Recipe {
    /// From the JSON of its file; or everything that is wrong with it, together: unknown settings, values of another
    /// kind than is wanted, values out of their range.
    pub fn read(json: &[u8]) -> Result<Recipe, Vec<Problem>> {
        // A list would be taken for the settings in their order.
        if json.trim_ascii_start().first() != Some(&b'{') {
            return Err(vec![problem("", "It is no recipe, which begins with a {.".to_string())]);
        }
        let without = without_folds(json);
        let json = without.as_deref().unwrap_or(json);
        let (problems, recipe) = match serde_json::from_slice::<Recipe>(json) {
            Ok(recipe) => (recipe.problems(), Some(recipe)),
            Err(error) => (one_by_one(json, &error), None),
        };
        match (recipe, problems.is_empty()) {
            (Some(recipe), true) => Ok(recipe),
            _ => Err(bounded(problems)),
        }
    }
}

/// Settings that recipes once had. A fold is asked for beside a recipe ([`crate::study`]).
const FOLDS: [&str; 2] = ["folds", "fold"];

/// A recipe file of before without its folds, where it says that there are none; `None` where it says nothing of them, or
/// something else, which is then an unknown setting.
fn without_folds(json: &[u8]) -> Option<Vec<u8>> {
    let Entries(entries) = serde_json::from_slice(json).ok()?;
    let is_of_folds =
        |(name, value): &(String, &RawValue)| FOLDS.contains(&name.as_str()) && value.get() == "0";
    if !entries.iter().any(is_of_folds) {
        return None;
    }
    let rest = entries.iter().filter(|entry| !is_of_folds(entry));
    let rest: Vec<String> = rest.map(|(name, value)| format!("{}:{value}", json_text(name))).collect();
    Some(format!("{{{}}}", rest.join(",")).into_bytes())
}

/// What is wrong with each setting of a recipe that cannot be read whole; `error` says one of the reasons.
fn one_by_one(json: &[u8], error: &serde_json::Error) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut good = Vec::new();
    if let Ok(entries) = serde_json::from_slice::<Entries>(json) {
        let known = known("{\"\":0}");
        for (name, value) in entries.checked("", &known, &mut problems) {
            let inner = serde_json::from_str::<Entries>(value.get()).ok().filter(|_| name == "reading");
            let Some(inner) = inner else {
                match wrong(&name, &name, value, |value| format!("{{{}:{value}}}", json_text(&name))) {
                    Some(problem) => problems.push(problem),
                    None => good.push(format!("{}:{value}", json_text(&name))),
                }
                continue;
            };
            for (part, value) in
                inner.checked("reading.", &self::known("{\"reading\":{\"\":0}}"), &mut problems)
            {
                let around = |value: &str| format!("{{\"reading\":{{{}:{value}}}}}", json_text(&part));
                problems.extend(wrong(&format!("reading.{part}"), &part, value, around));
            }
        }
    }
    // The others may be out of their range besides.
    let rest = serde_json::from_str::<Recipe>(&format!("{{{}}}", good.join(",")));
    problems.extend(rest.map(|recipe| recipe.problems()).unwrap_or_default());
    if problems.is_empty() {
        let what = match error.classify() {
            Category::Eof | Category::Io => "It ends too early",
            Category::Syntax => "It is not valid JSON",
            Category::Data => "It has a value that cannot be used",
        };
        let (line, column) = (error.line(), error.column());
        problems.push(problem(
            "",
            format!("{what} (line {line}, column {column}). Use a recipe as Perceptab saved it."),
        ));
    }
    problems
}

/// What is wrong with one value alone. `field`: what it is called, `around`: the recipe that holds a value there.
fn wrong(field: &str, name: &str, value: &RawValue, around: impl Fn(&str) -> String) -> Option<Problem> {
    let refusal =
        |value: &str| serde_json::from_str::<Recipe>(&around(value)).err().map(|error| error.to_string());
    let error = refusal(value.get())?;
    // Where names are expected, a name that is none has them told.
    let asked = [refusal("\"?\""), refusal("[\"?\"]"), refusal("{\"?\":\"?\"}")];
    let names = std::iter::once(&error).chain(asked.iter().flatten()).map(|error| names(error));
    let names = names.into_iter().find(|names| !names.is_empty()).unwrap_or_default();
    let needs = match name {
        "target_scale" => "\"standardise\" or {\"divide-by\": 100}".to_string(),
        _ if names.is_empty() => kind(&error).to_string(),
        _ => one_of(&names),
    };
    let each = match value.get().chars().next() {
        Some('[' | '{')
            if !error.contains("invalid type: sequence") && !error.contains("invalid type: map") =>
        {
            " in each place"
        }
        _ => "",
    };
    let shown = shown(value.get());
    Some(problem(field, format!("Setting {} is {shown}; it needs {needs}{each}.", quoted(field))))
}

/// What a value is to be, in words, from what the reader of JSON expected.
fn kind(error: &str) -> &'static str {
    let expected = error.rsplit_once("expected ").map_or("", |(_, expected)| expected);
    let expected = expected.split(" at line").next().unwrap_or_default();
    match expected {
        "f32" | "f64" => "a number",
        "usize" | "u64" | "u32" | "u8" => "a whole number from 0",
        "i64" | "i32" => "a whole number",
        "a boolean" => "true or false",
        "a string" | "string" => "a text in quotation marks",
        "a character" => "a single character in quotation marks",
        "a sequence" => "a list, such as [64, 32]",
        "a map" => "names with their values, such as {\"size\": true}",
        _ if error.starts_with("number out of range") => "a number that can be computed with",
        _ if expected.starts_with("struct") => "settings with their values, such as {\"decimal\": \",\"}",
        _ => "another value",
    }
}

/// The names that may stand in the place of an unknown one.
fn names(error: &str) -> Vec<&str> {
    match error.split_once("unknown variant") {
        Some(_) => listed(error),
        None => Vec::new(),
    }
}

/// The settings that there are, by asking for one that there is not.
fn known(asked: &str) -> Vec<String> {
    let error = serde_json::from_str::<Recipe>(asked).err().map(|error| error.to_string());
    listed(&error.unwrap_or_default()).into_iter().map(String::from).collect()
}

/// What stands in backticks after "expected".
fn listed(error: &str) -> Vec<&str> {
    let expected = error.rsplit_once(", expected ").map_or("", |(_, expected)| expected);
    expected.split('`').skip(1).step_by(2).collect()
}

fn one_of(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    match quoted.as_slice() {
        [names @ .., last] if !names.is_empty() => format!("{} or {last}", names.join(", ")),
        names => names.join(""),
    }
}

/// On one line, bounded.
fn shown(text: &str) -> String {
    let mut line: String =
        text.chars().take(SHOWN).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if text.chars().nth(SHOWN).is_some() {
        line.push('…');
    }
    line
}

fn json_text(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

fn problem(field: &str, message: String) -> Problem {
    Problem { field: field.to_string(), message }
}

fn bounded(mut problems: Vec<Problem>) -> Vec<Problem> {
    let more = problems.len().saturating_sub(NAMED);
    if more > 0 {
        problems.truncate(NAMED);
        problems.push(problem(
            "",
            if more == 1 {
                "1 more setting cannot be used.".to_string()
            } else {
                format!("{more} more settings cannot be used.")
            },
        ));
    }
    problems
}

/// The settings of a recipe with their values as they stand, whatever they are.
struct Entries<'a>(Vec<(String, &'a RawValue)>);

impl<'a> Entries<'a> {
    /// Those that there are; what is said of others, and of those that stand there twice, goes to `problems`.
    fn checked(
        self,
        before: &str,
        known: &[String],
        problems: &mut Vec<Problem>,
    ) -> Vec<(String, &'a RawValue)> {
        let names: Vec<&str> = known.iter().map(String::as_str).collect();
        let mut seen = BTreeSet::new();
        let mut kept = Vec::new();
        for (name, value) in self.0 {
            let field = format!("{before}{name}");
            if !names.contains(&name.as_str()) {
                // Looked for only as long as it is told.
                let near = (problems.len() < NAMED).then(|| nearest(&name, &names)).flatten();
                let near = near.map_or(String::new(), |near| format!(" Did you mean {}?", quoted(near)));
                problems.push(problem(&field, format!("There is no setting {}.{near}", quoted(&field))));
            } else if !seen.insert(name.clone()) {
                problems
                    .push(problem(&field, format!("Setting {} is there twice: keep one.", quoted(&field))));
            } else {
                kept.push((name, value));
            }
        }
        kept
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Entries<'a>, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("settings with their values")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(entries)
            }
        }
        deserializer.deserialize_map(Each).map(Entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(json: &str) -> Vec<String> {
        let problems = Recipe::read(json.as_bytes()).unwrap_err();
        problems.into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn a_file_of_before_may_say_that_it_has_no_folds() {
        let file =
            |folds: &str| format!(r#"{{"format":"perceptab-recipe","folds":{folds},"fold":0,"epochs":7}}"#);
        assert_eq!(Recipe::read(file("0").as_bytes()).map(|recipe| recipe.epochs), Ok(7));
        let problems = problems(&file("3"));
        assert!(problems[0].contains("There is no setting 'folds'"), "{problems:?}");
    }

    #[test]
    fn what_is_written_reads_back() {
        for recipe in [Recipe::default(), crate::recipe::Preset::Beyond.recipe()] {
            assert_eq!(Recipe::read(&serde_json::to_vec(&recipe).unwrap()), Ok(recipe));
        }
        assert_eq!(Recipe::read(b"{}"), Ok(Recipe::default()));
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let json = r#"{"epoch":5,"epochs":"many","hidden":[64,"wide"],"activation":"rely","task":3,"kinds":{"a":"big"},
            "reading":{"delimeter":",","skip":-1,"delimiter":"ab"},"target_scale":7,"learning_rate":1e999,
            "shuffle":"yes","target":5,"columns":[],"dropout":2,"tol":0,"tol":1}"#;
        assert_eq!(
            problems(json),
            [
                "There is no setting 'epoch'. Did you mean 'epochs'?",
                "Setting 'tol' is there twice: keep one.",
                "Setting 'epochs' is \"many\"; it needs a whole number from 0.",
                "Setting 'hidden' is [64,\"wide\"]; it needs a whole number from 0 in each place.",
                "Setting 'activation' is \"rely\"; it needs \"identity\", \"sigmoid\", \"tanh\", \"relu\", \
                 \"leaky-relu\", \"elu\", \"selu\", \"gelu\" or \"softplus\".",
                "Setting 'task' is 3; it needs \"regression\" or \"classification\".",
                "Setting 'kinds' is {\"a\":\"big\"}; it needs \"numeric\", \"code\", \"category\", \"boolean\", \
                 \"date\", \"time\", \"text\", \"identifier\" or \"constant\" in each place.",
                "There is no setting 'reading.delimeter'. Did you mean 'delimiter'?",
                "Setting 'reading.skip' is -1; it needs a whole number from 0.",
                "Setting 'reading.delimiter' is \"ab\"; it needs a single character in quotation marks.",
                "Setting 'target_scale' is 7; it needs \"standardise\" or {\"divide-by\": 100}.",
                "Setting 'learning_rate' is 1e999; it needs a number that can be computed with.",
                "Setting 'shuffle' is \"yes\"; it needs true or false.",
                "Setting 'target' is 5; it needs a text in quotation marks.",
                "Setting 'columns' is []; it needs names with their values, such as {\"size\": true}.",
                "Dropout must be between 0 and 0.95; it is 2.",
            ]
        );
    }

    #[test]
    fn no_name_of_the_program_s_own_is_told() {
        let samples =
            ["null", "true", "-1", "1.5", "1e999", "\"x\"", "[]", "[[]]", "{}", "{\"x\":[]}", "[null]"];
        for field in known("{\"\":0}") {
            for sample in samples {
                let json = format!("{{\"{field}\":{sample}}}");
                let Err(problems) = Recipe::read(json.as_bytes()) else { continue };
                for Problem { message, .. } in problems {
                    for word in [
                        "struct",
                        "enum",
                        "variant",
                        "f32",
                        "f64",
                        "usize",
                        "u64",
                        "invalid type",
                        "sequence",
                    ] {
                        assert!(!message.contains(word), "{json}: {message}");
                    }
                }
            }
        }
        for json in ["[]", "3", "\"x\"", "null", "true", "{", ""] {
            let told = problems(json);
            assert!(told.len() == 1 && !told[0].contains("struct"), "{json}: {told:?}");
        }
        assert_eq!(
            problems("{\"epochs\": 3,\n"),
            ["It ends too early (line 2, column 0). Use a recipe as Perceptab saved it."]
        );
        assert_eq!(
            problems("{\"epochs\" 3}"),
            ["It is not valid JSON (line 1, column 11). Use a recipe as Perceptab saved it."]
        );
    }

    #[test]
    fn very_many_problems_are_counted_and_quickly() {
        let entries: Vec<String> = (0..100_000).map(|name| format!("\"setting{name}\":0")).collect();
        let told = problems(&format!("{{{}}}", entries.join(",")));
        assert_eq!((told.len(), told[20].as_str()), (21, "99980 more settings cannot be used."));
    }
}
