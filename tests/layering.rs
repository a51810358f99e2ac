//! Holds the rooms to their order: the sources are read as text, and a room that uses one below it, JS outside the
//! browser's room, or maths that depends on the target is a failure that names the file and the line. What each room uses
//! is what ARCHITECTURE.md's table says, no more and no less.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Crates that need a browser or are only there to reach one.
const JS_CRATES: [&str; 9] = [
    "js_sys",
    "web_sys",
    "wasm_bindgen",
    "wasm_bindgen_futures",
    "wasm_bindgen_test",
    "serde_wasm_bindgen",
    "console_error_panic_hook",
    "gloo",
    "getrandom",
];

/// Rooms whose results must be the same bits on every target.
const EXACT_ROOMS: [&str; 4] = ["matrix", "boosting", "network", "training"];

/// The files of `table` that belong to none of its folders.
const OWN_FILES: [&str; 4] = ["brief", "near", "packed", "summary"];

/// The crates that have rooms, those that are used first: their sources, and their name in a path.
const CRATES: [(&str, &str); 5] = [
    ("kernels/src", "perceptab_kernels"),
    ("src", "perceptab"),
    ("conversation/src", "perceptab_conversation"),
    ("browser/src", "perceptab_browser"),
    ("cli/src", "perceptab_cli"),
];

/// What the page may use of the other rooms: what crosses between page and worker, and what puts that into words. Nothing
/// reads, trains or writes; `scripts/modules.test.mjs` looks the same up in the page's module.
const PAGE_USES: [(&str, &[&str]); 12] = [
    (
        "format",
        &[
            "count",
            "counted",
            "decimal",
            "duration",
            "number",
            "r_squared",
            "share",
            "size",
            "speed",
            "time_left",
        ],
    ),
    ("table", &["Choice", "ColumnSummary", "Doubt", "Kind", "ReadSettings", "TableSummary", "Wish", "brief"]),
    ("dataset", &["ColumnProposal", "Fill", "Proposal", "TargetScale", "Task"]),
    ("audit", &["Concern", "Finding", "Remedy"]),
    ("training", &["EpochRecord", "Loss", "Schedule"]),
    ("model", &["InputField", "ModelSummary", "PredictSettings"]),
    ("evaluation", &["Closeness", "Ordinal", "Report", "Scores", "Spread"]),
    (
        "recipe",
        &[
            "Checked",
            "Choice",
            "NO_MARK",
            "Preset",
            "ReadSetting",
            "Recipe",
            "Role",
            "Tier",
            "Setting",
            "Shown",
            "Slot",
            "UnknownColumn",
            "Value",
            "settings",
        ],
    ),
    ("chart", &["Anchor", "Figure", "Mark", "Plot", "Role", "Theme"]),
    (
        "session",
        &[
            "AgreementView",
            "Command",
            "DataView",
            "Document",
            "Event",
            "Export",
            "Failure",
            "JobId",
            "JobKind",
            "JobView",
            "JoinedKind",
            "JoinedReport",
            "ModelSource",
            "Order",
            "Outcome",
            "Place",
            "Pool",
            "PooledRun",
            "Prediction",
            "Purpose",
            "RowPredicted",
            "RunFacts",
            "RunId",
            "RunState",
            "RunView",
            "Runs",
            "Sample",
            "SessionView",
            "Stage",
            "Window",
            "figures",
            "self",
        ],
    ),
    ("study", &["Learner", "Question", "Shape", "Study", "Trial"]),
    ("assignment", &["EXPERIMENTS", "Experiment", "Line", "Section", "Share", "reading"]),
];

#[test]
fn the_page_reads_trains_and_writes_nothing() {
    assert_all(page_uses);
}

#[test]
fn every_room_uses_only_the_rooms_above_it() {
    let rooms = all_rooms();
    assert_all(|path, text| arrows(path, text, &rooms));
}

/// What is in the table and is not used misleads as much as what is used and is not in it.
#[test]
fn every_room_uses_what_the_architecture_says() {
    let rooms = all_rooms();
    let mut used: BTreeMap<String, BTreeSet<String>> =
        rooms.iter().map(|room| (room.clone(), BTreeSet::new())).collect();
    for (_, path, text) in sources() {
        if let Some(uses) = used.get_mut(own_room(&path)) {
            uses.extend(
                rooms_used(&path, &text)
                    .into_iter()
                    .filter(|room| rooms.contains(room) && room != own_room(&path)),
            );
        }
    }
    let architecture = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let told = told(&architecture, &rooms);
    let differing = rooms.iter().filter(|room| told.get(*room) != used.get(*room));
    let lines: Vec<String> = differing
        .map(|room| {
            format!("{room}: ARCHITECTURE.md says {:?}, the sources use {:?}", told.get(room), used.get(room))
        })
        .collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

/// The folders of `table` have an order too, which its own documentation gives.
#[test]
fn the_folders_of_the_table_use_only_those_above_them() {
    let table = root().join("src/table");
    let folders = folders(&fs::read_to_string(table.join("mod.rs")).unwrap());
    let entries = fs::read_dir(&table).unwrap().map(|entry| entry.unwrap());
    let there: BTreeSet<String> = entries
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    assert_eq!(
        folders.iter().cloned().collect::<BTreeSet<_>>(),
        there,
        "src/table/mod.rs lists other folders"
    );
    assert_all(|path, text| folder_arrows(path, text, &folders));
}

/// Whatever made the outputs, a network or the mean of several, their evaluation is the same.
#[test]
fn evaluation_sees_outputs_and_no_network() {
    assert_all(networks);
}

#[test]
fn js_stays_in_the_browser_room() {
    assert_all(js);
}

#[test]
fn the_maths_is_written_once() {
    assert_all(target_dependence);
}

/// The room that a file belongs to.
fn own_room(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap_or_default()
}

/// The rooms that a file names outside of its tests.
fn rooms_used(path: &str, text: &str) -> Vec<String> {
    let is_test = path.ends_with("tests.rs") || path.contains("/tests/");
    let own = if is_test { "" } else { text.split("#[cfg(test)]").next().unwrap_or_default() };
    mentions(path, own).into_iter().map(|(_, room)| room).collect()
}

/// The table of the rooms: the last cell of each line that begins with a room's name.
fn told(architecture: &str, rooms: &[String]) -> BTreeMap<String, BTreeSet<String>> {
    let mut told = BTreeMap::new();
    for line in architecture.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let [_, room, _, uses, _] = cells[..]
            && let Some(room) = room.strip_prefix('`').and_then(|room| room.strip_suffix('`'))
            && rooms.iter().any(|name| name == room)
        {
            let uses = uses.split(", ").filter(|name| *name != "nothing").map(str::to_string);
            told.insert(room.to_string(), uses.collect());
        }
    }
    told
}

/// The rule about arrows. `path` is relative to its crate's sources, `rooms` are in their order from top to bottom.
fn arrows(path: &str, text: &str, rooms: &[String]) -> Vec<String> {
    let place = |name: &str| rooms.iter().position(|room| room == name);
    let own = own_room(path);
    // lib.rs lists the rooms, bins may use all of them.
    let Some(own_place) = place(own) else { return Vec::new() };
    let mut wrong = Vec::new();
    for (line, used) in mentions(path, text) {
        if used == own || place(&used).is_none() {
            continue;
        }
        if own == "chart" {
            wrong.push(format!("{path}:{line}: chart depends on nothing, but this line uses {used}"));
        } else if place(&used) > Some(own_place) {
            wrong.push(format!("{path}:{line}: {own} must not use {used}, which stands below it"));
        }
    }
    wrong
}

/// The folders of a room, in the order of its documentation's table.
fn folders(documentation: &str) -> Vec<String> {
    let lines = documentation.lines().filter_map(|line| line.strip_prefix("//! | `"));
    lines.filter_map(|line| line.split('`').next()).map(str::to_string).collect()
}

/// The rule about the folders of `table`. They name each other by their modules' own paths, so that every arrow is seen: what
/// the room hands on by a shorter path is for others. Its own files belong to no folder, and all may use them.
fn folder_arrows(path: &str, text: &str, folders: &[String]) -> Vec<String> {
    let place = |name: &str| folders.iter().position(|folder| folder == name);
    let mut parts = path.split('/');
    let (Some("table"), Some(own), Some(_)) = (parts.next(), parts.next(), parts.next()) else {
        return Vec::new();
    };
    if path.ends_with("tests.rs") {
        return Vec::new();
    }
    // A visibility is no use.
    let text = text.replace("pub(in crate::table)", "pub");
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let used = items(code).into_iter().filter(|(_, room, _)| *room == "table");
    let wrong = used.filter_map(|(line, _, used)| match place(used) {
        Some(used_place) if Some(used_place) <= place(own) => None,
        Some(_) => Some(format!("{path}:{line}: {own} must not use {used}, which stands below it")),
        None if used == "Table" || OWN_FILES.contains(&used) => None,
        None => Some(format!("{path}:{line}: {used} is to be named by its module's path")),
    });
    wrong.collect()
}

/// The rule about what is evaluated.
fn networks(path: &str, text: &str) -> Vec<String> {
    if !path.starts_with("evaluation/") {
        return Vec::new();
    }
    let used =
        mentions(path, text).into_iter().filter(|(_, room)| ["network", "training"].contains(&&**room));
    used.map(|(line, room)| format!("{path}:{line}: evaluation must not use {room}")).collect()
}

/// The rule about the page: it has a list. Tests may use more; so may the worker and what page and worker share.
fn page_uses(path: &str, text: &str) -> Vec<String> {
    let is_page = path.starts_with("page/") || path.starts_with("web/");
    let is_other = [
        "page/tests.rs",
        "page/fault_tests.rs",
        "page/run_list_tests.rs",
        "page/tier_tests.rs",
        "page/visit.rs",
        "web/worker.rs",
        "web/block.rs",
    ]
    .contains(&path);
    if !is_page || is_other {
        return Vec::new();
    }
    let own = text.split("#[cfg(test)]").next().unwrap_or_default();
    let mut wrong = Vec::new();
    for (line, room, item) in items(own) {
        let is_listed = match PAGE_USES.iter().find(|(listed, _)| *listed == room) {
            Some((_, listed)) => listed.contains(&item),
            None => ["page", "web"].contains(&room),
        };
        if !is_listed {
            wrong.push(format!("{path}:{line}: the page must not use {room}::{item}"));
        }
    }
    wrong
}

/// The rule about JS.
fn js(path: &str, text: &str) -> Vec<String> {
    if path.starts_with("web/") {
        return Vec::new();
    }
    let tokens = tokens(text);
    let found = tokens.iter().filter(|token| JS_CRATES.contains(&token.text));
    found.map(|token| format!("{path}:{}: {} belongs in web", token.line, token.text)).collect()
}

/// The rule about maths that is the same on every target.
fn target_dependence(path: &str, text: &str) -> Vec<String> {
    if !EXACT_ROOMS
        .iter()
        .any(|room| path.strip_prefix(room).is_some_and(|rest| rest.starts_with(['/', '.'])))
    {
        return Vec::new();
    }
    let words = ["target_arch", "target_feature", "mul_add", "mul_sub", "mul_neg_add", "mul_neg_sub"];
    let tokens = tokens(text);
    let found = tokens.iter().filter(|token| words.contains(&token.text));
    found
        .map(|token| format!("{path}:{}: {} gives other bits on other targets", token.line, token.text))
        .collect()
}

/// The rooms of all crates, in their order; the command line is one.
fn all_rooms() -> Vec<String> {
    let of = |(folder, _): &(&str, &str)| {
        rooms(&fs::read_to_string(root().join(folder).join("lib.rs")).unwrap_or_default())
    };
    CRATES.iter().flat_map(of).chain(["command_line".to_string()]).collect()
}

/// The rooms in the order of the `pub mod` lines.
fn rooms(lib: &str) -> Vec<String> {
    let names = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    names.map(str::to_string).collect()
}

/// Whether the word in a path leads to a crate that has rooms.
fn is_crate(word: &str) -> bool {
    word == "crate" || CRATES.iter().any(|(_, name)| *name == word)
}

/// Line and name of everything that a file takes from a crate's root: `crate::name`, `perceptab::name`, each name of
/// `crate::{a::…, b}`, and `super::…::name` where the supers reach the root.
fn mentions(path: &str, text: &str) -> Vec<(usize, String)> {
    let tokens = tokens(text);
    let text_at = |index: usize| tokens.get(index).map_or("", |token| token.text);
    let mut found = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        let mut next = index;
        if is_crate(text_at(index)) {
            next += 1;
        } else if text_at(index) == "super" {
            let mut supers = 0;
            while text_at(next) == "super" && supers < depth(path) {
                supers += 1;
                next += if text_at(next + 1) == "::" && text_at(next + 2) == "super" { 2 } else { 1 };
            }
            if supers < depth(path) {
                index = next;
                continue;
            }
        }
        if next == index || text_at(next) != "::" {
            index += 1;
            continue;
        }
        next += 1;
        if text_at(next) == "{" {
            let mut braces = 0;
            let mut first = true;
            loop {
                match text_at(next) {
                    "" => break,
                    "{" => braces += 1,
                    "}" => braces -= 1,
                    "," if braces == 1 => first = true,
                    name if braces == 1 && first => {
                        found.push((tokens[next].line, name.to_string()));
                        first = false;
                    }
                    _ => {}
                }
                if braces == 0 {
                    break;
                }
                next += 1;
            }
        } else if let Some(token) = tokens.get(next) {
            found.push((token.line, token.text.to_string()));
        }
        index = next + 1;
    }
    found
}

/// Line, room and item of each `crate::room::item` and `crate::room::{item, …}`. What is written otherwise is an item of its
/// own, which no list has.
fn items(text: &str) -> Vec<(usize, &str, &str)> {
    let tokens = tokens(text);
    let text_at = |index: usize| tokens.get(index).map_or("", |token| token.text);
    let mut found = Vec::new();
    for index in (0..tokens.len()).filter(|&index| is_crate(text_at(index)) && text_at(index + 1) == "::") {
        let (room, mut next) = (text_at(index + 2), index + 4);
        if text_at(next) != "{" {
            found.push((tokens[index].line, room, text_at(next)));
            continue;
        }
        let (mut braces, mut first) = (0, false);
        while next < tokens.len() {
            match text_at(next) {
                "{" => (braces, first) = (braces + 1, braces == 0),
                "}" => braces -= 1,
                "," if braces == 1 => first = true,
                item if braces == 1 && first => {
                    found.push((tokens[next].line, room, item));
                    first = false;
                }
                _ => {}
            }
            if braces == 0 {
                break;
            }
            next += 1;
        }
    }
    found
}

/// How many `super` lead from a file's module to the root: 1 for src/a.rs and src/a/mod.rs, 2 for src/a/b.rs.
fn depth(path: &str) -> usize {
    path.split('/').filter(|part| *part != "mod.rs").count()
}

struct Token<'t> {
    line: usize,
    text: &'t str,
}

/// Words, `::` and single signs, comments aside. A string's words are taken for code: that errs on the strict side.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let mut rest = without_comment(line).trim_start();
        while let Some(first) = rest.chars().next() {
            let is_word = |sign: char| sign.is_alphanumeric() || sign == '_';
            let length = if is_word(first) {
                rest.find(|sign| !is_word(sign)).unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            tokens.push(Token { line: number + 1, text: &rest[..length] });
            rest = rest[length..].trim_start();
        }
    }
    tokens
}

/// Docs may name a room below; `://` in an address starts no comment.
fn without_comment(line: &str) -> &str {
    let starts = line.match_indices("//").map(|(start, _)| start);
    let start = starts.into_iter().find(|&start| !line[..start].ends_with(':'));
    &line[..start.unwrap_or(line.len())]
}

/// Runs a rule over every file and fails with all that it found.
fn assert_all(rule: impl Fn(&str, &str) -> Vec<String>) {
    let wrong: Vec<String> = sources()
        .iter()
        .flat_map(|(folder, path, text)| {
            rule(path, text).into_iter().map(move |wrong| format!("{folder}/{wrong}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each file: its crate's folder, its path in there, and its text.
fn sources() -> Vec<(&'static str, String, String)> {
    let mut sources = Vec::new();
    for (folder, _) in CRATES {
        let within = root().join(folder);
        let mut files = Vec::new();
        collect(&within, &mut files);
        assert!(files.len() > 10, "the sources of {folder} were not found");
        for file in files {
            let path = file.strip_prefix(&within).unwrap().to_str().unwrap().replace('\\', "/");
            sources.push((folder, path, fs::read_to_string(&file).unwrap()));
        }
    }
    sources
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Each rule catches what it is there for, and lets pass what it should.
mod the_rules_themselves {
    use super::*;

    fn arrow(path: &str, text: &str) -> usize {
        let rooms = ["table", "matrix", "network", "chart", "session"].map(str::to_string);
        arrows(path, text, &rooms).len()
    }

    #[test]
    fn the_rooms_go_from_matrix_to_the_command_line() {
        let rooms = all_rooms();
        assert_eq!(rooms.first().map(String::as_str), Some("matrix"));
        assert_eq!(rooms.last().map(String::as_str), Some("command_line"));
    }

    #[test]
    fn an_upward_arrow_is_caught() {
        assert_eq!(arrow("matrix/mod.rs", "use crate::network::Layer;"), 1);
        assert_eq!(arrow("matrix/storage.rs", "fn f(l: &crate::network::Layer) {}"), 1);
        assert_eq!(arrow("matrix/mod.rs", "use crate::{table::Table, network::{Layer, Head}, session};"), 2);
        assert_eq!(arrow("matrix/mod.rs", "use crate::{\n    network,\n};"), 1);
        assert_eq!(arrow("matrix/mod.rs", "use super::network::Layer;"), 1);
        assert_eq!(arrow("matrix/storage.rs", "use super::super::network::Layer;"), 1);
        assert_eq!(arrow("matrix.rs", "use crate :: session;"), 1);
        assert_eq!(arrow("matrix.rs", "use perceptab_conversation::session::Session;"), 1);
        assert_eq!(arrow("chart/plot.rs", "use crate::table::Table;"), 1);
    }

    #[test]
    fn a_downward_arrow_passes() {
        assert_eq!(arrow("network/layer.rs", "use crate::{matrix::Matrix, network::Head, table};"), 0);
        assert_eq!(arrow("matrix/storage.rs", "use super::network;"), 0);
        assert_eq!(arrow("matrix/mod.rs", "/// Used by [`crate::session::Session`].\nfn f() {}"), 0);
        assert_eq!(arrow("bin/perceptab.rs", "use crate::session::Session;"), 0);
        assert_eq!(arrow("lib.rs", "pub use crate::session::Session;"), 0);
    }

    #[test]
    fn an_upward_arrow_between_folders_is_caught() {
        let folders =
            folders("//! | folder | what |\n//! |---|---|\n//! | `value` | x |\n//! | `reader` | y |\n");
        assert_eq!(folders, ["value", "reader"]);
        let wrong = |path: &str, text: &str| folder_arrows(path, text, &folders).len();
        assert_eq!(wrong("table/value/date.rs", "use crate::table::reader::Reader;"), 1);
        assert_eq!(wrong("table/value/date.rs", "use crate::table::{Reader, summary::TableSummary};"), 1);
        assert_eq!(wrong("table/reader/mod.rs", "use crate::table::value::{date, unit};"), 0);
        assert_eq!(
            wrong("table/value/mod.rs", "#[cfg(test)]\nmod tests {\n    use crate::table::Reader;\n}"),
            0
        );
        assert_eq!(wrong("table/summary.rs", "use crate::table::Reader;"), 0);
    }

    #[test]
    fn the_table_is_read_and_tests_use_what_they_like() {
        let rooms = ["table", "matrix", "session"].map(str::to_string);
        let told = told(
            "| room | what | uses |\n|---|---|---|\n| `matrix` | x | nothing |\n| `session` | y | table, matrix |\n",
            &rooms,
        );
        let names = |names: &[&str]| names.iter().map(|name| name.to_string()).collect::<BTreeSet<_>>();
        assert_eq!(
            told,
            BTreeMap::from([("matrix".into(), names(&[])), ("session".into(), names(&["table", "matrix"]))])
        );
        assert_eq!(
            rooms_used("session/run.rs", "use crate::table;\n#[cfg(test)]\nmod tests { use crate::matrix; }"),
            ["table"]
        );
        assert!(rooms_used("session/tests.rs", "use crate::table;").is_empty());
    }

    #[test]
    fn a_network_that_is_evaluated_is_caught() {
        assert_eq!(networks("evaluation/report.rs", "use crate::{dataset, network::Network};").len(), 1);
        assert_eq!(networks("evaluation/spread.rs", "use crate::training::Scores;").len(), 1);
        assert_eq!(networks("evaluation/report.rs", "use crate::model::Outputs;").len(), 0);
        assert_eq!(networks("session/run.rs", "use crate::network::Network;").len(), 0);
    }

    #[test]
    fn what_the_page_must_not_use_is_caught() {
        let wrong = |path: &str, text: &str| page_uses(path, text).len();
        assert_eq!(wrong("page/act.rs", "use crate::session::Session;"), 1);
        assert_eq!(
            wrong("page/act.rs", "use crate::session::{Command, Session, figures::x, Rehearsal as R};"),
            2
        );
        assert_eq!(wrong("page/act.rs", "fn f() { crate::model::history_csv(&[]); }"), 1);
        assert_eq!(wrong("web/app/mod.rs", "use crate::matrix::Matrix;"), 1);
        assert_eq!(wrong("web/link.rs", "use crate::{table::Reader, session};"), 1);
        assert_eq!(
            wrong("page/act.rs", "use crate::session::{Command, figures::x};\nuse crate::page::Node;"),
            0
        );
        assert_eq!(wrong("page/act.rs", "#[cfg(test)]\nmod tests { use crate::session::Session; }"), 0);
        assert_eq!(wrong("web/worker.rs", "use crate::session::Session;"), 0);
    }

    #[test]
    fn js_outside_the_browser_room_is_caught() {
        assert_eq!(js("session/mod.rs", "use wasm_bindgen::JsValue;").len(), 1);
        assert_eq!(js("network/mod.rs", "fn now() -> f64 { js_sys::Date::now() }").len(), 1);
        assert_eq!(js("page/mod.rs", "use web_sys::window;").len(), 1);
        assert_eq!(js("web/worker.rs", "use wasm_bindgen::JsValue;").len(), 0);
        assert_eq!(js("session/mod.rs", "// wasm_bindgen stays out").len(), 0);
    }

    #[test]
    fn maths_that_depends_on_the_target_is_caught() {
        assert_eq!(target_dependence("matrix/mod.rs", "#[cfg(target_arch = \"wasm32\")]").len(), 1);
        assert_eq!(
            target_dependence("training/mod.rs", "if cfg!(not(target_feature = \"fma\")) {}").len(),
            1
        );
        assert_eq!(target_dependence("network/layer.rs", "let y = a.mul_add(b, c);").len(), 1);
        assert_eq!(target_dependence("network.rs", "let y = f32::mul_add(a, b, c);").len(), 1);
        assert_eq!(target_dependence("web/worker.rs", "#[cfg(target_arch = \"wasm32\")]").len(), 0);
        assert_eq!(target_dependence("matrix/mod.rs", "let y = a * b + c; // not mul_add").len(), 0);
    }
}
