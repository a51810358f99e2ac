mod arguments;
mod assignment;
mod assignment_json;
mod driver;
mod folds;
mod inspect;
mod predict;
mod report;
mod rows;
mod side_by_side;
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
    /// Nobody reads the output any more, as with `| head`. No failure of ours: exit code 0, without a word.
    ClosedPipe,
}

impl From<io::Error> for Failure {
    /// An error while writing to standard output.
    fn from(error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
            _ => Failure::Failed(format!("The output could not be written: {error}.")),
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
    }
}

fn obey(command: Command) -> Result<(), Failure> {
    match command {
        Command::Help => print(&format!("{}\n{}", arguments::HELP, table_options::HELP)),
        Command::Version => print(&format!("perceptab {}\n", env!("CARGO_PKG_VERSION"))),
        Command::Inspect(wish) => inspect::inspect(&wish),
        Command::Train(wish) => train::train(&wish),
        Command::Assignment(wish) => assignment::assignment(&wish),
        Command::Predict { model, file } => predict::predict(&model, &file),
    }
}

/// To standard output.
fn print(text: &str) -> Result<(), Failure> {
    print_bytes(text.as_bytes())
}

fn print_bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    Ok(out.flush()?)
}

/// To standard error; a closed one is no reason to stop.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{}", text::printable(line));
}
