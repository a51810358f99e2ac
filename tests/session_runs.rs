//! The runs that a session keeps: each gives its files again until it is deleted, and the oldest give up their rows first.
#![cfg(not(target_arch = "wasm32"))]

use perceptab::recipe::Recipe;
use perceptab_conversation::session::{Command, Event, Export, ModelSource, Purpose, RunId, Session};

/// Two inputs and a sum, forty rows.
fn table() -> String {
    let row = |row: u32| format!("{},{},{}\n", row % 7, row % 5, row % 7 + 2 * (row % 5));
    std::iter::once("a,b,y\n".to_string()).chain((0..40).map(row)).collect()
}

fn session() -> Session {
    with_table(Session::new("test"))
}

fn with_table(mut session: Session) -> Session {
    let (name, text) = ("sums.csv".to_string(), table());
    session.handle(Command::Read { purpose: Purpose::Open, name, bytes: text.len() as u64 });
    session.push_bytes(text.as_bytes());
    session.finish_bytes();
    session
}

/// Trains to the end: all events on the way.
fn train(session: &mut Session, run: u32, epochs: usize) -> Vec<Event> {
    let recipe = Recipe::default().with(|it| {
        it.question.target = Some("y".to_string());
        it.network.hidden = vec![4];
        it.training.epochs = epochs;
    });
    let mut events = session.handle(Command::Train { run: RunId(run), recipe: Box::new(recipe) });
    while session.is_training() {
        events.extend(session.work(&|| 0.0, 1.0));
    }
    events
}

fn export(session: &mut Session, export: Export, run: Option<u32>) -> Result<Vec<u8>, String> {
    match session.handle(Command::Export { export, run: run.map(RunId) }).remove(0) {
        Event::File { bytes, .. } => Ok(bytes),
        Event::Failed(failure) => Err(failure.kind),
        event => panic!("{event:?}"),
    }
}

const OF_A_RUN: [Export; 5] =
    [Export::History, Export::Recipe, Export::Predictions, Export::Split, Export::Model];

fn given_up(events: &[Event]) -> Vec<u32> {
    let of = |event: &Event| match event {
        Event::RowsGivenUp { run } => Some(run.0),
        _ => None,
    };
    events.iter().filter_map(of).collect()
}

#[test]
fn a_run_gives_its_files_again_after_others_have_ended() {
    let mut session = session();
    train(&mut session, 1, 3);
    let before = OF_A_RUN.map(|file| export(&mut session, file, Some(1)).unwrap());
    train(&mut session, 2, 5);
    let after = OF_A_RUN.map(|file| export(&mut session, file, Some(1)).unwrap());
    assert_eq!(before, after);
    let other = OF_A_RUN.map(|file| export(&mut session, file, Some(2)).unwrap());
    let unnamed = OF_A_RUN.map(|file| export(&mut session, file, None).unwrap());
    assert_eq!(other, unnamed, "where no run is named it is the last");
    // The split is the same rows.
    assert_eq!(OF_A_RUN.iter().zip(&before).zip(&other).filter(|((_, a), b)| a == b).count(), 1);
}

#[test]
fn all_runs_are_kept_with_what_they_gave() {
    let mut session = session();
    for run in 1..=3 {
        train(&mut session, run, 2 * run as usize);
    }
    let kept: Vec<_> =
        session.runs().map(|run| (run.id.0, run.recipe.training.epochs, !run.history.is_empty())).collect();
    assert_eq!(kept, [(1, 2, true), (2, 4, true), (3, 6, true)]);
    assert!(session.runs().all(|run| run.report.is_some() && run.weights_hash.len() == 16));
}

#[test]
fn a_deleted_run_has_no_files_and_the_others_have_theirs() {
    let mut session = session();
    train(&mut session, 1, 2);
    train(&mut session, 2, 2);
    session.handle(Command::DeleteRun(RunId(1)));
    assert_eq!(export(&mut session, Export::History, Some(1)), Err("nothing-to-download".to_string()));
    assert!(export(&mut session, Export::History, Some(2)).is_ok());
    session.handle(Command::Reset);
    assert_eq!(session.runs().count(), 0, "reset forgets the last run");
}

#[test]
fn the_oldest_without_a_star_gives_up_its_rows_first_and_the_last_never() {
    let mut session = with_table(Session::new("test").with_room_for_runs(0));
    assert_eq!(given_up(&train(&mut session, 1, 2)), [] as [u32; 0], "the only one");
    session.handle(Command::StarRun { run: RunId(1), on: true });
    assert_eq!(given_up(&train(&mut session, 2, 2)), [1], "there is room for none but the last");

    let rows = session.runs().last().unwrap().dataset.as_ref().unwrap().bytes();
    let mut session = with_table(Session::new("test").with_room_for_runs(2 * rows));
    train(&mut session, 1, 2);
    session.handle(Command::StarRun { run: RunId(1), on: true });
    assert_eq!(given_up(&train(&mut session, 2, 2)), [] as [u32; 0]);
    assert_eq!(given_up(&train(&mut session, 3, 2)), [2], "the first has a star");
    assert_eq!(given_up(&train(&mut session, 4, 2)), [3]);
    session.handle(Command::StarRun { run: RunId(1), on: false });
    assert_eq!(given_up(&train(&mut session, 5, 2)), [1]);
}

#[test]
fn a_run_without_its_rows_says_so_and_keeps_the_rest() {
    let mut session = with_table(Session::new("test").with_room_for_runs(0));
    train(&mut session, 1, 2);
    train(&mut session, 2, 2);
    for file in [Export::Predictions, Export::Split] {
        assert_eq!(export(&mut session, file, Some(1)), Err("rows-given-up".to_string()));
    }
    for file in [Export::History, Export::Recipe, Export::Model] {
        assert!(export(&mut session, file, Some(1)).is_ok());
    }
}

#[test]
fn an_older_runs_model_can_be_made_the_current_one() {
    let mut session = session();
    train(&mut session, 1, 2);
    let first = export(&mut session, Export::Model, None).unwrap();
    train(&mut session, 2, 4);
    assert_ne!(export(&mut session, Export::Model, None).unwrap(), first);
    let events = session.handle(Command::UseModelOf(RunId(1)));
    assert!(matches!(&events[..], [Event::ModelReady { from: ModelSource::Run(RunId(1)), .. }]));
    assert_eq!(export(&mut session, Export::Model, None).unwrap(), first);
    assert_eq!(session.handle(Command::UseModelOf(RunId(9))), [], "there is no such run");
}

#[test]
fn forgetting_a_run_that_is_being_prepared_leaves_the_one_before() {
    let mut session = session();
    train(&mut session, 1, 2);
    // A run that is held before it began is still being prepared, however small the table.
    let recipe = Recipe::default().with(|it| it.question.target = Some("y".to_string()));
    session.handle(Command::Train { run: RunId(2), recipe: Box::new(recipe) });
    session.handle(Command::Reset);
    let left: Vec<u32> = session.runs().map(|run| run.id.0).collect();
    assert_eq!(left, [1]);
    assert!(!session.is_training());
}
