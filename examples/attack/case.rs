//! One run of the program on what was made for it.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::World;
use crate::chance::Chance;
use crate::mutation::{mutated_bytes, mutated_json, mutated_model, mutated_table};
use crate::seeds::{RECIPES, Table};

/// Kilobytes of address space; the tables here take a few dozen megabytes.
const MEMORY: usize = 1 << 20;
/// Seconds of the processor, and seconds that pass.
const PROCESSOR: u32 = 30;
const PATIENCE: Duration = Duration::from_secs(300);
/// More output is not kept.
const OUTPUT: u64 = 64 << 20;
const PREDICTED: &str = "predicted.csv";

pub struct Case {
    /// What it reads: names and bytes.
    pub files: Vec<(String, Vec<u8>)>,
    pub arguments: Vec<String>,
    /// What it may write.
    pub outputs: Vec<String>,
}

pub struct Ran {
    /// `None`: a signal ended it.
    pub code: Option<i32>,
    pub timed_out: bool,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    /// The prediction, where it went to a file.
    pub predicted: Option<Vec<u8>>,
    /// Names in its folder afterwards.
    pub names: Vec<String>,
    /// Inputs that are not as they were.
    pub changed: Vec<String>,
}

impl Case {
    pub fn new(world: &World, chance: &mut Chance) -> Case {
        let table = chance.one(&world.tables);
        let mut case = Case { files: Vec::new(), arguments: Vec::new(), outputs: Vec::new() };
        match chance.below(10) {
            0..=2 => case.inspect(world, table, chance),
            3..=4 => case.train(world, table, chance),
            5 => case.train_by_recipe(table, chance),
            6 => case.predict_with_a_mutated_model(world, chance),
            7..=8 => case.predict_a_mutated_table(world, chance),
            _ => case.assignment(world, table, chance),
        }
        case
    }

    /// What the copied cells of a prediction are of.
    pub fn copied(&self) -> Option<&[u8]> {
        let has = |argument: &str| self.arguments.iter().any(|one| one == argument);
        let predicts = has("predict") && !has("--guard");
        self.files.get(1).filter(|_| predicts).map(|(_, bytes)| bytes.as_slice())
    }

    fn inspect(&mut self, world: &World, table: &Table, chance: &mut Chance) {
        self.add(&["inspect", table.name]);
        self.files.push((table.name.to_string(), mutated_table(table, &world.tables, chance)));
        self.table_options(chance);
        if chance.once_in(4) {
            self.output("--changes", "changes.csv");
        }
        if chance.once_in(2) {
            self.add(&["--json"]);
        }
    }

    fn train(&mut self, world: &World, table: &Table, chance: &mut Chance) {
        const PRESETS: [&str; 6] =
            ["default", "beyond", "spec1-regression", "spec2-softmax", "mlp-regressor-1", "mlp-classifier-2"];
        self.add(&["train", table.name, "--epochs", "2"]);
        self.files.push((table.name.to_string(), mutated_table(table, &world.tables, chance)));
        if !chance.once_in(4) {
            self.add(&["--target", if chance.once_in(4) { "price" } else { table.target }]);
        }
        if chance.once_in(2) {
            self.add(&["--preset", chance.of(&PRESETS)]);
        }
        self.table_options(chance);
        match chance.below(6) {
            0 => self.add(&["--folds", "2"]),
            1 | 2 => self.output("--save", "model.json"),
            3 => self.output("--split", "split.csv"),
            _ => {}
        }
        if chance.once_in(2) {
            self.add(&["--json"]);
        }
    }

    fn train_by_recipe(&mut self, table: &Table, chance: &mut Chance) {
        self.add(&["train", table.name, "--recipe", "recipe.json", "--epochs", "2", "--json"]);
        self.files.push((table.name.to_string(), table.bytes.clone()));
        let recipe = chance.of(&RECIPES);
        let recipe = mutated_json(recipe, chance);
        self.files.push(("recipe.json".to_string(), recipe));
    }

    fn predict_with_a_mutated_model(&mut self, world: &World, chance: &mut Chance) {
        let (model, table) = chance.one(&world.models);
        let table = &world.tables[*table];
        let bytes = match chance.below(4) {
            0 => mutated_bytes(model.clone(), &world.models[0].0, chance),
            1 => mutated_json(&String::from_utf8_lossy(model), chance),
            _ => mutated_model(model, chance),
        };
        self.add(&["predict", "model.json", table.name]);
        self.files = vec![("model.json".to_string(), bytes), (table.name.to_string(), table.bytes.clone())];
        self.predict_options(chance);
    }

    fn predict_a_mutated_table(&mut self, world: &World, chance: &mut Chance) {
        let (model, table) = chance.one(&world.models);
        let table = &world.tables[*table];
        let bytes = mutated_table(table, &world.tables, chance);
        self.add(&["predict", "model.json", table.name]);
        self.files = vec![("model.json".to_string(), model.clone()), (table.name.to_string(), bytes)];
        self.predict_options(chance);
    }

    fn predict_options(&mut self, chance: &mut Chance) {
        const READ: [&str; 6] =
            ["decimal-comma", "day-first", "month-first", "size=percent", "ignore-units", "refuse-units"];
        match chance.below(8) {
            0 => self.add(&["--remarks"]),
            1 => self.add(&["--guard"]),
            2 => self.add(&["--read", chance.of(&READ)]),
            3 => self.output("-o", PREDICTED),
            _ => {}
        }
    }

    fn assignment(&mut self, world: &World, table: &Table, chance: &mut Chance) {
        let section = chance.of(&["model", "mymodel"]);
        self.add(&["assignment", section, "--data", table.name, "--target", table.target, "--epochs", "1"]);
        self.files.push((table.name.to_string(), mutated_table(table, &world.tables, chance)));
        self.output("--reports", "reports");
        if chance.once_in(3) {
            self.output("--rows", "rows");
        }
        if chance.once_in(2) {
            self.add(&["--json"]);
        }
    }

    fn table_options(&mut self, chance: &mut Chance) {
        const OPTIONS: [&[&str]; 30] = [
            &["--delimiter", "semicolon"],
            &["--delimiter", "^"],
            &["--decimal", "comma"],
            &["--quote", "none"],
            &["--comment", "#"],
            &["--skip", "3"],
            &["--skip", "1000000000000"],
            &["--header", "no"],
            &["--missing", "red"],
            &["--sample", "0.3"],
            &["--sample", "NaN"],
            &["--encoding", "UTF-16LE"],
            &["--encoding", "windows-1252"],
            &["--part", "Rows"],
            &["--kind", "hue=text"],
            &["--kind", "size=category"],
            &["--kind", "price=date"],
            &["--kind", "id=numeric"],
            &["--kind", "day=identifier"],
            &["--use", "id"],
            &["--leave-out", "size"],
            &["--weight", "size"],
            &["--group", "hue"],
            &["--time", "day"],
            &["--split-column", "done"],
            &["--stratify"],
            &["--test-share", "0.6"],
            &["--keep-duplicates"],
            &["--scale", "quantile"],
            &["--log-target"],
        ];
        for _ in 0..chance.below(4) {
            self.add(chance.of(&OPTIONS));
        }
    }

    fn output(&mut self, option: &str, name: &str) {
        self.add(&[option, name]);
        self.outputs.push(name.to_string());
    }

    fn add(&mut self, arguments: &[&str]) {
        self.arguments.extend(arguments.iter().map(|argument| argument.to_string()));
    }

    /// Runs the program in an empty folder, with limits on memory and time.
    pub fn run(&self, program: &Path, folder: &Path) -> io::Result<Ran> {
        let _ = fs::remove_dir_all(folder);
        fs::create_dir_all(folder)?;
        for (name, bytes) in &self.files {
            fs::write(folder.join(name), bytes)?;
        }
        // What it prints goes to files beside the folder: a full pipe would stop it.
        let (out, errors) = (beside(folder, "stdout"), beside(folder, "stderr"));
        let limits = format!("ulimit -t {PROCESSOR}; ulimit -v {MEMORY} 2>/dev/null; exec \"$0\" \"$@\"");
        let mut child = Command::new("sh")
            .args(["-c", &limits])
            .arg(program)
            .args(&self.arguments)
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(File::create(&out)?)
            .stderr(File::create(&errors)?)
            .spawn()?;
        let (start, mut pause) = (Instant::now(), Duration::from_millis(1));
        let mut timed_out = false;
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            if start.elapsed() > PATIENCE {
                timed_out = true;
                child.kill()?;
            }
            thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(20));
        };
        let is_changed =
            |(name, bytes): &&(String, Vec<u8>)| fs::read(folder.join(name)).ok().as_ref() != Some(bytes);
        Ok(Ran {
            code: status.code(),
            timed_out,
            stdout: read(&out)?,
            stderr: read(&errors)?,
            predicted: read(&folder.join(PREDICTED)).ok(),
            names: names(folder)?,
            changed: self.files.iter().filter(is_changed).map(|(name, _)| name.clone()).collect(),
        })
    }

    /// As it would be typed in the folder of its files.
    pub fn command(&self) -> String {
        let quoted = self.arguments.iter().map(|argument| format!("'{argument}'"));
        std::iter::once("perceptab".to_string()).chain(quoted).collect::<Vec<_>>().join(" ")
    }
}

fn beside(folder: &Path, ending: &str) -> PathBuf {
    folder.with_extension(ending)
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(OUTPUT).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Of all files in a folder and in those in it.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            found.extend(names(&entry.path())?.into_iter().map(|inner| format!("{name}/{inner}")));
        } else {
            found.push(name);
        }
    }
    found.sort();
    Ok(found)
}
