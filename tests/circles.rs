//! No two files use each other, directly or around others: each can be read before those that use it. A `mod.rs` that hands its
//! files on (`pub use`) is not counted as using them.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const SOURCES: [&str; 6] =
    ["kernels/src", "src", "conversation/src", "browser/src", "cli/src", "workbook/src"];

/// What the page's app is made of is a part of it in a file of its own.
const ONE: &[&str] = &["web::app", "web::app::charts", "web::app::pool"];

/// Modules by their path, each with the modules that it uses.
type Uses = BTreeMap<String, BTreeSet<String>>;

#[test]
fn no_files_use_each_other() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in SOURCES {
        let mut sources = BTreeMap::new();
        read(&root.join(folder), "", &mut sources);
        assert!(!sources.is_empty(), "{folder} has no files");
        let circles: Vec<_> = circles(&uses(&sources)).into_iter().filter(|circle| circle != ONE).collect();
        assert!(circles.is_empty(), "{folder}: these use each other: {circles:?}");
    }
}

/// The files below a folder by the paths of their modules.
fn read(folder: &Path, module: &str, sources: &mut BTreeMap<String, String>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_string();
        let below = if module.is_empty() { name.clone() } else { format!("{module}::{name}") };
        if path.is_dir() {
            read(&path, &below, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let is_own = ["mod", "lib", "main"].contains(&name.as_str());
            sources
                .insert(if is_own { module.to_string() } else { below }, fs::read_to_string(&path).unwrap());
        }
    }
}

fn uses(sources: &BTreeMap<String, String>) -> Uses {
    let used = |(module, text): (&String, &String)| {
        let paths = imports(text).into_iter().filter_map(|import| resolved(&import, module, sources));
        (module.clone(), paths.filter(|used| used != module).collect())
    };
    sources.iter().map(used).collect()
}

/// The paths that a file imports for itself, outside of its tests.
fn imports(text: &str) -> Vec<String> {
    let lines = text.split("#[cfg(test)]").next().unwrap_or_default().lines();
    let code: String =
        lines.map(|line| line.split("//").next().unwrap_or_default().to_string() + "\n").collect();
    let statements = code.split(';').filter_map(|statement| statement.trim().strip_prefix("use "));
    statements.flat_map(|paths| spread(&paths.split_whitespace().collect::<String>())).collect()
}

/// `a::{b,c::{d,e}}` → `a::b`, `a::c::d`, `a::c::e`.
fn spread(paths: &str) -> Vec<String> {
    let Some((before, inside)) = paths.split_once('{') else { return vec![paths.to_string()] };
    let inside = inside.strip_suffix('}').unwrap_or(inside);
    let (mut depth, mut from, mut parts) = (0, 0, Vec::new());
    for (at, letter) in inside.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inside[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inside[from..]);
    let filled = parts.into_iter().filter(|part| !part.is_empty());
    filled.flat_map(|part| spread(part).into_iter().map(|path| format!("{before}{path}"))).collect()
}

/// The module that a path of this crate leads into.
fn resolved(path: &str, module: &str, sources: &BTreeMap<String, String>) -> Option<String> {
    let mut own: Vec<&str> = module.split("::").filter(|part| !part.is_empty()).collect();
    let mut parts = path.split("::").peekable();
    match parts.next()? {
        "crate" => own.clear(),
        "self" => {}
        "super" => {
            own.pop();
            while parts.next_if_eq(&"super").is_some() {
                own.pop();
            }
        }
        _ => return None,
    }
    own.extend(parts);
    (0..=own.len()).rev().map(|length| own[..length].join("::")).find(|path| sources.contains_key(path))
}

/// The groups of modules that lead back to themselves.
fn circles(uses: &Uses) -> BTreeSet<Vec<String>> {
    let reached = |from: &String| {
        let (mut reached, mut next) = (BTreeSet::new(), vec![from]);
        while let Some(module) = next.pop() {
            next.extend(
                uses.get(module).into_iter().flatten().filter(|used| reached.insert((*used).clone())),
            );
        }
        reached
    };
    let reached: BTreeMap<&String, BTreeSet<String>> =
        uses.keys().map(|from| (from, reached(from))).collect();
    let leads_back = |from: &&String| reached[from].contains(*from);
    let group = |from: &String| {
        let both = |other: &&String| reached[from].contains(*other) && reached[*other].contains(from);
        uses.keys().filter(both).cloned().collect::<Vec<_>>()
    };
    uses.keys().filter(leads_back).map(group).collect()
}

#[test]
fn a_circle_is_found_and_a_chain_is_none() {
    let sources = |files: &[(&str, &str)]| {
        files.iter().map(|(module, text)| (module.to_string(), text.to_string())).collect::<BTreeMap<_, _>>()
    };
    let chain = sources(&[
        ("room", "mod a;\nmod b;\npub use a::A;\n"),
        ("room::a", "use super::b::B;\n"),
        ("room::b", "#[cfg(test)]\nmod tests { use crate::room::a::A; }"),
    ]);
    assert!(circles(&uses(&chain)).is_empty());
    let circle = sources(&[
        ("room::a", "use crate::room::{\n    b::{B, C},\n    c,\n};\n"),
        ("room::b", "// what it is for\nuse super::c::D;\n"),
        ("room::c", "use super::a;\n"),
    ]);
    assert_eq!(
        circles(&uses(&circle)),
        BTreeSet::from([["room::a", "room::b", "room::c"].map(String::from).to_vec()])
    );
}
