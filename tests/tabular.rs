//! Real tables: the default recipe, without a setting touched, does better than a linear model on the same split.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::{Path, PathBuf};

use perceptab::evaluation::Report;
use perceptab::recipe::Recipe;
use perceptab_conversation::session::{Command, Event, Purpose, RunId, Session};

/// R² of linear regression, or log loss of logistic regression, one-hot and standardised, on the tables' own splits: the column
/// "linear" of the reference that lies beside the tables. Wine is left out: on its 36 test rows the log loss goes from 0.08 to 0.15
/// with the seed, and the linear model's 0.107 lies between.
const TABULAR: [(&str, Score); 9] = [
    ("ames", Score::R2(0.838)),
    ("bikeshare", Score::R2(0.412)),
    ("churn", Score::LogLoss(0.320)),
    ("credit", Score::LogLoss(0.417)),
    ("diamonds", Score::R2(0.916)),
    ("digits", Score::LogLoss(0.118)),
    ("hotel_rates", Score::R2(0.887)),
    ("penguins", Score::LogLoss(0.022)),
    ("titanic", Score::LogLoss(0.479)),
];

/// Of the second batch those that are small and have more to be learnt than a line; `make quality` has all of them.
const TABULAR2: [(&str, Score); 6] = [
    ("births", Score::R2(0.576)),
    ("cells", Score::LogLoss(0.419)),
    ("concrete", Score::R2(0.637)),
    ("epa", Score::R2(0.895)),
    ("hpc", Score::LogLoss(0.668)),
    ("rodents", Score::LogLoss(0.737)),
];

#[derive(Clone, Copy)]
enum Score {
    R2(f64),
    LogLoss(f64),
}

/// The folder of the tables, if it is there.
fn folder(name: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("PERCEPTAB_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let folder = shared.join("data").join(name);
    folder.is_dir().then_some(folder)
}

/// The table with a first column `part`, which says train or test as the file beside it does, and the name of its target, which
/// is its last column.
fn joined(folder: &Path, name: &str) -> (String, String) {
    let table = fs::read_to_string(folder.join(format!("{name}.csv"))).unwrap();
    let split = fs::read_to_string(folder.join(format!("{name}.split.csv"))).unwrap();
    let parts = split.lines().map(|line| line.rsplit_once(',').unwrap().1);
    let mut text = String::new();
    // The split's own header is "row,split".
    for (line, part) in table.lines().zip(parts) {
        text += &format!("{},{line}\n", if part == "split" { "part" } else { part });
    }
    assert_eq!(
        table.lines().count(),
        split.lines().count(),
        "{name}: no cell of these tables holds a line end"
    );
    let target = table.lines().next().unwrap().rsplit(',').next().unwrap().trim_matches('"').to_string();
    (text, target)
}

fn trained(name: &str, text: &str, target: String) -> Report {
    let mut session = Session::new("test");
    session.handle(Command::Read { purpose: Purpose::Open, name: name.into(), bytes: text.len() as u64 });
    session.push_bytes(text.as_bytes());
    session.finish_bytes();
    let recipe = Recipe::default().with(|it| {
        it.question.target = Some(target);
        it.question.split_column = Some("part".into());
    });
    let mut events = session.handle(Command::Train { run: RunId(1), recipe: Box::new(recipe) });
    while session.is_training() {
        events.extend(session.work(&|| 0.0, 1.0));
    }
    let is_begun = events.iter().any(|event| matches!(event, Event::Started { .. }));
    assert!(is_begun, "{name}: {:?}", events.first());
    let ended = events.into_iter().find_map(|event| match event {
        Event::Ended { report, .. } => report,
        _ => None,
    });
    *ended.unwrap()
}

#[test]
fn the_default_recipe_is_above_the_linear_baseline() {
    is_above_linear("tabular", &TABULAR);
}

#[test]
fn so_it_is_on_tables_that_did_not_choose_it() {
    is_above_linear("tabular2", &TABULAR2);
}

/// By so much of the linear model's log loss one network with one seed may be above it: on the smallest of these tables seeds differ
/// by more (docs/quality.md has three).
const NOISE: f64 = 0.02;

fn is_above_linear(set: &str, tables: &[(&str, Score)]) {
    let Some(folder) = folder(set) else {
        println!("skipped: the tables of {set} are not there");
        return;
    };
    let mut below = Vec::new();
    for &(name, linear) in tables {
        let (text, target) = joined(&folder, name);
        let test = trained(name, &text, target).test;
        let (is_above, words) = match linear {
            Score::R2(linear) => {
                let r2 = test.r2.unwrap_or(f64::NEG_INFINITY);
                (r2 > linear, format!("{name}: R² {r2:.3}, linear {linear}"))
            }
            Score::LogLoss(linear) => {
                let words = format!("{name}: log loss {:.3}, linear {linear}", test.loss);
                (test.loss < linear * (1.0 + NOISE), words)
            }
        };
        println!("{words}");
        if !is_above {
            below.push(words);
        }
    }
    assert_eq!(below, Vec::<String>::new());
}
