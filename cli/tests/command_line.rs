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

#[test]
fn a_file_that_is_no_json_is_named_as_it_is() {
    let file = TestFile::new("model.csv", "a,b\n1,2\n");
    for arguments in
        [&["predict", file.path(), file.path()][..], &["train", file.path(), "--recipe", file.path()]]
    {
        let output = perceptab(arguments);
        assert_eq!(output.status.code(), Some(1));
        let said = stderr(&output);
        assert!(said.contains("model.csv' is not valid JSON (line 1, column 1)."), "{said}");
    }
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
        assert!(stdout(&output).contains("perceptab train FILE [options]"));
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
    for folds in ["0", "1", "101"] {
        failed(&["train", "a.csv", "--folds", folds], 2, "--folds needs a whole number from 2 to 100");
    }
    failed(
        &["train", "no.csv", "--task", "guess"],
        2,
        "--task can't be 'guess': it is one of regression, classification",
    );
    failed(&["predict", "model.json"], 2, "which model and which file");
    for command in [&["predict", "m.json", "a.csv"][..], &["train", "a.csv"], &["inspect", "a.csv"]] {
        failed(&[command, &["--decimal", "x"]].concat(), 2, "'x' can't be the decimal mark");
        failed(&[command, &["--delimiter", "é"]].concat(), 2, "'é' can't be the delimiter");
        failed(&[command, &["--encoding", "EBCDIC"]].concat(), 2, "no encoding that is known");
    }
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
        "can't be written",
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
    // The default keeps the weights of its best epoch, and says which.
    assert_eq!(result["outcome"], "concluded");
    assert!(result["conclusion"].as_str().unwrap().contains("epoch"), "{}", result["conclusion"]);
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
fn new_rows_come_back_as_they_stand() {
    let file = line("copied.csv");
    let model = TestFile::new("copying.json", "");
    perceptab(&["train", file.path(), "--target", "y", "--epochs", "2", "--save", model.path()]);
    let text = "id;a;b;group\r\n00037;1,50;2;x\r\n9007199254740993;\"2,5\";many;=1+2\r\n\r\n+49170;3,5;4;NA";
    let rows = TestFile::new("copied_rows.csv", text);
    let output = perceptab(&["predict", model.path(), rows.path()]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let found = stdout(&output);
    let copied: Vec<&str> =
        found.split("\r\n").map(|line| line.rsplit_once(';').map_or("", |split| split.0)).collect();
    assert_eq!(copied, text.split("\r\n").collect::<Vec<_>>());
    assert!(
        stderr(&output).contains("Column 'b': 1 cell is no number ('many' in row 3)"),
        "{}",
        stderr(&output)
    );
    // In a file, with what was odd in a column and copied cells guarded.
    let written = TestFile::new("written.csv", "");
    let options = ["-o", written.path(), "--remarks", "--guard"];
    let output = perceptab(&[&["predict", model.path(), rows.path()], &options[..]].concat());
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(0), ""));
    let kept = std::fs::read_to_string(written.path()).unwrap();
    let odd = kept.lines().nth(2).unwrap();
    assert!(odd.contains("'=1+2") && odd.contains("b: 'many' is no number, taken as missing"), "{kept}");
    failed(&["predict", model.path(), rows.path(), "-o", rows.path()], 2, "write over");
    failed(&["predict", model.path(), rows.path(), "--read", "a=sideways"], 2, "sideways");
    failed(&["predict", model.path(), rows.path(), "--read", "nowhere=percent"], 1, "'nowhere'");
    // What fails half way leaves no file behind.
    let cut = TestFile::new("cut.csv", "id,a,b,group\n1,2,3,x\n1,2,3,\"y, z\n1,2,3,z\n");
    let absent = format!("{}.none", written.path());
    failed(&["predict", model.path(), cut.path(), "-o", &absent], 1, "quotation mark");
    assert!(!std::path::Path::new(&absent).exists());
}

#[test]
fn a_recipe_file_sets_the_run() {
    let file = line("recipe.csv");
    let recipe =
        TestFile::new("recipe.json", r#"{"format":"perceptab-recipe","target":"y","epochs":3,"hidden":[4]}"#);
    let result = json(&perceptab(&["train", file.path(), "--recipe", recipe.path(), "--json"]));
    assert_eq!(result["history"].as_array().unwrap().last().unwrap()["epoch"], 3);
    assert_eq!(result["widths"], serde_json::json!([5, 4, 1]));
    // Some editors put a byte-order mark before it.
    let marked = TestFile::new("marked.json", "\u{FEFF}{\"format\":\"perceptab-recipe\",\"epochs\":2}");
    let result = json(&perceptab(&["train", file.path(), "--recipe", marked.path(), "--json"]));
    assert_eq!((&result["target"], &result["target_proposed"]), (&"y".into(), &true.into()));
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
    let shared = std::env::var("PERCEPTAB_SHARED").unwrap_or_else(|_| "../../shared".to_string());
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
    failed(&["inspect", file.path(), "--kind", "a=wide"], 2, "--kind can't be 'wide': it is one of numeric");
    failed(&["inspect", file.path(), "--target", "c"], 1, "no column 'c'");
    failed(&["inspect", file.path(), "--leave-out", "aa"], 1, "no column 'aa'");
    failed(&["inspect", file.path(), "--test-share", "5"], 1, "between 0.01 and 0.9");
    failed(&["train", file.path(), "--target", "b", "--group", "b"], 1, "the one to predict");
    failed(
        &["train", file.path(), "--target", "b", "--folds", "3", "--split", "s.csv"],
        2,
        "--split is of one network",
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
}

#[test]
fn without_a_target_the_proposed_column_is_predicted_and_that_is_said() {
    let file = line("proposed.csv");
    let output = perceptab(&["train", file.path(), "--epochs", "1", "--json"]);
    let result = json(&output);
    assert_eq!((&result["target"], &result["target_proposed"]), (&"y".into(), &true.into()));
    assert!(
        stderr(&output).contains("Column 'y' is predicted as a number: the table proposes it"),
        "{}",
        stderr(&output)
    );
    let output = perceptab(&["train", file.path(), "--epochs", "1", "--folds", "2"]);
    assert!(stderr(&output).contains("Column 'y' is predicted"), "{}", stderr(&output));
    let output = perceptab(&["train", file.path(), "--target", "y", "--epochs", "1", "--json"]);
    assert_eq!(json(&output)["target_proposed"], false);
    assert!(!stderr(&output).contains("proposes"));
}

#[test]
fn the_task_can_be_set() {
    let rows: String = (0..60).map(|row| format!("{},{}\n", row % 7, row % 3)).collect();
    let file = TestFile::new("task.csv", format!("a,y\n{rows}"));
    let task = |more: &[&str]| {
        let arguments = [&["train", file.path(), "--target", "y", "--epochs", "1", "--json"], more].concat();
        json(&perceptab(&arguments))["task"].clone()
    };
    assert_eq!(task(&[]), "classification");
    assert_eq!(task(&["--task", "regression"]), "regression");
    assert_eq!(task(&["--preset", "spec1-regression", "--task", "classification"]), "classification");
    let words = line("words.csv");
    failed(&["train", words.path(), "--target", "group", "--task", "regression"], 1, "does not hold numbers");
}

#[test]
fn unknown_columns_are_told_together_with_near_ones() {
    let file = line("near.csv");
    let wish = ["train", file.path(), "--target", "groop", "--group", "b ", "--leave-out", "colour"];
    let output = perceptab(&wish);
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(1));
    assert!(told.contains("no column 'groop'. Did you mean 'group'?"), "{told}");
    assert!(told.contains("no column 'b '. Did you mean 'b'?"), "{told}");
    assert!(told.contains("no column 'colour'. It has 'a', 'b', 'group' and 'y'."), "{told}");
    // In a recipe as well.
    let recipe =
        r#"{"format":"perceptab-recipe","target":"y","columns":{"aa":false},"kinds":{"grop":"category"}}"#;
    let recipe = TestFile::new("unknown.json", recipe);
    let output = perceptab(&["train", file.path(), "--recipe", recipe.path()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("'aa'") && stderr(&output).contains("Did you mean 'group'?"));
}

#[test]
fn a_recipe_s_problems_are_told_together_and_in_words() {
    let file = line("problems.csv");
    let recipe = r#"{"format":"perceptab-recipe","epoch":3,"epochs":"many","activation":"rely","dropout":2,"seed":-1,"hidden":5}"#;
    let recipe = TestFile::new("problems.json", recipe);
    let output = perceptab(&["train", file.path(), "--recipe", recipe.path()]);
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(1));
    for part in
        ["Did you mean 'epochs'?", "'epochs' is \"many\"", "\"relu\"", "Dropout", "'seed'", "'hidden' is 5"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
    for word in ["struct", "enum", "variant", "usize", "f32", "invalid type", "tick"] {
        assert!(!told.contains(word), "{word}: {told}");
    }
    for content in ["3", "[]", "\"x\"", "{}", "{\"format\":7}"] {
        let other = TestFile::new("other.json", content);
        let output = perceptab(&["train", file.path(), "--recipe", other.path()]);
        assert!(
            output.status.code() == Some(1) && !stderr(&output).contains("struct"),
            "{}",
            stderr(&output)
        );
    }
}

#[test]
fn what_a_terminal_obeys_is_not_printed() {
    let rows: String = (0..60).map(|row| format!("{row},word{},{}\n", row % 3, row % 7)).collect();
    let text = format!("a\u{9B}31m,\"b\u{202E}\",y\u{7F}\n{rows}1,x\u{1B}[2J,3\n2,x\u{1B}[2J,z\u{9B}c\n");
    let file = TestFile::new("escape.csv", text);
    let is_command = |c: char| c != '\n' && c.is_control() || c == '\u{202E}';
    for more in [&[][..], &["--json"], &["--target", "nothing\u{1B}"]] {
        let output = perceptab(&[&["inspect", file.path()], more].concat());
        for printed in [stdout(&output), stderr(&output)] {
            assert!(!printed.contains(is_command), "{printed:?}");
        }
    }
    // In JSON they are still there, as escapes.
    let found = json(&perceptab(&["inspect", file.path(), "--json"]));
    assert_eq!(found["columns"][0]["name"], "a\u{9B}31m");
}

#[test]
fn folds_whose_loss_grows_without_bound_fail() {
    let file = line("diverging_folds.csv");
    let recipe =
        TestFile::new("fast_folds.json", r#"{"format":"perceptab-recipe","target":"y","learning_rate":1e9}"#);
    let output = perceptab(&["train", file.path(), "--recipe", recipe.path(), "--folds", "2"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("Fold 1: The loss grew without bound"), "{}", stderr(&output));
}

#[test]
fn the_help_names_every_option() {
    let help = stdout(&perceptab(&["--help"]));
    let sources = [
        include_str!("../src/command_line/arguments.rs"),
        include_str!("../src/command_line/table_options.rs"),
    ];
    let long = sources[0].split("Arg::Long(\"").skip(1).filter_map(|rest| rest.split('"').next());
    let table = sources[1].split("const WITH").skip(1).flat_map(|list| {
        let list = list.split_once("= [").and_then(|(_, rest)| rest.split(']').next()).unwrap_or_default();
        list.split('"').skip(1).step_by(2)
    });
    // Those of a run's settings stand in tests/settings.rs.
    let options: Vec<&str> = long.chain(table).collect();
    assert!(options.len() > 25, "{options:?}");
    for option in options {
        assert!(help.contains(&format!("--{option}")), "--{option}");
    }
    for code in ["0 done", "1 failed", "2 wrong usage", "3 done and printed"] {
        assert!(help.contains(code), "{code}");
    }
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

#[test]
fn labels_of_plus_and_minus_and_words_taken_back() {
    let signs: String =
        (0..60).map(|row| format!("{},{}\n", row * 37 % 61, if row % 3 == 0 { "+" } else { "-" })).collect();
    let file = TestFile::new("signs.csv", format!("x,y\n{signs}"));
    let trained = json(&perceptab(&["train", file.path(), "--target", "y", "--epochs", "1", "--json"]));
    assert_eq!((&trained["rows"]["test"], &trained["missing_targets"]), (&12.into(), &0.into()));
    let countries: String =
        (0..60).map(|row| format!("{},{}\n", row * 37 % 61, ["NA", "ZA", "BW"][row as usize % 3])).collect();
    let file = TestFile::new("countries.csv", format!("x,country\n{countries}"));
    let missing = |options: &[&str]| {
        let read = json(&perceptab(&[&["inspect", file.path(), "--json"], options].concat()));
        let columns = read["columns"].as_array().unwrap().clone();
        columns.iter().find(|column| column["name"] == "country").unwrap()["missing"].as_u64()
    };
    assert_eq!((missing(&[]), missing(&["--not-missing", "NA"])), (Some(20), Some(0)));
    let train = |options: &[&str]| {
        stderr(&perceptab(
            &[&["train", file.path(), "--target", "country", "--epochs", "1"], options].concat(),
        ))
    };
    let said = train(&[]);
    assert!(
        said.contains("20 rows have no value to predict") && said.contains("--not-missing NA)"),
        "{said}"
    );
    assert!(!train(&["--not-missing", "NA"]).contains("no value to predict"));
}
