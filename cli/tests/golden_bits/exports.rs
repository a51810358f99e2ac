//! The files that a page saves of a regression and of a classification. Its clock stands still here, so that no time is in them.
//! The charts as PNG are the canvas's own and not among them.

use perceptab_conversation::assignment::{AssignmentReport, EXPERIMENTS};
use perceptab_conversation::chart::Theme;
use perceptab_conversation::session::{Export, figures};
use serde_json::{Value, json};

use super::golden_file::{Entry, file};
use super::presets::question;
use super::run::{Run, with};
use super::settings::plain;
use super::table::{new_rows, table};

const EXPORTS: [Export; 6] =
    [Export::History, Export::Recipe, Export::Predictions, Export::Split, Export::Ledger, Export::Model];
/// CSS pixels.
const SIZE: (f64, f64) = (640.0, 360.0);

/// A recipe with something of everything that a file tells.
pub fn recipe(is_regression: bool) -> Value {
    let recipe = json!({
        "drop_duplicates": true, "scale": "robust", "fill": "median", "seed": 5, "sample_weight": "weight",
        "hidden": [12, 6], "activation": "gelu", "dropout": 0.1, "initialiser": "he", "loss": "huber",
        "huber_delta": 1.5, "solver": "adamw", "learning_rate": 0.01, "schedule": "cosine", "batch_size": 16,
        "epochs": 12, "early_stopping": true, "watched": "loss", "measure_every": 2
    });
    let recipe = with(&plain(), recipe);
    with(&recipe, question(is_regression))
}

pub fn entries() -> Vec<Entry> {
    let table = table(300);
    let mut entries = Vec::new();
    for (task, is_regression) in [("regression", true), ("classification", false)] {
        let mut run = Run::new(task, &table, &recipe(is_regression));
        entries.push(run.entry(format!("{task}: the run")));
        for export in EXPORTS {
            let (name, bytes) = run.export(export);
            entries.push(file(format!("{task}: {name}"), &bytes));
        }
        assert_eq!(run.model_copy(), run.export(Export::Model).1);
        run.predict(&new_rows());
        let (name, bytes) = run.export(Export::NewPredictions);
        entries.push(file(format!("{task}: {name}"), &bytes));
        entries.extend(charts(task, &run));
    }
    entries.extend(assignment(&table));
    entries
}

fn charts(task: &str, run: &Run) -> Vec<Entry> {
    let run = run.view.run();
    let epochs = run.map_or(0, |run| run.recipe.training.epochs);
    let figures =
        [("accuracy", figures::accuracy(run, &[], epochs)), ("loss", figures::loss(run, &[], epochs))];
    let svg = |(name, figure): (&str, perceptab_conversation::chart::Figure)| {
        let plot = figure.layout_with_title(SIZE.0, SIZE.1);
        [("light", Theme::light()), ("dark", Theme::dark())].map(|(theme, colours)| {
            file(format!("{task}: {name}-{theme}.svg"), plot.to_svg(&colours).as_bytes())
        })
    };
    figures.into_iter().flat_map(svg).collect()
}

/// The assignment's report: as a page, as an archive, and every file in that.
fn assignment(table: &str) -> Vec<Entry> {
    let mut report = AssignmentReport {
        title: "The assignment".to_string(),
        table: "table.csv".to_string(),
        rows: 300,
        target: "score".to_string(),
        seed: 4,
        version: "of before".to_string(),
        ..AssignmentReport::default()
    };
    for experiment in &EXPERIMENTS {
        let recipe = serde_json::to_value(experiment.preset.recipe()).unwrap();
        let changes = json!({"target": "score", "seed": 4, "epochs": 20});
        let run = Run::new(experiment.title, table, &with(&recipe, changes));
        report.add(experiment, run.view.run().unwrap());
    }
    let files = report.files();
    let whole = [
        ("assignment.html".to_string(), report.html().into_bytes()),
        ("assignment.zip".to_string(), report.archive()),
    ];
    whole.iter().chain(&files).map(|(name, bytes)| file(format!("assignment: {name}"), bytes)).collect()
}
