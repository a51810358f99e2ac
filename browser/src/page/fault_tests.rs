//! The page under faults: what stands there when a worker is lost, files do not fit, or names are monstrous.

use super::node::{Element, Node};
use super::visit::{Visit, csv, failed, file, recipe};
use super::{Action, Attribute, Effect, FileRef, PageState};
use perceptab::recipe::Recipe;
use perceptab_conversation::session::{
    Command, Event, Export, Failure, JobId, JobKind, Outcome, Place, Purpose, RunFacts, RunId, Session,
};

#[test]
fn a_file_of_a_newer_version_wants_the_page_reloaded() {
    let newest = "Reload the page for its newest version";
    let mut visit = Visit::with_table("houses.csv", &["a"]);
    visit.open("m.json", "{\"format\": \"perceptab-model\", \"version\": 99}");
    assert!(visit.words().contains("a newer version of Perceptab made it") && visit.words().contains(newest));
    visit.open("other.json", "{\"format\": \"perceptab-model\"}");
    assert!(visit.words().contains("does not say its version") && !visit.words().contains(newest));
}

#[test]
fn the_bar_says_what_is_done_and_no_speed_that_is_not() {
    let mut visit = Visit::with_table("a.csv", &["x"]);
    visit.state.act(Action::GoOn);
    assert!(visit.words().contains("Preparing the table…"));
    assert!(!visit.is_disabled("Stop") && !visit.is_disabled("Reset"));
    // Held while the table is prepared, it goes back to that.
    visit.hear(vec![Event::Paused { run: RunId(1) }]);
    assert!(visit.shown().button("Resume").is_some());
    visit.hear(vec![Event::Resumed { run: RunId(1) }]);
    assert!(visit.words().contains("Preparing the table…"));
    visit.hear(vec![Event::Started { run: RunId(1), facts: Box::new(RunFacts::default()) }]);
    let progress = |epoch| Event::Progress {
        run: RunId(1),
        epoch,
        epochs: 50,
        seconds: 1.0,
        rows_per_second: 1e6,
        records: Vec::new(),
    };
    visit.hear(vec![progress(10)]);
    assert!(visit.bar().contains("rows/s"), "{}", visit.bar());
    let job = |kind, done, of| Event::Job { id: JobId(1), kind, done, of, seconds: 0.0 };
    let measuring = |ends| job(JobKind::Measure { ends }, 2_560, 1_000_000);
    visit.hear(vec![progress(10), measuring(false)]);
    assert!(visit.bar().contains("Measuring the scores: 2,560 of 1,000,000 rows"), "{}", visit.bar());
    assert!(!visit.bar().contains("rows/s"), "{}", visit.bar());
    assert!(visit.shown().button("Pause").is_some_and(|button| !button.is_disabled()));
    visit.hear(vec![progress(11), job(JobKind::Train, 11, 50)]);
    assert!(visit.bar().contains("rows/s"), "it trains again");
    assert!(visit.bar().contains("Epoch 11 of 50"), "{}", visit.bar());
    visit.hear(vec![progress(50), measuring(true)]);
    assert!(visit.words().contains("Measuring the scores: 2,560 of 1,000,000 rows"));
    assert!(visit.is_disabled("Pause") && !visit.is_disabled("Stop"));
    visit.hear(vec![Event::Ended {
        run: RunId(1),
        outcome: Outcome::Stopped { epoch: 50 },
        report: None,
        agreement: None,
        course: Box::default(),
        weights_hash: "h".to_string(),
        seconds: 2.0,
        memory: None,
    }]);
    assert!(visit.words().contains("The run was stopped before its scores were measured."));
    assert!(!visit.is_disabled("Train"));
}

#[test]
fn a_run_that_is_stopped_before_it_begins_leaves_the_one_before() {
    let mut visit = Visit::with_table("a.csv", &["x"]);
    visit.state.recipe = recipe();
    visit.train();
    let before = visit.state.view.run().cloned();
    visit.state.act(Action::GoOn);
    visit.hear(vec![Event::GivenUp { run: RunId(2) }]);
    assert_eq!(visit.state.view.run().cloned(), before);
    assert!(!visit.is_disabled("Train"));
}

#[test]
fn a_run_says_which_table_it_is_of_and_so_do_resume_and_step() {
    let mut visit = Visit::with_table("houses.csv", &["x"]);
    visit.act(Action::GoOn);
    visit.act(Action::GoOn);
    assert!(visit.shown().button("Resume").is_some() && visit.shown().button("Step").is_some());
    visit.open("songs.csv", &csv(&["tempo"]));
    let page = visit.shown();
    assert!(page.button("Resume (houses.csv)").is_some() && page.button("Step (houses.csv)").is_some());
    assert!(visit.words().contains("This run is of 'houses.csv', not of 'songs.csv'."));
    // The same table read once more is the same.
    visit.open("houses.csv", &csv(&["x"]));
    visit.open("houses.csv", &csv(&["x"]));
    assert!(visit.words().contains("This run is of 'houses.csv', as it was before."), "its place was taken");
    visit.act(Action::GoOn);
    visit.work();
    // Over, it still says so, and the next one is of the table that is shown.
    assert!(visit.words().contains("This run is of 'houses.csv'"));
    assert!(visit.shown().button("Train").is_some() && visit.shown().button("Step").is_some());
    visit.state.recipe = recipe();
    visit.train();
    assert!(!visit.words().contains("This run is of"));
    visit.open("houses.csv", &csv(&["x"]));
    assert!(!visit.words().contains("This run is of"), "the same rows");
}

#[test]
fn leaving_is_asked_about_while_something_would_be_lost() {
    let mut visit = Visit::with_table("a.csv", &["x"]);
    visit.state.recipe = recipe();
    assert!(!visit.state.asks_before_leaving());
    visit.act(Action::GoOn);
    assert!(visit.state.asks_before_leaving(), "it trains");
    visit.work();
    assert!(visit.state.asks_before_leaving(), "nobody has saved it");
    visit.act(Action::Export(Export::History));
    assert!(visit.state.asks_before_leaving(), "the history is not the model");
    visit.act(Action::Export(Export::Model));
    assert!(!visit.state.asks_before_leaving());
    visit.train();
    assert!(visit.state.asks_before_leaving(), "another run");
    visit.act(Action::Reset);
    assert!(!visit.state.asks_before_leaving(), "forgotten by a person's own will");

    visit.act(Action::GoOn);
    visit.act(Action::Stop);
    let outcome = visit.state.view.run().and_then(|run| run.outcome.clone());
    assert_eq!(outcome, Some(Outcome::Stopped { epoch: 0 }));
    assert!(!visit.state.asks_before_leaving(), "nothing was learnt");
}

#[test]
fn whoever_loses_a_worker_is_told_what_is_lost_and_the_model_comes_back() {
    let mut visit = Visit::with_table("a.csv", &["x"]);
    visit.state.recipe = recipe();
    visit.train();
    let trained = visit.state.view.model.clone().unwrap();
    let export = visit.session.handle(Command::Export { export: Export::Model, run: None }).remove(0);
    let Event::File { name: model_name, bytes: model, .. } = export else { panic!("{export:?}") };

    visit.lose_worker();
    let words = visit.words();
    for said in [
        "The worker that trains was lost",
        "The model of the last finished run is kept",
        "The table is read again",
        "Your settings are still here",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert!(visit.state.asks_before_leaving(), "the page has it, and nobody has saved it");
    // What the page has can be saved without a worker.
    for (button, disabled) in [
        ("Model (JSON)", false),
        ("History (CSV)", false),
        ("Recipe (JSON)", false),
        ("Predictions (CSV)", true),
    ] {
        assert_eq!(visit.is_disabled(button), disabled, "{button}");
    }
    let history = visit.act(Action::Export(Export::History));
    assert!(matches!(&history[..], [Effect::Save { name, .. }] if name == "a-history.csv"), "{history:?}");
    let recipe = visit.act(Action::Export(Export::Recipe));
    let [Effect::Save { bytes, .. }] = &recipe[..] else { panic!("{recipe:?}") };
    assert!(String::from_utf8_lossy(bytes).contains(r#""target": "y""#));

    assert_eq!(visit.act(Action::RestartWorker), [Effect::RestartWorker]);
    let greeting = visit.session.greet();
    let effects = visit.hear(greeting);
    assert!(
        effects.iter().any(|effect| matches!(effect, Effect::Read(file, _) if file.name == "a.csv")),
        "{effects:?}"
    );
    let effects = visit.read("a.csv", csv(&["x"]).as_bytes());
    let is_model = |effect: &&Effect| matches!(effect, Effect::Read(file, Purpose::Open) if file.id == 7);
    assert_eq!(effects.iter().filter(is_model).count(), 1, "{effects:?}");
    // Other words of the worker's come in between.
    assert!(!visit.hear(vec![Event::Audited(Box::default())]).iter().any(|effect| is_model(&effect)));
    visit.read(&model_name, &model);
    assert_eq!(visit.state.view.model, Some(trained));
    assert!(visit.state.opened_name().is_none(), "it is the run's, not one that a person opened");
    assert!(visit.words().contains("Trained model") && !visit.is_disabled("Train"));
    assert!(visit.hear(vec![]).is_empty(), "once is enough");
    assert_eq!(
        visit.act(Action::Export(Export::Model)),
        [Effect::SaveKept(FileRef { id: 7, name: model_name, bytes: 1 })]
    );
    assert!(!visit.state.asks_before_leaving());
}

#[test]
fn a_run_that_was_lost_is_told_and_a_model_without_a_copy_is_too() {
    let mut visit = Visit::with_table("a.csv", &["x"]);
    visit.act(Action::GoOn);
    visit.lose_worker();
    assert!(visit.words().contains("The run at epoch 0 of"), "{}", visit.words());
    let words = visit.words();
    assert!(
        !words.contains("The model of") && !words.contains("The model is lost"),
        "there was none: {words}"
    );
    assert!(!visit.state.asks_before_leaving());

    let mut visit = Visit::with_table("a.csv", &["x"]);
    visit.state.recipe = recipe();
    visit.act(Action::GoOn);
    // The copy does not come.
    while visit.session.is_training() {
        let events = visit.session.work(&|| 0.0, 1.0);
        visit.hear(events);
    }
    visit.lose_worker();
    assert!(visit.words().contains("The model is lost with it."), "{}", visit.words());
    assert!(visit.is_disabled("Model (JSON)") && !visit.state.asks_before_leaving());
}

#[test]
fn a_table_that_cannot_be_read_again_is_asked_for() {
    let mut visit = Visit::with_table("a.csv", &["x"]);
    visit.lose_worker();
    visit.act(Action::RestartWorker);
    let greeting = visit.session.greet();
    visit.hear(greeting);
    visit.hear(vec![failed(Place::File)]);
    assert!(visit.is_disabled("Train") && visit.words().contains("The table went with the worker."));
    visit.open("a.csv", &csv(&["x"]));
    assert!(!visit.is_disabled("Train"));
}

#[test]
fn of_several_files_all_are_named() {
    let mut visit = Visit::with_table("a.csv", &["x"]);
    let drop = |taken: &str, others: &[&str]| Action::OneOfMany {
        taken: taken.to_string(),
        others: others.iter().map(|name| name.to_string()).collect(),
    };
    visit.act(drop("a.csv", &["b.csv"]));
    assert!(visit.words().contains("One file at a time: 'a.csv' was taken; 'b.csv' was not."));
    let said = visit.shown();
    let status = |element: &Element| element.attribute("role") == Some(&Attribute::Text("status".into()));
    assert!(
        said.find(&|element| status(element)
            && element.parts().children.iter().map(Node::words).collect::<String>().contains("b.csv"))
            .is_some()
    );
    visit.act(Action::DismissAsides);
    assert!(!visit.words().contains("One file at a time"));
    let names: Vec<String> = (0..9).map(|nth| format!("{nth}.csv")).collect();
    visit.act(drop("a.csv", &names.iter().map(String::as_str).collect::<Vec<_>>()));
    assert!(visit.words().contains("'4.csv', 4 more were not."), "{}", visit.words());
    visit.open("c.csv", &csv(&["x"]));
    assert!(!visit.words().contains("One file at a time"), "another file is another matter");
}

#[test]
fn a_recipe_of_another_table_says_which_columns_are_lacking() {
    let mut visit = Visit::with_table("a.csv", &["x", "w"]);
    let recipe = recipe().with(|it| {
        it.question.target = Some("price".into());
        it.question.sample_weight = Some("count".into());
        it.question.columns = [("x".to_string(), false), ("age".to_string(), true)].into();
    });
    let read =
        |recipe: &Recipe| Event::RecipeRead { name: "r.json".into(), recipe: Box::new(recipe.clone()) };
    visit.hear(vec![read(&recipe)]);
    let words = visit.words();
    let said = "'a.csv' lacks columns that 'r.json' names: 'price' (to predict), 'count' (weighs the rows), 'age' (used).";
    assert!(words.contains(said) && words.contains("Choose a column to predict"), "{words}");
    assert!(!words.contains("No column of this table can be predicted"));
    assert!(visit.is_disabled("Train"));
    visit.act(Action::ForgetUnknown);
    assert!(!visit.words().contains("lacks columns") && !visit.is_disabled("Train"));
    assert_eq!(visit.state.recipe.question.columns.len(), 1, "what the table has stays");

    // The same where the recipe comes first.
    let mut visit = Visit::new();
    visit.hear(vec![read(&recipe)]);
    visit.open("a.csv", &csv(&["x", "w"]));
    assert!(visit.words().contains(said) && visit.is_disabled("Train"));
    visit.open("b.csv", &csv(&["price", "count", "age", "x"]));
    assert!(!visit.words().contains("lacks columns") && !visit.is_disabled("Train"));
    // Settings that have met their table give way to the next one, and say so.
    visit.open("a.csv", &csv(&["x", "w"]));
    assert!(
        visit.words().contains("these settings no longer apply: 'price' (to predict)"),
        "{}",
        visit.words()
    );
    assert!(!visit.is_disabled("Train"));
}

/// A name of five million letters, one that turns the direction, and one from right to left.
#[test]
fn names_of_any_length_and_direction_leave_the_page_readable() {
    let long = "n".repeat(5_000_000);
    let mut visit = Visit::with_table("a.csv", &[&long, "a\u{202e}b", "מחיר"]);
    // All that is folded open, with a model and a warning.
    visit.state.recipe = recipe();
    visit.act(Action::EditColumn(Some(long.clone())));
    visit.state.settings_listed = true;
    visit.state.reading_listed = true;
    visit.train();
    let shown = visit.shown();
    let mut most = (0, String::new());
    let mut all = 0;
    each(&shown, &mut |text, is_whole| {
        all += text.len();
        if text.len() > most.0 && !is_whole {
            most = (text.len(), text.chars().take(200).collect());
        }
        assert!(!text.contains('\u{202e}'), "{text:.100}");
    });
    assert!(most.0 <= 1_010, "{most:?}");
    assert!(all < 300_000, "{all}");
    let words = visit.words();
    assert!(
        words.contains("The whole name (5,000,000 characters)")
            && words.contains("and 4,900,000 characters more")
    );
    assert!(words.contains("a\u{fffd}b") && words.contains("\u{2068}מחיר\u{2069}"));
    // It is still the column's own name that is meant.
    visit.act(Action::Switch(super::Switch::Column(long.clone()), false));
    assert_eq!(visit.state.recipe.question.columns.get(&long), Some(&false));
}

/// Every text that is laid out or read aloud; whether it is the whole of a name that was asked for.
fn each(node: &Node, see: &mut impl FnMut(&str, bool)) {
    match node {
        Node::Text(text) => see(text, false),
        Node::Element(element) => {
            let parts = element.parts();
            let is_whole = element.attribute("class") == Some(&Attribute::Text("whole-name scroll".into()));
            for (name, value) in &parts.attributes {
                if let (Attribute::Text(text), true) = (value, *name != "value") {
                    see(text, false);
                }
            }
            for child in &parts.children {
                match child {
                    Node::Text(text) if is_whole => see(text, true),
                    child => each(child, see),
                }
            }
        }
        Node::Nothing | Node::Same => {}
    }
}

/// A worker that could not be had, as the page's link says it.
fn missed(kind: &str, message: &str) -> Event {
    Event::Failed(Failure::new(Place::Worker, kind, message.to_string()))
}

#[test]
fn an_engine_that_could_not_be_loaded_is_no_lost_worker_and_the_file_waits_for_it() {
    let mut visit = Visit { state: PageState::default(), session: Session::new("test") };
    visit.state.act(Action::OpenFile(file("a.csv")));
    visit.hear(vec![missed("engine-not-loaded", "The part could not be loaded (engine.wasm: offline).")]);
    let words = visit.words();
    for said in ["engine.wasm: offline", "try again", "'a.csv' is kept and read then"] {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert!(!words.contains("lost") && !words.contains("Getting ready"), "{words}");
    assert_eq!(visit.act(Action::RestartWorker), [Effect::RestartWorker]);
}

#[test]
fn an_engine_of_another_build_is_answered_by_reloading() {
    let mut visit = Visit::with_table("a.csv", &["x"]);
    visit.hear(vec![missed("other-build", "Page and engine no longer fit together.")]);
    assert!(visit.shown().button("Start a fresh worker").is_none());
    assert!(visit.shown().button("Reload the page").is_some());
    assert_eq!(visit.act(Action::Reload), [Effect::Reload]);
}

#[test]
fn a_file_whose_reader_could_not_be_loaded_is_tried_again() {
    let mut visit = Visit::with_table("a.csv", &["x"]);
    visit.state.act(Action::OpenFile(file("b.xlsx")));
    visit.hear(vec![Event::Failed(Failure::new(
        Place::File,
        "workbook-not-loaded",
        "Not loaded.".to_string(),
    ))]);
    assert!(visit.shown().button("Try again").is_some());
    let effects = visit.state.act(Action::TryAgain(Place::File));
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Read(file, Purpose::Open) if file.name == "b.xlsx")),
        "{effects:?}"
    );
    visit.hear(vec![Event::Failed(Failure::new(Place::File, "empty-file", "It is empty.".to_string()))]);
    assert!(visit.shown().button("Try again").is_none(), "nothing would come of it");
}
