use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Instant;

use perceptab::recipe::Recipe;
use perceptab::study::{Joined, Question, TrialResult};
use perceptab::table::Warning;
use perceptab::table::container::{Contents, is_workbook};
use perceptab_conversation::session::{Command, Event, Export, Prediction, Purpose, Session};
use perceptab_workbook::{LARGEST_FILE, Trouble, Workbook};

use super::Failure;
use super::output::system_words;

/// How much is read from disk at a time.
const CHUNK: usize = 1 << 20;
/// Seconds of training between two looks at what came of it.
const SLICE: f64 = 0.1;

/// Owns what a [`Session`] does not: the clock and the files.
pub struct Driver {
    session: Session,
    start: Instant,
}

impl Driver {
    pub fn new() -> Driver {
        Driver { session: Session::new(env!("CARGO_PKG_VERSION")), start: Instant::now() }
    }

    /// One that trains nothing: a table of one row is read too.
    pub fn for_looking() -> Driver {
        let driver = Driver::new();
        Driver { session: driver.session.for_looking(), ..driver }
    }

    /// Gives a command and hands back the events, unless one is a failure. What it asks for beside a run is done to its end.
    pub fn tell(&mut self, command: Command) -> Result<Vec<Event>, Failure> {
        let start = self.start;
        let clock = move || start.elapsed().as_secs_f64();
        let mut events = self.session.handle(command);
        while self.session.has_jobs() {
            events.extend(self.session.work(&clock, SLICE));
        }
        check(&events)?;
        Ok(events)
    }

    /// Reads a file for `purpose` under `name` (a session takes a file for JSON by its name) and hands back what
    /// it turned out to be.
    pub fn read(&mut self, purpose: Purpose, path: &Path, name: String) -> Result<Event, Failure> {
        let bytes = file_size(path);
        self.tell(Command::Read { purpose, name, bytes })?;
        let part = self.session.wanted_part();
        each_piece(path, part.as_deref(), |piece| match piece {
            Piece::Workbook(contents) => {
                self.session.declare(contents);
                Ok(())
            }
            Piece::Bytes(bytes) => check(&self.session.push_bytes(bytes)),
        })?;
        let events = self.session.finish_bytes();
        check(&events)?;
        let is_told = |event: &Event| {
            matches!(event, Event::Reading { .. } | Event::Job { .. } | Event::JobEnded { .. })
        };
        let found = events.into_iter().find(|event| !is_told(event));
        found.ok_or_else(|| Failure::Failed(format!("'{}' gave no result.", path.display())))
    }

    /// Reads new rows for the model and hands on what is written of them, as it comes.
    pub fn predict(
        &mut self,
        path: &Path,
        name: String,
        take: &mut dyn FnMut(&[u8]) -> Result<(), Failure>,
    ) -> Result<Box<Prediction>, Failure> {
        let bytes = file_size(path);
        self.tell(Command::Read { purpose: Purpose::Predict, name, bytes })?;
        let part = self.session.wanted_part();
        each_piece(path, part.as_deref(), |piece| match piece {
            Piece::Workbook(contents) => {
                self.session.declare(contents);
                Ok(())
            }
            Piece::Bytes(bytes) => {
                let pushed = check(&self.session.push_bytes(bytes));
                take(&self.session.take_new_rows())?;
                pushed
            }
        })?;
        let events = self.session.finish_bytes();
        check(&events)?;
        take(&self.session.take_new_rows())?;
        let found = events.into_iter().find_map(|event| match event {
            Event::Predicted(prediction) => Some(prediction),
            _ => None,
        });
        found.ok_or_else(|| Failure::Failed(format!("'{}' gave no result.", path.display())))
    }

    /// Reads a model or a recipe, whatever its file's name ends with.
    pub fn read_json(&mut self, path: &Path) -> Result<Event, Failure> {
        let (name, given) = (json_name(path), file_name(path));
        self.read(Purpose::Open, path, name.clone()).map_err(|failure| match failure {
            // A failure names the file as it is called.
            Failure::Failed(sentence) => {
                Failure::Failed(sentence.replace(&format!("'{name}'"), &format!("'{given}'")))
            }
            other => other,
        })
    }

    /// Trains to the end, handing on each event.
    pub fn train(&mut self, mut take: impl FnMut(Event)) -> Result<(), Failure> {
        let start = self.start;
        let clock = move || start.elapsed().as_secs_f64();
        while self.session.is_training() {
            let events = self.session.work(&clock, SLICE);
            check(&events)?;
            events.into_iter().for_each(&mut take);
        }
        Ok(())
    }

    /// The table that was read, as a block that other drivers take over; empty without one.
    pub fn shared_table(&self) -> Vec<u8> {
        let mut block = Vec::new();
        if let Some(packed) = self.session.shared_table() {
            // Writing to memory does not fail.
            let _ = packed.write(&mut block);
        }
        block
    }

    /// Every warning that was kept of the table that was read; its summary has the first of them.
    pub fn warnings(&self) -> Vec<Warning> {
        self.session.warnings().to_vec()
    }

    pub fn adopt_table(&mut self, block: &[u8]) -> Result<(), Failure> {
        check(&self.session.adopt_table(block, block.len() as u64))
    }

    /// The model of all trials becomes the current one; of folds of the training rows it is measured on the recipe's own parts.
    pub fn join(
        &mut self,
        question: Question,
        recipe: Option<Recipe>,
        results: Vec<TrialResult>,
    ) -> Result<Option<Joined>, Failure> {
        self.session.join(question, recipe, results).map_err(Failure::Failed)
    }

    pub fn export(&mut self, export: Export) -> Result<Vec<u8>, Failure> {
        for event in self.tell(Command::Export { export, run: None })? {
            if let Event::File { bytes, .. } = event {
                return Ok(bytes);
            }
        }
        Err(Failure::Failed("There is nothing to write.".to_string()))
    }
}

/// The first failure among the events, all of its problems in one.
fn check(events: &[Event]) -> Result<(), Failure> {
    for event in events {
        if let Event::Failed(failure) = event {
            let mut sentences = vec![failure.message.clone()];
            let others = failure.problems.iter().map(|problem| problem.message.clone());
            sentences.extend(others.filter(|message| *message != failure.message));
            if let Some(share) = failure.sample {
                sentences.push(format!("For a sample add --sample {}.", (share * 1_000.0).floor() / 1_000.0));
            }
            return Err(Failure::Failed(sentences.join("\n")));
        }
    }
    Ok(())
}

/// Reads a file piece by piece; of a workbook the sheet `part`, or the first, as CSV.
pub fn each_piece(
    path: &Path,
    part: Option<&str>,
    mut take: impl FnMut(Piece) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (mut first, mut workbook) = (true, None);
    let refused = |trouble: Trouble| {
        Failure::Failed(format!("'{}' can't be used. {}", file_name(path), trouble.sentence()))
    };
    each_chunk(path, |chunk| {
        if std::mem::take(&mut first) && is_workbook(chunk) {
            workbook = Some(Vec::new());
        }
        match &mut workbook {
            Some(held) if (held.len() + chunk.len()) as u64 > LARGEST_FILE => Err(refused(Trouble::TooLarge)),
            Some(held) => {
                held.extend_from_slice(chunk);
                Ok(())
            }
            None => take(Piece::Bytes(chunk)),
        }
    })?;
    let Some(bytes) = workbook else { return Ok(()) };
    let Workbook { sheets, sheet, csv, notes } = perceptab_workbook::read(&bytes, part).map_err(refused)?;
    take(Piece::Workbook(Contents { part: Some(sheet), parts: sheets, notes, ..Contents::of("Excel") }))?;
    csv.chunks(CHUNK).try_for_each(|chunk| take(Piece::Bytes(chunk)))
}

/// What comes of a file: before a workbook's CSV, what the workbook holds.
pub enum Piece<'a> {
    Workbook(Contents),
    Bytes(&'a [u8]),
}

/// Reads a file chunk by chunk.
fn each_chunk(path: &Path, mut take: impl FnMut(&[u8]) -> Result<(), Failure>) -> Result<(), Failure> {
    let shown = path.display();
    let failed = |error: std::io::Error| {
        let why = match error.kind() {
            std::io::ErrorKind::NotFound => "there is no such file".to_string(),
            std::io::ErrorKind::PermissionDenied => "you may not read it".to_string(),
            std::io::ErrorKind::IsADirectory => "it is a folder".to_string(),
            std::io::ErrorKind::NotADirectory => "a part of the path is a file, and no folder".to_string(),
            _ => system_words(&error),
        };
        Failure::Failed(format!("'{shown}' could not be read: {why}. Check the path."))
    };
    let mut file = File::open(path).map_err(failed)?;
    let mut buffer = vec![0; CHUNK];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(n) => take(&buffer[..n])?,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(failed(error)),
        }
    }
}

/// In bytes; 0 where it cannot be told.
pub fn file_size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |metadata| metadata.len())
}

/// The last part of a path, as text.
pub fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// The same, with the ending that a session takes for JSON.
fn json_name(path: &Path) -> String {
    let name = file_name(path);
    if name.to_lowercase().ends_with(".json") { name } else { format!("{name}.json") }
}
