//! A table of very many columns takes time that grows with their number, from its bytes to the numbers that are trained on.
#![cfg(not(target_arch = "wasm32"))]

use std::time::{Duration, Instant};

use perceptab::audit::audit;
use perceptab::dataset::{PrepareError, Proposal, prepare};
use perceptab::recipe::Recipe;
use perceptab::table::{Reader, Table};

/// Four rows of so many columns.
fn text(n_columns: usize) -> String {
    let line = |cell: &dyn Fn(usize) -> String| (0..n_columns).map(cell).collect::<Vec<_>>().join(",") + "\n";
    let names = line(&|column| format!("x{column}"));
    (0..4).fold(names, |text, row| text + &line(&|column| ((column * 7 + row * 13) % 97).to_string()))
}

/// The least time of a few tries: what else the machine does only adds to it.
fn least(tries: usize, work: impl Fn()) -> Duration {
    let tried = (0..tries).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed()
    });
    tried.min().unwrap()
}

fn read(text: &str) -> Table {
    let mut reader = Reader::new("wide.csv");
    reader.push(text.as_bytes()).unwrap();
    reader.finish().unwrap()
}

fn use_all(table: &Table) {
    let proposal = Proposal::of(table);
    let recipe = Recipe::default();
    let mut known = Recipe::default().with(|it| {
        it.question.columns = proposal.columns.iter().map(|column| (column.name.clone(), true)).collect()
    });
    known.keep_known(&proposal);
    assert_eq!(known.question.columns.len(), table.columns.len());
    let plan = recipe.plan(&proposal).unwrap();
    // All inputs are found; so many are then too many for a network.
    match prepare(table, &plan) {
        Ok(dataset) => assert_eq!(dataset.encoder.width(), plan.inputs.len()),
        Err(error) => assert_eq!(error, PrepareError::TooWide { inputs: plan.inputs.len() }),
    }
    audit(table, &plan);
    assert_eq!(table.summary().columns.len(), table.columns.len());
}

/// Sixteen times the columns take sixteen times the time, not 256 times.
#[test]
fn time_grows_with_the_number_of_columns() {
    let (few, many) = (text(2_500), text(40_000));
    type Step = Box<dyn Fn(&str)>;
    let steps: [(&str, Step); 2] = [
        ("reading", Box::new(|text| assert!(read(text).n_rows == 4))),
        ("all of it", Box::new(|text| use_all(&read(text)))),
    ];
    for (name, step) in steps {
        let ratio = least(3, || step(&many)).as_secs_f64() / least(7, || step(&few)).as_secs_f64();
        assert!(ratio < 64.0, "{name}: {ratio:.0} times the time");
    }
}
