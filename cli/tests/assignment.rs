//! `perceptab assignment` as a person meets it: the table, the files that it writes, and what it says of what cannot be done.
#![cfg(not(target_arch = "wasm32"))]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A folder of one test, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_string()
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// 120 songs: popularity is 10 to 14 after one column, 12 most often; the other column is noise.
    fn songs(&self) -> String {
        let mut text = "song_popularity,energy,tempo\n".to_string();
        for row in 0..120 {
            let popularity = if row % 3 == 0 { 12 } else { 10 + row * 7 % 5 };
            text += &format!(
                "{popularity},{:.3},{}\n",
                f64::from(popularity) / 20.0 + f64::from(row) / 1e3,
                90 + row * 13 % 60
            );
        }
        std::fs::write(self.0.join("songs.csv"), text).unwrap();
        self.file("songs.csv")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn assignment(arguments: &[&str]) -> Output {
    let all = [&["assignment"], arguments].concat();
    Command::new(env!("CARGO_BIN_EXE_perceptab")).args(all).output().unwrap()
}

fn stdout(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn failed(arguments: &[&str], code: i32, says: &str) {
    let output = assignment(arguments);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {stderr}");
    assert!(stderr.contains(says), "{arguments:?}: {stderr}");
}

#[test]
fn a_section_writes_its_figures_and_reports_with_the_numbers_of_its_runs() {
    let folder = Folder::new("sections");
    let (data, reports) = (folder.songs(), folder.file("reports"));
    for (section, presets) in [
        ("model", &["spec1-regression", "spec2-regression"][..]),
        (
            "test-scikit-learn",
            &["mlp-regressor-1", "mlp-regressor-2", "mlp-classifier-1", "mlp-classifier-2"],
        ),
        ("mymodel", &["spec1-softmax", "spec2-softmax"]),
    ] {
        let arguments = [section, "--data", &data, "--epochs", "4", "--seed", "3", "--reports", &reports];
        let result: Value =
            serde_json::from_str(&stdout(&assignment(&[&arguments[..], &["--json"]].concat()))).unwrap();
        let printed = stdout(&assignment(&arguments));
        let name = section.replace('-', "_");
        let markdown = folder.text(&format!("reports/{name}/report.md"));
        let html = folder.text(&format!("reports/{name}/report.html"));
        assert!(!html.contains("<script") && html.trim_end().ends_with("</html>"));

        let runs = result["runs"].as_array().unwrap();
        assert_eq!(runs.iter().map(|run| run["preset"].as_str().unwrap()).collect::<Vec<_>>(), presets);
        for run in runs {
            let preset = run["preset"].as_str().unwrap();
            assert_eq!((&run["epochs"], &run["recipe"]["seed"]), (&4.into(), &3.into()));
            for part in ["train", "test"] {
                let (correct, rows) =
                    (run[part]["correct"].as_u64().unwrap(), run[part]["rows"].as_u64().unwrap());
                assert_eq!(rows, if part == "train" { 96 } else { 24 });
                let share = format!("{:.2} % ({correct} of {rows})", 100.0 * correct as f64 / rows as f64);
                for text in [&printed, &markdown, &html] {
                    assert!(text.contains(&share), "{preset}: {share} in {text}");
                }
            }
            for figure in ["accuracy", "loss"] {
                let svg = folder.text(&format!("reports/{name}/{preset}-{figure}.svg"));
                let title = format!("<title>{}: ", run["title"].as_str().unwrap());
                assert!(svg.starts_with("<svg ") && svg.contains(&title), "{svg}");
                for word in [">Epoch</text>", ">Train</text>", ">Test</text>", ">Baseline</text>"] {
                    assert!(svg.contains(word), "{preset}, {figure}: {word} in {svg}");
                }
                assert!(markdown.contains(&format!("({preset}-{figure}.svg)")), "{markdown}");
                assert!(html.contains(&title), "{preset}, {figure}");
            }
            let history = folder.text(&format!("reports/{name}/{preset}-history.csv"));
            assert!(history.lines().last().unwrap().starts_with("4,"), "{history}");
            let recipe: Value =
                serde_json::from_str(&folder.text(&format!("reports/{name}/{preset}-recipe.json"))).unwrap();
            assert_eq!(recipe, run["recipe"]);
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_weights_as_training_by_preset() {
    let folder = Folder::new("weights");
    let (data, reports) = (folder.songs(), folder.file("reports"));
    let arguments = ["mymodel", "--data", &data, "--epochs", "3", "--reports", &reports, "--json"];
    let runs: Value = serde_json::from_str(&stdout(&assignment(&arguments))).unwrap();
    let alone = Command::new(env!("CARGO_BIN_EXE_perceptab"))
        .args([
            "train",
            &data,
            "--target",
            "song_popularity",
            "--preset",
            "spec2-softmax",
            "--epochs",
            "3",
            "--json",
        ])
        .output()
        .unwrap();
    let alone: Value = serde_json::from_str(&stdout(&alone)).unwrap();
    assert_eq!(runs["runs"][1]["weights_hash"], alone["weights_hash"]);
    assert_eq!(runs["runs"][1]["test"]["accuracy"], alone["final"]["test"]["accuracy"]);
}

#[test]
fn the_prepared_rows_are_the_split_and_their_commonest_value_is_the_baseline() {
    let folder = Folder::new("rows");
    let (data, reports, rows) = (folder.songs(), folder.file("reports"), folder.file("rows"));
    let arguments = ["model", "--data", &data, "--epochs", "1", "--reports", &reports, "--rows", &rows];
    stdout(&assignment(&arguments));
    let targets = |part: &str| -> Vec<String> {
        let text = folder.text(&format!("rows/{part}.csv"));
        text.lines().map(|line| line.rsplit_once(',').unwrap().1.to_string()).collect()
    };
    let (train, test) = (targets("train"), targets("test"));
    assert_eq!((train.len(), test.len()), (96, 24));
    assert_eq!(folder.text("rows/train.csv").lines().next().unwrap().split(',').count(), 3);
    let count = |of: &[String], value: &str| of.iter().filter(|target| *target == value).count();
    let commonest = train.iter().max_by_key(|value| count(&train, value)).unwrap();
    assert_eq!(commonest, "12");
    let runs: Value = serde_json::from_str(&folder.text("rows/runs.json")).unwrap();
    for run in runs["runs"].as_array().unwrap() {
        assert_eq!(run["baseline"]["correct"], count(&test, commonest));
    }
}

#[test]
fn a_target_without_whole_numbers_is_read_by_r2() {
    let folder = Folder::new("fractions");
    let reports = folder.file("reports");
    let mut text = "x,y\n".to_string();
    (0..80).for_each(|row| text += &format!("{},{:.2}\n", row * 37 % 41, f64::from(row * 37 % 41) / 7.0));
    let data = folder.file("fractions.csv");
    std::fs::write(&data, text).unwrap();
    let arguments = ["model", "--data", &data, "--target", "y", "--epochs", "2", "--reports", &reports];
    let printed = stdout(&assignment(&arguments));
    assert!(
        printed.contains("Exact-match accuracy does not exist for Specification 1, regression"),
        "{printed}"
    );
    assert!(printed.contains("Read R² instead."), "{printed}");
    let svg = folder.text("reports/model/spec1-regression-accuracy.svg");
    assert!(svg.contains("R² against the epoch"), "{svg}");
}

#[test]
fn what_cannot_be_done_is_said() {
    let folder = Folder::new("failing");
    let (data, reports) = (folder.songs(), folder.file("reports"));
    failed(&[], 2, "which section");
    failed(&["essay"], 2, "test-scikit-learn");
    failed(&["model", "--seed", "one"], 2, "whole number");
    failed(&["model", "--data", "no/such.csv", "--reports", &reports], 1, "there is no such file");
    failed(&["model", "--data", &data, "--target", "fame", "--reports", &reports], 1, "no column 'fame'");
    failed(&["model", "--data", &data, "--epochs", "0", "--reports", &reports], 1, "epochs");
    failed(&["model", "--data", &data, "--reports", &data], 1, "could not be made");
    // The same trouble of all runs is said once.
    let output = assignment(&["model", "--data", &data, "--target", "fame", "--reports", &reports]);
    assert_eq!(String::from_utf8_lossy(&output.stderr).matches("fame").count(), 1);
}

/// `DATA=…` of the make targets is what the script hands on.
#[test]
fn the_make_targets_take_their_file_from_data() {
    let folder = Folder::new("data");
    let songs = folder.songs();
    let data = |given: &str, shared: &str| {
        let script = ". scripts/song_file.sh; printf %s \"$DATA\"";
        let output = Command::new("bash")
            .args(["-euc", script])
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
            .env("DATA", given)
            .env("PERCEPTAB_SHARED", shared)
            .output()
            .unwrap();
        stdout(&output)
    };
    assert_eq!(data(&songs, "/nowhere"), songs);
    assert_eq!(data("", "/nowhere"), "data/songs.csv");
    std::fs::create_dir_all(folder.0.join("data")).unwrap();
    std::fs::write(folder.0.join("data/song_data.csv"), "").unwrap();
    assert_eq!(data("", folder.0.to_str().unwrap()), folder.file("data/song_data.csv"));
    let makefile = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../Makefile")).unwrap();
    for target in ["model", "test_scikit_learn", "mymodel"] {
        assert!(
            makefile.contains(&format!("\n{target}: ## "))
                && makefile.contains(&format!("assignment.sh {target}\n"))
        );
    }
}
