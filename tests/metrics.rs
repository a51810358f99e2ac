//! Scores against scikit-learn and SciPy: `golden/make_metrics.py` wrote the numbers, and says what is in them.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;

use perceptab::dataset::{TargetEncoder, Targets};
use perceptab::evaluation::{Actual, Evaluated, Gathered, Report};
use perceptab::model::{Objective, Outputs};
use perceptab::network::Head;
use perceptab::pace::at_once;
use perceptab::table::Form;
use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Deserialize)]
struct Golden {
    classes: BTreeMap<String, Classes>,
    numbers: BTreeMap<String, Numbers>,
}

#[derive(Deserialize)]
struct Classes {
    /// (n_rows, n_classes)
    probabilities: Vec<Vec<f64>>,
    answers: Vec<u32>,
    actual: Vec<u32>,
    scores: BTreeMap<String, Option<f64>>,
}

#[derive(Deserialize)]
struct Numbers {
    answers: Vec<f64>,
    actual: Vec<f64>,
    scores: BTreeMap<String, Option<f64>>,
}

fn golden() -> Golden {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/metrics.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn outputs(target: &TargetEncoder, bytes: impl Iterator<Item = [u8; 8]>, classes: &[u32]) -> Outputs {
    let mut all: Vec<u8> = classes.iter().flat_map(|class| class.to_le_bytes()).collect();
    let before = all.len();
    all.extend(bytes.flatten());
    let n_rows = if classes.is_empty() { (all.len() - before) / 8 } else { classes.len() };
    Outputs::from_bytes(target, n_rows, &mut all.as_slice()).unwrap()
}

/// The report of rows that are both trained on and tested, which come in two parts.
fn report(
    target: &TargetEncoder,
    parts: [Outputs; 2],
    actual: &Targets,
    scaled: &[f32],
    head: Head,
) -> Report {
    let objective = Objective::new(target, head);
    let actual = Actual { values: actual, scaled, weights: &[] };
    let (mut gathered, mut all) = (Gathered::new(target, actual.values), Outputs::none(target));
    for part in &parts {
        gathered.add(part);
        all.append(part);
    }
    let evaluated = || Evaluated::of(&all, actual, objective);
    at_once(async |pace| Report::in_steps(objective, evaluated(), evaluated(), gathered, pace).await)
}

/// Every score of the file under its name.
fn told(report: &Report) -> Map<String, Value> {
    let mut told = Map::new();
    let parts = [serde_json::to_value(report.test), serde_json::to_value(report.test_metrics)];
    parts.into_iter().for_each(|part| told.extend(part.unwrap().as_object().unwrap().clone()));
    told.insert("log_loss".to_string(), report.test.loss.into());
    told
}

#[track_caller]
fn assert_scores(report: &Report, expected: &BTreeMap<String, Option<f64>>, what: &str) {
    let told = told(report);
    for (name, expected) in expected {
        let ours = told.get(name).unwrap_or_else(|| panic!("{what}: there is no {name}")).as_f64();
        let is_close = match (ours, *expected) {
            (Some(ours), Some(expected)) => (ours - expected).abs() <= 1e-12 * expected.abs().max(1.0),
            (ours, expected) => ours == expected,
        };
        assert!(is_close, "{what}: {name} is {ours:?}, not {expected:?}");
    }
    let metrics = serde_json::to_value(report.test_metrics).unwrap();
    for (name, ours) in metrics.as_object().unwrap() {
        assert!(expected.contains_key(name) || ours.is_null(), "{what}: {name} is held to nothing");
    }
}

#[test]
fn scores_of_classes_are_those_of_scikit_learn() {
    for (what, case) in golden().classes {
        let n_classes = case.probabilities[0].len();
        let levels = (0..n_classes).map(|class| format!("class {class}")).collect();
        let target =
            TargetEncoder::Classes { name: "y".into(), levels, written: Vec::new(), form: Form::default() };
        let half = case.actual.len() / 2;
        let of = |rows: std::ops::Range<usize>| {
            let bytes = case.probabilities[rows.clone()].iter().flatten().map(|p| p.to_le_bytes());
            outputs(&target, bytes, &case.answers[rows])
        };
        // A part without rows is no bytes and no classes: then all come at once.
        let parts = if half == 0 {
            [of(0..case.actual.len()), Outputs::none(&target)]
        } else {
            [of(0..half), of(half..case.actual.len())]
        };
        let report = report(&target, parts, &Targets::Classes(case.actual), &[], Head::Softmax);
        assert_scores(&report, &case.scores, &what);
        // What the answers alone say is told of the training rows too.
        assert_eq!(report.train_metrics.f1_macro, report.test_metrics.f1_macro);
        assert!(report.train_metrics.roc_auc.is_none() && report.train_metrics.brier.is_none());
    }
}

#[test]
fn scores_of_numbers_are_those_of_scikit_learn_and_scipy() {
    for (what, case) in golden().numbers {
        let target = TargetEncoder::Number {
            name: "y".into(),
            log: false,
            shift: 0.0,
            scale: 1.0,
            whole: false,
            min: f64::MIN,
            max: f64::MAX,
            form: Form::default(),
        };
        let all = outputs(&target, case.answers.iter().map(|answer| answer.to_le_bytes()), &[]);
        let scaled: Vec<f32> = case.actual.iter().map(|&actual| actual as f32).collect();
        let parts = [all, Outputs::none(&target)];
        let report = report(&target, parts, &Targets::Numbers(case.actual), &scaled, Head::Identity);
        assert_scores(&report, &case.scores, &what);
        assert_eq!(report.train_metrics, report.test_metrics);
    }
}
