use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};
use perceptab::recipe::Preset;

use super::Failure;

pub const HELP: &str = "\
Trains a neural network on a CSV. Nothing leaves your machine.

Usage:
  perceptab inspect FILE [--json]
      Reads a CSV and says what was found: rows, columns and their kinds,
      missing cells, warnings.

  perceptab train FILE --target COLUMN [options]
      Trains a network to predict a column and says how good it is on rows
      that it has not seen.
      --target COLUMN    the column to predict (may come from the recipe)
      --preset NAME      default, spec1-regression, spec2-regression,
                         spec1-softmax or spec2-softmax
      --recipe FILE      the settings of a run, as downloaded from the page
      --seed N           of the split, the first weights and the batches
      --epochs N         passes over the training rows
      --save FILE        keep the model, to predict with it
      --json             print the result as one JSON object

  perceptab predict MODEL FILE
      Predicts the rows of a CSV with a saved model; prints them as CSV.

  perceptab --help | --version

Results go to standard output, progress and remarks to standard error.
Exit codes: 0 done, 1 failed (a sentence on standard error), 2 wrong usage.
";

pub enum Command {
    Help,
    Version,
    Inspect { file: PathBuf, json: bool },
    Train(TrainWish),
    Predict { model: PathBuf, file: PathBuf },
}

/// What `perceptab train` is asked for.
pub struct TrainWish {
    pub file: PathBuf,
    pub settings: Settings,
    pub target: Option<String>,
    pub seed: Option<u64>,
    pub epochs: Option<usize>,
    pub save: Option<PathBuf>,
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
        return usage("Say what to do: inspect, train or predict.");
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
        _ => usage(&format!("There is no command '{name}': it is inspect, train or predict.")),
    }
}

fn inspect(mut arguments: Parser) -> Result<Command, Failure> {
    let (mut file, mut json) = (None, false);
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            Arg::Long("json") => json = true,
            Arg::Value(value) if file.is_none() => file = Some(PathBuf::from(value)),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Inspect { file: need(file, "Say which file to inspect: perceptab inspect FILE.")?, json })
}

fn train(mut arguments: Parser) -> Result<Command, Failure> {
    let (mut file, mut preset, mut recipe) = (None, None, None);
    let (mut target, mut seed, mut epochs, mut save, mut json) = (None, None, None, None, false);
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            Arg::Long("json") => json = true,
            Arg::Long("target") => target = Some(arguments.value()?.string()?),
            Arg::Long("preset") => preset = Some(preset_named(&arguments.value()?.string()?)?),
            Arg::Long("recipe") => recipe = Some(PathBuf::from(arguments.value()?)),
            Arg::Long("seed") => seed = Some(whole("--seed", &arguments.value()?.string()?)?),
            Arg::Long("epochs") => epochs = Some(whole("--epochs", &arguments.value()?.string()?)?),
            Arg::Long("save") => save = Some(PathBuf::from(arguments.value()?)),
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
    if target.is_none() && matches!(settings, Settings::Preset(_)) {
        return usage("Say which column to predict: --target COLUMN.");
    }
    Ok(Command::Train(TrainWish { file, settings, target, seed, epochs, save, json }))
}

fn predict(mut arguments: Parser) -> Result<Command, Failure> {
    let mut files = Vec::new();
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            Arg::Value(value) if files.len() < 2 => files.push(PathBuf::from(value)),
            other => return Err(other.unexpected().into()),
        }
    }
    let file = if files.len() == 2 { files.pop() } else { None };
    let file = need(file, "Say which model and which file: perceptab predict MODEL FILE.")?;
    Ok(Command::Predict { model: files.remove(0), file })
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
