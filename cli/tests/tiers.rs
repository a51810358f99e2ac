//! `perceptab train --tier`: a mix of networks, trees and a line, as a person or a script meets it.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn perceptab(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_perceptab")).args(arguments).output().unwrap()
}

fn json(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A folder of this test run, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("tiers-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_string()
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// 1,400 rows whose answer is a step of one number, shifted by the town, and cells that are missing. `is_class`: whether the step is
/// the answer.
fn steps(is_class: bool) -> String {
    let mut text = "length,town,noise,answer\n".to_string();
    for row in 0..1_400u32 {
        let length = f64::from(row * 7_919 % 1_000) / 10.0;
        let town = row * 31 % 5;
        let step = f64::from(u32::from(length > 37.0)) * 4.0 - f64::from(u32::from(length > 71.0)) * 6.0;
        let value = step + f64::from(town);
        let cell = if row % 50 == 3 { String::new() } else { length.to_string() };
        let answer = if is_class {
            ["low", "high"][usize::from(value > 3.5)].to_string()
        } else {
            format!("{value:.1}")
        };
        text += &format!("{cell},town {town},{},{answer}\n", row * 104_729 % 97);
    }
    text
}

const FEW: [&str; 4] = ["--hidden", "16", "--epochs", "12"];

#[test]
fn a_mix_is_measured_saved_and_predicts_what_it_was_measured_by() {
    let folder = Folder::new("numbers");
    let (table, model) = (folder.file("steps.csv", &steps(false)), folder.path("model.json"));
    let train = ["train", &table, "--target", "answer", "--tier", "good", "--json", "--save", &model];
    let result = json(&perceptab(&[&train[..], &FEW].concat()));
    // Four kinds on five folds each.
    assert_eq!(result["trials"], 20);
    let ladder = result["ladder"].as_array().unwrap();
    let mut kinds: Vec<&str> = ladder.iter().map(|rung| rung["kind"].as_str().unwrap()).collect();
    let losses: Vec<f64> = ladder.iter().map(|rung| rung["out_of_fold_loss"].as_f64().unwrap()).collect();
    assert!(losses.is_sorted(), "{losses:?}");
    // Steps are for trees: a line can't follow them.
    assert_eq!((kinds[0], kinds[3]), ("boosted trees", "line"));
    kinds.sort_unstable();
    assert_eq!(kinds, ["boosted trees", "line", "network with bins", "network with waves"]);
    let taken = ladder.iter().filter(|rung| rung["count"].as_u64().unwrap() > 0).count();
    assert_eq!(result["members"], 5 * taken);
    let r2 = result["final"]["test"]["r2"].as_f64().unwrap();
    assert!(r2 > 0.9, "{r2}");
    assert!(result["out_of_fold"]["scores"]["r2"].as_f64().unwrap() > 0.9);
    assert!(result["final"]["test"]["log_loss"].is_null() && result["final"]["test"]["roc_auc"].is_null());

    // The model file's own answers have the error that was printed, over the rows of the test part.
    let predicted = folder.path("predicted.csv");
    let output = perceptab(&["predict", &model, &table, "-o", &predicted]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let written = fs::read_to_string(&predicted).unwrap();
    assert_eq!(written.lines().count(), 1_401);
    let errors: Vec<f64> = written
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<f64> = line.split(',').skip(3).map(|cell| cell.parse().unwrap()).collect();
            (cells[1] - cells[0]).abs()
        })
        .collect();
    let mean = errors.iter().sum::<f64>() / errors.len() as f64;
    let parts = ["train", "test"].map(|part| result["final"][part]["mean_absolute_error"].as_f64().unwrap());
    let rows = ["train", "test"].map(|part| result["rows"][part].as_f64().unwrap());
    let told = (parts[0] * rows[0] + parts[1] * rows[1]) / (rows[0] + rows[1]);
    assert!((mean - told).abs() < 1e-6, "{mean} {told}");
}

#[test]
fn a_mix_of_classes_has_a_temperature_and_the_same_bits_again() {
    let folder = Folder::new("classes");
    let table = folder.file("steps.csv", &steps(true));
    let train = ["train", &table, "--target", "answer", "--tier", "good", "--json"];
    let once = json(&perceptab(&[&train[..], &FEW].concat()));
    let again = json(&perceptab(&[&train[..], &FEW].concat()));
    assert_eq!(once["weights_hash"], again["weights_hash"]);
    assert_eq!(once["final"]["test"], again["final"]["test"]);
    let temperature = once["temperature"].as_f64().unwrap();
    assert!((0.25..=4.0).contains(&temperature), "{temperature}");
    let test = &once["final"]["test"];
    assert_eq!(test["log_loss"], test["loss"]);
    assert!(test["roc_auc"].as_f64().unwrap() > 0.95, "{test}");
    // Brought to the temperature, the mix is no worse out of fold than its best kind.
    let best = once["ladder"][0]["out_of_fold_loss"].as_f64().unwrap();
    assert!(once["out_of_fold"]["scores"]["loss"].as_f64().unwrap() <= best);
}

#[test]
fn quick_is_one_network_with_bins_and_waves() {
    let folder = Folder::new("quick");
    let (table, model) = (folder.file("steps.csv", &steps(false)), folder.path("model.json"));
    let train = ["train", &table, "--target", "answer", "--tier", "quick", "--json", "--save", &model];
    let result = json(&perceptab(&train));
    assert_eq!((&result["trials"], &result["members"]), (&1.into(), &1.into()));
    let file = fs::read_to_string(&model).unwrap();
    assert!(file.contains("\"bins\":[") && file.contains("\"waves\":["));
}

#[test]
fn what_cannot_be_a_tier_is_said() {
    let folder = Folder::new("wrong");
    let table = folder.file("steps.csv", &steps(false));
    let said = |arguments: &[&str]| {
        let output = perceptab(arguments);
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(said(&["train", &table, "--tier", "perfect"]).contains("one of quick, good"));
    assert!(
        said(&["train", &table, "--tier", "good", "--average", "3"])
            .contains("leave out --folds and --average")
    );
}

#[test]
fn groups_and_few_rows_make_fewer_folds() {
    let folder = Folder::new("groups");
    let mut text = "group,a,answer\n".to_string();
    for row in 0..270u32 {
        text += &format!("g{},{},{}\n", row % 9, row * 37 % 101, row * 37 % 101 + row % 3);
    }
    let table = folder.file("groups.csv", &text);
    let train = ["train", &table, "--target", "answer", "--task", "regression", "--group", "group"];
    let result = json(&perceptab(&[&train[..], &["--tier", "good", "--json"], &FEW].concat()));
    // Of nine groups seven are trained on: six folds.
    assert_eq!(result["trials"], 24);
}

/// Where the mix can't be had the one network's result is printed and saved, and the exit code says so.
#[test]
fn without_a_mix_the_one_network_stands() {
    let folder = Folder::new("none");
    // Six rows have a weight, and of eight folds some have none of them.
    let rows: String = (0..60)
        .map(|row| format!("{}.5,{},{}\n", row * 37 % 101, u8::from(row % 10 == 0), 2 * row))
        .collect();
    let (table, model) = (folder.file("few.csv", &format!("a,w,answer\n{rows}")), folder.path("model.json"));
    let train = ["train", &table, "--target", "answer", "--weight", "w", "--tier", "good", "--json"];
    let output = perceptab(&[&train[..], &FEW, &["--save", &model]].concat());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("There is no mix, and the one network stands."), "{said}");
    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(result["members"], 1);
    assert!(Path::new(&model).exists());
    // Nobody asked for a mix by name: what there is is what was asked for.
    let output = perceptab(&["train", &table, "--target", "answer", "--weight", "w", "--json"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("There is no mix, and the one network stands."), "{said}");
}

#[test]
fn a_table_gets_a_mix_unless_a_network_is_asked_for() {
    let folder = Folder::new("unasked");
    let table = folder.file("steps.csv", &steps(false));
    let trials = |more: &[&str]| {
        let train = ["train", &table, "--target", "answer", "--json"];
        json(&perceptab(&[&train[..], more].concat()))["trials"].as_u64().unwrap()
    };
    assert_eq!(trials(&[]), 20);
    assert_eq!(trials(&["--seed", "2", "--bins", "4"]), 20, "neither says what the network is");
    assert_eq!(trials(&["--networks-only"]), 15, "three kinds on five folds");
    assert_eq!(trials(&["--epochs", "3"]), 1);
    assert_eq!(trials(&["--preset", "spec1-regression", "--epochs", "3"]), 1);
    let recipe = folder.file("recipe.json", "{\"format\":\"perceptab-recipe\",\"hidden\":[8]}");
    assert_eq!(trials(&["--recipe", &recipe]), 1);
}

#[test]
fn best_tries_more_and_the_same_number_gives_the_same_bits() {
    let folder = Folder::new("best");
    let table = folder.file("steps.csv", &steps(true));
    let of = |more: &[&str]| {
        let train = ["train", &table, "--target", "answer", "--tier", "best", "--json"];
        let output = perceptab(&[&train[..], &FEW, more].concat());
        (json(&output), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (timed, said) = of(&["--seconds", "0"]);
    // No time left, the first ways are tried all the same.
    assert_eq!(timed["trials"], 20, "{said}");
    assert!(
        said.contains("4 ways were tried. --trials 4 in place of --seconds gives the same again."),
        "{said}"
    );
    let (four, _) = of(&["--trials", "4"]);
    assert_eq!(timed["weights_hash"], four["weights_hash"]);
    // Fewer than Good has are a mix too.
    assert_eq!(of(&["--trials", "2"]).0["trials"], 10);
    let (six, _) = of(&["--trials", "6"]);
    assert_eq!(six["trials"], 30);
    let kinds: Vec<&str> =
        six["ladder"].as_array().unwrap().iter().map(|rung| rung["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"shallow boosted trees"), "{kinds:?}");
    // More to choose from is no worse where it is chosen.
    let loss = |result: &Value| result["out_of_fold"]["scores"]["loss"].as_f64().unwrap();
    assert!(loss(&six) <= loss(&four) + 1e-3, "{} {}", loss(&six), loss(&four));

    for (wrong, sentence) in [
        (&["--tier", "good", "--seconds", "3"][..], "--seconds is for --tier best"),
        (&["--tier", "best", "--seconds", "3", "--trials", "5"], "leave one out"),
        (&["--tier", "best", "--trials", "0"], "The number of ways must be between 1 and 100"),
    ] {
        let output = perceptab(&[&["train", &table, "--target", "answer"][..], wrong].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() != Some(0) && said.contains(sentence), "{said}");
    }
}
