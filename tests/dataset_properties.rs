//! Any table with any plan: nothing panics, the parts are parts, and what is learnt is learnt from the training rows.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::{BTreeMap, HashSet};

use perceptab::audit::audit;
use perceptab::dataset::{
    Dataset, Fill, HeldBack, Part, Plan, Scale, SplitRule, Statistics, Targets, Task, key, prepare,
};
use perceptab::table::{Kind, Reader, Table, Values};
use proptest::prelude::*;

const NAMES: [&str; 5] = ["a", "b", "c", "d", "y"];

/// Cells of all sorts: few numbers, many numbers, words, dates, parts, missing ones.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (0..4i32).prop_map(|number| number.to_string()),
        4 => (-1e6..1e6f64).prop_map(|number| format!("{number:.3}")),
        2 => "[a-c]{1,2}",
        1 => prop::sample::select(vec!["", "NA", "1e30", "-1e30", "0", "2024-05-31", "12:30", "train", "test", "val"])
            .prop_map(String::from),
    ]
}

/// A CSV whose columns hold each one sort of cells, or all sorts.
fn csv() -> impl Strategy<Value = String> {
    let column = |n: usize| {
        prop_oneof![
            3 => prop::collection::vec((-50..50i32).prop_map(|number| number.to_string()), n),
            2 => prop::collection::vec((-1e3..1e3f64).prop_map(|number| format!("{number:.2}")), n),
            2 => prop::collection::vec("[a-d]", n),
            1 => prop::collection::vec(prop::sample::select(vec!["train", "test", "val"]).prop_map(String::from), n),
            1 => prop::collection::vec((1..28u32).prop_map(|day| format!("2024-02-{day:02}")), n),
            2 => prop::collection::vec(cell(), n),
        ]
    };
    (4usize..60).prop_flat_map(move |n| prop::collection::vec(column(n), NAMES.len())).prop_map(|columns| {
        let mut csv = NAMES.join(",") + "\n";
        for row in 0..columns[0].len() {
            let cells: Vec<&str> = columns.iter().map(|column| column[row].as_str()).collect();
            csv += &(cells.join(",") + "\n");
        }
        csv
    })
}

fn plan() -> impl Strategy<Value = Plan> {
    let name = || prop::sample::select(NAMES.to_vec()).prop_map(String::from);
    let rule = prop_oneof![
        Just(SplitRule::Random),
        Just(SplitRule::Stratified),
        name().prop_map(SplitRule::Group),
        name().prop_map(SplitRule::Time),
        name().prop_map(SplitRule::Given),
    ];
    let kinds = prop::collection::btree_map(name(), prop::sample::select(Kind::ALL.to_vec()), 0..3);
    let fold = prop::option::weighted(0.3, (0..4usize, 0..6usize));
    let scale = prop::sample::select(vec![Scale::Standard, Scale::Robust, Scale::Quantile]);
    let task = prop::sample::select(vec![Task::Regression, Task::Classification]);
    let share = prop_oneof![4 => 0.1..0.5f64, 1 => prop::sample::select(vec![0.0, 1.0, 7.0, f64::NAN, -1.0])];
    let flags = prop::array::uniform4(any::<bool>());
    (rule, kinds, fold, scale, task, share, flags, any::<u64>(), 1..15usize).prop_map(
        |(split, kinds, fold, scale, task, test_share, [median, drop, log, all], seed, inputs)| Plan {
            split,
            kinds,
            fold,
            scale,
            test_share,
            seed,
            fill: if median { Fill::Median } else { Fill::Mean },
            drop_duplicates: drop,
            log_target: log && task == Task::Regression,
            statistics: if all { Statistics::AllRows } else { Statistics::TrainingRows },
            inputs: (0..4)
                .filter(|place| inputs & (1 << place) != 0)
                .map(|place| NAMES[place].to_string())
                .collect(),
            ..Plan::new("y", task, &[])
        },
    )
}

fn read(csv: &str) -> Option<Table> {
    let mut reader = Reader::new("any.csv");
    reader.push(csv.as_bytes()).ok()?;
    reader.finish().ok()
}

fn parts(dataset: &Dataset) -> Vec<&Part> {
    let mut parts = vec![&dataset.train, &dataset.test];
    if let HeldBack::Given(part) = &dataset.validation {
        parts.push(part);
    }
    parts
}

/// A CSV of few different rows or many, so that some or many are equal.
fn repeating_csv() -> impl Strategy<Value = String> {
    let many = prop::sample::select(vec![6u16, 60, 300]);
    many.prop_flat_map(|many| {
        let row = (0..many, prop::sample::select(vec!["a", "b", ""]), 0..3u8);
        prop::collection::vec(row, 8..250)
    })
    .prop_map(|rows| {
        let lines = rows.iter().map(|(a, b, y)| format!("{a}.5,{b},k{y}\n"));
        lines.fold("a,b,y\n".to_string(), |csv, line| csv + &line)
    })
}

/// By the stated rule, from the file alone: fewer than 30 different rows a part, or one that fills half of the smallest part.
fn is_crowded(csv: &str, parts: usize, smallest: usize) -> bool {
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    csv.lines().skip(1).for_each(|line| *sizes.entry(line).or_insert(0) += 1);
    sizes.len() < 30 * parts || 2 * sizes.values().max().unwrap() > smallest
}

/// Whether the run says that equal rows are parted.
fn says_parted(dataset: &Dataset) -> bool {
    dataset.facts.notes.iter().any(|note| note.ends_with("and may stand in more than one part."))
}

/// The cells of a row as they stand in the file.
fn line(csv: &str, row: u32) -> &str {
    csv.lines().nth(row as usize + 1).unwrap()
}

/// The rows of each input's value that a part has.
fn counts<'a>(csv: &'a str, part: &Part) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    part.rows
        .iter()
        .for_each(|&row| *counts.entry(line(csv, row).split(',').next().unwrap()).or_insert(0) += 1);
    counts
}

#[test]
fn one_repeated_row_does_not_part_the_inputs() {
    let row = |row: usize| format!("{},{}.{:03}\n", row % 2, 3 * (row % 2), row * 37 % 1_000);
    let mut csv = (0..200).map(row).fold("f,y\n".to_string(), |csv, line| csv + &line);
    csv += &row(0);
    let table = read(&csv).unwrap();
    for seed in 1..20 {
        let plan = Plan { drop_duplicates: false, seed, ..Plan::new("y", Task::Regression, &["f"]) };
        let dataset = prepare(&table, &plan).unwrap();
        assert!((40..=42).contains(&dataset.test.rows.len()), "{}", dataset.test.rows.len());
        let of_test = counts(&csv, &dataset.test);
        assert!(of_test["0"] > 5 && of_test["1"] > 5, "{of_test:?}");
        assert_eq!(dataset.test.rows.contains(&0), dataset.test.rows.contains(&200));
        assert_eq!(
            dataset.facts.notes,
            ["Rows that repeat others, 1, are kept; equal rows stay in one part."]
        );
    }
}

#[test]
fn few_different_rows_go_one_by_one_as_in_a_table_without_repeats() {
    let cells = |row: usize| {
        (["m", "f"][row * 7 % 5 % 2], ["no", "yes"][row * 3 % 7 % 2], ["bad", "good"][row % 3 % 2])
    };
    let rows = (0..400).map(cells);
    let csv = rows.clone().fold("a,b,y\n".to_string(), |csv, (a, b, y)| csv + &format!("{a},{b},{y}\n"));
    let singles = rows
        .enumerate()
        .fold("a,b,i,y\n".to_string(), |csv, (i, (a, b, y))| csv + &format!("{a},{b},{i},{y}\n"));
    let (table, without) = (read(&csv).unwrap(), read(&singles).unwrap());
    for (split, fold) in [
        (SplitRule::Random, None),
        (SplitRule::Stratified, None),
        (SplitRule::Random, Some((1, 5))),
        (SplitRule::Stratified, Some((4, 5))),
    ] {
        let plan = |inputs: &[&str]| Plan {
            drop_duplicates: false,
            split: split.clone(),
            fold,
            ..Plan::new("y", Task::Classification, inputs)
        };
        let dataset = prepare(&table, &plan(&["a", "b"])).unwrap();
        let same = prepare(&without, &plan(&["a", "b", "i"])).unwrap();
        assert_eq!((&dataset.train.rows, &dataset.test.rows), (&same.train.rows, &same.test.rows));
        assert!(matches!(dataset.validation, HeldBack::Drawn), "{:?}", dataset.validation);
        assert_eq!(
            dataset.facts.notes,
            [
                "There are only 8 different rows, so equal rows are taken as different cases and may stand in more than one part."
            ]
        );
    }
}

#[test]
fn what_was_dropped_is_said() {
    let lines = (0..90).map(|row| format!("{}.5,{}\n", row % 60, row % 60 * 3));
    let csv = lines.fold("x,y\n".to_string(), |csv, line| csv + &line);
    let dataset = prepare(&read(&csv).unwrap(), &Plan::new("y", Task::Regression, &["x"])).unwrap();
    assert_eq!(dataset.facts.duplicates_dropped, 30);
    assert_eq!(dataset.facts.notes, ["30 rows that repeat an earlier one were dropped."]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 600 } else { 5_000 }))]

    #[test]
    fn what_can_be_prepared_is_sound(csv in csv(), plan in plan()) {
        let Some(table) = read(&csv) else { return Ok(()) };
        audit(&table, &plan);
        let Ok(dataset) = prepare(&table, &plan) else { return Ok(()) };
        let mut seen = HashSet::new();
        for part in parts(&dataset) {
            prop_assert!(!part.rows.is_empty() && part.rows.is_sorted());
            prop_assert!(part.rows.iter().all(|row| seen.insert(*row)), "a row stands in two parts");
            prop_assert_eq!(part.inputs.n_cols(), dataset.encoder.width());
            prop_assert!(part.inputs.values().all(f32::is_finite), "an input is not finite");
            prop_assert!(part.scaled.iter().all(|value| value.is_finite()));
        }
        prop_assert_eq!(dataset.encoder.input_names().len(), dataset.encoder.width());
        if let SplitRule::Group(name) = &plan.split {
            let column = table.column(name).unwrap();
            let groups = |part: &Part| -> HashSet<u64> {
                part.rows.iter().filter_map(|&row| key(column, row as usize)).collect()
            };
            prop_assert!(groups(&dataset.train).is_disjoint(&groups(&dataset.test)), "a group is parted");
        }
        if let SplitRule::Time(name) = &plan.split
            && let Values::Numbers(times) = &table.column(name).unwrap().values
        {
            let of = |part: &Part| -> Vec<f64> {
                part.rows.iter().map(|&row| times[row as usize]).filter(|time| !time.is_nan()).collect()
            };
            let latest = of(&dataset.train).into_iter().fold(f64::MIN, f64::max);
            prop_assert!(of(&dataset.test).into_iter().all(|time| time > latest), "the past is tested");
        }
        // What is trained on comes back as it was.
        if let Targets::Numbers(numbers) = &dataset.train.targets {
            let mut answers = dataset.target.no_answers(numbers.len());
            dataset.train.scaled.iter().for_each(|&z| dataset.target.answer(&[z], &mut answers));
            let Targets::Numbers(back) = answers else { panic!("numbers") };
            let size = numbers.iter().fold(1.0f64, |size, number| size.max(number.abs()));
            for (back, number) in back.iter().zip(numbers) {
                prop_assert!((back - number).abs() <= 1e-4 * size, "{} is not {}", back, number);
            }
        }
    }

    #[test]
    fn what_is_learnt_is_learnt_from_training_rows(csv in csv(), plan in plan(), shift in 1.0..9.0f64) {
        let plan = Plan { statistics: Statistics::TrainingRows, drop_duplicates: false, kinds: BTreeMap::new(), ..plan };
        let Some(mut table) = read(&csv) else { return Ok(()) };
        let Ok(dataset) = prepare(&table, &plan) else { return Ok(()) };
        let decides = match &plan.split {
            SplitRule::Group(name) | SplitRule::Time(name) | SplitRule::Given(name) => name.clone(),
            _ => String::new(),
        };
        for column in &mut table.columns {
            if column.name == plan.target || column.name == decides {
                continue;
            }
            for &row in &dataset.test.rows {
                match &mut column.values {
                    Values::Numbers(numbers) => numbers[row as usize] += shift,
                    Values::Labels(labels) => labels.codes[row as usize] = 0,
                }
            }
        }
        let changed = prepare(&table, &plan).unwrap();
        // Which rows repeat others says which of them go together, and may change with the test rows.
        let repeats = |dataset: &Dataset| dataset.facts.notes.iter().any(|note| note.contains("equal rows"));
        if repeats(&dataset) || repeats(&changed) {
            return Ok(());
        }
        prop_assert_eq!(&changed.train.rows, &dataset.train.rows);
        prop_assert_eq!(changed.encoder, dataset.encoder);
        prop_assert_eq!(changed.target, dataset.target);
    }

    #[test]
    fn equal_rows_stay_in_one_part_unless_it_is_said(csv in repeating_csv(), by_class: bool, share in 0.1..0.5f64, folds in 2usize..5, seed: u64) {
        let Some(table) = read(&csv) else { return Ok(()) };
        let plan = Plan {
            split: if by_class { SplitRule::Stratified } else { SplitRule::Random },
            drop_duplicates: false,
            test_share: share,
            seed,
            ..Plan::new("y", Task::Classification, &["a", "b"])
        };
        let cells = |part: &Part| -> HashSet<&str> { part.rows.iter().map(|&row| line(&csv, row)).collect() };
        let has_repeats = csv.lines().skip(1).collect::<HashSet<&str>>().len() < table.n_rows;
        if let Ok(dataset) = prepare(&table, &plan) {
            let (tested, all) = (dataset.test.rows.len(), dataset.train.rows.len() + dataset.test.rows.len());
            prop_assert_eq!(all, table.n_rows);
            let wanted = ((share * all as f64 - 1e-9).ceil() as usize).min(all);
            let is_crowded = has_repeats && is_crowded(&csv, 2, wanted.min(all - wanted));
            prop_assert_eq!(says_parted(&dataset), is_crowded);
            if is_crowded {
                prop_assert_eq!(tested, wanted);
            } else {
                prop_assert!(cells(&dataset.train).is_disjoint(&cells(&dataset.test)), "equal rows are parted");
                // As near as whole groups allow.
                prop_assert!(tested.abs_diff(wanted) <= wanted / 2, "{} of {}, not {}", tested, all, wanted);
            }
        }
        let mut held_out = Vec::new();
        for fold in 0..folds {
            let Ok(dataset) = prepare(&table, &Plan { fold: Some((fold, folds)), ..plan.clone() }) else { return Ok(()) };
            let is_crowded = has_repeats && is_crowded(&csv, folds, table.n_rows / folds);
            prop_assert_eq!(says_parted(&dataset), is_crowded);
            let is_parted = !cells(&dataset.train).is_disjoint(&cells(&dataset.test));
            prop_assert!(is_crowded || !is_parted, "a fold parts equal rows");
            held_out.extend(dataset.test.rows);
        }
        held_out.sort_unstable();
        prop_assert_eq!(held_out, (0..table.n_rows as u32).collect::<Vec<u32>>());
    }

    #[test]
    fn any_bytes_with_any_plan_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), plan in plan()) {
        let mut reader = Reader::new("any.csv");
        if reader.push(&bytes).is_err() {
            return Ok(());
        }
        let Ok(table) = reader.finish() else { return Ok(()) };
        let columns: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
        let Some((target, inputs)) = columns.split_last() else { return Ok(()) };
        let plan = Plan { target: target.clone(), inputs: inputs.to_vec(), ..plan };
        audit(&table, &plan);
        if let Ok(dataset) = prepare(&table, &plan) {
            prop_assert!(dataset.train.inputs.values().all(f32::is_finite));
        }
    }
}
