//! The command line as a person or a script meets it: output, messages and exit codes.
#![cfg(not(target_arch = "wasm32"))]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn perceptab(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_perceptab")).args(arguments).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn json(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(0), "{}", stderr(output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A file of this test run, removed at the end of the test.
struct TestFile(PathBuf);

impl TestFile {
    fn new(name: &str, content: impl AsRef<[u8]>) -> TestFile {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{name}", std::process::id()));
        std::fs::write(&path, content).unwrap();
        TestFile(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for TestFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// y = 2a − b + 1 over 200 rows, with a word column beside.
fn line(name: &str) -> TestFile {
    let mut text = "a,b,group,y\n".to_string();
    for row in 0..200 {
        let (a, b) = (f64::from(row * 37 % 101) / 10.0, f64::from(row * 53 % 97) / 10.0);
        text += &format!("{a},{b},{},{:.2}\n", ["red", "green", "blue"][row as usize % 3], 2.0 * a - b + 1.0);
    }
    TestFile::new(name, text)
}

fn failed(arguments: &[&str], code: i32, says: &str) {
    let output = perceptab(arguments);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", stderr(&output));
    assert!(stderr(&output).contains(says), "{arguments:?}: {}", stderr(&output));
    assert!(stderr(&output).starts_with("perceptab: "), "{}", stderr(&output));
    assert_eq!(stdout(&output), "");
}

#[test]
fn help_and_version() {
    for arguments in [&["--help"][..], &["-h"], &["help"], &["train", "--help"]] {
        let output = perceptab(arguments);
        assert_eq!(output.status.code(), Some(0));
        assert!(stdout(&output).contains("perceptab train FILE --target COLUMN"));
        assert!(stdout(&output).lines().all(|line| line.chars().count() <= 80));
    }
    assert_eq!(stdout(&perceptab(&["--version"])), format!("perceptab {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_usage_is_exit_code_2() {
    failed(&[], 2, "inspect, train, predict or assignment");
    failed(&["dance"], 2, "no command 'dance'");
    failed(&["inspect"], 2, "which file");
    failed(&["inspect", "a.csv", "b.csv"], 2, "b.csv");
    failed(&["inspect", "a.csv", "--jsn"], 2, "--jsn");
    failed(&["train", "a.csv"], 2, "--target COLUMN");
    failed(&["train", "--target", "y"], 2, "which file");
    failed(&["train", "a.csv", "--target"], 2, "--target");
    failed(&["train", "a.csv", "--target", "y", "--preset", "best"], 2, "spec2-softmax");
    failed(
        &["train", "a.csv", "--target", "y", "--preset", "default", "--recipe", "r.json"],
        2,
        "leave one out",
    );
    failed(&["train", "a.csv", "--target", "y", "--epochs", "many"], 2, "whole number, not 'many'");
    failed(&["train", "a.csv", "--target", "y", "--seed=-1"], 2, "whole number");
    failed(&["predict", "model.json"], 2, "which model and which file");
}

#[test]
fn what_cannot_be_done_is_exit_code_1() {
    let table = line("failing.csv");
    let file = |name: &str, content: &[u8]| TestFile::new(name, content);
    failed(&["inspect", "no/such.csv"], 1, "there is no such file");
    failed(&["inspect", env!("CARGO_TARGET_TMPDIR")], 1, "folder");
    failed(&["inspect", file("empty.csv", b"").path()], 1, "empty");
    failed(&["inspect", file("names.csv", b"a,b\n").path()], 1, "no rows of data");
    failed(&["inspect", file("picture.csv", b"\x89PNG\r\n\x1A\n").path()], 1, "PNG");
    failed(&["train", table.path(), "--target", "z"], 1, "'z'");
    failed(&["train", table.path(), "--target", "y", "--epochs", "0"], 1, "epochs");
    failed(
        &["train", table.path(), "--target", "y", "--preset", "default", "--save", "no/such/m.json"],
        1,
        "saved",
    );
    failed(&["train", table.path(), "--target", "y", "--recipe", table.path()], 1, "JSON");
    failed(&["predict", table.path(), table.path()], 1, "JSON");
    let single = file("single.csv", b"a,b\n1,2\n");
    failed(&["train", single.path(), "--target", "b"], 1, "only one row");
}

#[test]
fn inspect_for_people() {
    let file = TestFile::new(
        "people.csv",
        "name;size;price\nanna;1,5;1\nbert;2,5;2\nanna;x;3\ncarl;4,5;4\nbert;2,5;2\n",
    );
    let output = perceptab(&["inspect", file.path()]);
    let text = stdout(&output);
    assert!(text.contains("5 rows, 3 columns, 1 repeated row"), "{text}");
    assert!(text.contains("UTF-8, delimiter ';', decimal mark ',', names in the first row"), "{text}");
    assert!(text.contains("\nsize    numeric         1         3  1.5 to 4.5, mean 2.75\n"), "{text}");
    assert!(
        text.contains("1 warning:\n  Column 'size' row 4: 'x' is not a number: treated as missing."),
        "{text}"
    );
    assert_eq!(stderr(&output), "");
}

#[test]
fn inspect_as_json() {
    let file = TestFile::new("machine.csv", "a,b,c\n1,x,yes\n2,y,no\n,x,yes\n4,y,no\n5,x\n4,y,no\n");
    let found = json(&perceptab(&["inspect", file.path(), "--json"]));
    assert_eq!((&found["rows"], &found["duplicates"]), (&6.into(), &1.into()));
    assert_eq!((&found["encoding"], &found["header"]), (&"UTF-8".into(), &true.into()));
    let dialect = &found["dialect"];
    assert_eq!((&dialect["delimiter"], &dialect["decimal"]), (&",".into(), &".".into()));
    assert_eq!((&dialect["quote"], &dialect["container"]), (&"\"".into(), &"".into()));
    let columns: Vec<_> = found["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|column| {
            (
                column["name"].as_str().unwrap(),
                column["kind"].as_str().unwrap(),
                &column["missing"],
                &column["distinct"],
            )
        })
        .collect();
    let (zero, one, two, four): (Value, Value, Value, Value) = (0.into(), 1.into(), 2.into(), 4.into());
    let expected =
        [("a", "numeric", &one, &four), ("b", "category", &zero, &two), ("c", "boolean", &one, &two)];
    // a holds 1, 2, 4, 5 and 4.
    assert_eq!(columns, expected);
    let warning = &found["warnings"][0];
    assert_eq!(
        (&warning["row"], &warning["column"], &warning["rule"]),
        (&6.into(), &"".into(), &"ragged-row".into())
    );
    assert!(warning["message"].as_str().unwrap().contains("Row 6 has 2 of 3 cells"));
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    // More names than a pipe holds, so that the write meets the closed end.
    let names: Vec<String> = (0..20_000).map(|column| format!("column number {column}")).collect();
    let file = TestFile::new(
        "wide.csv",
        format!("{}\n{row}\n{row}\n", names.join(","), row = vec!["1.5"; 20_000].join(",")),
    );
    let mut child = Command::new(env!("CARGO_BIN_EXE_perceptab"))
        .args(["inspect", file.path(), "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
}

#[test]
fn train_as_json() {
    let file = line("train.csv");
    let train = |extra: &[&str]| {
        let arguments =
            [&["train", file.path(), "--target", "y", "--epochs", "60", "--json"], extra].concat();
        json(&perceptab(&arguments))
    };
    let result = train(&[]);
    assert_eq!((&result["task"], &result["target"]), (&"regression".into(), &"y".into()));
    assert_eq!(result["rows"], serde_json::json!({ "train": 160, "test": 40 }));
    // It went through all epochs and kept the best.
    assert_eq!(result["outcome"], "concluded");
    let last = result["history"].as_array().unwrap().last().unwrap();
    assert_eq!(last["epoch"], 60);
    for field in ["train_accuracy", "test_accuracy", "train_loss", "test_loss"] {
        assert!(last.get(field).is_some(), "{field}");
    }
    assert!(result["final"]["test"]["r2"].as_f64().unwrap() > 0.9, "{}", result["final"]);
    assert!(result["baseline"]["test"]["r2"].as_f64().unwrap() < 0.1);
    assert!(result["seconds"].as_f64().unwrap() > 0.0);
    assert!(!result["sentence"].as_str().unwrap().is_empty());
    let hash = |result: &Value| result["weights_hash"].as_str().unwrap().to_string();
    assert_eq!(hash(&train(&[])), hash(&result));
    assert_ne!(hash(&train(&["--seed", "2"])), hash(&result));
}

#[test]
fn train_save_and_predict() {
    let file = line("kept.csv");
    let model = TestFile::new("model.json", "");
    let arguments = ["train", file.path(), "--target", "group", "--epochs", "2", "--save", model.path()];
    let output = perceptab(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("160 train and 40 test rows"), "{}", stdout(&output));
    assert!(stderr(&output).contains("epoch 2 of 2"), "{}", stderr(&output));

    let rows = TestFile::new("rows.csv", "a,b,y\n1,2,3\n4,5,6\n");
    let output = perceptab(&["predict", model.path(), rows.path()]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = stdout(&output);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[0].starts_with("a,b,y,predicted_group"), "{text}");

    // A single row can be predicted, and rows without the columns can't.
    let single = TestFile::new("one.csv", "a,b,y\n1,2,3\n");
    assert_eq!(stdout(&perceptab(&["predict", model.path(), single.path()])).lines().count(), 2);
    let lacking = TestFile::new("lacking.csv", "a,b\n1,2\n3,4\n");
    failed(&["predict", model.path(), lacking.path()], 1, "'y'");
}

#[test]
fn a_recipe_file_sets_the_run() {
    let file = line("recipe.csv");
    let recipe =
        TestFile::new("recipe.json", r#"{"format":"perceptab-recipe","target":"y","epochs":3,"hidden":[4]}"#);
    let result = json(&perceptab(&["train", file.path(), "--recipe", recipe.path(), "--json"]));
    assert_eq!(result["history"].as_array().unwrap().last().unwrap()["epoch"], 3);
    assert_eq!(result["widths"], serde_json::json!([5, 4, 1]));
    let targetless = TestFile::new("targetless.json", r#"{"format":"perceptab-recipe"}"#);
    failed(&["train", file.path(), "--recipe", targetless.path()], 2, "--target COLUMN");
}

#[test]
fn divergence_is_told_and_fails() {
    let file = line("diverging.csv");
    let recipe =
        TestFile::new("fast.json", r#"{"format":"perceptab-recipe","target":"y","learning_rate":1e9}"#);
    let output = perceptab(&["train", file.path(), "--recipe", recipe.path(), "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(result["outcome"], "diverged");
    assert!(stderr(&output).contains("learning rate"), "{}", stderr(&output));
}

#[test]
fn the_song_file() {
    let shared = std::env::var("PERCEPTAB_SHARED").unwrap_or_else(|_| "../shared".to_string());
    let path = format!("{shared}/data/song_data.csv");
    if !Path::new(&path).exists() {
        return println!("skipped: the song file is not there");
    }
    let found = json(&perceptab(&["inspect", &path, "--json"]));
    assert_eq!((&found["rows"], &found["duplicates"]), (&18_835.into(), &3_909.into()));
    let arguments = [
        "train",
        &path,
        "--target",
        "song_popularity",
        "--preset",
        "spec1-regression",
        "--epochs",
        "3",
        "--json",
    ];
    let result = json(&perceptab(&arguments));
    assert_eq!(result["rows"], serde_json::json!({ "train": 11_939, "test": 2_985 }));
}

#[test]
fn a_file_is_read_as_it_is_told() {
    let file = TestFile::new("told.csv", "a;b\n1,5;2\n2,5;3\n4,5;7\n");
    let inspected = json(&perceptab(&["inspect", file.path(), "--json"]));
    assert_eq!(inspected["dialect"]["delimiter"], ";");
    assert!(inspected["audit"].is_array() && inspected["proposal"]["target"] == "b");
    failed(&["inspect", file.path(), "--delimiter", "both"], 2, "--delimiter needs one mark");
    failed(&["inspect", file.path(), "--kind", "a"], 2, "COLUMN=KIND");
    failed(&["inspect", file.path(), "--kind", "a=wide"], 2, "--kind: unknown variant");
    failed(&["inspect", file.path(), "--target", "c"], 1, "no column 'c'");
    failed(&["inspect", file.path(), "--leave-out", "aa"], 1, "no column 'aa'");
    failed(&["inspect", file.path(), "--test-share", "5"], 1, "between 0.01 and 0.9");
    failed(&["train", file.path(), "--target", "b", "--group", "b"], 1, "the one to predict");
    failed(
        &["train", file.path(), "--target", "b", "--folds", "3", "--save", "m.json"],
        2,
        "leave out --save",
    );
}

#[test]
fn folds_have_a_mean_and_a_deviation() {
    let file = line("folds.csv");
    let output =
        perceptab(&["train", file.path(), "--target", "y", "--epochs", "5", "--folds", "4", "--json"]);
    let scores = json(&output);
    let r2 = &scores[0];
    assert_eq!(r2["score"], "test R²");
    let folds: Vec<f64> =
        r2["folds"].as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect();
    assert_eq!(folds.len(), 4);
    let mean = folds.iter().sum::<f64>() / 4.0;
    assert!((r2["mean"].as_f64().unwrap() - mean).abs() < 1e-12);
    failed(&["train", file.path(), "--target", "y", "--folds", "1"], 1, "between 2 and 100");
}

/// The parts of the rows, by their number in the file.
fn parts(split: &TestFile) -> std::collections::BTreeMap<usize, String> {
    let text = std::fs::read_to_string(split.path()).unwrap();
    let rows = text.lines().skip(1).map(|line| line.split_once(',').unwrap());
    rows.map(|(row, part)| (row.parse().unwrap(), part.to_string())).collect()
}

#[test]
fn rows_are_held_out_as_a_column_a_group_or_the_time_says() {
    let mut text = "day,shop,part,x,y\n".to_string();
    for row in 0..120 {
        let part = ["train", "train", "validation", "test"][row % 4];
        text += &format!(
            "2024-{:02}-{:02},s{},{part},{},{}\n",
            1 + row / 28,
            1 + row % 28,
            row % 10,
            row % 17,
            row % 17 + row % 3
        );
    }
    let file = TestFile::new("parts.csv", text);
    let split = TestFile::new("split.csv", "");
    let train = |options: &[&str]| {
        let fixed =
            ["train", file.path(), "--target", "y", "--epochs", "2", "--split", split.path(), "--json"];
        json(&perceptab(&[&fixed[..], options].concat()));
        parts(&split)
    };
    let given = train(&["--split-column", "part"]);
    assert_eq!((given[&2].as_str(), given[&5].as_str()), ("train", "test"));
    assert!(given.iter().all(|(row, part)| (part == "test") == ((row - 2) % 4 == 3)), "{given:?}");
    let grouped = train(&["--group", "shop"]);
    assert!(grouped.iter().all(|(row, part)| grouped.get(&(row + 10)).is_none_or(|other| other == part)));
    let timed = train(&["--time", "day"]);
    assert!(timed.iter().all(|(row, part)| (part == "test") == (*row >= 2 + 96)), "{timed:?}");
    failed(
        &["train", file.path(), "--target", "y", "--split-column", "shop"],
        1,
        "train, validation or test",
    );
}

#[test]
fn changes_to_cells_are_written() {
    let file = TestFile::new("changes.csv", "price,size\n$1.50,1\n$2.50,NA\n$3.50,3\n$4.50,4\n");
    let changes = TestFile::new("ledger.csv", "");
    let found = json(&perceptab(&["inspect", file.path(), "--changes", changes.path(), "--json"]));
    let text = std::fs::read_to_string(changes.path()).unwrap();
    assert!(
        text.contains("2,price,$1.50,1.5,currency\n") && text.contains("3,size,NA,,missing-marker\n"),
        "{text}"
    );
    let counts = found["changes"].as_array().unwrap();
    assert!(counts.iter().any(|count| count["rule"] == "currency" && count["count"] == 4), "{counts:?}");
}
