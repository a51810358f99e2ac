//! A recipe trained on a table, as page and command line train it.

use std::error::Error;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use perceptab::dataset::Task;
use perceptab::evaluation::Scores;
use perceptab::recipe::{Preset, Recipe, Tier};
use perceptab::study::{Shape, Study, Trial, TrialResult};
use perceptab::table::TableSummary;
use perceptab_conversation::session::{Command, Event, Purpose, RunFacts, RunId, Session};

use super::table::RealTable;

/// What one run reached and cost.
pub struct Run {
    /// R² or log loss of the test rows.
    pub score: f64,
    /// On the scale of the reference.
    pub scaled: f64,
    /// Expected calibration error on the test rows, of classes.
    pub calibration: Option<f64>,
    pub train_rows: usize,
    pub test_rows: usize,
    /// Of the network.
    pub inputs: usize,
    /// The epoch whose weights were kept.
    pub kept: usize,
    /// Of a processor, from the first batch to the last measurement; reading and preparing the table aside.
    pub seconds: f64,
    /// Multiplications of a weight and an input or a delta, each with its addition.
    pub multiply_adds: f64,
}

/// A session that has the table.
fn opened(table: &RealTable) -> Result<(Session, TableSummary), Box<dyn Error>> {
    let mut session = Session::new("quality");
    session.handle(Command::Read {
        purpose: Purpose::Open,
        name: table.name.clone(),
        bytes: table.text.len() as u64,
    });
    session.push_bytes(table.text.as_bytes());
    let read = session.finish_bytes().into_iter().find_map(|event| match event {
        Event::TableRead { summary, .. } => Some(summary),
        _ => None,
    });
    let summary = read.ok_or_else(|| format!("{}: it was not read", table.name))?;
    Ok((session, *summary))
}

/// The recipe's question put to this table.
fn asked(table: &RealTable, recipe: &Recipe, seed: u64) -> Recipe {
    recipe.clone().with(|it| {
        it.question.target = Some(table.target.clone());
        it.question.split_column = (!table.inner).then(|| "part".to_string());
        it.question.stratify = table.inner;
        it.question.seed = seed;
    })
}

/// A trial's place, its result as a block, and its seconds.
type Done = (usize, Result<Vec<u8>, String>, f64);

/// A tier's mix, trained by as many threads as the machine has cores.
pub fn mixed(table: &RealTable, tier: Tier, recipe: &Recipe, seed: u64) -> Result<Run, Box<dyn Error>> {
    let (mut session, summary) = opened(table)?;
    let recipe = asked(table, recipe, seed).with(|it| it.tier = tier);
    let checked = recipe.clone().checked().map_err(|problems| format!("{problems:?}"))?;
    let study = Study::mixed(&checked, Shape::of(&summary, &recipe)).ok_or("the tier mixes nothing")?;
    let next = AtomicUsize::new(0);
    let blocks: Mutex<Vec<Done>> = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                let Ok((mut session, ..)) = opened(table) else { return };
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(trial) = study.trials.get(place) else { break };
                    let start = thread_seconds();
                    let block = tried(&mut session, trial);
                    let seconds = thread_seconds() - start;
                    if let Ok(mut blocks) = blocks.lock() {
                        blocks.push((place, block, seconds));
                    }
                }
            });
        }
    });
    let mut blocks = blocks.into_inner().map_err(|_| "a thread ended")?;
    blocks.sort_by_key(|(place, ..)| *place);
    let seconds = blocks.iter().map(|(.., seconds)| seconds).sum();
    let mut results = Vec::new();
    for (_, block, _) in blocks {
        results.push(TrialResult::from_block(&block?)?);
    }
    let trained = results.len();
    let joined = session.join(study.question, Some(recipe), results)?.ok_or("nothing was joined")?;
    let score_of = |scores: &Scores| if table.reference.is_r2() { scores.r2 } else { Some(scores.loss) };
    let score = score_of(&joined.report.test).ok_or_else(|| format!("{}: no score", table.name))?;
    if std::env::var_os("QUALITY_WAYS").is_some() {
        let ways: Vec<String> = joined
            .ways
            .iter()
            .map(|way| format!("{} {}x{:.4}", way.kind, way.count, way.loss.unwrap_or(f64::NAN)))
            .collect();
        let out = joined.out_of_fold.as_ref().and_then(|out| score_of(&out.scores)).unwrap_or(f64::NAN);
        eprintln!(
            "  {} seed {seed}: out of fold {out:.4}, T {:.3}, test {score:.4}; {}",
            table.name,
            joined.temperature,
            ways.join(" ")
        );
    }
    Ok(Run {
        score,
        scaled: table.reference.scaled(score),
        calibration: joined.report.test_metrics.calibration_error,
        train_rows: joined.report.train.rows,
        test_rows: joined.report.test.rows,
        inputs: 0,
        kept: trained,
        seconds,
        multiply_adds: 0.0,
    })
}

/// What comes of a trial, as a block.
fn tried(session: &mut Session, trial: &Trial) -> Result<Vec<u8>, String> {
    session.handle(Command::Reset);
    let mut events = session.handle(Command::Try { run: RunId(1), trial: Box::new(trial.clone()) });
    loop {
        for event in events {
            match event {
                Event::Tried { block, .. } => return Ok(block),
                Event::Failed(failure) => return Err(failure.message),
                _ => {}
            }
        }
        if !session.has_work() {
            return Err("the trial did not end".to_string());
        }
        events = session.work(&|| 0.0, 1.0);
    }
}

/// What this thread has had of a processor.
fn thread_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split(' ').next().and_then(|text| text.parse::<f64>().ok());
    nanoseconds.unwrap_or(0.0) / 1e9
}

pub fn train(table: &RealTable, recipe: &Recipe, seed: u64) -> Result<Run, Box<dyn Error>> {
    let (mut session, ..) = opened(table)?;
    let recipe = asked(table, recipe, seed);
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
                calibration: report.test_metrics.calibration_error,
                train_rows: facts.train_rows,
                test_rows: facts.test_rows,
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
