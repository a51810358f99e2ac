use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};
use perceptab::model::{MOST_MEMBERS, PredictSettings};
use perceptab::recipe::{FOLDS, Preset, Recipe};
use perceptab::table::{Choice, Wish};
use perceptab_conversation::assignment::Section;

use super::Failure;
use super::predict::PredictWish;
use super::table_options::TableOptions;

pub const HELP: &str = "\
Trains a neural network on a CSV. Nothing leaves your machine.

Usage:
  perceptab inspect FILE [options]
      Reads a table (CSV, also packed as .gz or .zip, JSON lines, Excel) and
      says what was found: rows, columns and their kinds with the reason,
      missing cells, warnings, and what stands in the way of a fair test.
      --target COLUMN    the column to predict (the one that seems to be it)
      --changes FILE     write every cell that was not taken as it stood
      --json             print all of it as one JSON object

  perceptab train FILE [options]
      Trains a network to predict a column and says how good it is on rows
      that it has not seen.
      --target COLUMN    the column to predict (the recipe's, or the one that
                         seems to be it, which is said)
      --preset NAME      default, beyond, spec1-regression, spec2-regression,
                         spec1-softmax, spec2-softmax, mlp-regressor-1,
                         mlp-regressor-2, mlp-classifier-1 or
                         mlp-classifier-2; without it default, a network that
                         keeps its best epoch by validation loss
      --recipe FILE      the settings of a run, as downloaded from the page
      --folds N          cross-validate: mean and standard deviation over N
                         parts (2 to 100), each tested on once; with --save
                         the average of their networks is kept
      --average N        train N networks (2 to 50), each without one of N
                         folds of the training rows, and average them
      --seconds N        with --tier best: try ways until so many seconds are
                         over; how many were tried is said, for --trials
      --save FILE        keep the model, to predict with it
      --split FILE       write the number and the part of each row as CSV
      --json             print the result as one JSON object

  perceptab predict MODEL FILE [options]
      Predicts the rows of a table with a saved model: prints the file as it
      stands, byte for byte, with the predictions in further columns.
      -o, --output FILE  write it there instead
      --remarks          a further column says what was odd about each row
      --guard            an apostrophe before copied cells that a spreadsheet
                         would take for formulas
      --read [COLUMN=]HOW
                         where cells have two readings: decimal-point,
                         decimal-comma, day-first, month-first, percent,
                         fraction, refuse-units or ignore-units; of one column
                         or of all (may be repeated)

  perceptab assignment SECTION [options]
      Runs a section of the assignment: prints its accuracies beside the
      assignment's own and beside a baseline, and writes its figures and a
      report. SECTION is model, test-scikit-learn or mymodel.
      --data FILE        the songs (data/songs.csv)
      --target COLUMN    the column to predict (song_popularity)
      --seed N           of the split, the first weights and the batches (1)
      --epochs N         passes over the training rows (200)
      --reports FOLDER   where the section's folder goes (reports)
      --rows FOLDER      write the prepared train and test rows there too
      --json             print the result as one JSON object

  perceptab --help | --version

Results go to standard output, progress and remarks to standard error.
A file is written beside its place and moved there when it is whole; none is
written over one that the command reads, or over another that it writes.
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done and printed, but a file
could not be saved; each but 0 with a sentence on standard error.
";

pub enum Command {
    Help,
    Version,
    Inspect(InspectWish),
    Train(TrainWish),
    Predict(PredictWish),
    Assignment(AssignmentWish),
}

/// What `perceptab assignment` is asked for.
pub struct AssignmentWish {
    pub section: Section,
    pub data: PathBuf,
    pub target: String,
    pub seed: u64,
    pub epochs: Option<usize>,
    /// The folder of all sections' reports.
    pub reports: PathBuf,
    /// Where the prepared rows are wanted, if they are.
    pub rows: Option<PathBuf>,
    pub json: bool,
}

/// What `perceptab inspect` is asked for.
pub struct InspectWish {
    pub file: PathBuf,
    /// For the audit: what would be predicted; `None`: what the table proposes.
    pub target: Option<String>,
    pub table: TableOptions,
    pub changes: Option<PathBuf>,
    pub json: bool,
}

/// What `perceptab train` is asked for.
pub struct TrainWish {
    pub file: PathBuf,
    pub settings: Settings,
    pub target: Option<String>,
    pub table: TableOptions,
    /// Cross-validate with so many folds.
    pub folds: Option<usize>,
    /// Average so many networks, each trained without one fold of the training rows.
    pub average: Option<usize>,
    /// How long the tier Best may try further ways.
    pub seconds: Option<u64>,
    pub save: Option<PathBuf>,
    /// Where the parts of the rows are wanted.
    pub split: Option<PathBuf>,
    pub json: bool,
}

/// Where the recipe comes from, before the other options are laid over it.
pub enum Settings {
    Preset(Preset),
    File(PathBuf),
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Failure {
        let mut sentence = error.to_string();
        if !sentence.ends_with('.') {
            sentence.push('.');
        }
        Failure::Usage(sentence)
    }
}

pub fn parse(mut arguments: Parser) -> Result<Command, Failure> {
    let Some(first) = arguments.next()? else {
        return usage("Say what to do: inspect, train, predict or assignment.");
    };
    let name = match first {
        Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
        Arg::Long("version") | Arg::Short('V') => return Ok(Command::Version),
        Arg::Value(name) => name.string()?,
        other => return Err(other.unexpected().into()),
    };
    match name.as_str() {
        "help" => Ok(Command::Help),
        "inspect" => inspect(arguments),
        "train" => train(arguments),
        "predict" => predict(arguments),
        "assignment" => assignment(arguments),
        _ => usage(&format!("There is no command '{name}': it is inspect, train, predict or assignment.")),
    }
}

fn inspect(mut arguments: Parser) -> Result<Command, Failure> {
    let (mut file, mut target, mut changes, mut json) = (None, None, None, false);
    let mut table = TableOptions::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            Arg::Long("json") => json = true,
            Arg::Long("target") => target = Some(arguments.value()?.string()?),
            Arg::Long("changes") => changes = Some(PathBuf::from(arguments.value()?)),
            Arg::Long(name) if TableOptions::takes_to_look(name).is_some() => {
                let name = name.to_string();
                table_option(&mut table, &name, &mut arguments)?;
            }
            Arg::Value(value) if file.is_none() => file = Some(PathBuf::from(value)),
            other => return Err(other.unexpected().into()),
        }
    }
    let file = need(file, "Say which file to inspect: perceptab inspect FILE.")?;
    Ok(Command::Inspect(InspectWish { file, target, table, changes, json }))
}

fn table_option(table: &mut TableOptions, name: &str, arguments: &mut Parser) -> Result<(), Failure> {
    let has_value = TableOptions::takes(name) == Some(true);
    let value = if has_value { Some(arguments.value()?.string()?) } else { None };
    table.add(name, value);
    Ok(())
}

fn train(mut arguments: Parser) -> Result<Command, Failure> {
    let (mut file, mut preset, mut recipe) = (None, None, None);
    let (mut target, mut save, mut json) = (None, None, false);
    let (mut split, mut folds, mut average, mut table) = (None, None, None, TableOptions::default());
    let mut seconds = None;
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            Arg::Long("json") => json = true,
            Arg::Long("target") => target = Some(arguments.value()?.string()?),
            Arg::Long("preset") => preset = Some(preset_named(&arguments.value()?.string()?)?),
            Arg::Long("recipe") => recipe = Some(PathBuf::from(arguments.value()?)),
            Arg::Long("save") => save = Some(PathBuf::from(arguments.value()?)),
            Arg::Long("split") => split = Some(PathBuf::from(arguments.value()?)),
            Arg::Long("average") => average = Some(whole("--average", &arguments.value()?.string()?)?),
            Arg::Long("seconds") => seconds = Some(whole("--seconds", &arguments.value()?.string()?)?),
            Arg::Long("folds") => folds = Some(whole("--folds", &arguments.value()?.string()?)?),
            Arg::Long(name) if TableOptions::takes(name).is_some() => {
                let name = name.to_string();
                table_option(&mut table, &name, &mut arguments)?;
            }
            Arg::Value(value) if file.is_none() => file = Some(PathBuf::from(value)),
            other => return Err(other.unexpected().into()),
        }
    }
    let file = need(file, "Say which file to train on: perceptab train FILE --target COLUMN.")?;
    let settings = match (preset, recipe) {
        (Some(_), Some(_)) => return usage("A run starts from a preset or from a recipe: leave one out."),
        (None, Some(path)) => Settings::File(path),
        (preset, None) => Settings::Preset(preset.unwrap_or_default()),
    };
    if (folds.is_some() || average.is_some()) && split.is_some() {
        return usage("--split is of one network: leave out --folds and --average.");
    }
    if folds.is_some() && average.is_some() {
        return usage("--folds tests each part once, --average keeps one test part: leave one out.");
    }
    if (folds.is_some() || average.is_some()) && table.has("tier") {
        return usage("--tier says itself how many networks are trained: leave out --folds and --average.");
    }
    if seconds.is_some() && table.has("trials") {
        return usage("--seconds and --trials both say how much the tier best tries: leave one out.");
    }
    let most_averaged = MOST_MEMBERS;
    if let Some(networks) = average.filter(|networks| !(2..=most_averaged).contains(networks)) {
        return usage(&format!("--average needs a whole number from 2 to {most_averaged}, not {networks}."));
    }
    if let (Some(folds), true) = (folds.filter(|&folds| folds > most_averaged), save.is_some()) {
        return usage(&format!(
            "A model has {most_averaged} networks at most, not {folds}: leave out --save."
        ));
    }
    let (fewest, most) = FOLDS;
    if let Some(folds) = folds.filter(|folds| !(fewest..=most).contains(folds)) {
        return usage(&format!("--folds needs a whole number from {fewest} to {most}, not {folds}."));
    }
    Ok(Command::Train(TrainWish {
        file,
        settings,
        target,
        table,
        folds,
        average,
        seconds,
        save,
        split,
        json,
    }))
}

fn predict(mut arguments: Parser) -> Result<Command, Failure> {
    let (mut files, mut output, mut table) = (Vec::new(), None, TableOptions::default());
    let mut settings = PredictSettings::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            Arg::Long("output") | Arg::Short('o') => output = Some(PathBuf::from(arguments.value()?)),
            Arg::Long("remarks") => settings.remarks = true,
            Arg::Long("guard") => settings.guard = true,
            Arg::Long("read") => settings.wishes.push(wish(&arguments.value()?.string()?)?),
            Arg::Long(name) if TableOptions::IN_READING.contains(&name) => {
                let name = name.to_string();
                table_option(&mut table, &name, &mut arguments)?;
            }
            Arg::Value(value) if files.len() < 2 => files.push(PathBuf::from(value)),
            other => return Err(other.unexpected().into()),
        }
    }
    let file = if files.len() == 2 { files.pop() } else { None };
    let file = need(file, "Say which model and which file: perceptab predict MODEL FILE.")?;
    let mut recipe = Recipe::default();
    table.apply(&mut recipe)?;
    settings.reading = recipe.reading;
    if let Some(mark) = settings.reading.decimal {
        let choice = if mark == ',' { Choice::DecimalComma } else { Choice::DecimalPoint };
        settings.wishes.insert(0, Wish { column: None, choice });
    }
    Ok(Command::Predict(PredictWish { model: files.remove(0), file, output, settings }))
}

/// `HOW` or `COLUMN=HOW`; a column's name may hold the sign too.
fn wish(text: &str) -> Result<Wish, Failure> {
    let (column, how) = match text.rsplit_once('=') {
        Some((column, how)) => (Some(column.to_string()), how),
        None => (None, text),
    };
    let choices = Choice::ALL.map(Choice::id).join(", ");
    let choice = Choice::ALL.into_iter().find(|choice| choice.id() == how);
    let choice =
        need(choice, &format!("--read: '{how}' is no way to read a column. Choose one of {choices}."))?;
    Ok(Wish { column, choice })
}

fn assignment(mut arguments: Parser) -> Result<Command, Failure> {
    let mut section = None;
    let (mut data, mut target, mut seed, mut epochs) = (None, None, None, None);
    let (mut reports, mut rows, mut json) = (None, None, false);
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            Arg::Long("json") => json = true,
            Arg::Long("data") => data = Some(PathBuf::from(arguments.value()?)),
            Arg::Long("target") => target = Some(arguments.value()?.string()?),
            Arg::Long("seed") => seed = Some(whole("--seed", &arguments.value()?.string()?)?),
            Arg::Long("epochs") => epochs = Some(whole("--epochs", &arguments.value()?.string()?)?),
            Arg::Long("reports") => reports = Some(PathBuf::from(arguments.value()?)),
            Arg::Long("rows") => rows = Some(PathBuf::from(arguments.value()?)),
            Arg::Value(value) if section.is_none() => section = Some(section_named(&value.string()?)?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Assignment(AssignmentWish {
        section: need(
            section,
            "Say which section: perceptab assignment model, test-scikit-learn or mymodel.",
        )?,
        data: data.unwrap_or_else(|| PathBuf::from("data/songs.csv")),
        target: target.unwrap_or_else(|| "song_popularity".to_string()),
        seed: seed.unwrap_or(1),
        epochs,
        reports: reports.unwrap_or_else(|| PathBuf::from("reports")),
        rows,
        json,
    }))
}

fn section_named(name: &str) -> Result<Section, Failure> {
    let sections = Section::ALL.map(Section::id).join(", ");
    need(
        // The make targets' underlines are as good.
        Section::ALL.into_iter().find(|section| section.id() == name || section.make_target() == name),
        &format!("There is no section '{name}': it is one of {sections}."),
    )
}

fn preset_named(name: &str) -> Result<Preset, Failure> {
    let presets = Preset::ALL.map(Preset::id).join(", ");
    need(
        Preset::ALL.into_iter().find(|preset| preset.id() == name),
        &format!("There is no preset '{name}': it is one of {presets}."),
    )
}

fn whole<T: std::str::FromStr>(option: &str, text: &str) -> Result<T, Failure> {
    need(text.parse().ok(), &format!("{option} needs a whole number, not '{text}'."))
}

fn need<T>(value: Option<T>, sentence: &str) -> Result<T, Failure> {
    value.ok_or_else(|| Failure::Usage(sentence.to_string()))
}

fn usage<T>(sentence: &str) -> Result<T, Failure> {
    Err(Failure::Usage(sentence.to_string()))
}
