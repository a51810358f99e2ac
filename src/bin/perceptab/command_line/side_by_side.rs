use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use perceptab::recipe::Recipe;
use perceptab::session::format::{counted, duration};
use perceptab::session::{Command, RunId, RunView, SessionView};

use super::driver::Driver;
use super::{Failure, say};

/// Trains on as many threads as the machine has cores, each with a session and a table of its own. `view`: of the table,
/// `block`: the table itself. The results stand in the order of the runs, which are a title and a recipe each.
pub fn train_all(
    runs: &[(String, Recipe)],
    view: &SessionView,
    block: &[u8],
) -> Vec<Result<RunView, Failure>> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, Result<RunView, Failure>)>> = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..cores.min(runs.len()) {
            scope.spawn(|| {
                let mut driver = Driver::new();
                let adopted = driver.adopt_table(block);
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some((title, recipe)) = runs.get(place) else { break };
                    let result = match &adopted {
                        Ok(()) => train_one(&mut driver, view.clone(), recipe.clone()),
                        Err(Failure::Failed(sentence)) => Err(Failure::Failed(sentence.clone())),
                        Err(_) => Err(Failure::ClosedPipe),
                    };
                    if let Ok(run) = &result {
                        let (epochs, seconds) = (counted(run.epoch, "epoch"), duration(run.seconds));
                        say(&format!("{title}: {epochs} in {seconds}"));
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

fn train_one(driver: &mut Driver, mut view: SessionView, recipe: Recipe) -> Result<RunView, Failure> {
    let run = RunId(1);
    view.begin(run, recipe.clone());
    for event in driver.tell(Command::Train { run, recipe: Box::new(recipe) })? {
        view.take(event);
    }
    driver.train(|event| view.take(event))?;
    view.runs.pop().ok_or_else(|| Failure::Failed("The run gave no result.".to_string()))
}
