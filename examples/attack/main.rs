//! Attacks the command line with mutated files, and says what it does that it must not do:
//!
//! ```text
//! cargo run --example attack -- [--seconds N | --cases N] [--seed N] [--case N]
//! ```
//!
//! Tables of every dialect, containers, recipes and models are mutated by their bytes and by their structure; `inspect`,
//! `train`, `predict` and `assignment` are run on them in processes of their own, with limits on memory and time. Each case
//! follows from the seed and its number alone. What is found goes to target/attack/, a folder each, with the files and the
//! command; `--case` runs a single one again.

mod case;
mod chance;
mod checks;
mod containers;
mod mutation;
mod seeds;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use case::{Case, Ran};
use chance::Chance;
use seeds::{RECIPES, Table};

/// Enough to begin mending with.
const MOST_FINDINGS: usize = 40;

/// What the cases begin with.
pub struct World {
    program: PathBuf,
    tables: Vec<Table>,
    /// Each with the place of a table that it predicts.
    models: Vec<(Vec<u8>, usize)>,
}

struct Wish {
    seed: u64,
    cases: u64,
    seconds: u64,
    /// This one alone.
    case: Option<u64>,
}

fn main() -> ExitCode {
    match wish().and_then(|wish| attack(&wish)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("attack: {error}");
            ExitCode::from(2)
        }
    }
}

fn wish() -> Result<Wish, Box<dyn Error>> {
    let mut wish = Wish { seed: 1, cases: u64::MAX, seconds: 60, case: None };
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value: u64 = arguments.next().ok_or(format!("{name} needs a number"))?.parse()?;
        match name.as_str() {
            "--seed" => wish.seed = value,
            "--seconds" => wish.seconds = value,
            // As many as were asked for, however long they take.
            "--cases" => (wish.cases, wish.seconds) = (value, u64::MAX),
            "--case" => wish.case = Some(value),
            _ => return Err(format!("there is no option {name}").into()),
        }
    }
    Ok(wish)
}

/// Whether nothing was found.
fn attack(wish: &Wish) -> Result<bool, Box<dyn Error>> {
    let folder = PathBuf::from("target/attack");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let world = World::new(&folder)?;
    let start = Instant::now();
    let (next, done) = (AtomicU64::new(0), AtomicU64::new(0));
    let (findings, broken) = (Mutex::new(Vec::new()), AtomicBool::new(false));
    let workers =
        if wish.case.is_some() { 1 } else { thread::available_parallelism().map_or(1, usize::from) };
    thread::scope(|scope| {
        for worker in 0..workers {
            let (world, folder, next, done, findings, broken) =
                (&world, &folder, &next, &done, &findings, &broken);
            scope.spawn(move || {
                let place = folder.join(format!("work-{worker}"));
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let late = number >= wish.cases || start.elapsed() > Duration::from_secs(wish.seconds);
                    let enough = findings.lock().map_or(true, |found| found.len() >= MOST_FINDINGS);
                    if late || enough || (wish.case.is_some() && number > 0) {
                        break;
                    }
                    let number = wish.case.unwrap_or(number);
                    let case = Case::new(world, &mut Chance::new(wish.seed, number));
                    let Ok(ran) = case.run(&world.program, &place) else {
                        broken.store(true, Ordering::Relaxed);
                        break;
                    };
                    done.fetch_add(1, Ordering::Relaxed);
                    let wrong = checks::wrong(&case, &ran);
                    if !wrong.is_empty() {
                        let kept = keep(folder, wish.seed, number, &case, &ran, &wrong);
                        if let (Ok(mut found), Ok(kept)) = (findings.lock(), kept) {
                            println!("{kept}\n    {}\n    {}", case.command(), wrong.join("\n    "));
                            found.push(kept);
                        }
                    }
                }
                let _ = fs::remove_dir_all(&place);
            });
        }
    });
    if broken.into_inner() {
        return Err("a case could not be run".into());
    }
    let (n, cases) = (findings.into_inner().map_or(0, |found| found.len()), done.into_inner());
    let seconds = start.elapsed().as_secs();
    println!("attack: seed {}, {cases} cases in {seconds} s, {n} findings", wish.seed);
    Ok(n == 0)
}

impl World {
    /// With models that the program has trained on the tables as they are.
    fn new(folder: &Path) -> Result<World, Box<dyn Error>> {
        let examples = std::env::current_exe()?;
        let program = examples.parent().and_then(Path::parent).map(|folder| folder.join("perceptab"));
        let program = program.filter(|program| program.exists());
        let program = program.ok_or("the program is not built: cargo build --bin perceptab")?;
        let mut world = World { program, tables: seeds::tables(), models: Vec::new() };
        let folder = folder.join("seeds");
        fs::create_dir_all(&folder)?;
        for (place, table) in world.tables.iter().enumerate() {
            fs::write(folder.join(table.name), &table.bytes)?;
            let recipe =
                if place % 3 == 1 { RECIPES[0] } else { r#"{"format":"perceptab-recipe","hidden":[4]}"# };
            fs::write(folder.join("recipe.json"), recipe)?;
            let output = Command::new(&world.program)
                .args(["train", table.name, "--target", table.target, "--recipe", "recipe.json"])
                .args(["--epochs", "2", "--save", "model.json"])
                .current_dir(&folder)
                .output()?;
            if !output.status.success() {
                return Err(format!(
                    "{} can't be trained on: {}",
                    table.name,
                    String::from_utf8_lossy(&output.stderr)
                )
                .into());
            }
            world.models.push((fs::read(folder.join("model.json"))?, place));
        }
        fs::remove_dir_all(&folder)?;
        Ok(world)
    }
}

/// Puts a finding into a folder of its own, with all that it takes to see it again.
fn keep(
    folder: &Path,
    seed: u64,
    number: u64,
    case: &Case,
    ran: &Ran,
    wrong: &[String],
) -> std::io::Result<String> {
    let folder = folder.join(format!("seed-{seed}-case-{number}"));
    fs::create_dir_all(&folder)?;
    for (name, bytes) in &case.files {
        fs::write(folder.join(name), bytes)?;
    }
    let again = format!("cargo run --example attack -- --seed {seed} --case {number}");
    fs::write(folder.join("command.txt"), format!("{}\n{again}\n{}\n", case.command(), wrong.join("\n")))?;
    fs::write(folder.join("printed.stdout"), &ran.stdout)?;
    fs::write(folder.join("printed.stderr"), &ran.stderr)?;
    Ok(folder.display().to_string())
}
