//! What the command line prints and writes, for a regression and for a classification. Times are taken out, and the program's
//! own version.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::exports::recipe;
use super::golden_file::{Entry, file};
use super::table::{new_rows, table};

const SECTIONS: [(&str, &str); 3] =
    [("model", "model"), ("test-scikit-learn", "test_scikit_learn"), ("mymodel", "mymodel")];

/// Models that were saved before the program was rebuilt: never written anew.
const SAVED_BEFORE: [&str; 2] =
    [include_str!("models/regression.json"), include_str!("models/classification.json")];

/// A folder that the command line works in, so that no path of this machine is in what it says; removed at the end.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Folder {
    fn new() -> Folder {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("golden-bits-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).unwrap();
    }

    /// What was written there, without times.
    fn written(&self, name: &str) -> Vec<u8> {
        timeless(&std::fs::read(self.0.join(name)).unwrap_or_else(|error| panic!("{name}: {error}")))
    }

    /// Standard output and standard error of a command that succeeds, without times.
    fn run(&self, arguments: &str) -> [Vec<u8>; 2] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_perceptab"));
        let output = command.args(arguments.split(' ')).current_dir(&self.0).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "perceptab {arguments}: {said}");
        [timeless(&output.stdout), timeless(&output.stderr)]
    }

    /// What a command prints, with its remarks beside.
    fn told(&self, name: &str, arguments: &str) -> Vec<Entry> {
        let [printed, said] = self.run(arguments);
        let mut entries = vec![file(name, &printed)];
        if !said.is_empty() {
            entries.push(file(format!("{name}: remarks"), &said));
        }
        entries
    }
}

pub fn entries() -> Vec<Entry> {
    let folder = Folder::new();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data");
    folder.write("table.csv", &table(300));
    folder.write("new.csv", &new_rows());
    let mut entries = folder.told("inspect", "inspect table.csv --target score --changes changes.csv");
    entries.extend(folder.told("inspect as JSON", "inspect table.csv --target kind --json"));
    entries.push(file("inspect: changes", &folder.written("changes.csv")));
    for name in ["songs", "penguins", "diamonds"] {
        let bytes = std::fs::read(data.join(format!("{name}.csv"))).unwrap();
        std::fs::write(folder.0.join("shipped.csv"), bytes).unwrap();
        entries.extend(folder.told(&format!("{name}: inspect as JSON"), "inspect shipped.csv --json"));
        if name == "penguins" {
            entries.extend(
                folder.told(&format!("{name}: train as JSON"), "train shipped.csv --tier quick --json"),
            );
        }
    }
    for (task, is_regression) in [("regression", true), ("classification", false)] {
        folder.write("recipe.json", &recipe(is_regression).to_string());
        entries.extend(training(&folder, task, SAVED_BEFORE[usize::from(!is_regression)]));
    }
    for (section, place) in SECTIONS {
        entries.extend(assignment(&folder, section, place));
    }
    entries
}

fn training(folder: &Folder, task: &str, saved_before: &str) -> Vec<Entry> {
    let train = "train table.csv --recipe recipe.json";
    let saved = format!("{train} --save model.json --split split.csv");
    let mut entries = folder.told(&format!("{task}: train"), &saved);
    entries.extend(folder.told(&format!("{task}: train as JSON"), &format!("{train} --json")));
    for name in ["model.json", "split.csv"] {
        entries.push(file(format!("{task}: {name}"), &folder.written(name)));
    }
    // The folds' remarks come in the order in which they are done.
    for (name, option) in [("folds", ""), ("folds as JSON", " --json")] {
        let [printed, _] = folder.run(&format!("{train} --folds 3{option}"));
        entries.push(file(format!("{task}: {name}"), &printed));
    }
    for (name, options) in [
        ("predict", ""),
        ("predict with remarks", " --remarks"),
        ("predict with guard", " --guard"),
        ("predict as it is set", " --read size=decimal-comma --read day=day-first"),
    ] {
        let arguments = format!("predict model.json new.csv{options}");
        entries.extend(folder.told(&format!("{task}: {name}"), &arguments));
    }
    folder.run("predict model.json table.csv -o predicted.csv");
    entries.push(file(format!("{task}: predict to a file"), &folder.written("predicted.csv")));
    folder.write("model.json", saved_before);
    entries
        .extend(folder.told(&format!("{task}: predict by a model of before"), "predict model.json new.csv"));
    entries
}

fn assignment(folder: &Folder, section: &str, place: &str) -> Vec<Entry> {
    let asked = format!("assignment {section} --data table.csv --target score --epochs 20");
    let mut entries = Vec::new();
    for (name, option) in [("printed", ""), ("as JSON", " --json")] {
        let [printed, _] = folder.run(&format!("{asked} --rows rows-{place}{option}"));
        entries.push(file(format!("assignment {section}: {name}"), &printed));
    }
    for written in [format!("rows-{place}"), format!("reports/{place}")] {
        let mut names: Vec<String> = std::fs::read_dir(folder.0.join(&written))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        for name in names {
            let place = format!("{written}/{name}");
            entries.push(file(format!("assignment: {place}"), &folder.written(&place)));
        }
    }
    entries
}

/// Text without what a clock says, in JSON and in words, and without the version of the program.
fn timeless(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let text = text.replace(&format!("Perceptab {}.", env!("CARGO_PKG_VERSION")), "Perceptab VERSION.");
    without_durations(&without_seconds(&text)).into_bytes()
}

/// `"seconds":0.123` becomes `"seconds":TIME`.
fn without_seconds(text: &str) -> String {
    let mut parts = text.split("\"seconds\":");
    let mut timeless = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let rest =
            part.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | '-' | '+'));
        timeless += &format!("\"seconds\":TIME{rest}");
    }
    timeless
}

/// A number before " s" becomes TIME, so far as no word begins with the s.
fn without_durations(text: &str) -> String {
    let mut parts = text.split(" s").peekable();
    let mut timeless = String::new();
    while let Some(part) = parts.next() {
        let Some(next) = parts.peek() else { return timeless + part };
        let before = part.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        let is_time = before.len() < part.len() && !next.starts_with(char::is_alphanumeric);
        timeless += if is_time { before } else { part };
        timeless += if is_time { "TIME" } else { " s" };
    }
    timeless
}

#[test]
fn times_go_and_nothing_else_does() {
    let text = "{\"a\":1,\"seconds\":1.5e-3,\"b\":[{\"seconds\":2}]} Epoch 12 after 0.1 s; weights 12 sets <td>12 s</td>";
    let expected = "{\"a\":1,\"seconds\":TIME,\"b\":[{\"seconds\":TIME}]} Epoch 12 after TIME; weights 12 sets <td>TIME</td>";
    assert_eq!(String::from_utf8(timeless(text.as_bytes())).unwrap(), expected);
}
