//! The audit on real tables: what is found in each, and nothing else.

use std::path::{Path, PathBuf};

use perceptab::audit::{Concern, Finding, Remedy, audit};
use perceptab::dataset::Proposal;
use perceptab::recipe::Recipe;
use perceptab::table::{Reader, Table};

fn shared() -> PathBuf {
    std::env::var_os("PERCEPTAB_SHARED").map_or_else(|| Path::new("../shared").to_path_buf(), PathBuf::from)
}

fn read(path: &Path) -> Option<Table> {
    let Ok(bytes) = std::fs::read(path) else {
        println!("{} is not there: skipped", path.display());
        return None;
    };
    let mut reader = Reader::new("table.csv");
    reader.push(&bytes).unwrap();
    Some(reader.finish().unwrap())
}

fn findings(table: &Table, recipe: &Recipe) -> Vec<Finding> {
    let plan = recipe.plan(&Proposal::of(table)).unwrap();
    let start = std::time::Instant::now();
    let found = audit(table, &plan);
    println!("{} rows, target {}: {:?}", table.n_rows, plan.target, start.elapsed());
    for finding in &found {
        println!("  {:?}: {} {:?}", finding.concern, finding.sentence, finding.remedies);
    }
    found
}

#[test]
fn show() {
    for name in [
        "ames",
        "bikeshare",
        "churn",
        "credit",
        "diamonds",
        "digits",
        "hotel_rates",
        "penguins",
        "titanic",
        "wine",
    ] {
        println!("{name}");
        let Some(table) = read(&shared().join(format!("data/tabular/{name}.csv"))) else { continue };
        let target = table.columns.last().unwrap().name.clone();
        findings(&table, &Recipe { target: Some(target), ..Recipe::default() });
    }
    for path in [
        shared().join("data/song_data.csv"),
        "data/songs.csv".into(),
        "data/penguins.csv".into(),
        "data/diamonds.csv".into(),
    ] {
        println!("{path:?}");
        let Some(table) = read(&path) else { continue };
        findings(&table, &Recipe::default());
        println!("keeping");
        findings(&table, &Recipe { drop_duplicates: false, ..Recipe::default() });
    }
}
