//! A recipe trained on a table, as page and command line train it.

use std::error::Error;
use std::time::Instant;

use perceptab::dataset::Task;
use perceptab::recipe::{Preset, Recipe};
use perceptab_conversation::session::{Command, Event, Purpose, RunFacts, RunId, Session};

use super::table::RealTable;

/// What one run reached and cost.
pub struct Run {
    /// R² or log loss of the test rows.
    pub score: f64,
    /// On the scale of the reference.
    pub scaled: f64,
    pub train_rows: usize,
    /// Of the network.
    pub inputs: usize,
    /// The epoch whose weights were kept.
    pub kept: usize,
    /// Of a processor, from the first batch to the last measurement; reading and preparing the table aside.
    pub seconds: f64,
    /// Multiplications of a weight and an input or a delta, each with its addition.
    pub multiply_adds: f64,
}

pub fn train(table: &RealTable, recipe: &Recipe, seed: u64) -> Result<Run, Box<dyn Error>> {
    let mut session = Session::new("quality");
    session.handle(Command::Read {
        purpose: Purpose::Open,
        name: table.name.clone(),
        bytes: table.text.len() as u64,
    });
    session.push_bytes(table.text.as_bytes());
    session.finish_bytes();
    let recipe = recipe.clone().with(|it| {
        it.question.target = Some(table.target.clone());
        it.question.split_column = (!table.inner).then(|| "part".to_string());
        it.question.stratify = table.inner;
        it.question.seed = seed;
    });
    let started = session.handle(Command::Train { run: RunId(1), recipe: Box::new(recipe.clone()) });
    let (start, clock) = (processor_seconds(), Instant::now());
    let now = || clock.elapsed().as_secs_f64();
    let (mut events, mut told) = (started, None);
    loop {
        for event in events {
            let (report, course) = match event {
                Event::Started { facts, .. } => {
                    told = Some(facts);
                    continue;
                }
                Event::Failed(failure) => return Err(format!("{}: {}", table.name, failure.message).into()),
                Event::Ended { report, course, .. } => (report, course),
                _ => continue,
            };
            let facts = told.take().ok_or_else(|| format!("{}: no facts", table.name))?;
            let report = report.ok_or_else(|| format!("{}: no report", table.name))?;
            let seconds = match (start, processor_seconds()) {
                (Some(start), Some(end)) => end - start,
                _ => now(),
            };
            let score = if table.reference.is_r2() { report.test.r2 } else { Some(report.test.loss) };
            let score = score.ok_or_else(|| format!("{}: no score", table.name))?;
            return Ok(Run {
                score,
                scaled: table.reference.scaled(score),
                train_rows: facts.train_rows,
                inputs: facts.widths.first().copied().unwrap_or(0),
                kept: course.best_epoch.unwrap_or(recipe.training.epochs),
                seconds,
                multiply_adds: multiply_adds(
                    &recipe,
                    &facts,
                    course.validation_rows,
                    course.loss_curve.len(),
                ),
            });
        }
        if !session.is_training() {
            return Err(format!("{}: the run did not end", table.name).into());
        }
        events = session.work(&now, 1.0);
    }
}

/// What this program has had of a processor, where the system tells (Linux): what else the machine does is not in it.
fn processor_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    let nanoseconds: f64 = text.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

/// The second specification's network trained as the assignment says, on the same rows: its regression for numbers, its softmax
/// for classes. The target's scale, which costs nothing, is the default's.
pub fn specification(table: &RealTable, seed: u64) -> Result<Run, Box<dyn Error>> {
    let preset = if table.reference.is_r2() { Preset::Spec2Regression } else { Preset::Spec2Softmax };
    let plain = Recipe::default();
    let recipe = preset.recipe().with(|it| {
        it.question.task =
            Some(if table.reference.is_r2() { Task::Regression } else { Task::Classification });
        it.preparation.drop_duplicates = plain.preparation.drop_duplicates;
        it.preparation.target_scale = plain.preparation.target_scale;
        it.preparation.scale = plain.preparation.scale;
    });
    train(table, &recipe, seed)
}

/// Forward, weight gradients and deltas for each row that is trained on; forward alone for each that is measured.
fn multiply_adds(recipe: &Recipe, facts: &RunFacts, validation_rows: usize, epochs: usize) -> f64 {
    let weights: usize = facts.widths.windows(2).map(|pair| pair[0] * pair[1]).sum();
    let trained = 3 * epochs * (facts.train_rows - validation_rows);
    let measurements = epochs.div_ceil(recipe.training.measure_every);
    let measured = measurements * (facts.train_rows + facts.test_rows) + epochs * validation_rows;
    weights as f64 * (trained + measured) as f64
}
