//! Every solver with every activation, and every other setting that a run can have, on a small table.

use perceptab_conversation::session::Command;
use serde_json::{Value, json};

use super::golden_file::Entry;
use super::presets::question;
use super::run::{Run, with};
use super::table::table;

const ROWS: u64 = 60;
const ACTIVATIONS: [&str; 9] =
    ["identity", "sigmoid", "tanh", "relu", "leaky-relu", "elu", "selu", "gelu", "softplus"];

/// Every setting by its name, so that a better default moves nothing here.
pub fn plain() -> Value {
    serde_json::from_str(include_str!("recipe.json")).unwrap()
}

pub fn solvers() -> [(&'static str, Value); 7] {
    [
        ("sgd", json!({"solver": "sgd"})),
        ("momentum", json!({"solver": "sgd", "momentum": 0.9})),
        ("nesterov", json!({"solver": "sgd", "momentum": 0.9, "nesterov": true})),
        ("adam", json!({"solver": "adam", "learning_rate": 0.02})),
        ("adamw", json!({"solver": "adamw", "learning_rate": 0.02, "weight_decay": 0.2})),
        ("rms-prop", json!({"solver": "rms-prop", "learning_rate": 0.01})),
        ("lbfgs", json!({"solver": "lbfgs"})),
    ]
}

/// Which question a setting is tried on.
#[derive(Clone, Copy, PartialEq)]
pub enum Question {
    Number,
    Class,
    Both,
}
use Question::{Both, Class, Number};

/// Runs on one table, one after the other.
pub struct Entries {
    table: String,
    pub entries: Vec<Entry>,
}

impl Entries {
    pub fn of(rows: u64) -> Entries {
        Entries { table: table(rows), entries: Vec::new() }
    }

    /// `changes`: what is not as in recipe.json.
    pub fn add(&mut self, name: &str, question: Question, changes: Value) {
        self.guide(name, question, changes, &[]);
    }

    /// The same, with what a person does while it runs.
    fn guide(&mut self, name: &str, asked: Question, changes: Value, commands: &[Command]) {
        for (this, is_regression, target) in [(Number, true, "number"), (Class, false, "class")] {
            if asked != Both && asked != this {
                continue;
            }
            let name = format!("{target}: {name}");
            let recipe = with(&with(&plain(), question(is_regression)), changes.clone());
            let entry = Run::guided(&name, &self.table, &recipe, commands).entry(name);
            self.entries.push(entry);
        }
    }
}

pub fn entries() -> Vec<Entry> {
    let mut entries = Entries::of(ROWS);
    solvers_and_activations(&mut entries);
    descent(&mut entries);
    stopping(&mut entries);
    losses_and_weights(&mut entries);
    networks(&mut entries);
    preparation(&mut entries);
    parts(&mut entries);
    commands(&mut entries);
    entries.entries
}

fn solvers_and_activations(entries: &mut Entries) {
    for (solver, settings) in solvers() {
        for activation in ACTIVATIONS {
            let changes = with(&settings, json!({"activation": activation}));
            entries.add(&format!("{solver}, {activation}"), Both, changes);
        }
    }
}

/// Schedules, batches, and what bounds a step.
fn descent(entries: &mut Entries) {
    for schedule in ["constant", "inverse-scaling", "adaptive", "cosine", "one-cycle"] {
        for (solver, settings) in &solvers()[..6] {
            // The adaptive one has something to adapt to.
            let changes = json!({"schedule": schedule, "n_iter_no_change": 2, "tol": 0.05, "epochs": 20});
            entries.add(&format!("schedule {schedule}, {solver}"), Number, with(settings, changes));
        }
        entries.add(&format!("schedule {schedule}, never still"), Class, json!({"schedule": schedule}));
    }
    let adaptive = json!({"schedule": "adaptive", "tol": 1.0, "epochs": 30});
    entries.add("adaptive by a patience of its own", Both, adaptive);
    entries.add(
        "inverse scaling by the power 0.25",
        Number,
        json!({"schedule": "inverse-scaling", "power_t": 0.25}),
    );
    for size in [json!(1), json!(7), json!(1000), Value::Null] {
        entries.add(&format!("batches of {size}"), Both, json!({"batch_size": size}));
    }
    entries.add("rows in their order", Both, json!({"shuffle": false}));
    for (solver, settings) in solvers() {
        entries.add(&format!("L2 penalty, {solver}"), Both, with(&settings, json!({"alpha": 0.5})));
        entries.add(
            &format!("short gradients, {solver}"),
            Number,
            with(&settings, json!({"clip_norm": 0.1})),
        );
        entries.add(&format!("dropout, {solver}"), Both, with(&settings, json!({"dropout": 0.3})));
    }
    let adam = json!({"solver": "adam", "beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-4});
    entries.add("adam with its own betas and epsilon", Number, adam);
    entries.add("rms-prop with its own rho", Number, json!({"solver": "rms-prop", "rho": 0.5}));
    entries.add("measured every 3 epochs", Both, json!({"measure_every": 3}));
    for (when, rate, rows) in [("at once", 1e6, 8), ("in epoch 2", 1e6, 1000), ("in epoch 6", 3.0, 1000)] {
        let rising = json!({"activation": "leaky-relu", "learning_rate": rate, "batch_size": rows});
        entries.add(&format!("a rate that diverges {when}"), Number, rising);
    }
}

fn stopping(entries: &mut Entries) {
    for (solver, settings) in solvers() {
        let mut add = |name: &str, asked, changes: Value| {
            entries.add(&format!("{name}, {solver}"), asked, with(&settings, changes));
        };
        add("loss still for 2 epochs", Both, json!({"n_iter_no_change": 2, "tol": 0.2, "epochs": 40}));
        for watched in ["score", "loss"] {
            let best = json!({"early_stopping": true, "watched": watched, "epochs": 30});
            add(&format!("best epoch by {watched}"), Both, best.clone());
            let still = with(&best, json!({"n_iter_no_change": 3, "tol": 1e-3}));
            add(&format!("{watched} still for 3 epochs"), Both, still);
        }
    }
    entries.add("lbfgs to its end", Number, json!({"solver": "lbfgs", "epochs": 1000, "tol": 0.01}));
    entries.add("lbfgs, 5 evaluations", Both, json!({"solver": "lbfgs", "max_fun": 5}));
    for watched in ["score", "loss"] {
        let best =
            json!({"early_stopping": true, "watched": watched, "loss": "absolute-error", "epochs": 30});
        entries.add(&format!("best epoch by {watched} of absolute errors"), Number, best);
    }
    entries.add(
        "half held back",
        Both,
        json!({"early_stopping": true, "validation_fraction": 0.5, "watched": "loss"}),
    );
}

fn losses_and_weights(entries: &mut Entries) {
    for (solver, settings) in [&solvers()[0], &solvers()[3], &solvers()[6]] {
        for loss in ["squared-error", "absolute-error", "huber", "poisson"] {
            for (weighing, weights) in [("", Value::Null), (", weighted", json!("weight"))] {
                let changes = json!({"loss": loss, "sample_weight": weights, "learning_rate": 0.01});
                entries.add(&format!("{loss}{weighing}, {solver}"), Number, with(settings, changes));
            }
        }
        for (name, changes) in [
            ("sample weights", json!({"sample_weight": "weight"})),
            ("balanced classes", json!({"balance_classes": true})),
            ("both weights", json!({"sample_weight": "weight", "balance_classes": true})),
        ] {
            entries.add(&format!("{name}, {solver}"), Class, with(settings, changes));
        }
    }
    for delta in [0.1, 2.0] {
        entries.add(&format!("huber from {delta}"), Number, json!({"loss": "huber", "huber_delta": delta}));
    }
    let weighted = json!({"early_stopping": true, "watched": "loss", "sample_weight": "weight"});
    entries.add("weighted, best epoch by loss", Both, weighted);
}

fn networks(entries: &mut Entries) {
    for initialiser in ["glorot", "he", "lecun", "scikit-learn"] {
        for activation in ["sigmoid", "relu", "selu"] {
            let changes = json!({"initialiser": initialiser, "activation": activation});
            entries.add(&format!("first weights by {initialiser}, {activation}"), Both, changes);
        }
    }
    entries.add("first weights in ± 0.1", Both, json!({"weight_range": 0.1}));
    for hidden in [json!([]), json!([1]), json!([33]), json!([9, 8, 7, 6])] {
        entries.add(&format!("hidden layers {hidden}"), Both, json!({"hidden": hidden}));
    }
    entries.add("an activation a layer", Both, json!({"layer_activations": ["gelu", "softplus"]}));
}

fn preparation(entries: &mut Entries) {
    for scale in ["standard", "robust", "quantile"] {
        for fill in ["mean", "median"] {
            for statistics in ["training-rows", "all-rows"] {
                let changes = json!({"scale": scale, "fill": fill, "statistics": statistics});
                entries.add(&format!("{scale}, {fill} of {statistics}"), Both, changes);
            }
        }
    }
    entries.add("no missing indicators", Both, json!({"missing_indicators": false}));
    for (name, changes) in [
        ("target / 100", json!({"target_scale": {"divide-by": 100.0}})),
        ("log target", json!({"log_target": true})),
        ("log target / 5", json!({"log_target": true, "target_scale": {"divide-by": 5.0}})),
    ] {
        entries.add(name, Number, changes);
    }
    entries.add("no repeated rows", Both, json!({"drop_duplicates": true}));
    // The number that weighs is an input here, by its few values.
    let columns = json!({"score": false, "kind": false, "part": false, "patient": false});
    let kinds = json!({"kinds": {"weight": "category", "day": "identifier"}, "columns": columns});
    entries.add("other kinds", Both, kinds);
    let columns =
        json!({"columns": {"score": false, "kind": false, "part": false, "day": false, "patient": true}});
    entries.add("other columns", Both, columns);
    entries.add("half of the rows", Both, json!({"reading": {"sample": 0.5}}));
    entries.add("further missing words", Both, json!({"reading": {"missing": ["blue", "0.5"]}}));
}

/// The rules by which rows are held out, alone and with what else divides the rows.
fn parts(entries: &mut Entries) {
    let rules = [
        ("at random", json!({})),
        ("by class", json!({"stratify": true})),
        ("by group", json!({"group": "patient"})),
        ("by time", json!({"time": "day"})),
        ("by column", json!({"split_column": "part"})),
    ];
    for (rule, settings) in rules {
        entries.add(&format!("parts {rule}"), Both, settings.clone());
        let stopped = json!({"early_stopping": true, "watched": "loss", "epochs": 20});
        entries.add(&format!("parts {rule}, best epoch"), Both, with(&settings, stopped));
        let distinct = json!({"drop_duplicates": true, "test_share": 0.4});
        entries.add(&format!("parts {rule}, no repeated rows, 40 %"), Both, with(&settings, distinct));
        // A column that names the parts leaves nothing to fold.
        if rule != "by column" {
            for fold in 0..3 {
                let changes = with(&settings, json!({"folds": 3, "fold": fold}));
                entries.add(&format!("parts {rule}, fold {} of 3", fold + 1), Both, changes);
            }
        }
    }
    let all =
        json!({"folds": 3, "fold": 1, "early_stopping": true, "watched": "score", "drop_duplicates": true});
    entries.add("fold 2 of 3, best epoch, no repeated rows", Both, all);
}

/// What a person does to a run does not change what an epoch does.
fn commands(entries: &mut Entries) {
    let settings = || json!({"early_stopping": true, "watched": "loss", "dropout": 0.2});
    entries.guide("one step, then on", Both, settings(), &[Command::Step, Command::Resume]);
    entries.guide("stopped after 3 steps", Both, settings(), &[Command::Step, Command::Step, Command::Stop]);
    let lbfgs = || json!({"solver": "lbfgs"});
    entries.guide("lbfgs, one step, then on", Both, lbfgs(), &[Command::Step, Command::Resume]);
    entries.guide("lbfgs, stopped after 2 steps", Both, lbfgs(), &[Command::Step, Command::Stop]);
}
