mod all_scores;
mod arguments;
mod assignment;
mod assignment_json;
mod driver;
mod inspect;
mod output;
mod predict;
mod report;
mod rows;
mod score_text;
mod study;
mod table_options;
mod text;
mod train;

use std::io::{self, Write};
use std::process::ExitCode;

use arguments::{Command, parse};

/// Why a command did not do what was asked.
pub enum Failure {
    /// It could not be done: a sentence. Exit code 1.
    Failed(String),
    /// The arguments make no command: a sentence. Exit code 2.
    Usage(String),
    /// It was done and its results are printed, but a file could not be saved: a sentence. Exit code 3.
    Unsaved(String),
    /// Nobody reads the output any more, as with `| head`. No failure of ours: exit code 0, without a word.
    ClosedPipe,
}

impl Failure {
    /// The same, where the results are there and only a file is not.
    pub fn unsaved(self) -> Failure {
        match self {
            Failure::Failed(sentence) | Failure::Usage(sentence) => Failure::Unsaved(sentence),
            other => other,
        }
    }

    /// The sentences of all that failed, as the gravest of them: what was not done before what was not saved.
    pub fn all(results: impl IntoIterator<Item = Result<(), Failure>>) -> Result<(), Failure> {
        let (mut sentences, mut failed) = (Vec::new(), false);
        for result in results {
            match result {
                Ok(()) | Err(Failure::ClosedPipe) => {}
                Err(Failure::Unsaved(sentence)) => sentences.push(sentence),
                Err(Failure::Failed(sentence) | Failure::Usage(sentence)) => {
                    failed = true;
                    sentences.push(sentence);
                }
            }
        }
        match (sentences.is_empty(), failed) {
            (true, _) => Ok(()),
            (false, true) => Err(Failure::Failed(sentences.join("\n"))),
            (false, false) => Err(Failure::Unsaved(sentences.join("\n"))),
        }
    }
}

impl From<io::Error> for Failure {
    /// An error while writing to standard output.
    fn from(error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
            _ => Failure::Failed(format!("The output could not be written: {}.", output::reason(&error))),
        }
    }
}

pub fn run() -> ExitCode {
    match parse(lexopt::Parser::from_env()).and_then(obey) {
        Ok(()) | Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Err(Failure::Failed(sentence)) => {
            say(&format!("perceptab: {sentence}"));
            ExitCode::from(1)
        }
        Err(Failure::Usage(sentence)) => {
            say(&format!("perceptab: {sentence}\nTry 'perceptab --help'."));
            ExitCode::from(2)
        }
        Err(Failure::Unsaved(sentence)) => {
            say(&format!("perceptab: {sentence}"));
            ExitCode::from(3)
        }
    }
}

fn obey(command: Command) -> Result<(), Failure> {
    match command {
        Command::Help => print(&format!("{}\n{}", arguments::HELP, table_options::help())),
        Command::Version => print(&format!("perceptab {}\n", env!("CARGO_PKG_VERSION"))),
        Command::Inspect(wish) => inspect::inspect(&wish),
        Command::Train(wish) => train::train(&wish),
        Command::Assignment(wish) => assignment::assignment(&wish),
        Command::Predict(wish) => predict::predict(&wish),
    }
}

/// Lines for people, to standard output.
fn print(text: &str) -> Result<(), Failure> {
    print_bytes(text::harmless(text).as_bytes())
}

/// One JSON object on a line, to standard output.
fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    print_json_text(&serde_json::to_string(value).unwrap_or_default())
}

fn print_json_text(json: &str) -> Result<(), Failure> {
    print_bytes(format!("{}\n", text::escaped(json)).as_bytes())
}

fn print_bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    Ok(out.flush()?)
}

/// To standard error; a closed one is no reason to stop.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{}", text::harmless(line));
}
