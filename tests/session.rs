//! Transcripts: commands in, events out.

use perceptab::dataset::Task;
use perceptab::model::PredictSettings;
use perceptab::recipe::{Preset, Recipe, SolverName};
use perceptab::table::ReadSettings;
use perceptab::table::container::Contents;
use perceptab::training::Schedule;
use perceptab_conversation::session::{
    Command, Event, Export, JobKind, ModelSource, Outcome, Place, Purpose, RunId, Session,
};

/// 60 rows: y = a + 2 b, with a word column and a repeated row.
fn csv() -> String {
    let mut csv = String::from("word,a,b,y\n");
    for i in 0..60 {
        let (a, b) = ((i * 7) % 11, (i * 5) % 13);
        csv += &format!("{},{a}.5,{b},{}\n", ["red", "green"][i % 2], a + 2 * b);
    }
    csv + "red,0.5,0,0\n"
}

fn session() -> Session {
    let mut session = Session::new("test");
    assert!(matches!(read(&mut session, Purpose::Open, "t.csv", csv().as_bytes()), Event::TableRead { .. }));
    session
}

fn read(session: &mut Session, purpose: Purpose, name: &str, bytes: &[u8]) -> Event {
    let events = session.handle(Command::Read { purpose, name: name.into(), bytes: bytes.len() as u64 });
    if let Some(Event::Failed(_)) = events.last() {
        return events.into_iter().last().unwrap();
    }
    for chunk in bytes.chunks(100) {
        if let Some(failed @ Event::Failed(_)) = session.push_bytes(chunk).into_iter().last() {
            return failed;
        }
    }
    session.finish_bytes().into_iter().last().unwrap()
}

fn recipe() -> Box<Recipe> {
    Box::new(Recipe::default().with(|it| {
        it.network.hidden = vec![8];
        it.training.epochs = 20;
        it.training.learning_rate = 0.05;
        it.training.solver = SolverName::Sgd;
        it.training.schedule = Schedule::Constant;
        it.network.dropout = 0.0;
        it.training.measure_every = 10;
        it.training.batch_size = Some(32);
        it.training.early_stopping = false;
        it.preparation.drop_duplicates = true;
    }))
}

fn train(session: &mut Session, recipe: Box<Recipe>) -> Vec<Event> {
    session.handle(Command::Train { run: RunId(1), recipe });
    work(session)
}

fn work(session: &mut Session) -> Vec<Event> {
    let mut events = Vec::new();
    while session.is_training() {
        events.extend(session.work(&|| 0.0, 1.0));
    }
    events
}

fn ended(events: &[Event]) -> &Event {
    events.iter().find(|event| matches!(event, Event::Ended { .. })).expect("the run has ended")
}

fn failure(event: Event) -> (Place, String, String) {
    match event {
        Event::Failed(failure) => (failure.place, failure.kind, failure.message),
        other => panic!("not a failure: {other:?}"),
    }
}

fn file(session: &mut Session, export: Export) -> (String, String) {
    match session.handle(Command::Export { export, run: None }).remove(0) {
        Event::File { name, bytes, .. } => (name, String::from_utf8(bytes).unwrap()),
        other => panic!("not a file: {other:?}"),
    }
}

#[test]
fn a_table_is_trained_on_and_read() {
    let mut session = session();
    let started = session.handle(Command::Train { run: RunId(1), recipe: recipe() });
    let Event::Started { run: RunId(1), facts } = &started[0] else { panic!("{started:?}") };
    assert_eq!((facts.train_rows, facts.test_rows, facts.duplicates_dropped), (48, 12, 1));
    // Two levels of the word column and two numbers.
    assert_eq!(facts.widths, [4, 8, 1]);
    let events = work(&mut session);
    let epochs: Vec<usize> = events
        .iter()
        .filter_map(|event| match event {
            Event::Progress { records, .. } => {
                Some(records.iter().map(|record| record.epoch).collect::<Vec<_>>())
            }
            _ => None,
        })
        .flatten()
        .collect();
    assert_eq!(epochs, [10, 20]);
    let Event::Ended { outcome: Outcome::Finished, report: Some(report), .. } = ended(&events) else {
        panic!("{events:?}")
    };
    assert!(report.test.r2.unwrap() > 0.5, "{}", report.sentence);
    assert!(report.sentence.starts_with("The network beats"), "{}", report.sentence);
    assert!(matches!(events.last(), Some(Event::ModelReady { from: ModelSource::Run(_), .. })));
}

#[test]
fn a_slice_of_time_is_kept_and_pause_step_stop_get_in_between() {
    let mut session = session();
    // A clock that moves by one second at each look, and no time to spend: each slice ends at once.
    let time = std::cell::Cell::new(0.0);
    let clock = || {
        time.set(time.get() + 1.0);
        time.get()
    };
    session.handle(Command::StartPaused { run: RunId(1), recipe: recipe() });
    let mut events = Vec::new();
    while session.is_training() {
        events.extend(session.work(&clock, 0.0));
    }
    assert_eq!(events.last(), Some(&Event::Paused { run: RunId(1) }));
    assert!(
        events
            .iter()
            .any(|event| matches!(event, Event::Progress { epoch: 1, records, .. } if records.len() == 1))
    );
    let told = |events: &[Event]| {
        let is_job = |event: &&Event| matches!(event, Event::Job { .. });
        match events.iter().rfind(is_job) {
            Some(Event::Job { kind: JobKind::Train, done, of, .. }) => Some((*done, *of)),
            _ => None,
        }
    };
    assert_eq!(told(&events), Some((1, 20)), "how far it is stands in the bar while it waits");
    assert_eq!(session.handle(Command::Step), [Event::Resumed { run: RunId(1) }]);
    while session.is_training() {
        events.extend(session.work(&clock, 0.0));
    }
    assert_eq!(told(&events), Some((2, 20)));
    assert!(events.iter().any(|event| matches!(event, Event::Progress { epoch: 2, .. })));
    session.handle(Command::Resume);
    session.work(&clock, 0.0);
    assert_eq!(session.handle(Command::Pause), [Event::Paused { run: RunId(1) }]);
    assert!(
        session.work(&clock, 0.0).iter().all(|event| !matches!(event, Event::Progress { epoch: 20, .. }))
    );
    let stopped = session.handle(Command::Stop);
    let Event::Ended { outcome: Outcome::Stopped { epoch }, .. } = ended(&stopped) else {
        panic!("{stopped:?}")
    };
    assert!(*epoch >= 2 && *epoch < 20);
    assert_eq!(session.handle(Command::Stop), [], "an ended run cannot end again");
    assert_eq!(session.handle(Command::Reset), [Event::WasReset]);
}

/// Slices that end at once pause in the middle of a measurement too.
#[test]
fn a_step_goes_one_epoch_on_wherever_the_pause_got_in() {
    let epoch = |events: &[Event]| {
        let mut epochs = events.iter().filter_map(|event| match event {
            Event::Progress { epoch, .. } => Some(*epoch),
            _ => None,
        });
        epochs.next_back().unwrap_or(0)
    };
    for slices in 1..9 {
        let mut session = session();
        let recipe = recipe().with(|it| it.training.measure_every = 1);
        session.handle(Command::Train { run: RunId(1), recipe: Box::new(recipe) });
        let mut events = Vec::new();
        (0..slices).for_each(|_| events.extend(session.work(&|| 0.0, 0.0)));
        let held = epoch(&events);
        session.handle(Command::Pause);
        session.handle(Command::Step);
        while session.is_training() {
            events.extend(session.work(&|| 0.0, 0.0));
        }
        assert_eq!(epoch(&events), held + 1, "{slices} slices");
        assert_eq!(events.last(), Some(&Event::Paused { run: RunId(1) }));
    }
}

#[test]
fn pausing_does_not_change_the_weights() {
    let hash = |events: &[Event]| match ended(events) {
        Event::Ended { weights_hash, .. } => weights_hash.clone(),
        _ => unreachable!(),
    };
    let at_once = hash(&train(&mut session(), recipe()));
    let mut session = session();
    session.handle(Command::StartPaused { run: RunId(1), recipe: recipe() });
    work(&mut session);
    session.handle(Command::Resume);
    assert_eq!(hash(&work(&mut session)), at_once);
}

#[test]
fn a_learning_rate_far_too_large_ends_the_run_with_advice_and_the_session_goes_on() {
    let mut session = session();
    let events = train(&mut session, Box::new(recipe().with(|it| it.training.learning_rate = 1e9)));
    let Event::Ended {
        outcome: Outcome::Diverged { epoch: 1, kept_epoch: 0, try_learning_rate, message },
        report: Some(report),
        ..
    } = ended(&events)
    else {
        panic!("{events:?}")
    };
    assert_eq!(*try_learning_rate, 0.01);
    assert!(message.contains("grew without bound"));
    assert!(report.test.loss.is_finite());
    assert!(matches!(ended(&train(&mut session, recipe())), Event::Ended { outcome: Outcome::Finished, .. }));
}

#[test]
fn every_preset_diverges_by_name_at_an_absurd_rate() {
    let mut table = String::from("x,y\n");
    (0..200).for_each(|i| table += &format!("{}.25,{}\n", i * 37 % 101, i % 101));
    for preset in Preset::ALL {
        let mut session = Session::new("test");
        read(&mut session, Purpose::Open, "t.csv", table.as_bytes());
        let events =
            train(&mut session, Box::new(preset.recipe().with(|it| it.training.learning_rate = 1e9)));
        assert!(
            matches!(ended(&events), Event::Ended { outcome: Outcome::Diverged { .. }, .. }),
            "{preset:?}: {:?}",
            ended(&events)
        );
    }
}

#[test]
fn what_cannot_be_done_is_said_and_loses_nothing() {
    let mut session = session();
    train(&mut session, recipe());
    let bad = Box::new(recipe().with(|it| {
        it.training.batch_size = Some(0);
        it.training.epochs = 0;
    }));
    let events = session.handle(Command::Train { run: RunId(2), recipe: bad });
    let Event::Failed(failed) = &events[0] else { panic!("{events:?}") };
    assert_eq!(failed.problems.len(), 2);
    let nowhere = Box::new(recipe().with(|it| it.question.target = Some("z".into())));
    let events = session.handle(Command::Train { run: RunId(2), recipe: nowhere });
    assert_eq!(failure(events.into_iter().next().unwrap()).1, "unknown-column");
    assert_eq!(failure(read(&mut session, Purpose::Open, "e.csv", b"")).0, Place::File);
    // The run and the table from before are still there.
    assert!(file(&mut session, Export::History).1.lines().count() == 3);
    assert!(matches!(ended(&train(&mut session, recipe())), Event::Ended { .. }));
}

#[test]
fn downloads_fit_together() {
    let mut session = session();
    let events = train(&mut session, recipe());
    let Event::Ended { report: Some(report), weights_hash, .. } = ended(&events) else { unreachable!() };
    let (name, predictions) = file(&mut session, Export::Predictions);
    assert_eq!(name, "t-predictions.csv");
    let mut reader = csv::Reader::from_reader(predictions.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 60);
    let exact = rows.iter().filter(|row| &row[1] == "test" && &row[5] == "true").count();
    assert_eq!(Some(exact), report.test.correct);
    // A model that is loaded again predicts the same rows alike.
    let (_, model) = file(&mut session, Export::Model);
    let mut other = Session::new("test");
    let Event::ModelReady { model: summary, from: ModelSource::File(_) } =
        read(&mut other, Purpose::Open, "t-model.json", model.as_bytes())
    else {
        panic!("the model is refused")
    };
    assert_eq!(&summary.weights_hash, weights_hash);
    let Event::Predicted(prediction) = read(&mut other, Purpose::Predict, "new.csv", csv().as_bytes()) else {
        panic!("no prediction")
    };
    assert_eq!(prediction.rows, 61);
    assert!(prediction.score.is_some());
    let (_, predicted) = file(&mut other, Export::NewPredictions);
    let last = |line: &str| line.rsplit(',').next().unwrap().to_string();
    let of_new: Vec<String> = predicted.lines().skip(1).take(60).map(last).collect();
    let of_run: Vec<String> = rows.iter().map(|row| row[3].to_string()).collect();
    assert_eq!(of_new, of_run);
    // The recipe trains to the same weights.
    let (_, json) = file(&mut session, Export::Recipe);
    let Event::RecipeRead { recipe, .. } = read(&mut other, Purpose::Open, "r.json", json.as_bytes()) else {
        panic!("the recipe is refused")
    };
    read(&mut other, Purpose::Open, "t.csv", csv().as_bytes());
    let events = train(&mut other, recipe);
    let Event::Ended { weights_hash: again, .. } = ended(&events) else { unreachable!() };
    assert_eq!(again, weights_hash);
}

/// Sentences of the report are rounded; what it holds is not, and a file that is read back gives the same.
#[test]
fn scores_computed_from_the_file_are_those_of_the_report() {
    let mut session = Session::new("test");
    let mut csv = String::from("a,b,y\n");
    for i in 0..60 {
        let (a, b) = ((i * 7) % 11, (i * 5) % 13);
        csv += &format!("{a},{b},{}\n", 12_345_678 + a - 5 * b);
    }
    read(&mut session, Purpose::Open, "t.csv", csv.as_bytes());
    let recipe = Box::new(recipe().with(|it| {
        it.question.target = Some("y".into());
        it.question.task = Some(Task::Regression);
    }));
    let events = train(&mut session, recipe);
    let Event::Ended { report: Some(report), .. } = ended(&events) else { unreachable!() };
    let (_, predictions) = file(&mut session, Export::Predictions);
    let mut reader = csv::Reader::from_reader(predictions.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let test = || rows.iter().filter(|row| &row[1] == "test");
    let number = |row: &csv::StringRecord, place: usize| row[place].parse::<f64>().unwrap();
    // In the order of the file, which is not the part's: sums may differ in their last bits.
    let errors: Vec<f64> = test().map(|row| number(row, 3) - number(row, 2)).collect();
    let close = |found: f64, told: Option<f64>| (found - told.unwrap()).abs() < 1e-12 * told.unwrap().abs();
    let n = errors.len() as f64;
    let mean = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / n;
    assert!(close(mean(&mut errors.iter().map(|error| error.abs())), report.test.mean_absolute_error));
    let squared = mean(&mut errors.iter().map(|error| error * error));
    assert!(close(squared.sqrt(), report.test.root_mean_squared_error));
    let exact = test().filter(|row| &row[5] == "true");
    assert_eq!(Some(exact.count()), report.test.correct);
    assert_eq!(Some(test().filter(|row| row[4] == row[2]).count()), report.test.correct);
}

#[test]
fn new_rows_are_held_for_the_page_and_taken_as_they_come_elsewhere() {
    let mut session = session();
    train(&mut session, recipe());
    let settings = PredictSettings { remarks: true, ..PredictSettings::default() };
    session.handle(Command::PredictAs(Box::new(settings)));
    let text = "word\ta\tb\nblue\t1.50\t007\n";
    let Event::Predicted(prediction) = read(&mut session, Purpose::Predict, "new.tsv", text.as_bytes())
    else {
        panic!("no prediction")
    };
    assert!(prediction.notes.iter().any(|note| note.contains("'blue' in row 2")), "{:?}", prediction.notes);
    let (name, held) = file(&mut session, Export::NewPredictions);
    assert_eq!(name, "new-predicted.tsv");
    assert!(held.starts_with("word\ta\tb\tpredicted_y\t"), "{held}");
    assert!(held.contains("predicted_y_remarks\nblue\t1.50\t007\t"), "{held}");
    assert!(held.ends_with("\tword: 'blue' is not in the training rows\n"), "{held}");
    session.handle(Command::Read { purpose: Purpose::Predict, name: "new.csv".into(), bytes: 0 });
    session.push_bytes(text.as_bytes());
    session.finish_bytes();
    assert_eq!(String::from_utf8(session.take_new_rows()).unwrap(), held);
    assert!(session.take_new_rows().is_empty());
}

#[test]
fn new_rows_that_do_not_fit_are_refused_by_name() {
    let mut session = session();
    assert_eq!(failure(read(&mut session, Purpose::Predict, "n.csv", b"a,b\n1,2\n3,4\n")).1, "no-model");
    train(&mut session, recipe());
    let (place, kind, message) = failure(read(&mut session, Purpose::Predict, "n.csv", b"a,c\n1,2\n3,4\n"));
    assert_eq!((place, kind.as_str()), (Place::NewRows, "missing-columns"));
    assert!(message.contains("'word', 'b'"), "{message}");
}

#[test]
fn json_that_is_no_recipe_and_no_model_is_refused_with_its_reason() {
    let mut session = session();
    let kind = |session: &mut Session, json: &str| {
        failure(read(session, Purpose::Open, "x.json", json.as_bytes())).1
    };
    assert_eq!(kind(&mut session, "{"), "not-json");
    assert_eq!(kind(&mut session, "{\"a\": 1}"), "unknown-json");
    assert_eq!(kind(&mut session, "{\"format\": \"perceptab-recipe\", \"epochs\": 0}"), "bad-recipe");
    assert_eq!(kind(&mut session, "{\"format\": \"perceptab-recipe\", \"epoch\": 5}"), "bad-recipe");
    assert_eq!(kind(&mut session, "{\"format\": \"perceptab-model\"}"), "bad-model");
    train(&mut session, recipe());
    let (_, model) = file(&mut session, Export::Model);
    assert_eq!(kind(&mut session, &model.replacen(",8,", ",9,", 1)), "altered-model");
}

#[test]
fn reading_can_be_cancelled_and_the_table_before_stays() {
    let mut session = session();
    session.handle(Command::Read { purpose: Purpose::Open, name: "big.csv".into(), bytes: 1_000 });
    session.push_bytes(b"a,b\n1,2\n");
    assert_eq!(session.handle(Command::CancelReading), [Event::ReadingCancelled]);
    assert!(!session.is_reading());
    assert!(matches!(ended(&train(&mut session, recipe())), Event::Ended { .. }));
}

#[test]
fn exact_matches_are_shown_for_marks_and_not_for_prices() {
    let shows_r2 = |y: fn(usize) -> f64| {
        let mut csv = String::from("x,y\n");
        (0..60).for_each(|i| csv += &format!("{}.5,{}\n", i * 7 % 60, y(i)));
        let mut session = Session::new("test");
        read(&mut session, Purpose::Open, "t.csv", csv.as_bytes());
        match &session.handle(Command::Train { run: RunId(1), recipe: recipe() })[0] {
            Event::Started { facts, .. } => facts.shows_r2,
            other => panic!("{other:?}"),
        }
    };
    assert!(!shows_r2(|i| (i % 20) as f64), "a mark from 0 to 19");
    assert!(shows_r2(|i| (i * 37) as f64), "a price to 2,183");
    assert!(shows_r2(|i| i as f64 / 8.0), "a number with fractions");
}

#[test]
fn a_shared_table_trains_in_another_session_to_the_same_bits() {
    let mut first = session();
    assert_eq!(failure(Session::new("test").handle(Command::ShareTable).remove(0)).1, "no-table");
    let [Event::TableShared { bytes }] = first.handle(Command::ShareTable)[..] else { panic!("not shared") };
    let mut block = Vec::new();
    first.shared_table().unwrap().write(&mut block).unwrap();
    assert_eq!(block.len() as u64, bytes);

    let mut second = Session::new("test").with_memory(|| Some(7 << 16));
    assert_eq!(second.handle(Command::AdoptTable), []);
    assert_eq!(failure(second.adopt_table(&block[..100], 100).remove(0)).1, "bad-table");
    let adopted = second.adopt_table(&block[..], bytes);
    assert_eq!(adopted, [Event::TableAdopted { rows: 61, memory: Some(7 << 16) }]);
    let (one, other) = (train(&mut first, recipe()), train(&mut second, recipe()));
    let Event::Ended { weights_hash, report, memory: None, .. } = ended(&one) else { panic!("{one:?}") };
    let Event::Ended { weights_hash: again, report: same, memory: Some(memory), .. } = ended(&other) else {
        panic!("{other:?}")
    };
    assert_eq!((again, same, *memory), (weights_hash, report, 7 << 16));
    assert_eq!(file(&mut second, Export::Predictions), file(&mut first, Export::Predictions));
    // A block that cannot be read leaves the table that was there.
    assert_eq!(failure(second.adopt_table(&b"x"[..], 1).remove(0)).0, Place::File);
    assert!(matches!(ended(&train(&mut second, recipe())), Event::Ended { .. }));
}

#[test]
fn a_json_file_of_rows_is_a_table_and_one_of_ours_is_not() {
    let mut session = session();
    let rows: String = (0..30).map(|i| format!("{{\"a\": {i}.5, \"y\": {}}}\n", i % 7)).collect();
    let array = format!("[{}]", rows.trim_end().replace('\n', ",\n"));
    for (name, text) in [("t.json", &rows), ("t.json", &array), ("t.ndjson", &rows)] {
        let Event::TableRead { summary, .. } = read(&mut session, Purpose::Open, name, text.as_bytes())
        else {
            panic!("'{name}' is a table")
        };
        assert_eq!((summary.rows, summary.columns.len()), (30, 2));
    }
    let recipe = serde_json::to_vec_pretty(&*recipe()).unwrap();
    assert!(matches!(read(&mut session, Purpose::Open, "r.json", &recipe), Event::RecipeRead { .. }));
    let (_, kind, _) = failure(read(&mut session, Purpose::Open, "r.json", b""));
    assert_eq!(kind, "not-json");
}

#[test]
fn a_workbook_is_declared_and_its_sheet_pushed_as_csv() {
    let mut session = session();
    let settings = ReadSettings { part: Some("May".into()), ..ReadSettings::default() };
    session.handle(Command::ReadAs(Box::new(settings)));
    session.handle(Command::Read { purpose: Purpose::Open, name: "b.xlsx".into(), bytes: 9_000 });
    assert_eq!(session.wanted_part().as_deref(), Some("May"));
    let sheets = vec!["April".to_string(), "May".to_string()];
    session.declare(Contents { part: Some("May".into()), parts: sheets.clone(), ..Contents::of("Excel") });
    // Semicolons inside of cells do not part them.
    session.push_bytes("name;a,y\n".as_bytes());
    session.push_bytes("x;1,2\nx;2,4\nx;3,5\n".as_bytes());
    let Some(Event::TableRead { summary, .. }) = session.finish_bytes().pop() else { panic!("a table") };
    assert_eq!((summary.rows, summary.bytes, summary.columns[0].name.as_str()), (3, 9_000, "name;a"));
    assert_eq!((summary.dialect.container.as_str(), summary.dialect.delimiter), ("Excel", '\0'));
    assert_eq!((summary.dialect.parts, summary.dialect.part.as_deref()), (sheets, Some("May")));
}

#[test]
fn a_file_becomes_a_table_column_by_column_and_can_be_given_up_in_between() {
    let mut session = session();
    let other = "p,q,r\n1,2,3\n4,5,6\n";
    let begin = |session: &mut Session| {
        session.handle(Command::Read { purpose: Purpose::Open, name: "other.csv".into(), bytes: 18 });
        session.push_bytes(other.as_bytes());
        assert_eq!(session.close_bytes(), []);
    };
    begin(&mut session);
    // A slice for each column, and the table with the last.
    for _ in 0..3 {
        assert!(matches!(session.work(&|| 0.0, 0.0)[..], [Event::Job { kind: JobKind::Read, .. }]));
    }
    let Some(Event::TableRead { summary, .. }) = session.work(&|| 0.0, 0.0).pop() else { panic!("a table") };
    assert_eq!((summary.rows, summary.columns.len(), summary.columns[2].mean), (2, 3, Some(4.5)));

    begin(&mut session);
    let [Event::Job { id, .. }] = session.work(&|| 0.0, 0.0)[..] else { panic!("a job") };
    assert_eq!(session.handle(Command::CancelReading), [Event::JobEnded { id }, Event::ReadingCancelled]);
    assert!(!session.has_work() && session.finish_bytes().is_empty());

    // A file without rows is refused as soon as its bytes are there.
    session.handle(Command::Read { purpose: Purpose::Open, name: "names.csv".into(), bytes: 4 });
    session.push_bytes(b"a,b\n");
    let (place, kind, _) = failure(session.close_bytes().remove(0));
    assert_eq!((place, kind.as_str()), (Place::File, "header-only"));
    assert!(!session.is_reading());
}

#[test]
fn a_file_too_large_comes_with_the_share_of_it_that_fits() {
    let mut session = Session::new("test");
    session.handle(Command::Read { purpose: Purpose::Open, name: "huge.csv".into(), bytes: 9_000_000_000 });
    let text = format!("a,b\n{}", "1.25,2.75\n".repeat(2_000_000));
    let Some(Event::Failed(failure)) = session.push_bytes(text.as_bytes()).pop() else { panic!("a failure") };
    assert_eq!((failure.place, failure.kind.as_str()), (Place::File, "too-large"));
    assert!(failure.sample.is_some_and(|share| share > 0.01 && share < 0.5), "{:?}", failure.sample);
    let settings = ReadSettings { sample: failure.sample, ..ReadSettings::default() };
    session.handle(Command::ReadAs(Box::new(settings)));
    session.handle(Command::Read { purpose: Purpose::Open, name: "huge.csv".into(), bytes: 9_000_000_000 });
    assert!(matches!(session.push_bytes(text.as_bytes())[..], [Event::Job { kind: JobKind::Read, .. }]));
}

#[test]
fn a_single_row_to_predict_keeps_its_date() {
    let mut csv = String::from("day,x,y\n");
    for i in 0..200 {
        csv += &format!("2024-{:02}-{:02},{},{}\n", 1 + i / 28, 1 + i % 28, i % 7, i);
    }
    let mut session = Session::new("test");
    read(&mut session, Purpose::Open, "t.csv", csv.as_bytes());
    let recipe = Recipe::default().with(|it| {
        it.question.target = Some("y".into());
        it.training.epochs = 30;
        it.training.measure_every = 30;
    });
    train(&mut session, Box::new(recipe));
    let mut predicted = |day: &str| {
        let Event::Predicted(prediction) =
            read(&mut session, Purpose::Predict, "new.csv", format!("day,x\n{day},3\n").as_bytes())
        else {
            panic!("not predicted")
        };
        prediction.first[0].1.parse::<f64>().unwrap()
    };
    let (early, late) = (predicted("2024-01-10"), predicted("2024-07-20"));
    assert!(late - early > 100.0, "{early} and {late}");
    // A number that is written like a date is one to this model.
    assert_eq!(predicted("20240720"), late);
}

#[test]
fn a_copy_of_the_model_is_the_file_that_would_be_saved() {
    let mut session = session();
    assert_eq!(session.handle(Command::CopyModel), [], "there is none");
    train(&mut session, recipe());
    let saved = file(&mut session, Export::Model);
    let copied = session.handle(Command::CopyModel).remove(0);
    let Event::ModelCopied { name, bytes } = copied else { panic!("{copied:?}") };
    assert_eq!((name.clone(), bytes.clone()), (saved.0, saved.1.into_bytes()));
    // Another session has it from there.
    let mut fresh = Session::new("test");
    assert!(matches!(read(&mut fresh, Purpose::Open, &name, &bytes), Event::ModelReady { .. }));
}

/// Names and cells of megabytes: the page is told of them in brief, but for the columns' own names.
#[test]
fn what_is_told_of_a_table_is_bounded_whatever_its_names_and_cells_hold() {
    const LONG: usize = 1_000_000;
    let (name, cell) = ("n".repeat(LONG), "c".repeat(LONG));
    let mut table = format!("{name},{name},y\n");
    for row in 0..60 {
        // Words in a column of numbers are warned of, each with the column's name.
        let number = if row % 9 == 4 { "oops".to_string() } else { row.to_string() };
        table += &format!("{number},{},{}\n", if row < 2 { &cell } else { "b" }, row % 5);
    }
    let mut session = Session::new("test");
    let found = read(&mut session, Purpose::Open, "t.csv", table.as_bytes());
    let Event::TableRead { summary, proposal } = found else { panic!("{found:?}") };
    assert!(summary.n_warnings > 0);
    let size = serde_json::to_vec(&summary).unwrap().len();
    assert!(size < 2 * LONG + 50_000, "{size}");
    let size = serde_json::to_vec(&proposal).unwrap().len();
    assert!(size < 2 * LONG + 50_000, "{size}");
    let started = session.handle(Command::Train { run: RunId(1), recipe: recipe() }).remove(0);
    let Event::Started { facts, .. } = started else { panic!("{started:?}") };
    assert!(serde_json::to_vec(&facts).unwrap().len() < 50_000);
    train(&mut session, recipe());
    let (name, _) = file(&mut session, Export::History);
    assert_eq!(name, "t-history.csv");
}
