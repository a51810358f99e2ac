//! Work is cut into slices: what a command has to wait for is bounded by operations, however large table and network are.
//! Clocks here stand still and budgets are nothing, so that each slice ends at the first look.
#![cfg(not(target_arch = "wasm32"))]

use perceptab::recipe::{Preset, Recipe, SolverName};
use perceptab::session::{Command, Event, Outcome, Purpose, RunId, Session};

const ROWS: usize = 60_000;

/// Two columns of numbers and one of words.
fn csv(rows: usize) -> String {
    let mut csv = String::from("a,b,word,y\n");
    for i in 0..rows {
        let (a, b) = ((i * 7919) % 10_007, (i * 31) % 1_013);
        csv += &format!("{a}.5,{b},{},{}\n", ["red", "green", "blue"][i % 3], (a + 2 * b) % 97);
    }
    csv
}

fn session(rows: usize) -> Session {
    let mut session = Session::new("test");
    let found = read(&mut session, "t.csv", &csv(rows));
    assert!(matches!(found.last(), Some(Event::TableRead { .. })), "{found:?}");
    session
}

fn read(session: &mut Session, name: &str, text: &str) -> Vec<Event> {
    session.handle(Command::Read { purpose: Purpose::Open, name: name.into(), bytes: text.len() as u64 });
    session.push_bytes(text.as_bytes());
    session.finish_bytes()
}

fn recipe() -> Box<Recipe> {
    Box::new(Recipe {
        hidden: vec![4],
        epochs: 2,
        batch_size: Some(4_096),
        measure_every: 2,
        solver: SolverName::Sgd,
        learning_rate: 0.01,
        drop_duplicates: true,
        ..Preset::ALL[2].recipe()
    })
}

fn train(run: u32) -> Command {
    Command::Train { run: RunId(run), recipe: recipe() }
}

/// One slice.
fn slice(session: &mut Session) -> Vec<Event> {
    session.work(&|| 0.0, 0.0)
}

/// Slices until the first event that `is` it.
fn until(session: &mut Session, is: impl Fn(&Event) -> bool) -> (usize, Event) {
    for slices in 1..1_000_000 {
        assert!(session.is_training(), "it never came");
        if let Some(event) = slice(session).into_iter().find(&is) {
            return (slices, event);
        }
    }
    panic!("it never came");
}

fn is_started(event: &Event) -> bool {
    matches!(event, Event::Started { .. })
}

fn is_ended(event: &Event) -> bool {
    matches!(event, Event::Ended { .. })
}

#[test]
fn a_large_table_is_prepared_in_slices_and_commands_get_in_between() {
    let mut session = session(ROWS);
    assert_eq!(session.handle(train(1)), [], "it takes more than one command may");
    assert!(session.is_training());
    assert_eq!(slice(&mut session), []);
    assert_eq!(session.handle(Command::Stop), [Event::GivenUp { run: RunId(1) }]);
    assert!(!session.is_training());

    session.handle(train(2));
    slice(&mut session);
    assert_eq!(session.handle(Command::Reset), [Event::WasReset]);
    assert!(!session.is_training());

    session.handle(train(3));
    assert_eq!(session.handle(Command::Pause), [Event::Paused { run: RunId(3) }]);
    assert!(!session.is_training(), "held");
    assert_eq!(session.handle(Command::Resume), [Event::Resumed { run: RunId(3) }]);
    let (slices, _) = until(&mut session, is_started);
    // At least every cell is looked at once, and a slice is 200,000 of them; some were done by the command.
    assert!(slices >= 4 * ROWS / 200_000, "{slices}");
    // Another file gets in while the run goes on, which stays the one of its table.
    assert!(matches!(read(&mut session, "u.csv", &csv(20)).last(), Some(Event::TableRead { .. })));
    let (_, ended) = until(&mut session, is_ended);
    let Event::Ended { report: Some(report), .. } = ended else { panic!("{ended:?}") };
    assert_eq!(report.train.rows + report.test.rows, ROWS);
}

#[test]
fn a_small_table_is_there_at_once() {
    assert!(matches!(session(60).handle(train(1))[..], [Event::Started { .. }]));
}

#[test]
fn a_run_that_is_given_up_leaves_the_one_before() {
    let mut session = session(ROWS);
    session.handle(train(1));
    until(&mut session, is_ended);
    session.handle(train(2));
    session.handle(Command::Stop);
    let file = session
        .handle(Command::Export { export: perceptab::session::Export::Predictions, run: None })
        .remove(0);
    assert!(matches!(file, Event::File { .. }));
}

#[test]
fn scores_are_measured_in_slices_after_stop_and_can_be_done_without() {
    let started = || {
        let mut session = session(ROWS);
        session.handle(train(1));
        until(&mut session, is_started);
        until(&mut session, |event| matches!(event, Event::Progress { epoch: 1, .. }));
        session
    };
    let mut measured = started();
    let events = measured.handle(Command::Stop);
    let [Event::Progress { .. }, Event::Measuring { run: RunId(1), rows, of: ROWS, ends: true }] = events[..]
    else {
        panic!("{events:?}")
    };
    assert!(rows < ROWS, "{rows}");
    // Each slice measures no more rows than a chunk has.
    let mut before = rows;
    let mut slices = 0;
    let ended = loop {
        slices += 1;
        let events = slice(&mut measured);
        for event in &events {
            if let Event::Measuring { rows, .. } = event {
                assert!(rows - before <= 256, "{before} → {rows}");
                before = *rows;
            }
        }
        if let Some(ended) = events.into_iter().find(is_ended) {
            break ended;
        }
    };
    assert!(slices > (ROWS - rows) / 256, "{slices}");
    let Event::Ended { outcome: Outcome::Stopped { epoch: 1 }, report: Some(report), .. } = ended else {
        panic!("{ended:?}")
    };
    assert_eq!(report.train.rows + report.test.rows, ROWS);

    let mut hurried = started();
    hurried.handle(Command::Stop);
    slice(&mut hurried);
    let events = hurried.handle(Command::Stop);
    assert!(
        matches!(
            events[..],
            [
                Event::Progress { .. },
                Event::Ended { outcome: Outcome::Stopped { epoch: 1 }, report: None, .. },
                Event::ModelReady { .. }
            ]
        ),
        "{events:?}"
    );
    assert!(!hurried.is_training());

    let mut reset = started();
    reset.handle(Command::Stop);
    assert_eq!(reset.handle(Command::Reset), [Event::WasReset]);
    assert!(!reset.is_training());
}

#[test]
fn the_last_measuring_is_told_and_ends_when_asked_with_the_weights_that_were_to_be_kept() {
    let mut session = session(ROWS);
    let recipe = Recipe { early_stopping: true, ..*recipe() };
    session.handle(Command::Train { run: RunId(1), recipe: Box::new(recipe) });
    let (_, event) = until(&mut session, |event| matches!(event, Event::Measuring { ends: true, .. }));
    assert!(matches!(event, Event::Measuring { run: RunId(1), .. }));
    let events = session.handle(Command::Stop);
    let ended = events.into_iter().find(is_ended);
    assert!(
        matches!(
            ended,
            Some(Event::Ended { outcome: Outcome::Concluded { epoch: 2, .. }, report: None, .. })
        ),
        "{ended:?}"
    );
}

/// A session whose work is cut at every look ends with the bits of one whose work is not.
#[test]
fn slices_change_no_bit() {
    let end = |budget: f64| {
        let mut session = session(20_000);
        let recipe = Recipe { early_stopping: true, epochs: 3, ..*recipe() };
        let mut events = session.handle(Command::Train { run: RunId(1), recipe: Box::new(recipe) });
        while session.is_training() {
            events.extend(session.work(&|| 0.0, budget));
        }
        let records: Vec<_> = events
            .iter()
            .flat_map(|event| match event {
                Event::Progress { records, .. } => records.clone(),
                _ => vec![],
            })
            .collect();
        let ended = events.into_iter().find_map(|event| match event {
            Event::Ended { report, weights_hash, course, .. } => Some((report, weights_hash, course)),
            _ => None,
        });
        (records, ended.unwrap())
    };
    assert_eq!(end(0.0), end(1.0));
}
