//! Every preset with three seeds, for as many epochs as it says.

use perceptab::recipe::Preset;
use serde_json::{Value, json};

use super::golden_file::Entry;
use super::run::{Run, with};
use super::table::table;

/// What the table is asked, of numbers and of classes: the target, and the columns that are no inputs.
pub fn question(is_regression: bool) -> Value {
    let (target, other) = if is_regression { ("score", "kind") } else { ("kind", "score") };
    let columns = json!({other: false, "patient": false, "part": false, "weight": false});
    json!({"target": target, "columns": columns})
}

pub fn entries() -> Vec<Entry> {
    let table = table(400);
    let mut entries = Vec::new();
    for preset in Preset::ALL {
        let recipe = serde_json::to_value(preset.recipe()).unwrap();
        // Those without a task of their own take both.
        let tasks = match recipe["task"].as_str() {
            Some(task) => vec![task == "regression"],
            None => vec![true, false],
        };
        for is_regression in tasks {
            for seed in 1..=3 {
                let recipe = with(&with(&recipe, question(is_regression)), json!({"seed": seed}));
                let target = recipe["target"].as_str().unwrap();
                let name = format!("{} on {target}, seed {seed}", preset.id());
                entries.push(Run::new(&name, &table, &recipe).entry(name));
            }
        }
    }
    entries
}
