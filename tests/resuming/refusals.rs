//! What does not fit is refused by name, and what is kept is no larger than it has to be.

use perceptab::dataset::{Plan, Task};
use perceptab::training::{Progress, ResumeError, Rule, Settings, Solver, Trainer};

use super::cases::{Case, case, solvers};

const ADAMW: Solver =
    Solver::Stochastic(Rule::Adam { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-8, decay: 0.2 });

fn some_case() -> Case {
    let plain = case("adamw", Task::Regression, ADAMW);
    Case { settings: Settings { validation: Some(0.2), ..plain.settings }, ..plain }
}

fn some_progress(case: &Case) -> Progress {
    let dataset = case.dataset();
    let mut trainer = case.trainer(&dataset);
    while trainer.epoch() < 3 {
        trainer.work(&dataset, &mut || true);
    }
    trainer.progress()
}

fn refused(case: &Case, progress: &Progress) -> ResumeError {
    match Trainer::resume(&case.dataset(), case.settings, progress.clone()) {
        Ok(_) => panic!("{} is taken up", case.name),
        Err(error) => error,
    }
}

#[test]
fn other_settings_are_named() {
    let case = some_case();
    let progress = some_progress(&case);
    let with = |settings| refused(&Case { settings, ..case.clone() }, &progress);
    let plain = case.settings;
    let error = with(Settings { learning_rate: 0.03, epochs: 10, ..plain });
    assert_eq!(error.kind(), "progress-of-other-settings");
    assert_eq!(
        error.to_string(),
        "The interrupted run had other settings: learning rate, epochs. Set them back to go on, or train anew."
    );
    for (settings, name) in [
        (Settings { solver: solvers()[0].1, ..plain }, "solver"),
        (Settings { dropout: 0.1, ..plain }, "dropout"),
        (Settings { seed: 2, ..plain }, "seed"),
        (Settings { validation: None, ..plain }, "validation share"),
        (Settings { measure_every: 5, ..plain }, "interval between measurements"),
    ] {
        assert_eq!(with(settings), ResumeError::OtherSettings { names: vec![name] });
    }
}

#[test]
fn other_rows_are_refused() {
    let case = some_case();
    let progress = some_progress(&case);
    let plans: [fn(Plan) -> Plan; 4] = [
        |plan| Plan { seed: 2, ..plan },
        |plan| Plan { test_share: 0.26, ..plan },
        |plan| Plan { sample_weight: Some("weight".into()), ..plan },
        |plan| Plan { inputs: ["a", "b", "weight"].map(String::from).into(), ..plan },
    ];
    for (place, plan) in plans.into_iter().enumerate() {
        let other = Case { plan, ..case.clone() };
        assert_eq!(refused(&other, &progress), ResumeError::OtherRows, "plan {place}");
    }
    // One bit of one input, of one target, and of one row that only the test part has.
    let change: [fn(&mut perceptab::dataset::Dataset); 3] = [
        |dataset| {
            let cell = &mut dataset.train.inputs.row_mut(20)[1];
            *cell = f32::from_bits(cell.to_bits() ^ 1);
        },
        |dataset| dataset.train.scaled[7] += 1e-6,
        |dataset| dataset.test.inputs.row_mut(0)[0] += 1e-3,
    ];
    for change in change {
        let mut dataset = case.dataset();
        change(&mut dataset);
        let refused = Trainer::resume(&dataset, case.settings, progress.clone()).err();
        assert_eq!(refused, Some(ResumeError::OtherRows));
    }
}

#[test]
fn another_network_is_refused() {
    let case = some_case();
    let progress = some_progress(&case);
    let fewer =
        Case { plan: |plan| Plan { inputs: ["a", "b"].map(String::from).into(), ..plan }, ..case.clone() };
    let error = refused(&fewer, &progress);
    assert_eq!(error, ResumeError::OtherNetwork { theirs: (3, 1), ours: (2, 1) });
    assert!(error.to_string().contains("3 inputs and 1 outputs; this table needs 2 and 1"), "{error}");
    let classes = Case { task: Task::Classification, ..case };
    assert_eq!(refused(&classes, &progress), ResumeError::OtherNetwork { theirs: (3, 1), ours: (3, 3) });
}

#[test]
fn a_block_that_is_not_whole_is_refused() {
    let bytes = some_progress(&some_case()).to_bytes();
    assert!(Progress::from_bytes(&bytes).is_ok());
    for place in 0..bytes.len() {
        let mut altered = bytes.clone();
        altered[place] ^= 1 << (place % 8);
        assert!(Progress::from_bytes(&altered).is_err(), "byte {place}");
        assert!(Progress::from_bytes(&bytes[..place]).is_err(), "cut at {place}");
    }
    assert_eq!(Progress::from_bytes(&[&bytes[..], &[0]].concat()), Err(ResumeError::Damaged));
    let mut newer = bytes;
    newer[7] += 1;
    assert_eq!(Progress::from_bytes(&newer), Err(ResumeError::OtherVersion));
}

#[test]
fn it_is_a_value_of_serde() {
    let progress = some_progress(&some_case());
    let json = serde_json::to_string(&progress).unwrap();
    assert_eq!(serde_json::from_str::<Progress>(&json).unwrap().to_bytes(), progress.to_bytes());
    let error = serde_json::from_str::<Progress>(&json.replacen('A', "B", 1)).unwrap_err().to_string();
    assert!(error.contains("Train it anew"), "{error}");
}

/// What nothing that is kept needs, beside the numbers themselves.
const SMALL: usize = 1_500;

#[test]
fn a_block_is_little_more_than_its_numbers() {
    for (name, solver) in solvers() {
        // Of the weights' size: those of the last epoch, of the best one, and the moments.
        let (validation, moments) = match name {
            "sgd" => (Some(0.2), 0),
            "adam" | "adamw" => (Some(0.2), 2),
            "lbfgs" => (None, 0),
            _ => (Some(0.2), 1),
        };
        let plain = case(name, Task::Regression, solver);
        let settings = Settings { validation, ..plain.settings };
        let case = Case { hidden: vec![60, 50], settings, ..plain };
        let dataset = case.dataset();
        let mut trainer = case.trainer(&dataset);
        while trainer.epoch() < 4 {
            trainer.work(&dataset, &mut || true);
        }
        let weights = trainer.network.n_parameters();
        let numbers = match solver {
            // The point, its gradient, and four pairs of steps and changes.
            Solver::Lbfgs { .. } => 4 * weights + 8 * weights * (2 + 2 * 4),
            Solver::Stochastic(_) => {
                4 * weights * (2 + moments) + 4 * (dataset.train.rows.len() - trainer.validation_rows())
            }
        };
        let size = trainer.progress().to_bytes().len();
        assert!((numbers..numbers + SMALL).contains(&size), "{name}: {size} for {numbers}");
    }
}
