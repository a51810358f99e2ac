//! Transcripts of the pool: what workers say in, orders out; then with real sessions in the workers' places.

use std::collections::VecDeque;

use perceptab::dataset::Scores;
use perceptab::dataset::Task;
use perceptab::evaluation::{Baseline, Comparison, Metrics, Report, Verdict};
use perceptab::recipe::{Preset, Recipe};
use perceptab::study::{Trial, TrialResult};
use perceptab::training::EpochRecord;
use perceptab_conversation::session::{
    Command, Event, Failure, Order, Outcome, Place, Pool, Purpose, RunFacts, RunId, Session, Stage,
};

fn trials(ids: std::ops::RangeInclusive<u32>) -> Vec<(RunId, Trial)> {
    ids.map(|id| (RunId(id), Trial::from(recipe(id).checked().unwrap()))).collect()
}

fn recipe(id: u32) -> Recipe {
    Recipe::default().with(|it| {
        it.network.hidden = vec![8];
        it.training.epochs = 20;
        it.training.learning_rate = 0.05;
        it.question.seed = u64::from(id);
    })
}

fn adopt(worker: usize) -> [Order; 2] {
    [Order::Restart(worker), Order::Tell(worker, Command::AdoptTable)]
}

fn train(worker: usize, id: u32) -> Order {
    Order::Tell(
        worker,
        Command::Try { run: RunId(id), trial: Box::new(Trial::from(recipe(id).checked().unwrap())) },
    )
}

fn reset(worker: usize) -> Order {
    Order::Tell(worker, Command::Reset)
}

fn adopted() -> Event {
    Event::TableAdopted { rows: 60, memory: None }
}

fn progress(id: u32, epoch: usize) -> Event {
    let records = vec![EpochRecord { epoch, ..EpochRecord::default() }];
    Event::Progress {
        run: RunId(id),
        epoch,
        epochs: 20,
        seconds: epoch as f64,
        rows_per_second: 1.0,
        records,
    }
}

fn ended(id: u32) -> Event {
    Event::Ended {
        course: Default::default(),
        run: RunId(id),
        outcome: Outcome::Finished,
        report: Some(Box::new(report())),
        agreement: None,
        weights_hash: format!("hash {id}"),
        seconds: 2.0,
        memory: Some(1 << 20),
    }
}

fn report() -> Report {
    let scores = Scores::default();
    Report {
        task: Task::Regression,
        target: "y".to_string(),
        rounded: false,
        train: scores,
        test: scores,
        baseline: Baseline { answer: "52".to_string(), train: scores, test: scores },
        comparison: Comparison { advantage: 0.0, standard_error: 0.0, verdict: Verdict::Level },
        commonest: None,
        exact_matches: None,
        closeness: None,
        ordinal: None,
        train_metrics: Metrics::default(),
        test_metrics: Metrics::default(),
        sentence: String::new(),
    }
}

fn failure(place: Place) -> Failure {
    Failure {
        place,
        kind: "test".to_string(),
        message: "Try again.".to_string(),
        problems: vec![],
        sample: None,
    }
}

fn failed(place: Place) -> Event {
    Event::Failed(failure(place))
}

fn stages(pool: &Pool) -> Vec<&Stage> {
    pool.runs().iter().map(|run| &run.stage).collect()
}

/// Two workers that train runs 1 and 2 while 3 and 4 wait.
fn busy() -> Pool {
    let mut pool = Pool::new(2, "t.csv");
    assert_eq!(pool.add(trials(1..=4)), [adopt(0), adopt(1)].concat());
    assert_eq!(pool.take(0, adopted()), [train(0, 1)]);
    assert_eq!(pool.take(1, adopted()), [train(1, 2)]);
    pool
}

#[test]
fn each_worker_adopts_once_and_runs_follow_each_other() {
    let mut pool = busy();
    assert_eq!(pool.take(0, Event::Started { run: RunId(1), facts: Box::new(RunFacts::default()) }), []);
    assert_eq!(pool.take(1, progress(2, 10)), []);
    assert_eq!(pool.take(1, ended(2)), [reset(1), train(1, 3)]);
    assert_eq!(pool.take(1, Event::WasReset), []);
    assert_eq!(pool.take(0, ended(1)), [reset(0), train(0, 4)]);
    assert_eq!(pool.take(1, ended(3)), []);
    assert!(!pool.is_done());
    assert_eq!(pool.take(0, ended(4)), []);
    assert!(pool.is_done());
    assert_eq!(stages(&pool), [&Stage::Ended; 4]);
    let second = &pool.runs()[1].view;
    assert_eq!((second.epoch, second.history.len(), second.memory), (10, 1, Some(1 << 20)));
    assert_eq!(
        (second.weights_hash.as_str(), second.seconds, second.table.as_str()),
        ("hash 2", 2.0, "t.csv")
    );
    assert!(pool.runs()[0].view.facts.is_some());
    // Later runs find the workers with their table.
    pool.clear();
    assert_eq!(pool.runs(), []);
    assert_eq!(pool.add(trials(5..=5)), [reset(0), train(0, 5)]);
}

#[test]
fn no_more_workers_are_started_than_there_are_runs() {
    let mut pool = Pool::new(8, "t.csv");
    assert_eq!(pool.add(trials(1..=1)), adopt(0));
    assert_eq!(pool.add(trials(2..=2)), adopt(1), "the first is on its way to run 1");
    assert_eq!(pool.take(1, adopted()), [train(1, 1)]);
    assert_eq!(pool.take(0, adopted()), [train(0, 2)]);
    assert_eq!(pool.add([]), []);
}

#[test]
fn what_another_run_s_worker_says_is_dropped() {
    let mut pool = busy();
    let before = pool.runs().to_vec();
    for (worker, event) in
        [(0, progress(2, 10)), (0, ended(7)), (1, ended(1)), (0, Event::WasReset), (9, ended(1))]
    {
        assert_eq!(pool.take(worker, event), []);
    }
    assert_eq!(pool.take(0, failed(Place::Export)), []);
    assert_eq!(pool.runs(), before);
}

#[test]
fn a_run_that_cannot_start_makes_room_for_the_next() {
    let mut pool = busy();
    assert_eq!(pool.take(0, failed(Place::Recipe)), [train(0, 3)]);
    assert_eq!(pool.runs()[0].stage, Stage::Failed(failure(Place::Recipe)));
    assert_eq!(pool.runs()[1].stage, Stage::Training { worker: 1 });
}

#[test]
fn a_worker_that_dies_takes_only_its_own_run_with_it() {
    let mut pool = busy();
    pool.take(0, progress(1, 10));
    assert_eq!(pool.take(0, failed(Place::Worker)), adopt(0));
    assert_eq!(
        stages(&pool),
        [
            &Stage::Failed(failure(Place::Worker)),
            &Stage::Training { worker: 1 },
            &Stage::Waiting,
            &Stage::Waiting
        ]
    );
    assert!(pool.runs()[0].view.lost && pool.runs()[0].view.epoch == 10, "its curve stays");
    assert_eq!(pool.take(0, progress(1, 20)), []);
    assert_eq!(pool.runs()[0].view.epoch, 10);
    assert_eq!(pool.take(0, adopted()), [train(0, 3)]);
    assert_eq!(pool.take(1, ended(2)), [reset(1), train(1, 4)]);
    // Nothing waits any more: no fresh worker is needed.
    assert_eq!(pool.lost(1, failure(Place::Worker)), []);
    assert_eq!(pool.take(0, ended(3)), []);
    assert!(pool.is_done());
    // The idle one is taken first, then the lost one is started anew.
    assert_eq!(pool.add(trials(5..=6)), [&[reset(0), train(0, 5)][..], &adopt(1)].concat());
}

#[test]
fn a_table_that_no_worker_can_hold_fails_the_runs_that_wait() {
    let mut pool = Pool::new(2, "t.csv");
    pool.add(trials(1..=2));
    let lost = || failure(Place::Worker);
    assert_eq!(pool.lost(0, lost()), adopt(0), "once more");
    assert_eq!(pool.lost(0, lost()), []);
    assert_eq!(pool.take(1, adopted()), [train(1, 1)]);
    assert_eq!(pool.runs()[1].stage, Stage::Waiting, "the other worker is still there");
    assert_eq!(pool.take(1, ended(1)), [reset(1), train(1, 2)]);
    let mut pool = Pool::new(2, "t.csv");
    pool.add(trials(1..=2));
    assert_eq!(pool.take(0, failed(Place::File)), []);
    assert_eq!(pool.take(1, failed(Place::File)), []);
    assert_eq!(stages(&pool), [&Stage::Failed(failure(Place::File)); 2]);
    assert_eq!(pool.add(trials(3..=3)), adopt(0), "asked again, it tries again");
}

#[test]
fn a_cancelled_run_makes_room_once_its_worker_has_forgotten_it() {
    let mut pool = busy();
    assert_eq!(pool.cancel(RunId(3)), []);
    assert_eq!(pool.cancel(RunId(1)), [reset(0)]);
    // Said before it heard of it.
    assert_eq!(pool.take(0, ended(1)), []);
    assert_eq!(pool.take(0, failed(Place::Recipe)), []);
    assert_eq!(pool.take(0, Event::WasReset), [train(0, 4)]);
    assert_eq!(pool.take(1, ended(2)), []);
    assert_eq!(
        stages(&pool),
        [&Stage::Cancelled, &Stage::Ended, &Stage::Cancelled, &Stage::Training { worker: 0 }]
    );
    assert_eq!(pool.cancel(RunId(2)), [], "it has ended");
    assert_eq!(pool.runs()[1].stage, Stage::Ended);
}

#[test]
fn all_are_cancelled_at_once() {
    let mut pool = busy();
    pool.take(0, ended(1));
    assert_eq!(pool.cancel_all(), [reset(1), reset(0)], "run 2, then run 3");
    assert!(pool.is_done());
    assert_eq!(stages(&pool), [&Stage::Ended, &Stage::Cancelled, &Stage::Cancelled, &Stage::Cancelled]);
    assert_eq!(pool.add(trials(5..=5)), [], "both will be free");
    assert_eq!(pool.take(1, Event::WasReset), [train(1, 5)]);
}

/// Real sessions in the workers' places, each driven a slice at a time.
struct Workers {
    table: Vec<u8>,
    sessions: Vec<Option<Session>>,
}

impl Workers {
    fn obey(&mut self, orders: Vec<Order>, heard: &mut VecDeque<(usize, Event)>) {
        for order in orders {
            match order {
                Order::Restart(worker) => self.sessions[worker] = Some(Session::new("test")),
                Order::Tell(worker, command) => {
                    let session = self.sessions[worker].as_mut().expect("it was started");
                    let adopts = command == Command::AdoptTable;
                    let mut events = session.handle(command);
                    if adopts {
                        events.extend(session.adopt_table(&self.table[..], self.table.len() as u64));
                    }
                    heard.extend(events.into_iter().map(|event| (worker, event)));
                }
            }
        }
    }

    fn work(&mut self, heard: &mut VecDeque<(usize, Event)>) {
        for (worker, session) in self.sessions.iter_mut().enumerate() {
            if let Some(session) = session.as_mut().filter(|session| session.is_training()) {
                heard.extend(session.work(&|| 0.0, 0.0).into_iter().map(|event| (worker, event)));
            }
        }
    }
}

/// A session that has read a table of 60 rows: y = a + 2 b, with a word column and a missing cell.
fn reader() -> Session {
    let mut csv = String::from("word,a,b,y\n");
    for i in 0..60 {
        let (a, b) = ((i * 7) % 11, (i * 5) % 13);
        let b = if i == 4 { String::new() } else { b.to_string() };
        csv += &format!("{},{a}.5,{b},{}\n", ["rot", "grün"][i % 2], a + 2 * i);
    }
    let mut session = Session::new("test");
    let bytes = csv.len() as u64;
    session.handle(Command::Read { purpose: Purpose::Open, name: "t.csv".to_string(), bytes });
    session.push_bytes(csv.as_bytes());
    assert!(matches!(session.finish_bytes()[..], [Event::TableRead { .. }]));
    session
}

fn shared(session: &Session) -> Vec<u8> {
    let mut block = Vec::new();
    session.shared_table().expect("there is a table").write(&mut block).unwrap();
    block
}

/// The weights of the runs in one session after the other.
fn hashes_alone(runs: &[(RunId, Trial)]) -> Vec<String> {
    let mut session = reader();
    let mut hash = |(run, trial): &(RunId, Trial)| {
        session.handle(Command::Train { run: *run, recipe: Box::new(trial.recipe.clone().into_recipe()) });
        let mut events = Vec::new();
        while session.is_training() {
            events.extend(session.work(&|| 0.0, 1.0));
        }
        events.into_iter().find_map(|event| match event {
            Event::Ended { weights_hash, .. } => Some(weights_hash),
            _ => None,
        })
    };
    runs.iter().map(|run| hash(run).expect("the run has ended")).collect()
}

#[test]
fn spread_runs_have_the_weights_of_runs_alone() {
    let presets = Preset::ALL.iter().zip(5..);
    let mut runs = trials(1..=3);
    runs.extend(presets.map(|(preset, id)| {
        (RunId(id), Trial::from(preset.recipe().with(|it| it.training.epochs = 3).checked().unwrap()))
    }));
    let mut pool = Pool::new(2, "t.csv");
    let mut workers = Workers { table: shared(&reader()), sessions: vec![None, None] };
    let mut heard = VecDeque::new();
    let mut dies = true;
    workers.obey(pool.add(runs.clone()), &mut heard);
    while !pool.is_done() {
        workers.work(&mut heard);
        while let Some((worker, event)) = heard.pop_front() {
            workers.obey(pool.take(worker, event), &mut heard);
        }
        if pool.runs()[0].stage == Stage::Ended && std::mem::take(&mut dies) {
            // The second worker dies in the middle of its run.
            heard.retain(|(worker, _)| *worker != 1);
            workers.sessions[1] = None;
            workers.obey(pool.lost(1, failure(Place::Worker)), &mut heard);
        }
    }
    assert!(!dies);
    let lost = pool.runs().iter().filter(|run| run.view.lost).count();
    assert_eq!(lost, 1);
    for (run, alone) in pool.runs().iter().zip(hashes_alone(&runs)).filter(|(run, _)| !run.view.lost) {
        assert_eq!(run.stage, Stage::Ended);
        assert_eq!(run.view.weights_hash, alone);
        let result = TrialResult::from_block(run.block.as_deref().unwrap()).unwrap();
        assert_eq!(result.member.predictor.weights_hash(), alone);
        assert_eq!(run.view.history.last().map(|record| record.epoch), Some(run.view.recipe.training.epochs));
    }
}
