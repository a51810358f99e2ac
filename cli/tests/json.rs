//! docs/json.md against what `perceptab train --json` prints: each key that is printed is in the document, with its type, and each
//! that is in the document is printed.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// What the document says of a key.
#[derive(Clone)]
struct Key {
    kind: String,
    is_never_null: bool,
}

/// The rows of its tables, each under the paths that its heading names.
fn documented() -> BTreeMap<String, Key> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/json.md");
    let text = std::fs::read_to_string(path).unwrap();
    let (mut keys, mut places) = (BTreeMap::new(), vec![String::new()]);
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            places = heading.split('`').skip(1).step_by(2).map(|place| format!("{place}.")).collect();
            if places.is_empty() {
                places.push(String::new());
            }
        }
        let Some(row) = line.strip_prefix("| `") else { continue };
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let name = cells[0].trim_end_matches('`');
        for place in &places {
            let key = Key { kind: cells[1].to_string(), is_never_null: cells[3] == "never" };
            let known = keys.insert(format!("{place}{name}"), key);
            assert!(known.is_none(), "{place}{name} stands there twice");
        }
    }
    keys
}

fn is_of(kind: &str, value: &Value) -> bool {
    let all = |is: fn(&Value) -> bool| value.as_array().is_some_and(|items| items.iter().all(is));
    match kind {
        "null" => value.is_null(),
        "text" => value.is_string(),
        "number" => value.is_number(),
        "whole number" => value.is_u64(),
        "true or false" => value.is_boolean(),
        "object" => value.is_object(),
        "list of numbers" => all(Value::is_number),
        "list of texts" => all(Value::is_string),
        "list of objects" => all(Value::is_object),
        _ => panic!("'{kind}' is no type"),
    }
}

/// What is wrong with the keys of an object; `found`: the paths whose value is as documented, and null only where it always is.
fn walk(
    value: &Value,
    place: &str,
    keys: &BTreeMap<String, Key>,
    found: &mut BTreeSet<String>,
    wrong: &mut Vec<String>,
) {
    let Some(object) = value.as_object() else { return };
    for (name, value) in object {
        let path = format!("{place}{name}");
        let Some(key) = keys.get(&path) else {
            wrong.push(format!("{path} is not in docs/json.md"));
            continue;
        };
        if value.is_null() && key.kind == "null" {
            found.insert(path);
            continue;
        }
        if value.is_null() {
            if key.is_never_null {
                wrong.push(format!("{path} is never null by docs/json.md"));
            }
            continue;
        }
        if !is_of(&key.kind, value) {
            wrong.push(format!("{path} is no {}: {value}", key.kind));
        }
        found.insert(path.clone());
        walk(value, &format!("{path}."), keys, found, wrong);
        for item in value.as_array().into_iter().flatten() {
            walk(item, &format!("{path}[]."), keys, found, wrong);
        }
    }
}

/// 420 rows. The last column: one of `n_classes` towns, or without any a number.
fn table(n_classes: u32, is_whole: bool) -> String {
    let mut text = "length,noise,answer\n".to_string();
    for row in 0..420u32 {
        let (length, noise) = (row * 7_919 % 1_000, row * 104_729 % 97);
        let answer = match n_classes {
            0 if is_whole => (length / 10 + noise % 3 + 1).to_string(),
            0 => format!("{:.2}", f64::from(length) / 7.0 + f64::from(noise) / 50.0 + 1.0),
            n => format!("town {}", (length * n / 1_000 + u32::from(noise > 80)) % n),
        };
        text += &format!("{length},{noise},{answer}\n");
    }
    text
}

struct File(std::path::PathBuf);

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn printed(name: &str, text: &str, options: &str) -> Value {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("json-{}-{name}", std::process::id()));
    let file = File(place);
    std::fs::write(&file.0, text).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_perceptab"));
    command.arg("train").arg(&file.0).args(["--target", "answer", "--json"]).args(options.split(' '));
    let output = command.output().unwrap();
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{name}: {error}: {}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn the_document_names_every_key_that_is_printed_and_no_other() {
    let keys = documented();
    let good = "--tier good --hidden 8 --epochs 6";
    let outputs = [
        ("two classes", printed("two.csv", &table(2, false), "--tier quick")),
        ("two classes mixed", printed("two-good.csv", &table(2, false), good)),
        ("seven classes", printed("seven-quick.csv", &table(7, false), "--tier quick")),
        ("seven classes mixed", printed("seven.csv", &table(7, false), good)),
        ("numbers", printed("numbers-quick.csv", &table(0, false), "--tier quick")),
        ("numbers mixed", printed("numbers.csv", &table(0, false), good)),
        ("whole numbers", printed("whole.csv", &table(0, true), "--task regression --epochs 6")),
        (
            "a loss without bound",
            printed("diverged.csv", &table(0, false), "--hidden 8 --epochs 9 --learning-rate 1e9"),
        ),
    ];
    let (mut found, mut wrong) = (BTreeSet::new(), Vec::new());
    for (name, output) in &outputs {
        let mut of_output = Vec::new();
        walk(output, "", &keys, &mut found, &mut of_output);
        wrong.extend(of_output.into_iter().map(|sentence| format!("{name}: {sentence}")));
    }
    let never = keys.keys().filter(|key| !found.contains(*key));
    wrong.extend(never.map(|key| format!("{key} is in docs/json.md and in no output")));
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A class's scores are not told of numbers, nor a number's of classes; what takes probabilities is told of the test rows.
#[test]
fn scores_are_null_where_the_task_has_none() {
    let test = |output: &Value, part: &str, score: &str| output["final"][part][score].as_f64();
    let seven = printed("classes.csv", &table(7, false), "--hidden 8 --epochs 6");
    for score in ["roc_auc", "roc_auc_weighted", "average_precision", "brier", "calibration_error"] {
        assert!(test(&seven, "test", score).is_some() && test(&seven, "train", score).is_none(), "{score}");
    }
    assert_eq!(test(&seven, "test", "f1_micro"), test(&seven, "test", "accuracy"));
    assert!(test(&seven, "test", "top_5_accuracy") >= test(&seven, "test", "accuracy"));
    let numbers = printed("numbers-alone.csv", &table(0, false), "--hidden 8 --epochs 6");
    for score in ["spearman", "median_absolute_error", "mean_absolute_percentage_error"] {
        assert!(
            test(&numbers, "test", score).is_some() && test(&numbers, "train", score).is_some(),
            "{score}"
        );
        assert!(test(&seven, "test", score).is_none(), "{score}");
    }
    for score in ["roc_auc", "brier", "f1_macro", "log_loss", "kappa"] {
        assert!(test(&numbers, "test", score).is_none(), "{score}");
    }
}
