//! What the command line says beside its results: of rows that are left out, of what an option did not do, of what it writes.
#![cfg(not(target_arch = "wasm32"))]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A file of this test run, removed at the end of the test.
struct TestFile(PathBuf);

impl TestFile {
    fn new(name: &str, content: impl AsRef<[u8]>) -> TestFile {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-told-{name}", std::process::id()));
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

fn perceptab(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_perceptab")).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// What is said by a command that does what it is asked for.
fn told(arguments: &[&str]) -> String {
    let output = perceptab(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", said(&output));
    said(&output)
}

/// What is said by one that fails.
fn refused(arguments: &[&str]) -> String {
    let output = perceptab(arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", said(&output));
    said(&output)
}

/// A header and `rows` lines of a counted number and what `cells` makes of it.
fn table(name: &str, header: &str, rows: u32, cells: impl Fn(u32) -> String) -> TestFile {
    let lines = (0..rows).map(|row| format!("{},{}\n", row * 37 % 101, cells(row)));
    TestFile::new(name, format!("{header}\n{}", lines.collect::<String>()))
}

#[test]
fn words_in_the_target_that_were_taken_as_missing_are_told() {
    let always = table("always.csv", "x,y", 90, |row| ["some", "none"][row as usize % 2].to_string());
    let failure = refused(&["train", always.path(), "--target", "y"]);
    for words in ["is always some", "45 cells are 'none'", "--not-missing none"] {
        assert!(failure.contains(words), "{failure}");
    }
    let kept = ["train", always.path(), "--target", "y", "--epochs", "1", "--not-missing", "none"];
    assert!(!told(&kept).contains("missing"));
    let codes = table("codes.csv", "x,y", 90, |row| ["NA", "US", "DE"][row as usize % 3].to_string());
    let train = ["train", codes.path(), "--target", "y", "--epochs", "1"];
    for arguments in [&train[..], &[&train[..], &["--folds", "3"]].concat()] {
        let notes = told(arguments);
        let note = "30 rows are left out because their 'y' is 'NA', which was taken as missing. If 'NA' is a label, set it as not \
                    missing (on the command line: --not-missing NA).";
        assert_eq!(notes.matches(note).count(), 1, "{arguments:?}: {notes}");
        assert_eq!(notes.matches("30 rows have no value to predict").count(), 1, "{arguments:?}: {notes}");
    }
    // Empty cells are no word, and numbers have no labels.
    let empty =
        table("empty.csv", "x,y", 60, |row| [String::new(), row.to_string()][row as usize % 2].clone());
    let notes = told(&["train", empty.path(), "--target", "y", "--epochs", "1"]);
    assert!(notes.contains("30 rows have no value") && !notes.contains("left out"), "{notes}");
    let numbers =
        table("na.csv", "x,y", 60, |row| if row == 7 { "NA".into() } else { (row * row).to_string() });
    let notes = told(&["train", numbers.path(), "--target", "y", "--epochs", "1"]);
    assert!(
        notes.contains("1 row is left out because its 'y' is 'NA', which was taken as missing.\n"),
        "{notes}"
    );
}

#[test]
fn folds_tell_what_a_single_training_tells() {
    let repeated = table("repeated.csv", "x,y", 200, |row| (row % 4).to_string());
    let text = std::fs::read_to_string(repeated.path()).unwrap();
    let rows = text.split_once('\n').unwrap().1.repeat(2);
    let repeated = TestFile::new("repeated2.csv", format!("x,y\n{rows}"));
    let train = ["train", repeated.path(), "--target", "y", "--task", "regression", "--epochs", "1"];
    let single = told(&train);
    let note = single.lines().find(|line| line.contains("repeat")).expect("a note on repeated rows");
    let folds = told(&[&train[..], &["--folds", "3"]].concat());
    assert_eq!(folds.lines().filter(|line| *line == note).count(), 1, "{note}\n{folds}");
}

#[test]
fn a_reading_that_changes_nothing_is_told() {
    let day = |row: u32| format!("{:02}.{:02}.2024,{}", row % 28 + 1, row % 12 + 1, row * 3 % 50);
    let train = table("days.csv", "x,when,y", 80, day);
    let model = TestFile::new("days.json", "");
    told(&["train", train.path(), "--target", "y", "--epochs", "1", "--save", model.path()]);
    let predict = |options: &[&str]| told(&[&["predict", model.path(), train.path()], options].concat());
    for (read, sentence) in [
        (
            "x=day-first",
            "Column 'x' was not learnt as dates with day and month: 'day first' changes nothing there.",
        ),
        (
            "when=decimal-comma",
            "Column 'when' was not learnt as numbers: 'decimal comma' changes nothing there.",
        ),
        (
            "when=ignore-units",
            "Column 'when' was not learnt as numbers: 'as they stand' changes nothing there.",
        ),
    ] {
        let notes = predict(&["--read", read]);
        assert!(notes.contains(sentence), "{read}: {notes}");
    }
    for options in [&["--read", "when=day-first"][..], &["--read", "day-first"], &["--decimal", "point"], &[]]
    {
        let notes = predict(options);
        assert!(!notes.contains("changes nothing"), "{options:?}: {notes}");
    }
    let few = table("few.csv", "x,when", 3, |row| format!("0{}.04.2024", row + 1));
    let notes = told(&["predict", model.path(), few.path(), "--read", "y=decimal-comma"]);
    assert!(notes.contains("The file has no column 'y': 'decimal comma' changes nothing."), "{notes}");
    let plain = table("plain.csv", "x,y", 80, |row| (row * 3 % 50).to_string());
    told(&["train", plain.path(), "--target", "y", "--epochs", "1", "--save", model.path()]);
    let notes = told(&["predict", model.path(), plain.path(), "--read", "day-first"]);
    assert!(notes.contains("No column was learnt as dates with day and month"), "{notes}");
}

#[test]
fn dates_are_predicted_as_labels_or_said_to_be_seconds() {
    let day = |row: u32| ["2024-03-01", "2024-07-15", "2025-01-20"][row as usize % 3].to_string();
    let dates = table("dates.csv", "x,d", 120, day);
    let model = TestFile::new("dates.json", "");
    let train = ["train", dates.path(), "--target", "d", "--epochs", "1", "--save", model.path()];
    for labels in [&["--task", "classification"][..], &["--kind", "d=category"]] {
        let notes = told(&[&train[..], labels].concat());
        assert!(notes.contains("its classes are written like 2024-05-31"), "{notes}");
        let output = perceptab(&["predict", model.path(), dates.path()]);
        let written = String::from_utf8(output.stdout.clone()).unwrap();
        let labels: Vec<&str> = written.lines().skip(1).filter_map(|line| line.split(',').nth(2)).collect();
        assert_eq!(labels.len(), 120);
        assert!(labels.iter().all(|label| label.len() == 10 && label.starts_with("202")), "{labels:?}");
        let score = said(&output);
        assert!(score.contains("of the predictions are exact") && !score.contains("rows:"), "{score}");
        // One of three answers is right for a third of the rows, whatever was learnt.
        let right = written.lines().skip(1).filter(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            cells[1] == cells[2]
        });
        let share = format!("{:.1} %", 100.0 * right.count() as f64 / 120.0);
        assert!(score.contains(&share) && share != "0.0 %", "{share}: {score}");
    }
    let notes = told(&[&train[..], &["--task", "regression"]].concat());
    assert!(notes.contains("in seconds since the beginning of 1970"), "{notes}");
    let notes = told(&["predict", model.path(), dates.path()]);
    assert!(notes.contains("in seconds since the beginning of 1970"), "{notes}");
}

#[test]
fn the_command_line_does_not_speak_as_the_page_does() {
    let table = table("small.csv", "x,y", 20, |row| (row * 7 % 20).to_string());
    let model = TestFile::new("small.json", "");
    told(&["train", table.path(), "--target", "y", "--epochs", "1", "--save", model.path()]);
    let whole = std::fs::read_to_string(model.path()).unwrap();
    let cut = TestFile::new("cut.json", &whole[..whole.len() - 9]);
    let newer = TestFile::new("newer.json", whole.replacen("\"version\":2", "\"version\":3", 1));
    let old = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/model_files/counts.json"),
    );
    let old = old.unwrap().replace("\"epochs\"", "\"epoch\"");
    let old = TestFile::new("old.csv", old);
    let broken = TestFile::new("broken.csv", "{\"format\": \"perceptab-recipe\",");
    let extra = TestFile::new("extra.json", "{\"format\": \"perceptab-recipe\", \"extra\": 1}");
    let empty = TestFile::new("nothing.csv", "");
    let zip = TestFile::new("rows.csv", b"PK\x03\x04 damaged");
    let array = TestFile::new("array.json", "{\"a\": 1");
    let failures = [
        refused(&["predict", cut.path(), table.path()]),
        refused(&["predict", newer.path(), table.path()]),
        refused(&["predict", old.path(), table.path()]),
        refused(&["predict", table.path(), table.path()]),
        refused(&["train", table.path(), "--recipe", broken.path()]),
        refused(&["train", table.path(), "--recipe", extra.path()]),
        refused(&["train", table.path(), "--recipe", table.path()]),
        refused(&["inspect", empty.path()]),
        refused(&["inspect", zip.path()]),
        refused(&["inspect", array.path()]),
        refused(&["train", array.path()]),
        refused(
            &["inspect", table.path(), "--encoding", "windows-1250"]
                .map(|word| if word == table.path() { zip.path() } else { word }),
        ),
    ];
    for failure in &failures {
        for words in [
            "hoose a",
            "hoose the",
            "hoose that",
            "eload",
            "ownload",
            "browser",
            " page",
            "EOF",
            "unknown field",
            "invalid ",
            "expected",
            ".csv.json",
            "os error",
        ] {
            assert!(!failure.contains(words), "'{words}' in: {failure}");
        }
    }
    assert!(failures[2].contains("old.csv'") && failures[2].contains("(line "), "{}", failures[2]);
    assert!(
        failures[4].contains("broken.csv'") && failures[4].contains("line 1, column 3"),
        "{}",
        failures[4]
    );
    assert!(failures[5].contains("There is no setting 'extra'"), "{}", failures[5]);
    assert!(failures[6].contains("small.csv'"), "{}", failures[6]);
}

#[test]
fn no_number_of_the_system_s_errors_is_printed() {
    let file = table("file.csv", "x,y", 20, |row| (row * 7 % 20).to_string());
    let inside = format!("{}/inside", file.path());
    let runs = [
        vec!["inspect", inside.as_str()],
        vec!["train", file.path(), "--save", inside.as_str()],
        vec!["assignment", "mymodel", "--data", file.path(), "--reports", file.path()],
        vec!["assignment", "mymodel", "--data", file.path(), "--reports", inside.as_str()],
    ];
    for arguments in runs {
        let failure = refused(&arguments);
        assert!(!failure.contains("os error") && !failure.contains("Error"), "{failure}");
        assert!(
            failure.contains("a part of the path is a file") || failure.contains("is there"),
            "{failure}"
        );
    }
}
