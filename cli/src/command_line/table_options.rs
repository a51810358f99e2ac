use perceptab::dataset::{Proposal, Task};
use perceptab::recipe::settings::{COLUMNS, DROP_DUPLICATES, KINDS, PRESET, READING, TARGET};
use perceptab::recipe::{Checked, ReadSetting, Recipe, Setting, Shown, Slot, Value};
use perceptab::table::Kind;
use serde::de::DeserializeOwned;

use super::Failure;

/// The options of `inspect` and `train` that say how a file is read, what its columns are, and which rows are held out.
/// They are laid over a recipe in the order in which they were given.
#[derive(Default)]
pub struct TableOptions(Vec<(String, Option<String>)>);

/// Those of single columns; the others are declared with their settings.
const OF_COLUMNS: [&str; 3] = ["kind", "use", "leave-out"];

impl TableOptions {
    /// Those that say how a file is read, of a single file whose columns are known.
    pub const IN_READING: [&str; 8] =
        ["encoding", "delimiter", "quote", "decimal", "comment", "skip", "header", "part"];

    /// Whether a long option is one of these, and whether it takes a value.
    pub fn takes(name: &str) -> Option<bool> {
        let has_value = OF_COLUMNS.contains(&name) || ReadSetting::of_flag(name).is_some();
        let setting = || option(name).map(|(setting, _)| !is_switch(setting));
        if has_value { Some(true) } else { setting() }
    }

    /// The same of `inspect`, which trains nothing.
    pub fn takes_to_look(name: &str) -> Option<bool> {
        let trains =
            |(setting, _): (&Setting, bool)| !matches!(setting.shown, Shown::Data | Shown::Elsewhere);
        TableOptions::takes(name).filter(|_| !option(name).is_some_and(trains))
    }

    /// The options that were given and that nothing comes of, with the recipe as it is now.
    pub fn idle(&self, recipe: &Recipe, task: Option<Task>) -> Vec<String> {
        let given = self.0.iter().filter_map(|(name, _)| Some((name, option(name)?.0)));
        given
            .filter(|(_, setting)| !(setting.matters)(recipe, task))
            .map(|(name, _)| {
                format!("--{name} changes nothing here: with the other settings it is not used.")
            })
            .collect()
    }

    pub fn add(&mut self, name: &str, value: Option<String>) {
        self.0.push((name.to_string(), value));
    }

    /// Whether the option was given.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(given, _)| given == name)
    }

    /// Whoever sets a network asks for that one, unless a tier is given too.
    pub fn apply(&self, recipe: &mut Recipe) -> Result<(), Failure> {
        for (name, value) in &self.0 {
            lay_over(recipe, name, value.as_deref().unwrap_or_default())?;
            if let (Some((setting, _)), false) = (option(name), self.has("tier")) {
                recipe.was_set(setting);
            }
        }
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

/// The recipe as one that can be trained.
pub fn checked(recipe: Recipe) -> Result<Checked, Failure> {
    recipe.checked().map_err(|problems| {
        let sentences: Vec<String> = problems.into_iter().map(|problem| problem.message).collect();
        Failure::Failed(sentences.join("\n"))
    })
}

fn lay_over(recipe: &mut Recipe, name: &str, value: &str) -> Result<(), Failure> {
    if let Some(setting) = ReadSetting::of_flag(name) {
        let added = setting.add(&mut recipe.reading, value);
        return added.or_else(|needs| usage(&format!("--{name} needs {needs}, not '{value}'.")));
    }
    match name {
        "kind" => {
            // A column's name may hold the sign too.
            let Some((column, kind)) = value.rsplit_once('=') else {
                return usage("--kind is COLUMN=KIND, such as --kind key=category.");
            };
            recipe.question.kinds.insert(column.to_string(), named::<Kind>(name, kind)?);
        }
        "use" | "leave-out" => {
            recipe.question.columns.insert(value.to_string(), name == "use");
        }
        _ => return set(recipe, name, value),
    }
    Ok(())
}

/// A setting that is an option of its own, and whether the option switches it on.
fn option(name: &str) -> Option<(&'static Setting, bool)> {
    let named = |flag: &str| Setting::all().find(|setting| is_option(setting) && flag_of(setting) == flag);
    match (named(name), name) {
        (Some(setting), _) => Some((setting, true)),
        (None, "keep-duplicates") => Some((&DROP_DUPLICATES, false)),
        (None, name) => Some((named(name.strip_prefix("no-")?).filter(|setting| is_switch(setting))?, false)),
    }
}

/// Preset and target are asked for before all others; reading, kinds and columns have several options each.
fn is_option(setting: &Setting) -> bool {
    ![&PRESET, &READING, &TARGET, &KINDS, &COLUMNS].contains(&setting)
}

fn flag_of(setting: &Setting) -> String {
    if setting.flag.is_empty() { setting.name.replace('_', "-") } else { setting.flag.to_string() }
}

fn is_switch(setting: &Setting) -> bool {
    setting.is_switch(&Recipe::default())
}

/// A value as it stands in a recipe: shares are shares, and no per cent.
fn set(recipe: &mut Recipe, name: &str, value: &str) -> Result<(), Failure> {
    let Some((setting, on)) = option(name) else { return usage(&format!("There is no option --{name}.")) };
    let is_column = matches!((setting.value)(recipe), Value::Column(_));
    let text = if value == "none" && setting.may_be_empty() && !is_column { "" } else { value };
    match ((setting.slot)(recipe), setting.unit) {
        (Slot::Switch(slot), _) => *slot = on,
        (Slot::Number(share), "%") if !text.ends_with('%') => *share = number(name, text)?,
        (Slot::Single(share), "%") if !text.ends_with('%') => *share = number(name, text)?,
        _ => {
            if let Err(problem) = setting.set(recipe, text) {
                return usage(&match (setting.value)(recipe) {
                    Value::Choice(choice) => {
                        format!("--{name} can't be '{value}': it is one of {}.", ids(choice).join(", "))
                    }
                    Value::Whole(_) | Value::WholeOrNone(_) | Value::Seed(_) => {
                        format!("--{name} needs a whole number, not '{value}'.")
                    }
                    Value::Number(_) | Value::NumberOrNone(_) | Value::Single(_) | Value::SingleOrNone(_) => {
                        format!("--{name} needs a number, not '{value}'.")
                    }
                    _ => format!("--{name} can't be '{value}'. {problem}"),
                });
            }
        }
    }
    Ok(())
}

fn ids(choice: &dyn perceptab::recipe::Choice) -> Vec<&'static str> {
    choice.names().iter().map(|name| name.id).filter(|id| !id.is_empty()).collect()
}

/// How a file is read, then every setting of a run as it is declared.
pub fn help() -> String {
    const GROUPS: [(&str, &[Shown]); 3] = [
        ("How much is tried (train; each is a field of the recipe):", &[Shown::Tier]),
        (
            "Columns and rows (inspect, train; each is a field of the recipe):",
            &[Shown::Elsewhere, Shown::Data],
        ),
        (
            "The network and its training (train; each is a field of the recipe):",
            &[Shown::InView, Shown::Network, Shown::Training, Shown::Overfitting, Shown::Stopping],
        ),
    ];
    let mut help = READING_HELP.to_string();
    for setting in ReadSetting::all() {
        help += &line_of(&format!("--{} {}", setting.flag(), setting.takes), setting.help);
    }
    for (title, shown) in GROUPS {
        help += &format!("\n{title}\n");
        if shown.contains(&Shown::Data) {
            help += COLUMNS_HELP;
        }
        for setting in Setting::all().filter(|setting| is_option(setting) && shown.contains(&setting.shown)) {
            help += &help_of(setting);
        }
    }
    help
}

const READING_HELP: &str = "\
How the file is read, where it is not to be detected (inspect, train, predict;
of predict without --missing, --not-missing and --sample):
";

const COLUMNS_HELP: &str = "\
      --kind COLUMN=KIND numeric, code, category, boolean, date, time, text,
                         identifier or constant
      --use COLUMN       make it an input (may be repeated)
      --leave-out COLUMN make it no input (may be repeated)
      --keep-duplicates  keep rows that repeat others
";

/// The width of the options, and of a line.
const OPTION: usize = 25;
const LINE: usize = 78;

/// An option with the first sentence of what it does, and what it may be.
fn help_of(setting: &Setting) -> String {
    let recipe = Recipe::default();
    let value = (setting.value)(&recipe);
    let (flag, is_share) = (flag_of(setting), setting.unit == "%");
    let (option, what) = match (value, setting.limits) {
        (Value::Switch(_), _) => (format!("--[no-]{flag}"), String::new()),
        (Value::Choice(choice), _) => {
            (format!("--{flag} NAME"), format!(" One of {}.", ids(choice).join(", ")))
        }
        (Value::Column(_), _) => (format!("--{flag} COLUMN"), String::new()),
        (Value::TargetScale(_), _) => (format!("--{flag} NUMBER"), " Or: standardise.".to_string()),
        (Value::Widths(_) | Value::Activations(_), _) => (format!("--{flag} LIST"), String::new()),
        (Value::Whole(_) | Value::WholeOrNone(_) | Value::Seed(_), Some(limits)) => {
            (format!("--{flag} N"), format!(" {} to {}.", limits.low, limits.high))
        }
        (_, Some(limits)) if is_share => {
            (format!("--{flag} SHARE"), format!(" {} to {}.", limits.low, limits.high))
        }
        _ => (format!("--{flag} NUMBER"), String::new()),
    };
    let first = setting.help.split_once(". ").map_or(setting.help, |(first, _)| first).trim_end_matches('.');
    let none = if setting.may_be_empty() && !matches!(value, Value::Column(_)) { " Or: none." } else { "" };
    line_of(&option, &format!("{first}.{what}{none}"))
}

/// An option and what is said of it, in lines.
fn line_of(option: &str, said: &str) -> String {
    let mut line = format!("      {option:<width$}", width = OPTION - 6);
    if line.len() > OPTION {
        line += &format!("\n{:OPTION$}", "");
    }
    let mut text = String::new();
    let mut at = OPTION;
    for word in said.split_whitespace() {
        if at + word.chars().count() > LINE && at > OPTION {
            text += &format!("\n{:OPTION$}", "");
            at = OPTION;
        }
        text += if at > OPTION { " " } else { "" };
        text += word;
        at += word.chars().count() + 1;
    }
    format!("{line}{text}\n")
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
