//! The audit on real tables: what is found in each, and nothing else.
#![cfg(not(target_arch = "wasm32"))]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use perceptab::audit::{Concern, Finding, Remedy, audit};
use perceptab::dataset::{Plan, Proposal, Task};
use perceptab::recipe::Recipe;
use perceptab::table::{Column, Kind, Reader, Table, Values};

fn shared(path: &str) -> PathBuf {
    let folder = std::env::var_os("PERCEPTAB_SHARED");
    folder.map_or_else(|| Path::new("../shared").to_path_buf(), PathBuf::from).join(path)
}

/// `None`, and a line that says so, where the file is absent.
fn read(path: &Path) -> Option<Table> {
    let Ok(bytes) = std::fs::read(path) else {
        println!("{} is not there: skipped", path.display());
        return None;
    };
    let mut reader = Reader::new("table.csv");
    reader.push(&bytes).unwrap();
    Some(reader.finish().unwrap())
}

/// What is found with this recipe. Which columns are codes is the table's to say, and not looked at here.
fn findings(table: &Table, recipe: &Recipe) -> Vec<Finding> {
    let mut found = audit(table, &recipe.plan(&Proposal::of(table)).unwrap());
    found.iter().for_each(|finding| println!("{:?}: {}", finding.concern, finding.sentence));
    found.retain(|finding| finding.concern != Concern::Codes);
    found
}

fn concerns(table: &Table, recipe: &Recipe) -> Vec<Concern> {
    findings(table, recipe).into_iter().map(|finding| finding.concern).collect()
}

#[test]
fn ten_real_tables_have_what_they_have() {
    use Concern::{ContradictoryRows, DuplicateRows, NearConstant, SkewedTarget, SmallTest};
    let expected: [(&str, &[Concern]); 10] = [
        ("ames", &[SkewedTarget, NearConstant]),
        ("bikeshare", &[]),
        ("churn", &[]),
        ("credit", &[]),
        ("diamonds", &[SkewedTarget]),
        ("digits", &[NearConstant]),
        ("hotel_rates", &[DuplicateRows, SkewedTarget, NearConstant]),
        ("penguins", &[]),
        ("titanic", &[ContradictoryRows]),
        ("wine", &[SmallTest]),
    ];
    for (name, expected) in expected {
        println!("{name}");
        let Some(table) = read(&shared(&format!("data/tabular/{name}.csv"))) else { continue };
        let target = table.columns.last().unwrap().name.clone();
        assert_eq!(
            concerns(&table, &Recipe::default().with(|it| it.question.target = Some(target))),
            expected,
            "{name}"
        );
    }
}

#[test]
fn songs_that_stand_in_both_parts_are_found() {
    let Some(table) = read(&shared("data/song_data.csv")) else { return };
    let found = findings(&table, &Recipe::default());
    assert_eq!(found[0].concern, Concern::Groups);
    assert_eq!(found[0].remedies, [Remedy::SplitByGroup("song_name".into())]);
    assert_eq!(found[1].concern, Concern::DuplicateRows);
    assert!(found[1].sentence.starts_with("3,911 of 18,835 rows repeat others"), "{}", found[1].sentence);
    // What is remedied is not told again.
    let remedied = Recipe::default().with(|it| it.question.group = Some("song_name".into()));
    assert!(!concerns(&table, &remedied).contains(&Concern::Groups));
}

#[test]
fn the_samples_have_what_they_have() {
    let of = |name: &str, recipe: &Recipe| {
        let table = read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name).as_path()).unwrap();
        concerns(&table, recipe)
    };
    let default = Recipe::default();
    assert_eq!(of("penguins.csv", &default), []);
    assert_eq!(of("diamonds.csv", &default), [Concern::SkewedTarget]);
    assert_eq!(of("diamonds.csv", &default.clone().with(|it| it.preparation.log_target = true)), []);
    // The sample's names are made up: rows that share one have nothing else in common.
    assert_eq!(of("songs.csv", &default), [Concern::DuplicateRows]);
}

#[test]
fn a_large_table_is_looked_at_quickly() {
    let n_rows = 1_000_000;
    let numbers = |salt: u64| {
        let mut state = salt;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f64
        };
        (0..n_rows).map(|_| next()).collect::<Vec<f64>>()
    };
    let column = |place: u64| Column {
        name: format!("x{place}"),
        kind: Kind::Numeric,
        reason: String::new(),
        values: Values::Numbers(numbers(place)),
        missing: 0,
        distinct: n_rows,
        form: perceptab::table::Form::default(),
    };
    let table = Table { n_rows, columns: (0..14).map(column).collect(), ..Table::default() };
    let names: Vec<String> = (1..14).map(|place| format!("x{place}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let start = Instant::now();
    assert_eq!(audit(&table, &Plan::new("x0", Task::Regression, &names)), []);
    println!("{:?}", start.elapsed());
    // It is some 0.2 s in a release build; a slow machine's debug build has its time too.
    assert!(start.elapsed() < Duration::from_secs(5));
}
