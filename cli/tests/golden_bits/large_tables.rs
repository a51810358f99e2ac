//! Tables that are worked through in parts.

use serde_json::{Value, json};

use super::golden_file::Entry;
use super::run::with;
use super::settings::Question::{Both, Class, Number};
use super::settings::{Entries, solvers};

/// More than a batch takes, or a measurement, at a time.
const ROWS: u64 = 700;
/// So many that more are trained on than are prepared at a time.
const MANY_ROWS: u64 = 20_000;

pub fn entries() -> Vec<Entry> {
    let (mut some, mut many) = (Entries::of(ROWS), Entries::of(MANY_ROWS));
    batches(&mut some);
    parts(&mut many);
    some.entries.into_iter().chain(many.entries).collect()
}

fn batches(entries: &mut Entries) {
    for size in [json!(300), json!(1000), Value::Null] {
        for (solver, settings) in [&solvers()[0], &solvers()[3]] {
            let changes = with(settings, json!({"batch_size": size, "dropout": 0.1, "alpha": 0.01}));
            entries.add(&format!("{ROWS} rows, batches of {size}, {solver}"), Both, changes);
        }
    }
    let lbfgs = json!({"solver": "lbfgs", "sample_weight": "weight", "alpha": 0.01});
    entries.add(&format!("{ROWS} rows, lbfgs"), Both, lbfgs);
    let stopped = json!({"early_stopping": true, "watched": "loss", "validation_fraction": 0.6});
    entries.add(&format!("{ROWS} rows, best epoch"), Both, stopped);
}

fn parts(entries: &mut Entries) {
    for (rule, question, changes) in [
        ("at random", Number, json!({"scale": "robust", "drop_duplicates": true})),
        ("by class", Class, json!({"scale": "quantile", "stratify": true, "fill": "median"})),
        ("by group", Number, json!({"group": "patient", "sample_weight": "weight"})),
        ("by time", Class, json!({"time": "day", "balance_classes": true})),
        ("by column", Number, json!({"split_column": "part", "statistics": "all-rows"})),
    ] {
        let once = json!({
            "test_share": 0.1, "validation_fraction": 0.05, "epochs": 1, "batch_size": 256, "early_stopping": true,
            "watched": "loss"
        });
        entries.add(&format!("{MANY_ROWS} rows, parts {rule}"), question, with(&once, changes));
    }
}
