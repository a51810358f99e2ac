//! How quick boosted trees grow, and how good they are on real tables.
//!
//! ```text
//! cargo run --release --example trees -- time [ROWS COLUMNS]
//! cargo run --release --example trees -- FOLDER... [--seeds 1,2,3] [--inner] [--set depth=6,rate=0.05]
//! ```
//!
//! A folder holds pairs `NAME.csv` and `NAME.split.csv`. A sixth of the training rows tells when to stop. `--inner` never looks at
//! a test row: a fifth of the training rows is scored in their place, so that settings can be chosen by it.

// Not all of it is used here.
#[allow(dead_code)]
#[path = "../quality/reference.rs"]
mod reference;
mod speed;
mod table;

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use perceptab::baselines::{Boosted, Settings};
use perceptab::chance::{Chance, Stream, shuffle};
use reference::Reference;
use table::{RealTable, Task};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).peekable();
    if arguments.next_if_eq("time").is_some() {
        let mut number = |default| arguments.next().map_or(Ok(default), |text| text.parse());
        return speed::measure(number(50_000)?, number(20)?);
    }
    let (mut folders, mut seeds, mut inner, mut changes) = (Vec::new(), vec![1, 2, 3], false, String::new());
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value."));
        match argument.as_str() {
            "--inner" => inner = true,
            "--seeds" => seeds = value()?.split(',').map(str::parse).collect::<Result<_, _>>()?,
            "--set" => changes = value()?,
            _ => folders.push(PathBuf::from(argument)),
        }
    }
    for folder in &folders {
        let mut scaled = Vec::new();
        for name in table::names(folder)? {
            let Some(reference) = Reference::of(&name) else { continue };
            let table = table::read(folder, &name, reference.is_r2())?;
            let of_seed = |&seed: &u64| run(&table, seed, inner, &changes);
            let runs = seeds.iter().map(of_seed).collect::<Result<Vec<Run>, _>>()?;
            let mean = |of: fn(&Run) -> f64| runs.iter().map(of).sum::<f64>() / runs.len() as f64;
            let (score, seconds) = (mean(|run| run.score), mean(|run| run.seconds));
            let share = reference.scaled(score);
            println!(
                "{name:12} {share:.3}  {score:.4}  (linear {:.3}, best {:.3})  {:.0} trees, {seconds:.2} s",
                reference.linear(),
                reference.best(),
                mean(|run| run.trees as f64)
            );
            scaled.push(share);
        }
        println!("{}: {:.4}", folder.display(), scaled.iter().sum::<f64>() / scaled.len() as f64);
    }
    Ok(())
}

struct Run {
    /// R² or log loss.
    score: f64,
    trees: usize,
    seconds: f64,
}

fn run(table: &RealTable, seed: u64, inner: bool, changes: &str) -> Result<Run, Box<dyn Error>> {
    let (mut learning, mut scored) = (table.training.clone(), table.test.clone());
    shuffle(&mut learning, &mut Chance::new(seed, Stream::Split));
    if inner {
        scored = learning.split_off(learning.len() * 4 / 5);
    }
    let watched = learning.split_off(learning.len() * 5 / 6);
    let n_classes = match table.task {
        Task::Regression => 0,
        Task::Classes(n_classes) => n_classes,
    };
    let mut settings = serde_json::to_value(Settings::for_rows(learning.len(), n_classes))?;
    for change in changes.split(',').filter(|change| !change.is_empty()) {
        let (key, value) = change.split_once('=').ok_or("--set takes KEY=VALUE,…")?;
        settings[key] = serde_json::from_str(value)?;
    }
    let settings: Settings = serde_json::from_value(settings)?;
    let (learning, watched, scored) = (table.part(&learning), table.part(&watched), table.part(&scored));
    let began = Instant::now();
    let mut chance = Chance::new(seed, Stream::Weights);
    let fitted =
        Boosted::fit(&learning.rows(), &watched.rows(), &table.levels, &settings, &mut chance).boosted;
    let seconds = began.elapsed().as_secs_f64();
    let answers = fitted.scores(&scored.inputs);
    let score = match table.task {
        Task::Regression => scored.r2(&answers),
        Task::Classes(_) => scored.log_loss(&answers),
    };
    Ok(Run { score, trees: fitted.n_trees(), seconds })
}
