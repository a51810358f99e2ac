//! Several trainings at once, and what they say together: `--folds` and `--average`, and the assignment's runs.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use perceptab::dataset::Task;
use perceptab::evaluation::{Report, Scores, Spread};
use perceptab::format::{counted, duration, number, share};
use perceptab::recipe::Recipe;
use perceptab::study::{self, Fold, Joined, Learner, Question, Study, Trial, TrialResult};
use perceptab_conversation::session::{Command, Event, Outcome, RunId, RunView, SessionView};
use serde::Serialize;

use super::all_scores::AllScores;
use super::driver::Driver;
use super::score_text::{brief, score_table, without_target};
use super::text::aligned;
use super::{Failure, print, print_json, say};

/// A trial that has ended.
pub struct Tried {
    pub run: RunView,
    pub result: TrialResult,
}

/// Trains on as many threads as the machine has cores, each with a session and a table of its own. `view`: of the table,
/// `block`: the table itself, `title`: what a trial is called. The results stand in the order of the trials. Past `until`, a number
/// of trials and an instant, no trial is begun that is not among so many first ones: those that were begun are the first in order.
pub fn train_all(
    study: &Study,
    title: impl Fn(usize) -> String + Sync,
    view: &SessionView,
    block: &[u8],
    until: Option<(usize, Instant)>,
) -> Vec<Result<Tried, Failure>> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, Result<Tried, Failure>)>> = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..cores.min(study.trials.len()) {
            scope.spawn(|| {
                let mut driver = Driver::new();
                let adopted = driver.adopt_table(block);
                loop {
                    let is_over =
                        |place| until.is_some_and(|(first, end)| place >= first && Instant::now() >= end);
                    if is_over(next.load(Ordering::Relaxed)) {
                        break;
                    }
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(trial) = study.trials.get(place) else { break };
                    let result = match &adopted {
                        Ok(()) => train_one(&mut driver, view.clone(), trial.clone()),
                        Err(Failure::Failed(sentence)) => Err(Failure::Failed(sentence.clone())),
                        Err(_) => Err(Failure::ClosedPipe),
                    };
                    if let Ok(Tried { run, .. }) = &result {
                        let seconds = duration(run.seconds);
                        say(&match trial.learner {
                            Learner::Network => {
                                format!("{}: {} in {seconds}", title(place), counted(run.epoch, "epoch"))
                            }
                            Learner::Trees | Learner::ShallowTrees => {
                                format!("{} in {seconds}", title(place))
                            }
                        });
                    }
                    // A thread that held it does nothing that could panic.
                    if let Ok(mut results) = results.lock() {
                        results.push((place, result));
                    }
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap_or_default();
    results.sort_by_key(|(place, _)| *place);
    results.into_iter().map(|(_, result)| result).collect()
}

fn train_one(driver: &mut Driver, mut view: SessionView, trial: Trial) -> Result<Tried, Failure> {
    let run = RunId(1);
    view.begin(run, trial.recipe.clone().into_recipe());
    // The run before it is of no more use.
    driver.tell(Command::Reset)?;
    let mut block = None;
    let mut take = |event| match event {
        Event::Tried { block: bytes, .. } => block = Some(bytes),
        event => view.take(event),
    };
    for event in driver.tell(Command::Try { run, trial: Box::new(trial) })? {
        take(event);
    }
    driver.train(take)?;
    let none = || Failure::Failed("The run gave no result.".to_string());
    // Trees are no run that starts: theirs is still the one that was asked for.
    let run = view.runs.pop().or_else(|| view.preparing.take()).ok_or_else(none)?;
    let block = block.ok_or_else(none)?;
    let result = TrialResult::from_block(&block).map_err(Failure::Failed)?;
    Ok(Tried { run, result })
}

/// Trains all folds of a study of one recipe, and says what was done to the rows.
fn folds(
    study: &Study,
    view: &SessionView,
    driver: &Driver,
    until: Option<(usize, Instant)>,
) -> Result<Vec<Tried>, Failure> {
    let tried = train_all(study, |place| study.name(place), view, &driver.shared_table(), until);
    let tried: Vec<Tried> = tried.into_iter().collect::<Result<_, _>>()?;
    notes(&tried).iter().for_each(|note| say(note));
    Ok(tried)
}

/// What `--json` prints of one score.
#[derive(Serialize)]
struct Score<'a> {
    score: &'a str,
    mean: f64,
    standard_deviation: f64,
    /// In the order of the folds.
    folds: &'a [f64],
}

/// `perceptab train FILE --folds N`: each fold is tested on once; prints every fold's scores, their mean and their standard
/// deviation. `view` and `driver` have the table; with `keeps` the driver's model is the average of all folds' networks then.
pub fn cross_validate(
    study: &Study,
    view: &SessionView,
    driver: &mut Driver,
    json: bool,
    keeps: bool,
) -> Result<(), Failure> {
    let tried = folds(study, view, driver, None)?;
    let reports: Vec<&Report> = tried.iter().filter_map(|one| one.run.report.as_ref()).collect();
    let spreads = Spread::of_reports(&reports);
    if json { print_json(&scores(&spreads)) } else { print(&as_text(study, &spreads, reports.len())) }?;
    // A fold whose loss grew without bound has scores, of the weights before that: they are no honest part of a mean.
    let diverged = tried.iter().enumerate().filter_map(|(place, one)| match &one.run.outcome {
        Some(Outcome::Diverged { message, .. }) => {
            Some(Err(Failure::Failed(format!("{}: {message}", study.name(place)))))
        }
        _ => None,
    });
    Failure::all(diverged)?;
    if keeps {
        join(driver, tried, study.question, None)?;
        say(&format!(
            "The model averages the {} networks. Each row was trained on by all but one of them, so no row is left to test the \
             average: the scores above are of one network each.",
            study.trials.len()
        ));
    }
    Ok(())
}

/// What `--json` prints of an average.
#[derive(Serialize)]
struct Average<'a> {
    networks: usize,
    sentence: &'a str,
    /// Each training row as the one network says that was not trained on it.
    out_of_fold: Option<OutOfFold<'a>>,
    train: &'a Scores,
    test: &'a Scores,
    baseline: &'a Scores,
    weights_hashes: Vec<&'a str>,
}

#[derive(Serialize)]
pub struct OutOfFold<'a> {
    scores: AllScores,
    baseline: &'a Scores,
    /// Training rows that every network was trained on.
    without: usize,
}

impl<'a> OutOfFold<'a> {
    pub fn of(told: &'a study::OutOfFold, task: Task) -> OutOfFold<'a> {
        let scores = AllScores::of(told.scores, told.metrics, task);
        OutOfFold { scores, baseline: &told.baseline, without: told.without }
    }
}

/// `perceptab train FILE --average N`: N networks, each trained without one fold of the training rows; prints how good their
/// average is. It is the driver's model then.
pub fn train_average(
    study: &Study,
    view: &SessionView,
    driver: &mut Driver,
    json: bool,
) -> Result<(), Failure> {
    let tried = folds(study, view, driver, None)?;
    let hashes: Vec<String> = tried.iter().map(|one| one.result.weights_hash.clone()).collect();
    let baseline =
        tried.first().and_then(|one| one.run.facts.as_ref()).map(|facts| facts.baseline_name.clone());
    let joined = join(driver, tried, study.question, None)?;
    let Some(Joined { report, out_of_fold, .. }) = joined else { return Ok(()) };
    if json {
        let out_of_fold = out_of_fold.as_ref().map(|told| OutOfFold::of(told, report.task));
        return print_json(&Average {
            networks: hashes.len(),
            sentence: &report.sentence,
            out_of_fold,
            train: &report.train,
            test: &report.test,
            baseline: &report.baseline.test,
            weights_hashes: hashes.iter().map(String::as_str).collect(),
        });
    }
    let mut text = format!(
        "{} networks, each trained without one of as many folds of the training rows, averaged.\n{}\n\n{}",
        hashes.len(),
        report.sentence,
        score_table(&report, &baseline.unwrap_or_default())
    );
    if let Some(told) = &out_of_fold {
        text += &format!(
            "\nOut of fold, each row by the one network that was not trained on it: {}\n",
            brief(&told.scores)
        );
        text += &format!("Always the same answer there: {}\n", brief(&told.baseline));
        if told.without > 0 {
            text += &format!(
                "{} of the first stretch of time, before every fold, are not among them.\n",
                counted(told.without, "row")
            );
        }
    }
    print(&text)
}

/// A tier's mix, which is the driver's model then.
pub struct Mix {
    pub joined: Joined,
    pub seconds: f64,
    pub weights_hash: String,
    /// Networks that were trained.
    pub trials: usize,
    /// That the mix is of.
    pub members: usize,
}

/// Trains all that a tier asks for, and mixes it. `until`: when it is enough, wherever the first ways are done.
pub fn train_mix(
    study: Study,
    mut recipe: Recipe,
    view: &SessionView,
    driver: &mut Driver,
    until: Option<Instant>,
) -> Result<Mix, Failure> {
    let start = Instant::now();
    let until = until.map(|end| (study.first_ways(), end));
    let mut tried = folds(&study, view, driver, until)?;
    tried.truncate(study.begun(tried.len()));
    if until.is_some() {
        recipe.ways = study.ways(tried.len());
    }
    let trials = tried.len();
    let none = || Failure::Failed("The mix gave no result.".to_string());
    let ways = recipe.ways;
    let joined = join(driver, tried, study.question, Some(recipe))?.ok_or_else(none)?;
    let members = joined.ways.iter().filter(|way| way.count > 0).map(|way| way.trials.len()).sum();
    if until.is_some() {
        say(&format!(
            "{} were tried. --trials {ways} in place of --seconds gives the same again.",
            counted(ways, "way")
        ));
    }
    Ok(Mix {
        weights_hash: joined.model.summary().weights_hash,
        seconds: start.elapsed().as_secs_f64(),
        trials,
        members,
        joined,
    })
}

fn join(
    driver: &mut Driver,
    tried: Vec<Tried>,
    question: Question,
    recipe: Option<Recipe>,
) -> Result<Option<Joined>, Failure> {
    let results: Vec<TrialResult> = tried.into_iter().map(|one| one.result).collect();
    driver.join(question, recipe, results)
}

/// What was done to the rows and the columns, each once; and of which folds, where it is not of all.
fn notes(tried: &[Tried]) -> Vec<String> {
    let mut found: Vec<(String, Vec<usize>)> = Vec::new();
    // Several kinds are trained on one fold.
    let fold_of = |one: &Tried, place: usize| match one.result.trial.fold {
        Some(Fold::Test { fold, .. } | Fold::Inner { fold, .. }) => fold + 1,
        None => place + 1,
    };
    let mut all: Vec<usize> = Vec::new();
    for (place, one) in tried.iter().enumerate() {
        let Some(facts) = &one.run.facts else { continue };
        let fold = fold_of(one, place);
        if !all.contains(&fold) {
            all.push(fold);
        }
        for note in without_target(facts).into_iter().chain(facts.notes.iter().cloned()) {
            match found.iter_mut().find(|(known, _)| *known == note) {
                Some((_, folds)) if folds.contains(&fold) => {}
                Some((_, folds)) => folds.push(fold),
                None => found.push((note, vec![fold])),
            }
        }
    }
    let said = |(note, folds): (String, Vec<usize>)| match folds.as_slice() {
        some if some.len() == all.len() => note,
        [one] => format!("Fold {one}: {note}"),
        some => {
            let some: Vec<String> = some.iter().map(usize::to_string).collect();
            format!("Folds {}: {note}", some.join(", "))
        }
    };
    found.into_iter().map(said).collect()
}

fn scores(spreads: &[Spread]) -> Vec<Score<'_>> {
    spreads
        .iter()
        .map(|spread| Score {
            score: spread.name,
            mean: spread.mean,
            standard_deviation: spread.standard_deviation,
            folds: &spread.values,
        })
        .collect()
}

fn as_text(study: &Study, spreads: &[Spread], folds: usize) -> String {
    let text =
        |spread: &Spread, value: f64| if spread.is_share { share(value, 1_000) } else { number(value, 4) };
    let head = std::iter::once(String::new()).chain(spreads.iter().map(|spread| spread.name.to_string()));
    let mut rows = vec![head.collect::<Vec<_>>()];
    for fold in 0..folds {
        let values = spreads
            .iter()
            .map(|spread| spread.values.get(fold).map_or(String::new(), |value| text(spread, *value)));
        rows.push(std::iter::once(study.name(fold)).chain(values).collect());
    }
    let last = spreads
        .iter()
        .map(|spread| format!("{} ± {}", text(spread, spread.mean), text(spread, spread.standard_deviation)));
    rows.push(std::iter::once("Mean ± standard deviation".to_string()).chain(last).collect());
    aligned(&rows, &[1, 2, 3, 4])
}
