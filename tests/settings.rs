//! Holds the table of settings to what it says: of files, limits, the command line, the guide, and when a setting matters.

use std::collections::BTreeMap;

use perceptab::dataset::{Proposal, TargetScale, Task, prepare};
use perceptab::recipe::{Preset, Recipe, Setting, Slot, SolverName, Tier, Value};
use perceptab::table::{Reader, Table};
use perceptab::training::{Loss, Schedule, Step, Trainer};

#[test]
fn a_file_has_each_setting_once_and_in_the_order_of_the_table() {
    let json = serde_json::to_string(&Recipe::default()).unwrap();
    let mut at = 0;
    for name in ["format"].into_iter().chain(Setting::all().map(|setting| setting.name)) {
        let key = format!("\"{name}\":");
        let found = json.match_indices(&key).map(|(start, _)| start).collect::<Vec<_>>();
        assert_eq!(found.len(), 1, "{name}");
        assert!(found[0] >= at, "{name} stands before the one that it comes after");
        at = found[0];
    }
    let keys: BTreeMap<String, serde_json::Value> = serde_json::from_str(&json).unwrap();
    assert_eq!(keys.len(), 1 + Setting::all().count());
}

/// A file of today's form, nested by nothing, whatever the parts of a recipe are in the program.
#[test]
fn what_is_written_is_what_it_was() {
    let json = serde_json::to_string(&Preset::MlpClassifier1.recipe()).unwrap();
    let before = concat!(
        r#"{"format":"perceptab-recipe","preset":"mlp-classifier-1","tier":"quick","ways":12,"networks_only":false,"reading":{"encoding":null,"delimiter":null,"quote":null,"#,
        r#""decimal":null,"comment":null,"skip":null,"header":null,"missing":[],"not_missing":[],"part":null,"sample":null},"#,
        r#""target":null,"task":"classification","columns":{},"kinds":{},"drop_duplicates":true,"statistics":"training-rows","#,
        r#""scale":"standard","fill":"mean","missing_indicators":true,"bins":0,"target_scale":{"divide-by":100.0},"log_target":false,"#,
        r#""test_share":0.2,"stratify":false,"group":null,"time":null,"split_column":null,"seed":1,"sample_weight":null,"#,
        r#""balance_classes":false,"hidden":[32],"activation":"sigmoid","layer_activations":[],"initialiser":"scikit-learn","#,
        r#""weight_range":null,"waves":false,"dropout":0.0,"loss":"squared-error","huber_delta":1.0,"solver":"sgd","learning_rate":0.01,"#,
        r#""schedule":"constant","power_t":0.5,"momentum":0.9,"nesterov":true,"beta_1":0.9,"beta_2":0.999,"rho":0.9,"#,
        r#""epsilon":1e-8,"weight_decay":0.01,"max_fun":15000,"alpha":0.0001,"clip_norm":null,"batch_size":32,"shuffle":true,"#,
        r#""epochs":200,"n_iter_no_change":null,"tol":0.0001,"early_stopping":false,"validation_fraction":0.1,"#,
        r#""watched":"score","measure_every":10}"#
    );
    assert_eq!(json, before);
}

#[test]
fn parts_without_names_read_back_too() {
    for preset in Preset::ALL {
        let recipe = preset.recipe().with(|it| {
            it.question.columns.insert("a".to_string(), false);
            it.network.weight_range = Some(0.25);
        });
        let bytes = postcard::to_allocvec(&recipe).unwrap();
        assert_eq!(postcard::from_bytes::<Recipe>(&bytes).unwrap(), recipe);
        assert!(bytes.len() < 200, "{} bytes have names in them", bytes.len());
    }
}

/// Puts a number into a setting that has one; whether it does.
fn put(setting: &Setting, recipe: &mut Recipe, number: f64) -> bool {
    match (setting.slot)(recipe) {
        Slot::Whole(slot) => *slot = number as usize,
        Slot::WholeOrNone(slot) => *slot = Some(number as usize),
        Slot::Seed(slot) => *slot = number as u64,
        Slot::Single(slot) => *slot = number as f32,
        Slot::SingleOrNone(slot) => *slot = Some(number as f32),
        Slot::Number(slot) => *slot = number,
        Slot::NumberOrNone(slot) => *slot = Some(number),
        Slot::Widths(slot) => *slot = vec![number as usize],
        _ => return false,
    }
    true
}

#[test]
fn every_number_has_limits_that_hold_at_both_ends() {
    for setting in Setting::all() {
        let wrong = |number: f64| {
            let mut recipe = Recipe::default();
            put(setting, &mut recipe, number)
                .then(|| recipe.problems().iter().any(|problem| problem.field == setting.name))
        };
        if wrong(1.0).is_none() {
            assert!(setting.limits.is_none(), "{setting:?}");
            continue;
        }
        let limits = setting.limits.unwrap_or_else(|| panic!("{setting:?} has no limits"));
        let is_whole = matches!(
            (setting.value)(&Recipe::default()),
            Value::Whole(_) | Value::WholeOrNone(_) | Value::Seed(_) | Value::Widths(_)
        );
        let (below, above) = match is_whole {
            true => (limits.low - 1.0, limits.high + 1.0),
            false => (limits.low - limits.low.max(1e-9) * 0.01, limits.high * 1.01),
        };
        assert_eq!([wrong(limits.low), wrong(limits.high)], [Some(false); 2], "{setting:?}");
        assert_eq!(wrong(above), Some(true), "{setting:?} takes {above}");
        // Below 0 there is no whole number.
        assert!(below < 0.0 && is_whole || wrong(below) == Some(true), "{setting:?} takes {below}");
        assert!(is_whole || wrong(f64::NAN) == Some(true), "{setting:?} takes what is no number");
    }
}

#[test]
fn every_setting_has_its_words_and_a_section_of_the_guide() {
    let guide = include_str!("../www/guide/index.html");
    for setting in Setting::all() {
        assert!(guide.contains(&format!("id=\"{}\"", setting.section)), "{setting:?}: {}", setting.section);
        assert!(!setting.label.is_empty() && setting.help.ends_with('.'), "{setting:?}");
    }
}

const TASKS: [Task; 2] = [Task::Regression, Task::Classification];

/// A small network on a small table, and what it may be besides.
fn recipes() -> Vec<Recipe> {
    let plain = Recipe::default().with(|it| {
        it.network.hidden = vec![3];
        it.training.epochs = 2;
        it.training.batch_size = Some(8);
        it.question.target = Some("y".to_string());
    });
    let changed = |change: fn(&mut Recipe)| plain.clone().with(change);
    vec![
        plain.clone(),
        changed(|it| it.tier = Tier::Best),
        changed(|it| it.network.hidden = vec![]),
        changed(|it| it.network.layer_activations = vec![perceptab::network::Activation::Tanh]),
        changed(|it| it.training.solver = SolverName::Sgd),
        changed(|it| {
            it.training.solver = SolverName::Sgd;
            it.training.momentum = 0.9;
            it.training.early_stopping = false;
        }),
        changed(|it| it.training.solver = SolverName::RmsProp),
        changed(|it| it.training.solver = SolverName::Lbfgs),
        changed(|it| {
            it.training.loss = Loss::Huber;
            it.training.schedule = Schedule::InverseScaling;
        }),
        changed(|it| {
            it.training.loss = Loss::Poisson;
            it.training.schedule = Schedule::Adaptive;
        }),
    ]
}

/// The setting with another value.
fn otherwise(setting: &Setting, recipe: &Recipe) -> Recipe {
    let mut other = recipe.clone();
    match (setting.slot)(&mut other) {
        Slot::Switch(slot) => *slot = !*slot,
        Slot::Choice(choice) => choice.choose((choice.at() + 1) % choice.names().len()),
        Slot::TargetScale(slot) => *slot = TargetScale::DivideBy(3.0),
        _ => {
            let numbers = [0.5, 0.25, 3.0, 4.0];
            let tried = numbers.map(|number| {
                let mut tried = recipe.clone();
                let is_put = put(setting, &mut tried, number);
                (is_put && tried != *recipe && tried.problems().is_empty()).then_some(tried)
            });
            other = tried.into_iter().flatten().next().unwrap_or_else(|| panic!("{setting:?}"));
        }
    }
    other
}

#[test]
fn a_setting_matters_somewhere_and_where_it_does_not_the_weights_stay() {
    let table = table();
    let mut idle = 0;
    for setting in Setting::all() {
        let mut matters = false;
        for recipe in recipes() {
            for task in TASKS {
                if (setting.matters)(&recipe, Some(task)) {
                    matters = true;
                    continue;
                }
                idle += 1;
                let recipe = recipe.clone().with(|it| it.question.task = Some(task));
                let other = otherwise(setting, &recipe);
                assert_ne!(recipe, other);
                assert_eq!(
                    hash(&recipe, &table),
                    hash(&other, &table),
                    "{setting:?} of {task:?}: {recipe:?}"
                );
            }
        }
        assert!(matters, "{setting:?}");
    }
    assert!(idle > 50, "{idle}");
}

/// Some rows are there twice.
fn table() -> Table {
    let row = |row: usize| {
        let row = if row % 9 == 8 { row - 4 } else { row };
        format!("{},{},{}\n", row * 7 % 11, row * 5 % 13, 1 + (row * 7 % 11 + row) % 3)
    };
    let text: String = std::iter::once("a,b,y\n".to_string()).chain((0..90).map(row)).collect();
    let mut reader = Reader::new("a.csv");
    reader.push(text.as_bytes()).unwrap();
    reader.finish().unwrap()
}

/// Of the weights after training.
fn hash(recipe: &Recipe, table: &Table) -> String {
    let recipe = recipe.clone().checked().unwrap();
    let dataset = prepare(table, &recipe.plan(&Proposal::of(table)).unwrap()).unwrap();
    let seed = recipe.question.seed;
    let mut trainer = Trainer::new(recipe.network(&dataset, seed), &dataset, recipe.training(seed));
    while let Step::EpochEnded | Step::Interrupted = trainer.work(&dataset, &mut || true) {}
    trainer.network.weights_hash()
}
