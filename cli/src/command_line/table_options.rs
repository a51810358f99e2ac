use std::collections::BTreeMap;

use perceptab::dataset::{Fill, Proposal, Scale, Task};
use perceptab::recipe::Recipe;
use perceptab::table::Kind;
use serde::de::DeserializeOwned;

use super::Failure;

/// The options of `inspect` and `train` that say how a file is read, what its columns are, and which rows are held out.
/// They are laid over a recipe in the order in which they were given.
#[derive(Default)]
pub struct TableOptions(Vec<(String, Option<String>)>);

pub const HELP: &str = "\
How the file is read, where it is not to be detected (inspect, train, predict;
of predict without --missing, --not-missing and --sample):
      --encoding NAME    UTF-8, UTF-16LE, UTF-16BE or windows-1252; what is in
                         another one is converted first (iconv)
      --delimiter MARK   comma, semicolon, tab, bar, space, or the mark itself
      --quote MARK       around cells: a mark, or none
      --decimal MARK     point or comma
      --comment MARK     lines that begin with it are left out: a mark, or none
      --skip N           rows above the table that are left out
      --header yes|no    whether the first row holds names
      --missing WORD     a further word for a missing cell (may be repeated)
      --not-missing WORD a value, although it means a missing cell elsewhere,
                         such as NA for Namibia (may be repeated)
      --part NAME        the sheet of a workbook, the file of an archive
      --sample SHARE     read a random share of the rows, such as 0.1

Columns and rows (inspect, train; each is a field of the recipe):
      --task NAME        regression or classification (as the target proposes)
      --kind COLUMN=KIND numeric, code, category, boolean, date, time, text,
                         identifier or constant
      --use COLUMN       make it an input (may be repeated)
      --leave-out COLUMN make it no input (may be repeated)
      --weight COLUMN    it says how much each row counts
      --split-column COLUMN
                         it says train, validation or test
      --group COLUMN     rows with equal values stay in one part
      --time COLUMN      the latest rows are the test part
      --stratify         each class has its share in each part
      --test-share SHARE of the rows, such as 0.2
      --drop-duplicates  leave out rows that repeat an earlier one
      --keep-duplicates  keep them (all presets but 'default' drop them)
      --scale NAME       standard, robust or quantile
      --fill NAME        what a missing number becomes: mean or median
      --log-target       train on ln(1 + y)
";

/// Options with a value, and those without.
const WITH_VALUE: [&str; 22] = [
    "task",
    "encoding",
    "delimiter",
    "quote",
    "decimal",
    "comment",
    "skip",
    "header",
    "missing",
    "not-missing",
    "part",
    "sample",
    "kind",
    "use",
    "leave-out",
    "weight",
    "split-column",
    "group",
    "time",
    "test-share",
    "scale",
    "fill",
];
const WITHOUT: [&str; 4] = ["stratify", "drop-duplicates", "keep-duplicates", "log-target"];

impl TableOptions {
    /// Those that say how a file is read, of a single file whose columns are known.
    pub const IN_READING: [&str; 8] =
        ["encoding", "delimiter", "quote", "decimal", "comment", "skip", "header", "part"];

    /// Whether a long option is one of these, and whether it takes a value.
    pub fn takes(name: &str) -> Option<bool> {
        let with = WITH_VALUE.contains(&name);
        (with || WITHOUT.contains(&name)).then_some(with)
    }

    pub fn add(&mut self, name: &str, value: Option<String>) {
        self.0.push((name.to_string(), value));
    }

    pub fn apply(&self, recipe: &mut Recipe) -> Result<(), Failure> {
        self.0
            .iter()
            .try_for_each(|(name, value)| lay_over(recipe, name, value.as_deref().unwrap_or_default()))?;
        match recipe.reading.check() {
            Err(error) if !self.0.is_empty() => usage(&error.to_string()),
            _ => Ok(()),
        }
    }
}

/// The columns that a recipe names must be there: a misspelt one would do nothing, silently. All that is wrong is told.
pub fn check(recipe: &Recipe, proposal: &Proposal) -> Result<(), Failure> {
    let problems = recipe.column_problems(proposal).into_iter().chain(recipe.problems());
    let sentences: Vec<String> = problems.map(|problem| problem.message).collect();
    if sentences.is_empty() { Ok(()) } else { Err(Failure::Failed(sentences.join("\n"))) }
}

fn lay_over(recipe: &mut Recipe, name: &str, value: &str) -> Result<(), Failure> {
    let reading = &mut recipe.reading;
    let column = || Some(value.to_string());
    match name {
        "encoding" => reading.encoding = column(),
        "delimiter" => reading.delimiter = Some(mark(name, value)?),
        "decimal" => reading.decimal = Some(mark(name, value)?),
        "quote" | "comment" => {
            let place = if name == "quote" { &mut reading.quote } else { &mut reading.comment };
            *place = Some(if value == "none" { String::new() } else { mark(name, value)?.to_string() });
        }
        "skip" => reading.skip = Some(number(name, value)?),
        "header" => {
            reading.header = Some(match value {
                "yes" => true,
                "no" => false,
                _ => return usage("--header is yes or no."),
            });
        }
        "missing" => reading.missing.push(value.to_string()),
        "not-missing" => reading.not_missing.push(value.to_string()),
        "part" => reading.part = column(),
        "sample" => reading.sample = Some(number(name, value)?),
        "kind" => {
            // A column's name may hold the sign too.
            let Some((column, kind)) = value.rsplit_once('=') else {
                return usage("--kind is COLUMN=KIND, such as --kind key=category.");
            };
            recipe.kinds.insert(column.to_string(), named::<Kind>(name, kind)?);
        }
        "use" | "leave-out" => {
            recipe.columns.insert(value.to_string(), name == "use");
        }
        "task" => recipe.task = Some(named::<Task>(name, value)?),
        "weight" => recipe.sample_weight = column(),
        "split-column" => recipe.split_column = column(),
        "group" => recipe.group = column(),
        "time" => recipe.time = column(),
        "test-share" => recipe.test_share = number(name, value)?,
        "scale" => recipe.scale = named::<Scale>(name, value)?,
        "fill" => recipe.fill = named::<Fill>(name, value)?,
        "stratify" => recipe.stratify = true,
        "drop-duplicates" => recipe.drop_duplicates = true,
        "keep-duplicates" => recipe.drop_duplicates = false,
        _ => recipe.log_target = true,
    }
    Ok(())
}

/// A mark by its name or by itself.
fn mark(name: &str, value: &str) -> Result<char, Failure> {
    let names: BTreeMap<&str, char> = [
        ("comma", ','),
        ("semicolon", ';'),
        ("tab", '\t'),
        ("\\t", '\t'),
        ("bar", '|'),
        ("space", ' '),
        ("point", '.'),
    ]
    .into();
    let mut letters = value.chars();
    match (names.get(value), letters.next(), letters.next()) {
        (Some(mark), ..) => Ok(*mark),
        (None, Some(mark), None) => Ok(mark),
        _ => usage(&format!("--{name} needs one mark, not '{value}'.")),
    }
}

fn number<T: std::str::FromStr>(name: &str, value: &str) -> Result<T, Failure> {
    value.parse().or_else(|_| usage(&format!("--{name} needs a number, not '{value}'.")))
}

/// A value by the name that it has in a recipe.
fn named<T: DeserializeOwned>(name: &str, value: &str) -> Result<T, Failure> {
    let json = serde_json::Value::String(value.to_string());
    serde_json::from_value(json).or_else(|error| {
        // "unknown variant `…`, expected `a` or `b`"
        let error = error.to_string();
        let expected = error.rsplit_once(", expected ").map_or("", |(_, expected)| expected);
        let names: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
        usage(&format!("--{name} can't be '{value}': it is one of {}.", names.join(", ")))
    })
}

fn usage<T>(sentence: &str) -> Result<T, Failure> {
    Err(Failure::Usage(sentence.to_string()))
}
