//! The committed files: one line an entry, so that a difference between two versions of one is read line by line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::sha256::sha256;

/// A name, and what is written down of it: a hash or a few words each, with what they are of.
pub type Entry = (String, Vec<(&'static str, String)>);

/// What the bits follow from.
const SOURCE: [&str; 6] =
    ["src", "kernels/src", "cli/src", "Cargo.toml", "Cargo.lock", "rust-toolchain.toml"];

/// What is written down of a file.
pub fn file(name: impl Into<String>, bytes: &[u8]) -> Entry {
    let name = name.into();
    assert!(!bytes.is_empty(), "{name} is empty");
    keep(&name, bytes);
    (name, vec![("bytes", bytes.len().to_string()), ("sha256", sha256(bytes))])
}

/// Enough of a checksum where there are hundreds of them.
pub fn short_hash(bytes: &[u8]) -> String {
    sha256(bytes).chars().take(16).collect()
}

/// Compares the entries with the committed ones, or writes them down where that is asked for.
pub fn compare(name: &str, entries: Vec<Entry>) {
    let names: BTreeSet<&String> = entries.iter().map(|entry| &entry.0).collect();
    assert_eq!(names.len(), entries.len(), "two entries of {name}.json have the same name");
    let path = path(name);
    if std::env::var_os("PERCEPTAB_WRITE_GOLDEN").is_some() {
        std::fs::write(&path, written(&entries)).unwrap();
        return;
    }
    let text = std::fs::read_to_string(&path).unwrap();
    let golden: Value = serde_json::from_str(&text).unwrap();
    let golden = golden["entries"].as_object().unwrap();
    let differences = differences(golden, &entries);
    assert!(
        differences.is_empty(),
        "{} of {} entries differ from cli/tests/golden_bits/{name}.json:\n{}",
        differences.len(),
        entries.len(),
        differences.join("\n")
    );
}

/// A sentence for each entry that is another one, is gone, or is new.
fn differences(golden: &serde_json::Map<String, Value>, entries: &[Entry]) -> Vec<String> {
    let mut differences = Vec::new();
    for (name, facts) in entries {
        let Some(before) = golden.get(name) else {
            differences.push(format!("{name}: it is not in the file"));
            continue;
        };
        let changed: Vec<String> = facts
            .iter()
            .filter(|(fact, now)| before[fact] != json!(now))
            .map(|(fact, now)| format!("{fact} {} is now {now:?}", before[fact]))
            .collect();
        if !changed.is_empty() {
            differences.push(format!("{name}: {}", changed.join("; ")));
        }
    }
    let names: BTreeSet<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
    let gone = golden.keys().filter(|name| !names.contains(name.as_str()));
    differences.extend(gone.map(|name| format!("{name}: it is in the file, and nothing gives it any more")));
    differences
}

fn written(entries: &[Entry]) -> String {
    let about = format!(
        "Written by scripts/golden_bits.sh at {}; read cli/tests/golden_bits/main.rs first.",
        commit()
    );
    let mut text = format!("{{\n\"about\": {},\n\"entries\": {{\n", json!(about));
    for (place, (name, facts)) in entries.iter().enumerate() {
        let facts: BTreeMap<&str, &String> = facts.iter().map(|(fact, value)| (*fact, value)).collect();
        let end = if place + 1 < entries.len() { "," } else { "" };
        writeln!(text, "{}: {}{end}", json!(name), serde_json::to_string(&facts).unwrap()).unwrap();
    }
    text + "}\n}\n"
}

/// Of which state of the source the entries are: the last commit that touched it, and whether anything has changed since.
fn commit() -> String {
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.args(arguments).args(SOURCE).current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
        git.output()
            .map_or(String::new(), |output| String::from_utf8_lossy(&output.stdout).trim().to_string())
    };
    let since = if git(&["status", "--porcelain", "--"]).is_empty() { "" } else { " with changes since" };
    format!("commit {}{since}", git(&["log", "-1", "--format=%h of %cs", "--"]))
}

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden_bits").join(format!("{name}.json"))
}

/// Lays the bytes into the folder that is asked for, if one is.
fn keep(name: &str, bytes: &[u8]) {
    let Some(folder) = std::env::var_os("PERCEPTAB_GOLDEN_FILES") else { return };
    let place = |c: char| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' };
    let name: String = name.chars().map(place).collect();
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(Path::new(&folder).join(name), bytes).unwrap();
}

#[test]
fn an_entry_that_differs_is_named() {
    let entry = |name: &str, hash: &str| (name.to_string(), vec![("weights", hash.to_string())]);
    let golden = json!({"a": {"weights": "1"}, "b": {"weights": "2"}, "c": {"weights": "3"}});
    let entries = [entry("a", "1"), entry("b", "7"), entry("d", "4")];
    assert_eq!(
        differences(golden.as_object().unwrap(), &entries),
        [
            "b: weights \"2\" is now \"7\"",
            "d: it is not in the file",
            "c: it is in the file, and nothing gives it any more"
        ]
    );
}
