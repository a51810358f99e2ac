//! Studies: what trials bring back, how they are joined, and that a model of averaged folds is what it says.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;

use perceptab::dataset::Targets;
use perceptab::model::Outputs;
use perceptab::recipe::Recipe;
use perceptab::study::{Fold, Joined, Question, Study, Trial, TrialResult};
use perceptab::table::{Reader, Table};
use perceptab_conversation::session::{Command, Event, Export, Purpose, RunId, Session};

const ROWS: u32 = 200;

fn csv() -> String {
    let row = |row: u32| {
        let (a, b) = (row * 37 % 101, row * 53 % 97);
        let kind = if a + b > 100 {
            "high"
        } else if a > 40 {
            "middle"
        } else {
            "low"
        };
        format!("{a},{b},{row},{},{kind}\n", 2 * a + 3 * b)
    };
    std::iter::once("a,b,time,y,kind\n".to_string()).chain((0..ROWS).map(row)).collect()
}

fn session() -> Session {
    let mut session = Session::new("test");
    let (name, text) = ("sums.csv".to_string(), csv());
    session.handle(Command::Read { purpose: Purpose::Open, name, bytes: text.len() as u64 });
    session.push_bytes(text.as_bytes());
    session.finish_bytes();
    session
}

fn table() -> Table {
    let mut reader = Reader::new("sums.csv");
    reader.push(csv().as_bytes()).unwrap();
    reader.finish().unwrap()
}

fn recipe(target: &str) -> Recipe {
    let mut recipe = Recipe::default().with(|it| {
        it.question.target = Some(target.to_string());
        it.network.hidden = vec![8];
        it.training.epochs = 20;
    });
    for column in ["time", "y", "kind"].into_iter().filter(|column| *column != target) {
        recipe.question.columns.insert(column.to_string(), false);
    }
    recipe
}

fn tried(session: &mut Session, trial: &Trial) -> TrialResult {
    let mut events = session.handle(Command::Try { run: RunId(1), trial: Box::new(trial.clone()) });
    while session.is_training() {
        events.extend(session.work(&|| 0.0, 1.0));
    }
    let block = events.iter().find_map(|event| match event {
        Event::Tried { run: RunId(1), block } => Some(block),
        _ => None,
    });
    TrialResult::from_block(block.unwrap_or_else(|| panic!("{events:?}"))).unwrap()
}

fn all(session: &mut Session, study: &Study) -> Vec<TrialResult> {
    study.trials.iter().map(|trial| tried(session, trial)).collect()
}

fn joined(session: &mut Session, results: &[TrialResult]) -> Joined {
    session.join(Question::Averaged(results.len()), None, results.to_vec()).unwrap().unwrap()
}

#[test]
fn a_block_says_again_what_it_was_made_of() {
    let mut session = session();
    for target in ["y", "kind"] {
        let study = Study::averaged(&recipe(target).checked().unwrap(), 4);
        let result = tried(&mut session, &study.trials[2]);
        let again = TrialResult::from_block(&result.to_block().unwrap()).unwrap();
        assert_eq!(result, again);
        assert_eq!(again.trial.fold, Some(Fold::Inner { fold: 2, folds: 4 }));
        let held_out = again.held_out.unwrap();
        assert_eq!((held_out.rows.len(), held_out.outputs.n_rows()), (40, 40));
    }
}

#[test]
fn a_damaged_block_is_refused_wherever_it_is_cut() {
    let block = tried(&mut session(), &Study::averaged(&recipe("kind").checked().unwrap(), 4).trials[0])
        .to_block()
        .unwrap();
    for length in [0, 1, 100, block.len() / 2, block.len() - 1] {
        assert!(TrialResult::from_block(&block[..length]).is_err(), "{length}");
    }
    assert!(TrialResult::from_block(&[&block[..], b"x"].concat()).is_err());
}

#[test]
fn a_trial_without_a_fold_is_the_plain_run_and_its_seed_leaves_the_parts_alone() {
    let mut session = session();
    let plain = tried(&mut session, &Trial::from(recipe("y").checked().unwrap()));
    let events = session.handle(Command::Train { run: RunId(2), recipe: Box::new(recipe("y")) });
    let mut events = events;
    while session.is_training() {
        events.extend(session.work(&|| 0.0, 1.0));
    }
    let hash = events.iter().find_map(|event| match event {
        Event::Ended { weights_hash, .. } => Some(weights_hash.clone()),
        _ => None,
    });
    assert_eq!(hash, Some(plain.weights_hash.clone()));
    assert_eq!(plain.held_out, None);
    let split = |session: &mut Session| match session
        .handle(Command::Export { export: Export::Split, run: None })
        .remove(0)
    {
        Event::File { bytes, .. } => bytes,
        event => panic!("{event:?}"),
    };
    let parts = split(&mut session);
    let other = tried(&mut session, &Trial { seed: 9, ..Trial::from(recipe("y").checked().unwrap()) });
    assert_ne!(other.weights_hash, plain.weights_hash);
    assert_eq!(split(&mut session), parts);
}

#[test]
fn out_of_fold_scores_are_of_every_training_row_by_the_network_that_did_not_see_it() {
    let mut session = session();
    let results = all(&mut session, &Study::averaged(&recipe("y").checked().unwrap(), 4));
    let mut rows = BTreeSet::new();
    let (mut squares, mut n) = (0.0, 0);
    for held_out in results.iter().map(|result| result.held_out.as_ref().unwrap()) {
        let Targets::Numbers(answers) = held_out.outputs.answers() else { panic!() };
        for (&row, answer) in held_out.rows.iter().zip(answers) {
            assert!(rows.insert(row));
            let actual = f64::from(2 * (row * 37 % 101) + 3 * (row * 53 % 97));
            squares += (actual - answer).powi(2);
            n += 1;
        }
    }
    assert_eq!(n, 160);
    let told = joined(&mut session, &results).out_of_fold.unwrap();
    assert_eq!((told.scores.rows, told.without), (160, 0));
    let error = told.scores.root_mean_squared_error.unwrap();
    assert!((error - (squares / f64::from(n)).sqrt()).abs() < 1e-9, "{error}");
    // The constant is the mean of the very rows that are scored.
    let (ours, constant) = (told.scores.r2.unwrap(), told.baseline.r2.unwrap());
    assert!(ours > 0.1 && constant.abs() < 1e-9, "{ours} {constant}");
}

#[test]
fn by_time_what_no_network_was_kept_from_is_said() {
    let mut session = session();
    let by_time = recipe("y").with(|it| it.question.time = Some("time".to_string()));
    let results = all(&mut session, &Study::averaged(&by_time.checked().unwrap(), 3));
    let told = joined(&mut session, &results).out_of_fold.unwrap();
    // 160 training rows in four stretches, of which the first is held out nowhere.
    assert_eq!((told.scores.rows, told.without), (120, 40));
}

#[test]
fn the_joined_model_averages_its_members_and_its_report_is_of_it() {
    let mut session = session();
    let results = all(&mut session, &Study::averaged(&recipe("kind").checked().unwrap(), 3));
    let Joined { model, report, .. } = joined(&mut session, &results);
    let rows: Vec<u32> = (0..ROWS).collect();
    let of_all = model.outputs(&table(), &rows).unwrap().unwrap();
    let of_each: Vec<Outputs> = results
        .iter()
        .map(|result| {
            let member = perceptab::model::Model::from(result.member.clone());
            member.outputs(&table(), &rows).unwrap().unwrap()
        })
        .collect();
    for row in 0..rows.len() {
        for class in 0..3 {
            let mean = of_each.iter().map(|outputs| outputs.probabilities(row)[class]).sum::<f64>() / 3.0;
            assert!((of_all.probabilities(row)[class] - mean).abs() < 1e-12);
        }
    }
    assert_eq!((report.train.rows, report.test.rows), (160, 40));
    assert!(report.test.accuracy.unwrap() > report.baseline.test.accuracy.unwrap());
    // It is the session's model now.
    match session.handle(Command::Export { export: Export::Model, run: None }).remove(0) {
        Event::File { bytes, .. } => assert!(String::from_utf8(bytes).unwrap().contains("weights-3")),
        event => panic!("{event:?}"),
    }
}

/// Of rows that no trial held out nothing is known, and nothing is said.
#[test]
fn trials_that_held_nothing_out_have_no_scores_out_of_fold() {
    let mut session = session();
    let whole = Trial::from(recipe("y").checked().unwrap());
    let results = [tried(&mut session, &whole), tried(&mut session, &Trial { seed: 2, ..whole.clone() })];
    let Joined { out_of_fold, report, .. } = joined(&mut session, &results);
    assert!(out_of_fold.is_none());
    assert_eq!(report.test.rows, 40);
}

#[test]
fn a_fold_whose_loss_grew_without_bound_is_no_part_of_an_average() {
    let mut session = session();
    let wild = recipe("y").with(|it| {
        it.training.learning_rate = 1e9;
        it.training.solver = Default::default();
    });
    let results = all(&mut session, &Study::averaged(&wild.checked().unwrap(), 2));
    if results.iter().all(|result| result.diverged.is_none()) {
        panic!("the rate is too small to show it");
    }
    let sentence = session.join(Question::Averaged(results.len()), None, results.clone()).unwrap_err();
    assert!(sentence.contains("The average needs every network") && sentence.contains("Fold"), "{sentence}");
}

#[test]
fn there_is_nothing_to_join_without_trials() {
    let sentence = session().join(Question::Averaged(2), None, Vec::new()).unwrap_err();
    assert!(sentence.contains("Train some first"), "{sentence}");
}

/// Of two networks one diverges: it is left out of the mix and named, and the other makes it.
#[test]
fn what_diverges_is_left_out_of_a_mix() {
    let mut session = session();
    let sound = recipe("y").checked().unwrap();
    let wild = recipe("y").with(|it| {
        it.training.solver = perceptab::recipe::SolverName::Sgd;
        it.training.learning_rate = 1e9;
    });
    let wild = wild.checked().unwrap();
    let of = |recipe: &perceptab::recipe::Checked, fold| Trial {
        fold: Some(Fold::Inner { fold, folds: 2 }),
        ..Trial::from(recipe.clone())
    };
    let trials = [of(&wild, 0), of(&sound, 0), of(&wild, 1), of(&sound, 1)];
    let results: Vec<TrialResult> = trials.iter().map(|trial| tried(&mut session, trial)).collect();
    assert!(results[0].diverged.is_some() && results[1].diverged.is_none());
    let joined = session.join(Question::Mixed(2), None, results.clone()).unwrap().unwrap();
    let ways: Vec<_> =
        joined.ways.iter().map(|way| (way.trials.clone(), way.count, way.loss.is_some())).collect();
    assert_eq!(ways, [(vec![1, 3], 1, true), (vec![0, 2], 0, false)]);
    assert!(joined.report.sentence.starts_with("The mix "), "{}", joined.report.sentence);
    // Where nothing else is left it is said, as of an average.
    let only = vec![results[0].clone(), results[2].clone()];
    assert!(session.join(Question::Mixed(2), None, only).unwrap_err().contains("grew without bound"));
}

/// Without rows held out there is nothing to choose by.
#[test]
fn a_mix_of_nothing_held_out_is_refused() {
    let mut session = session();
    let study = Study::averaged(&recipe("y").checked().unwrap(), 2);
    let mut results = all(&mut session, &study);
    results.iter_mut().for_each(|result| result.held_out = None);
    assert!(session.join(Question::Mixed(2), None, results.clone()).is_err());
    assert!(session.join(Question::Averaged(2), None, results).is_ok());
}
