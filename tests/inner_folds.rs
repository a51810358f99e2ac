//! Folds of the training rows: each is held out once, the test part stays whatever rule made it, and classes, groups, times and
//! equal rows are kept to.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;

use perceptab::dataset::{Dataset, HeldBack, InnerFold, Plan, PrepareError, SplitRule, Task, prepare};
use perceptab::table::{Reader, Table};

const ROWS: u32 = 240;
const FOLDS: usize = 4;

/// `x` and `y` of no meaning, six classes of unequal size, groups of eight rows, a time, and a column that names parts.
fn table() -> Table {
    let mut text = String::from("x,y,class,group,time,part\n");
    for row in 0..ROWS {
        let class = ["a", "b", "b", "c", "c", "c"][(row % 6) as usize];
        let part = if row % 5 == 0 {
            "test"
        } else if row % 5 == 1 {
            "validation"
        } else {
            "train"
        };
        text +=
            &format!("{},{},{class},g{},{},{part}\n", row * 37 % 241, row * 53 % 239, row / 8, row * 7 % 251);
    }
    read(&text)
}

fn read(text: &str) -> Table {
    let mut reader = Reader::new("t.csv");
    reader.push(text.as_bytes()).unwrap();
    reader.finish().unwrap()
}

fn plan(split: SplitRule, rule: SplitRule, fold: usize) -> Plan {
    let inner = Some(InnerFold { fold, folds: FOLDS, rule });
    Plan { split, inner, drop_duplicates: false, ..Plan::new("y", Task::Regression, &["x"]) }
}

fn held_out(dataset: &Dataset) -> Vec<u32> {
    match &dataset.validation {
        HeldBack::Given(part) => part.rows.clone(),
        other => panic!("{other:?}"),
    }
}

/// Every fold of a table: rows trained on, held out, and tested.
fn folds(table: &Table, split: &SplitRule, rule: &SplitRule) -> Vec<[BTreeSet<u32>; 3]> {
    let of = |fold| {
        let dataset = prepare(table, &plan(split.clone(), rule.clone(), fold)).unwrap();
        [&dataset.train.rows, &held_out(&dataset), &dataset.test.rows]
            .map(|rows| rows.iter().copied().collect())
    };
    (0..FOLDS).map(of).collect()
}

fn named(name: &str, rule: fn(String) -> SplitRule) -> SplitRule {
    rule(name.to_string())
}

#[test]
fn every_training_row_is_held_out_once_and_no_test_row_ever_whatever_rule_made_the_test_part() {
    let table = table();
    let rules = [
        (SplitRule::Random, SplitRule::Random),
        (named("group", SplitRule::Group), named("group", SplitRule::Group)),
        (named("time", SplitRule::Time), SplitRule::Random),
        (named("part", SplitRule::Given), SplitRule::Random),
    ];
    for (split, rule) in rules {
        let whole = Plan { inner: None, ..plan(split.clone(), rule.clone(), 0) };
        let test: BTreeSet<u32> = prepare(&table, &whole).unwrap().test.rows.into_iter().collect();
        let mut seen = BTreeSet::new();
        for [train, held_out, tested] in folds(&table, &split, &rule) {
            assert_eq!(tested, test, "{split:?}");
            assert!(train.is_disjoint(&held_out) && train.is_disjoint(&test) && held_out.is_disjoint(&test));
            assert_eq!(train.len() + held_out.len() + test.len(), ROWS as usize, "{split:?}");
            assert!(held_out.iter().all(|row| seen.insert(*row)), "{split:?}: held out twice");
        }
        assert_eq!(seen.len() + test.len(), ROWS as usize, "{split:?}");
    }
}

#[test]
fn each_fold_has_its_share_of_each_class() {
    let table = table();
    let stratified = |fold| {
        let plan = plan(SplitRule::Stratified, SplitRule::Stratified, fold);
        Plan { target: "class".into(), task: Task::Classification, ..plan }
    };
    for fold in 0..FOLDS {
        let dataset = prepare(&table, &stratified(fold)).unwrap();
        // Of 192 training rows 32 are a, 64 are b, 96 are c: a fold of a quarter has 8, 16 and 24.
        let class = |row: &u32| ["a", "b", "b", "c", "c", "c"][(row % 6) as usize];
        let rows = held_out(&dataset);
        let of = |wanted: &str| rows.iter().filter(|row| class(row) == wanted).count();
        assert_eq!([of("a"), of("b"), of("c")], [8, 16, 24], "fold {fold}");
    }
}

#[test]
fn a_group_is_on_one_side_only() {
    let by_group = named("group", SplitRule::Group);
    for [train, held_out, test] in folds(&table(), &by_group, &by_group) {
        let groups = |rows: &BTreeSet<u32>| rows.iter().map(|row| row / 8).collect::<BTreeSet<u32>>();
        let [train, held_out, test] = [groups(&train), groups(&held_out), groups(&test)];
        assert!(train.is_disjoint(&held_out) && train.is_disjoint(&test) && held_out.is_disjoint(&test));
    }
}

#[test]
fn by_time_the_past_alone_predicts_and_the_first_stretch_is_never_held_out() {
    let by_time = named("time", SplitRule::Time);
    let time = |row: &u32| row * 7 % 251;
    let all = folds(&table(), &by_time, &by_time);
    let mut held = BTreeSet::new();
    for [train, held_out, test] in &all {
        let latest = train.iter().map(time).max().unwrap();
        assert!(held_out.iter().all(|row| time(row) > latest));
        assert!(test.iter().all(|row| time(row) > held_out.iter().map(time).max().unwrap()));
        held.extend(held_out.iter().copied());
    }
    let [first_train, ..] = &all[0];
    assert!(!first_train.is_empty() && first_train.is_disjoint(&held));
    // 192 training rows in five stretches, of which the first is held out nowhere.
    assert_eq!(first_train.len() + held.len(), 192);
}

#[test]
fn equal_rows_are_on_one_side_only() {
    let row = |row: u32| format!("{},{}\n", row / 2 * 37 % 241, row / 2 * 53 % 239);
    let table = read(&std::iter::once("x,y\n".to_string()).chain((0..ROWS * 2).map(row)).collect::<String>());
    for [train, held_out, test] in folds(&table, &SplitRule::Random, &SplitRule::Random) {
        let pairs = |rows: &BTreeSet<u32>| rows.iter().map(|row| row / 2).collect::<BTreeSet<u32>>();
        let [train, held_out, test] = [pairs(&train), pairs(&held_out), pairs(&test)];
        assert!(train.is_disjoint(&held_out) && train.is_disjoint(&test) && held_out.is_disjoint(&test));
    }
}

#[test]
fn what_is_learnt_of_the_columns_is_learnt_without_the_held_out_rows() {
    let table = table();
    let mean = |fold| {
        let dataset = prepare(&table, &plan(SplitRule::Random, SplitRule::Random, fold)).unwrap();
        let rows = &dataset.train.inputs;
        (0..rows.n_rows()).map(|row| f64::from(rows.row(row)[0])).sum::<f64>() / rows.n_rows() as f64
    };
    // Standardised by its own training rows, each fold's inputs have a mean of 0.
    assert!((0..FOLDS).all(|fold| mean(fold).abs() < 1e-6));
}

#[test]
fn a_fold_that_is_not_there_is_refused() {
    let outside = Plan {
        inner: Some(InnerFold { fold: 4, folds: 4, rule: SplitRule::Random }),
        ..plan(SplitRule::Random, SplitRule::Random, 0)
    };
    assert!(matches!(prepare(&table(), &outside), Err(PrepareError::NoSuchFold { folds: 4 })));
}
