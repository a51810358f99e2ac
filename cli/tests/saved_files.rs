//! What the command line writes: nothing over what it reads, no two files to one place, each whole or not at all.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// An empty folder of this test run, removed at the end of the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// y = 2a + b over 40 rows.
    fn table(&self, name: &str) -> PathBuf {
        let row = |row: u32| format!("{},{},{}\n", row % 9, row % 7, 2 * (row % 9) + row % 7);
        self.file(name, &format!("a,b,y\n{}", (0..40).map(row).collect::<String>()))
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let names = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> =
            names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Runs the program in this folder.
    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_perceptab"));
        command.args(arguments).current_dir(&self.0);
        command
    }

    /// The program as a shell starts it.
    fn shell(&self, line: &str) -> Output {
        let line = line.replace("perceptab ", concat!(env!("CARGO_BIN_EXE_perceptab"), " "));
        Command::new("sh").args(["-c", &line]).current_dir(&self.0).output().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn ended(output: &Output, code: i32, says: &str) {
    assert_eq!(output.status.code(), Some(code), "{}", stderr(output));
    assert!(stderr(output).contains(says), "{}", stderr(output));
}

/// Trains for one epoch.
fn train<'a>(file: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["train", file, "--target", "y", "--epochs", "1"], more].concat()
}

#[test]
fn what_is_read_is_not_written_over() {
    let folder = Folder::new("input");
    folder.table("rows.csv");
    folder.file("recipe.json", r#"{"format":"perceptab-recipe"}"#);
    symlink("rows.csv", folder.0.join("soft")).unwrap();
    fs::hard_link(folder.0.join("rows.csv"), folder.0.join("hard")).unwrap();
    symlink(&folder.0, folder.0.join("here")).unwrap();
    let (before, names) = (folder.text("rows.csv"), folder.names());
    for path in ["rows.csv", "./rows.csv", "soft", "hard", "here/rows.csv"] {
        for option in ["--save", "--split"] {
            ended(&folder.run(&train("rows.csv", &[option, path])), 2, "the file that is read");
        }
        ended(&folder.run(&["inspect", "rows.csv", "--changes", path]), 2, "the file that is read");
    }
    let recipe = ["--recipe", "recipe.json", "--save", "recipe.json"];
    ended(&folder.run(&train("rows.csv", &recipe)), 2, "the file that is read");
    // The rows of the assignment's section go to files of fixed names.
    let songs = folder.table("train.csv");
    let songs = songs.to_str().unwrap();
    let rows = ["assignment", "model", "--data", songs, "--target", "y", "--epochs", "1", "--rows", "."];
    ended(&folder.run(&rows), 2, "the file that is read");
    assert_eq!(folder.text("train.csv"), before);
    // The shell itself has opened it.
    ended(&folder.shell("perceptab inspect rows.csv >> rows.csv"), 2, "standard output");
    assert_eq!(folder.text("rows.csv"), before);
    fs::remove_file(folder.0.join("train.csv")).unwrap();
    let _ = fs::remove_dir_all(folder.0.join("reports"));
    assert_eq!(folder.names(), names);
}

#[test]
fn two_outputs_have_two_places() {
    let folder = Folder::new("two");
    folder.table("rows.csv");
    folder.file("old", "old");
    symlink("old", folder.0.join("link")).unwrap();
    for (model, split) in [("new", "new"), ("new", "./new"), ("old", "link")] {
        let both = train("rows.csv", &["--save", model, "--split", split]);
        ended(&folder.run(&both), 2, "what --save writes");
    }
    let printed = "perceptab train rows.csv --target y --epochs 1 --save out > out";
    ended(&folder.shell(printed), 2, "where standard output goes");
    fs::remove_file(folder.0.join("out")).unwrap();
    assert_eq!(folder.text("old"), "old");
    assert_eq!(folder.names(), ["link", "old", "rows.csv"]);
}

#[test]
fn a_path_is_tried_before_the_training() {
    let folder = Folder::new("tried");
    folder.table("rows.csv");
    fs::create_dir(folder.0.join("folder")).unwrap();
    let long = "n".repeat(300);
    for path in ["none/model", "folder", "folder/", "", "rows.csv/model", long.as_str()] {
        // More epochs than anybody waits for.
        let wish = ["train", "rows.csv", "--target", "y", "--epochs", "100000", "--save", path];
        ended(&folder.run(&wish), 1, "can't be written");
    }
    assert_eq!(folder.names(), ["folder", "rows.csv"]);
}

#[test]
fn what_stood_there_is_replaced_whole_and_keeps_its_permissions() {
    let folder = Folder::new("replaced");
    folder.table("rows.csv");
    let model = folder.file("model", "old");
    fs::set_permissions(&model, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("model", folder.0.join("link")).unwrap();
    ended(&folder.run(&train("rows.csv", &["--save", "link", "--split", "split"])), 0, "");
    assert!(folder.text("model").contains("perceptab-model"));
    assert_eq!(fs::metadata(&model).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(folder.0.join("link")).unwrap().is_symlink());
    assert_eq!(folder.text("split").lines().count(), 41);
    assert_eq!(folder.names(), ["link", "model", "rows.csv", "split"]);
}

#[test]
fn where_saving_fails_the_results_are_printed() {
    let folder = Folder::new("full");
    folder.table("rows.csv");
    folder.file("model", "old");
    // A file may have 1 kB at most here, less than a model has: as on a full disk. The signal that the system sends is
    // ignored, so that writing fails.
    let line =
        "trap '' XFSZ; ulimit -f 1; perceptab train rows.csv --target y --epochs 1 --json --save model | cat";
    let output = folder.shell(&format!("({line}; exit 0) 2> errors"));
    let printed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(printed["rows"]["train"], 32);
    assert!(folder.text("errors").contains("'model' could not be saved"), "{}", folder.text("errors"));
    assert_eq!(folder.text("model"), "old");
    assert_eq!(folder.names(), ["errors", "model", "rows.csv"]);
    let code =
        "trap '' XFSZ; ulimit -f 1; perceptab train rows.csv --target y --epochs 1 --save model > /dev/null";
    ended(&folder.shell(code), 3, "could not be saved");
    let code = "trap '' XFSZ; ulimit -f 0; perceptab inspect rows.csv --changes changes";
    let output = folder.shell(code);
    ended(&output, 3, "could not be saved");
    assert!(String::from_utf8(output.stdout).unwrap().contains("40 rows"));
}

#[test]
fn pipes_and_devices_are_written_straight() {
    let folder = Folder::new("devices");
    folder.table("rows.csv");
    let quiet = "perceptab train rows.csv --target y --epochs 1";
    ended(&folder.shell(&format!("{quiet} --save /dev/null --split /dev/null")), 0, "");
    let output = folder.shell(&format!("{quiet} --split /dev/stdout"));
    ended(&output, 0, "");
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(printed.contains("row,part\n") && printed.contains("32 train and 8 test rows"), "{printed}");
    // Into the same file one after the other, as two programs would.
    ended(&folder.shell(&format!("{quiet} --split /dev/stdout > both")), 0, "");
    assert_eq!(folder.text("both").lines().filter(|line| line.starts_with("row,part")).count(), 1);
    assert!(folder.text("both").contains("32 train and 8 test rows"));
    ended(&folder.shell(&format!("mkfifo pipe; cat pipe > piped & {quiet} --split pipe; wait")), 0, "");
    assert_eq!(folder.text("piped").lines().count(), 41);
    assert_eq!(folder.names(), ["both", "pipe", "piped", "rows.csv"]);
}

#[test]
fn nothing_is_left_where_training_is_ended_from_outside() {
    let folder = Folder::new("ended");
    folder.table("rows.csv");
    let long = ["train", "rows.csv", "--target", "y", "--epochs", "100000", "--save", "model"];
    let mut child = folder.command(&long).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    // It trains once it tells of an epoch.
    let mut first = [0; 1];
    std::io::Read::read_exact(child.stderr.as_mut().unwrap(), &mut first).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(folder.names(), ["rows.csv"]);
}
