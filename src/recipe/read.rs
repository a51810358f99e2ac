use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::{Choice, Problem, READING, Recipe, Setting, Value};
use crate::network::Activation;
use crate::table::{ReadSettings, nearest, quoted};

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
        let entries = serde_json::from_slice::<Entries>(json).map_err(|error| vec![malformed(&error)])?;
        let (mut recipe, mut problems) = (Recipe::of_a_file(), Vec::new());
        let (mut names, mut is_whole) = (Vec::new(), false);
        let known: Vec<&str> =
            ["format"].into_iter().chain(Setting::all().map(|setting| setting.name)).collect();
        for (name, value) in entries.without_folds().checked("", &known, &mut problems) {
            match Setting::named(&name) {
                Some(setting) if *setting == READING => {
                    read_reading(value, &mut recipe.reading, &mut problems)
                }
                Some(setting) => problems.extend(read_into(setting, &mut recipe, value)),
                // The only other name that is known.
                None if value.get() == FORMAT => is_whole = true,
                None => problems.push(problem(&name, format!("The format must be {FORMAT}."))),
            }
            names.push(name);
        }
        recipe = recipe.without_what_was_not_asked(is_whole, &names);
        problems.extend(recipe.problems());
        if problems.is_empty() { Ok(recipe) } else { Err(bounded(problems)) }
    }
}

/// The recipe's mark, as JSON.
const FORMAT: &str = "\"perceptab-recipe\"";

/// Settings that recipes once had. A fold is asked for beside a recipe ([`crate::study`]).
const FOLDS: [&str; 2] = ["folds", "fold"];

fn malformed(error: &serde_json::Error) -> Problem {
    let what = match error.classify() {
        Category::Eof | Category::Io => "It ends too early",
        Category::Syntax => "It is not valid JSON",
        Category::Data => "It has a value that cannot be used",
    };
    let (line, column) = (error.line(), error.column());
    problem("", format!("{what} (line {line}, column {column}). Use a recipe as Perceptab saved it."))
}

/// Puts one value into its place; or says what is wrong with it, and leaves the recipe alone.
fn read_into(setting: &Setting, recipe: &mut Recipe, value: &RawValue) -> Option<Problem> {
    let mut text = serde_json::Deserializer::from_str(value.get());
    let error = (setting.slot)(recipe).deserialize(&mut text).err()?.to_string();
    let (needs, each) = match (setting.value)(recipe) {
        Value::Choice(choice) => (one_of(&ids(choice)), is_list(&error)),
        Value::Activations(_) => (one_of(&ids(&Activation::Relu)), is_list(&error)),
        Value::TargetScale(_) => ("\"standardise\" or {\"divide-by\": 100}".to_string(), false),
        Value::Kinds(_) if error.contains("unknown variant") => (one_of(&listed(&error)), true),
        _ => (kind(&error).to_string(), is_list(&error)),
    };
    let each = if each && value.get().starts_with(['[', '{']) { " in each place" } else { "" };
    Some(wrong(setting.name, value, &format!("{needs}{each}")))
}

/// Whether a list or names with values were wanted, and something in one of its places was wrong.
fn is_list(error: &str) -> bool {
    !error.contains("invalid type: sequence") && !error.contains("invalid type: map")
}

fn ids(choice: &dyn Choice) -> Vec<&'static str> {
    choice.names().iter().map(|name| name.id).filter(|id| !id.is_empty()).collect()
}

/// How the file is read: settings within a setting.
fn read_reading(value: &RawValue, reading: &mut ReadSettings, problems: &mut Vec<Problem>) {
    let Ok(entries) = serde_json::from_str::<Entries>(value.get()) else {
        let needs = "settings with their values, such as {\"decimal\": \",\"}";
        problems.push(wrong(READING.name, value, needs));
        return;
    };
    let mut good = Vec::new();
    let unknown = serde_json::from_str::<ReadSettings>("{\"\":0}").err().map(|error| error.to_string());
    let unknown = unknown.unwrap_or_default();
    for (name, value) in entries.checked("reading.", &listed(&unknown), problems) {
        let json = format!("{}:{value}", json_text(&name));
        match serde_json::from_str::<ReadSettings>(&format!("{{{json}}}")) {
            Ok(_) => good.push(json),
            Err(error) => {
                let error = error.to_string();
                let each =
                    if is_list(&error) && value.get().starts_with('[') { " in each place" } else { "" };
                problems.push(wrong(&format!("reading.{name}"), value, &format!("{}{each}", kind(&error))));
            }
        }
    }
    // Each of them can be read.
    *reading = serde_json::from_str(&format!("{{{}}}", good.join(","))).unwrap_or_default();
}

fn wrong(field: &str, value: &RawValue, needs: &str) -> Problem {
    let shown = shown(value.get());
    problem(field, format!("Setting {} is {shown}; it needs {needs}.", quoted(field)))
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
        _ => "another value",
    }
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
    /// Without what a file of before says of folds, where it says that there are none; what else it says of them is unknown.
    fn without_folds(mut self) -> Entries<'a> {
        self.0.retain(|(name, value)| !FOLDS.contains(&name.as_str()) || value.get() != "0");
        self
    }

    /// Those that there are; what is said of others, and of those that stand there twice, goes to `problems`.
    fn checked(
        self,
        before: &str,
        names: &[&str],
        problems: &mut Vec<Problem>,
    ) -> Vec<(String, &'a RawValue)> {
        let mut seen = BTreeSet::new();
        let mut kept = Vec::new();
        for (name, value) in self.0 {
            let field = format!("{before}{name}");
            if !names.contains(&name.as_str()) {
                // Looked for only as long as it is told.
                let near = (problems.len() < NAMED).then(|| nearest(&name, names)).flatten();
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
    use crate::recipe::Tier;

    fn problems(json: &str) -> Vec<String> {
        let problems = Recipe::read(json.as_bytes()).unwrap_err();
        problems.into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn a_file_of_before_may_say_that_it_has_no_folds() {
        let file =
            |folds: &str| format!(r#"{{"format":"perceptab-recipe","folds":{folds},"fold":0,"epochs":7}}"#);
        assert_eq!(Recipe::read(file("0").as_bytes()).map(|recipe| recipe.training.epochs), Ok(7));
        let problems = problems(&file("3"));
        assert!(problems[0].contains("There is no setting 'folds'"), "{problems:?}");
    }

    #[test]
    fn what_is_written_reads_back() {
        for recipe in [Recipe::default(), crate::recipe::Preset::Beyond.recipe()] {
            assert_eq!(Recipe::read(&serde_json::to_vec(&recipe).unwrap()), Ok(recipe));
        }
        let quick = Recipe::default().with(|it| it.tier = Tier::Quick);
        assert_eq!(Recipe::read(b"{}"), Ok(quick.clone()));
        assert_eq!(serde_json::from_str::<Recipe>("{}").unwrap(), quick);
    }

    /// A recipe that was saved before numbers had bins and waves trains as it did.
    #[test]
    fn whole_files_of_before_have_no_bins_and_waves() {
        let usual = Recipe::default();
        for (file, bins, waves) in [
            (r#"{"format":"perceptab-recipe","epochs":7}"#, 0, false),
            (r#"{"format":"perceptab-recipe","epochs":7,"bins":3}"#, 3, false),
            (r#"{"format":"perceptab-recipe","epochs":7,"waves":true}"#, 0, true),
            (r#"{"epochs":7}"#, usual.preparation.bins, usual.network.waves),
        ] {
            let read = Recipe::read(file.as_bytes()).unwrap();
            assert_eq!(
                (read.preparation.bins, read.network.waves, read.training.epochs),
                (bins, waves, 7),
                "{file}"
            );
            assert_eq!(serde_json::from_str::<Recipe>(file).unwrap(), read);
        }
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
        for Setting { name: field, .. } in Setting::all() {
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
