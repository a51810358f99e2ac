//! Work is cut into slices: what a command has to wait for is bounded by operations, however large table and network are.
//! Clocks here stand still and budgets are nothing, so that each slice ends at the first look.
#![cfg(not(target_arch = "wasm32"))]

use std::rc::Rc;

use perceptab::audit::{audit, audit_in_steps};
use perceptab::dataset::Proposal;
use perceptab::pace::{STEP, Steps};
use perceptab::recipe::{Preset, Recipe, SolverName};
use perceptab::table::Reader;
use perceptab_conversation::session::{
    Command, Event, Export, JobId, JobKind, Outcome, Purpose, RunId, Session, SessionView,
};

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
    Box::new(Preset::ALL[2].recipe().with(|it| {
        it.network.hidden = vec![4];
        it.training.epochs = 2;
        it.training.batch_size = Some(4_096);
        it.training.measure_every = 2;
        it.training.solver = SolverName::Sgd;
        it.training.learning_rate = 0.01;
        it.preparation.drop_duplicates = true;
    }))
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
    let [Event::Job { id, kind: JobKind::Prepare, .. }] = session.handle(train(1))[..] else {
        panic!("it takes more than one command may")
    };
    assert!(session.is_training());
    assert!(matches!(slice(&mut session)[..], [Event::Job { kind: JobKind::Prepare, .. }]));
    let given_up = [Event::GivenUp { run: RunId(1) }, Event::JobEnded { id }];
    assert_eq!(session.handle(Command::Stop), given_up);
    assert!(!session.is_training());

    session.handle(train(2));
    slice(&mut session);
    assert!(matches!(session.handle(Command::Reset)[..], [Event::WasReset, Event::JobEnded { .. }]));
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
    assert!(matches!(written(&mut session, Export::Predictions).0, Event::File { .. }));
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
    let [
        Event::Progress { .. },
        Event::Job { kind: JobKind::Measure { ends: true }, done: rows, of: ROWS, .. },
    ] = events[..]
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
            if let Event::Job { kind: JobKind::Measure { .. }, done: rows, .. } = event {
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
                Event::ModelReady { .. },
                Event::JobEnded { .. }
            ]
        ),
        "{events:?}"
    );
    assert!(!hurried.is_training());

    let mut reset = started();
    reset.handle(Command::Stop);
    assert!(matches!(reset.handle(Command::Reset)[..], [Event::WasReset, Event::JobEnded { .. }]));
    assert!(!reset.is_training());
}

#[test]
fn the_last_measuring_is_told_and_ends_when_asked_with_the_weights_that_were_to_be_kept() {
    let mut session = session(ROWS);
    let recipe = recipe().with(|it| it.training.early_stopping = true);
    session.handle(Command::Train { run: RunId(1), recipe: Box::new(recipe) });
    let is_last = |event: &Event| matches!(event, Event::Job { kind: JobKind::Measure { ends: true }, .. });
    until(&mut session, is_last);
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
        let recipe = recipe().with(|it| {
            it.training.early_stopping = true;
            it.training.epochs = 3;
        });
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

/// A session with a finished run of a table whose column `price` was not taken as it stands: each cell is a line of the ledger.
fn finished(rows: usize, hidden: Vec<usize>) -> Session {
    let mut csv = String::from("a,price,y\n");
    for i in 0..rows {
        csv += &format!("{}.5,$1{:03},{}\n", (i * 7_919) % 10_007, i % 1_000, (i * 31) % 97);
    }
    let mut session = Session::new("test");
    let found = read(&mut session, "t.csv", &csv);
    assert!(matches!(found.last(), Some(Event::TableRead { .. })), "{found:?}");
    let recipe = recipe().with(|it| {
        it.network.hidden = hidden;
        it.training.epochs = 1;
        it.question.target = Some("y".to_string());
    });
    session.handle(Command::Train { run: RunId(1), recipe: Box::new(recipe) });
    while session.is_training() {
        session.work(&|| 0.0, 1.0);
    }
    session
}

fn ask(export: Export) -> Command {
    Command::Export { export, run: None }
}

/// The file, and what was told on the way, with the job's number; the largest step among them.
fn written(session: &mut Session, export: Export) -> (Event, Vec<(usize, usize)>, usize) {
    let mut told: Vec<(usize, usize)> = Vec::new();
    let mut events = session.handle(ask(export));
    loop {
        match &events[..] {
            [Event::Job { kind, done, of, .. }] => {
                assert_eq!(*kind, JobKind::Export(export));
                told.push((*done, *of));
            }
            [file, Event::JobEnded { .. }] | [file] => {
                let largest = told.windows(2).map(|pair| pair[1].0 - pair[0].0).max();
                return (file.clone(), told, largest.unwrap_or_default());
            }
            other => panic!("{other:?}"),
        }
        events = slice(session);
    }
}

fn bytes(event: &Event) -> &[u8] {
    let Event::File { bytes, .. } = event else { panic!("{event:?}") };
    bytes
}

#[test]
fn files_of_many_rows_are_written_in_slices() {
    const MANY: usize = 150_000;
    let mut session = finished(MANY, vec![4]);
    let most = |rows: usize, operations: usize| rows <= STEP / operations + 2_048;
    for (export, operations) in [(Export::Predictions, 32), (Export::Split, 8), (Export::Ledger, 32)] {
        let (file, told, largest) = written(&mut session, export);
        assert!(told.len() > 1 && told.iter().all(|(_, of)| *of == MANY), "{export:?} {told:?}");
        assert!(told.is_sorted() && told.iter().all(|(done, _)| *done <= MANY), "{export:?} {told:?}");
        assert!(most(largest, operations), "{export:?}: {largest} in a slice");
        assert_eq!(bytes(&file).iter().filter(|byte| **byte == b'\n').count(), MANY + 1);
        assert!(matches!(file, Event::File { asked, .. } if asked == Some((export, None))));
    }
    assert!(!session.has_work());
}

#[test]
fn a_large_model_is_written_in_slices_and_opens_again() {
    let mut session = finished(200, vec![1_024, 512]);
    let (file, told, largest) = written(&mut session, Export::Model);
    // Three inputs at least, 1,024 · 512 and more weights: the text and its checksum are further slices.
    let parameters = told[0].1;
    assert!(parameters > 1_024 * 512 && told.len() > 2, "{told:?}");
    assert!(largest <= STEP + 16_384, "{largest}");
    let model = String::from_utf8(bytes(&file).to_vec()).unwrap();
    assert!(matches!(read(&mut session, "m.json", &model).last(), Some(Event::ModelReady { .. })));
    // Nobody reads the copy's name as a file that was asked for.
    let mut events = session.handle(Command::CopyModel);
    assert!(matches!(events[..], [Event::Job { kind: JobKind::Copy, .. }]), "{events:?}");
    while session.has_work() {
        events = slice(&mut session);
    }
    assert!(
        matches!(&events[..], [Event::ModelCopied { bytes, .. }, Event::JobEnded { .. }] if bytes == model.as_bytes())
    );
    session.handle(Command::CopyModel);
    let events = session.handle(Command::DropModel);
    assert!(matches!(events[..], [Event::JobEnded { .. }]), "a copy would bring back what was put away");
    assert!(!session.has_work());
}

/// Whatever is asked for while files are written is done between two slices, and only Cancel ends the writing.
#[test]
fn commands_get_in_between_and_a_cancelled_job_leaves_all_as_it_was() {
    let mut session = finished(ROWS, vec![4]);
    let (expected, ..) = written(&mut session, Export::Predictions);
    let id = |events: Vec<Event>| match events[..] {
        [Event::Job { id, .. }] => id,
        _ => panic!("{events:?}"),
    };
    let first = id(session.handle(ask(Export::Predictions)));
    slice(&mut session);
    assert_eq!(session.handle(Command::Cancel(first)), [Event::JobEnded { id: first }]);
    assert_eq!(session.handle(Command::Cancel(first)), [], "it is over");
    assert!(!session.has_work());

    // A run that goes on waits, and can be stopped.
    session.handle(train(2));
    until(&mut session, is_started);
    let second = id(session.handle(Command::Export { export: Export::Predictions, run: Some(RunId(1)) }));
    assert!(second > first);
    assert!(matches!(slice(&mut session)[..], [Event::Job { .. }]), "the file goes first");
    session.handle(Command::Stop);
    assert!(matches!(slice(&mut session)[..], [Event::Job { .. }]));
    // What was asked for is of the run as it was, though it is forgotten and another table is there.
    session.handle(Command::DeleteRun(RunId(1)));
    assert!(matches!(session.handle(Command::Reset)[..], [Event::WasReset, Event::JobEnded { .. }]));
    assert!(matches!(read(&mut session, "u.csv", &csv(20)).last(), Some(Event::TableRead { .. })));
    // Small work is done at once also while large work waits.
    let nothing = session.handle(ask(Export::History));
    assert!(matches!(nothing[..], [Event::Failed(_)]), "{nothing:?}");
    let mut file = None;
    while session.has_work() {
        file = slice(&mut session).into_iter().find(|event| matches!(event, Event::File { .. })).or(file);
    }
    assert_eq!(bytes(&file.unwrap()), bytes(&expected));
}

#[test]
fn a_large_table_is_looked_over_in_slices_and_the_last_question_is_answered() {
    const MANY: usize = 100_000;
    let mut session = session(MANY);
    let ask = || Command::Audit { recipe: recipe() };
    let [Event::Job { id: first, kind: JobKind::Audit, .. }] = session.handle(ask())[..] else { panic!() };
    slice(&mut session);
    // The same again: the question before is not answered any more.
    let events = session.handle(ask());
    let [Event::JobEnded { id }, Event::Job { id: second, .. }] = events[..] else { panic!("{events:?}") };
    assert!(id == first && second > first);
    let mut slices = 1;
    let findings = loop {
        match &slice(&mut session)[..] {
            [Event::Job { done, of, .. }] => assert!(done <= of),
            [Event::Audited(findings), Event::JobEnded { id }] => {
                assert_eq!(*id, second);
                break findings.clone();
            }
            other => panic!("{other:?}"),
        }
        slices += 1;
    };
    assert!(slices > 1, "{slices}");
    assert_eq!(*findings, at_once(&csv(MANY)));

    // Of a table that is not there any more nothing is said, and no other is judged by it.
    session.handle(ask());
    let events = read(&mut session, "u.csv", &csv(20));
    assert!(matches!(events[..], [Event::JobEnded { .. }, Event::TableRead { .. }]), "{events:?}");
    assert!(!session.has_work());
    assert!(matches!(session.handle(ask())[..], [Event::Audited(_)]), "a small one at once");
}

fn at_once(csv: &str) -> Vec<perceptab::audit::Finding> {
    let mut reader = Reader::new("t.csv");
    let table = reader.push(csv.as_bytes()).and_then(|()| reader.finish()).unwrap();
    audit(&table, &recipe().plan(&Proposal::of(&table)).unwrap())
}

/// No step is much longer than another, also where there are many columns, groups and repeated rows.
#[test]
fn no_step_of_an_audit_is_long() {
    let mut csv = String::from("id,a,b,c,d,e,y\n");
    for i in 0..120_000 {
        let group = i / 3;
        csv +=
            &format!("k{group},{},{},{},{},w{},{}\n", group % 91, i % 7, i % 11, i % 13, i % 5, group % 17);
    }
    let mut reader = Reader::new("t.csv");
    let table = Rc::new(reader.push(csv.as_bytes()).and_then(|()| reader.finish()).unwrap());
    let plan = recipe().plan(&Proposal::of(&table)).unwrap();
    let expected = audit(&table, &plan);
    let rows = table.n_rows;
    let mut steps = Steps::new(async move |pace| audit_in_steps(&table, &plan, &pace).await);
    let mut before = 0;
    let found = loop {
        let found = steps.advance();
        let done = steps.done() - before;
        assert!(done < 3 * STEP, "{done} after {before}");
        before = steps.done();
        if let Some(found) = found {
            break found;
        }
    };
    assert!(before > 7 * rows, "at least every cell is looked at once: {before}");
    assert_eq!(found, expected);
}

/// The view has a line for a job as long as there is one.
#[test]
fn the_view_follows_a_job() {
    let (mut session, mut view) = (finished(ROWS, vec![4]), SessionView::default());
    let take =
        |view: &mut SessionView, events: Vec<Event>| events.into_iter().for_each(|event| view.take(event));
    take(&mut view, session.handle(ask(Export::Predictions)));
    let (id, before) = (view.jobs[0].id, view.jobs[0].done);
    take(&mut view, slice(&mut session));
    assert!(view.jobs.len() == 1 && view.jobs[0].id == id && view.jobs[0].done > before, "{:?}", view.jobs);
    take(&mut view, session.handle(Command::Cancel(id)));
    assert_eq!(view.jobs, []);
    take(&mut view, session.handle(Command::Cancel(JobId(id.0 + 1))));
}

/// The self-test lets commands in after each of its slices of time, and can be given up.
#[test]
fn a_machine_is_measured_in_slices() {
    let mut session = Session::new("test");
    let [Event::Job { id, kind: JobKind::SelfTest, done: 0, of, .. }] = session.handle(Command::SelfTest)[..]
    else {
        panic!()
    };
    assert!(matches!(slice(&mut session)[..], [Event::Job { done: 1, .. }]));
    assert_eq!(session.handle(Command::Cancel(id)), [Event::JobEnded { id }]);
    assert!(!session.has_work());
    session.handle(Command::SelfTest);
    let now = std::cell::Cell::new(0.0);
    // It goes on by 10 ms at every look.
    let clock = || {
        now.set(now.get() + 0.01);
        now.get()
    };
    for done in 1..of {
        assert!(matches!(session.work(&clock, 0.0)[..], [Event::Job { done: told, .. }] if told == done));
    }
    let events = session.work(&clock, 0.0);
    let [Event::SelfTested { operations_per_second, .. }, Event::JobEnded { .. }] = events[..] else {
        panic!("{events:?}")
    };
    assert!(operations_per_second > 0.0);
}

/// Cancelled after any number of slices, a run or a file leaves the run, the model and the table that were there, and the
/// next command works.
#[test]
fn cancel_at_any_slice_of_a_run_or_a_file_leaves_all_as_it_was() {
    let mut session = finished(2_000, vec![4]);
    let split = bytes(&written(&mut session, Export::Split).0).to_vec();
    let model = bytes(&written(&mut session, Export::Model).0).to_vec();
    let mut view = SessionView::default();
    let (mut kinds, mut slices) = (Vec::new(), 0);
    // Ever later, until the run is over before it can be cancelled.
    for run in 2.. {
        let recipe =
            recipe().with(|it| (it.question.target, it.training.epochs) = (Some("y".to_string()), 2));
        view.begin(RunId(run), recipe.clone());
        let mut events = session.handle(Command::Train { run: RunId(run), recipe: Box::new(recipe) });
        for _ in 0..=slices {
            events.extend(slice(&mut session));
        }
        events.iter().for_each(|event| view.take(event.clone()));
        if events.iter().any(is_ended) {
            break;
        }
        let told = events.iter().rev().find_map(|event| match event {
            Event::Job { id, kind, .. } => Some((*id, *kind)),
            _ => None,
        });
        let (id, kind) = told.expect("a run that goes on is told of");
        kinds.push(kind);
        let given_up = session.handle(Command::Cancel(id));
        assert_eq!(given_up, [Event::GivenUp { run: RunId(run) }, Event::JobEnded { id }]);
        given_up.into_iter().for_each(|event| view.take(event));
        assert!(view.jobs.is_empty() && view.active().is_none() && view.kept(RunId(run)).is_none());
        assert!(!session.has_work() && session.runs().count() == 1);
        assert_eq!(session.handle(Command::Cancel(id)), [], "it is over");
        assert_eq!(bytes(&written(&mut session, Export::Split).0), split);
        assert_eq!(bytes(&written(&mut session, Export::Model).0), model);
        slices += 1;
    }
    assert!(kinds.contains(&JobKind::Train) && kinds.contains(&JobKind::Measure { ends: true }), "{kinds:?}");

    let mut session = finished(200, vec![4]);
    let model = bytes(&written(&mut session, Export::Model).0).to_vec();
    for slices in 1..=4 {
        session.handle(Command::Read { purpose: Purpose::Open, name: "u.csv".into(), bytes: 0 });
        session.push_bytes(csv(20).as_bytes());
        assert_eq!(session.close_bytes(), []);
        let events: Vec<Event> = (0..slices).flat_map(|_| slice(&mut session)).collect();
        let Some(Event::Job { id, kind: JobKind::Read, .. }) = events.last() else { panic!("{events:?}") };
        let cancelled = session.handle(Command::Cancel(*id));
        assert_eq!(cancelled, [Event::JobEnded { id: *id }, Event::ReadingCancelled]);
        assert!(!session.has_work() && !session.is_reading());
        assert_eq!(bytes(&written(&mut session, Export::Model).0), model);
    }
    let ledger = written(&mut session, Export::Ledger).0;
    assert!(matches!(ledger, Event::File { .. }), "the table is still there");
}

/// Cancelled after any piece of a file of new rows, the predictions before it are still there, and so are table and model.
#[test]
fn cancel_after_any_piece_of_new_rows_leaves_the_predictions_before() {
    let mut session = finished(200, vec![4]);
    let rows = (0..100_000).map(|i| format!("{}.5,$1{:03},{}\n", (i * 7_919) % 10_007, i % 1_000, i % 97));
    let text = format!("a,price,y\n{}", rows.collect::<String>());
    let predict = |session: &mut Session, name: &str, pieces: usize| {
        session.handle(Command::Read {
            purpose: Purpose::Predict,
            name: name.into(),
            bytes: text.len() as u64,
        });
        let length = text.len().div_ceil(8);
        let pushed = text.as_bytes().chunks(length).take(pieces);
        pushed.flat_map(|piece| session.push_bytes(piece)).collect::<Vec<_>>()
    };
    let mut events = predict(&mut session, "before.csv", 8);
    events.extend(session.finish_bytes());
    assert!(matches!(events.last(), Some(Event::Predicted(_))), "{events:?}");
    let before = bytes(&written(&mut session, Export::NewPredictions).0).to_vec();
    let model = bytes(&written(&mut session, Export::Model).0).to_vec();
    let mut told = 0;
    for pieces in 1..=8 {
        let events = predict(&mut session, "after.csv", pieces);
        let cancel = match events.last() {
            Some(Event::Job { id, kind: JobKind::Predict, done, of, .. }) => {
                assert!(done <= of && *done > 0, "{events:?}");
                told += 1;
                Command::Cancel(*id)
            }
            // What is short is no job that anybody was told of.
            None => Command::CancelReading,
            Some(event) => panic!("{event:?}"),
        };
        assert_eq!(session.handle(cancel).last(), Some(&Event::ReadingCancelled));
        assert!(!session.is_reading() && !session.has_work());
        assert_eq!(bytes(&written(&mut session, Export::NewPredictions).0), before, "after {pieces} pieces");
        assert_eq!(bytes(&written(&mut session, Export::Model).0), model);
    }
    assert!(told >= 3, "{told}");
}

/// Nobody waits for the rehearsal: whatever else there is goes first, and a run ends it.
#[test]
fn the_rehearsal_goes_last_and_a_run_ends_it() {
    let mut session = Session::new("test");
    session.rehearse();
    assert_eq!(session.next_job(), Some(JobKind::Rehearse));
    assert_eq!(slice(&mut session), [], "nobody is told");
    session.handle(Command::Read { purpose: Purpose::Open, name: "t.csv".into(), bytes: 0 });
    session.push_bytes(csv(60).as_bytes());
    session.close_bytes();
    session.handle(Command::SelfTest);
    assert_eq!(session.next_job(), Some(JobKind::Read));
    while session.is_reading() {
        slice(&mut session);
    }
    assert_eq!(session.next_job(), Some(JobKind::SelfTest));
    session.handle(train(1));
    while session.has_work() {
        assert_ne!(session.next_job(), Some(JobKind::Rehearse));
        session.work(&|| 0.0, 1.0);
    }
}
