use super::*;
use crate::dataset::{SplitRule, Task};
use crate::table::{Column, Kind, Labels, Values};

/// A number that looks drawn at random, from 0 to 1.
fn noise(row: usize, salt: usize) -> f64 {
    let mixed = (row * 7_919 + salt * 104_729 + 1).wrapping_mul(2_654_435_761) & 0xffff_ffff;
    ((mixed ^ (mixed >> 15)).wrapping_mul(2_246_822_519) & 0xffff_ffff) as f64 / 4_294_967_296.0
}

fn column(name: &str, kind: Kind, values: Values, distinct: usize) -> Column {
    Column {
        name: name.into(),
        kind,
        reason: String::new(),
        values,
        missing: 0,
        distinct,
        form: crate::table::Form::default(),
    }
}

fn numbers(name: &str, n: usize, of: impl Fn(usize) -> f64) -> Column {
    let values: Vec<f64> = (0..n).map(of).collect();
    let mut sorted = values.clone();
    crate::metrics::ascend(&mut sorted);
    sorted.dedup();
    column(name, Kind::Numeric, Values::Numbers(values), sorted.len())
}

fn words(name: &str, n: usize, n_levels: usize, of: impl Fn(usize) -> usize) -> Column {
    let levels = (0..n_levels).map(|level| format!("w{level}")).collect();
    let codes = (0..n).map(|row| of(row) as u32).collect();
    column(name, Kind::Text, Values::Labels(Labels { codes, levels }), n_levels)
}

fn table(columns: Vec<Column>) -> Table {
    let n_rows = match &columns[0].values {
        Values::Numbers(numbers) => numbers.len(),
        Values::Labels(labels) => labels.codes.len(),
    };
    Table { n_rows, columns, ..Table::default() }
}

fn concerns(findings: &[Finding]) -> Vec<Concern> {
    findings.iter().map(|finding| finding.concern).collect()
}

fn of(table: &Table, task: Task, inputs: &[&str], change: impl FnOnce(&mut Plan)) -> Vec<Finding> {
    let mut plan = Plan::new("y", task, inputs);
    change(&mut plan);
    audit(table, &plan)
}

#[test]
fn a_sound_table_has_nothing_to_be_told() {
    let x = numbers("x", 500, |row| noise(row, 1));
    let y = numbers("y", 500, |row| noise(row, 1) + noise(row, 2));
    assert_eq!(of(&table(vec![x, y]), Task::Regression, &["x"], |_| {}), []);
}

#[test]
fn a_column_that_is_the_target_in_another_unit_is_a_leak() {
    let y = |row| 1.0 + noise(row, 1);
    let columns = vec![
        numbers("miles", 500, |row| y(row) / 1.609),
        numbers("x", 500, |row| y(row) + noise(row, 2)),
        numbers("y", 500, y),
    ];
    let found = of(&table(columns.clone()), Task::Regression, &["miles", "x"], |_| {});
    assert_eq!(concerns(&found), [Concern::Leak]);
    assert_eq!(found[0].remedies, [Remedy::LeaveOut("miles".into())]);
    assert_eq!(of(&table(columns), Task::Regression, &["x"], |_| {}), []);

    let class = |row| f64::from(u8::from(noise(row, 1) > 0.6));
    let classes = vec![
        words("verdict", 500, 2, |row| class(row) as usize),
        numbers("x", 500, |row| class(row) + 2.0 * noise(row, 2)),
        numbers("y", 500, class),
    ];
    let found = of(&table(classes), Task::Classification, &["verdict", "x"], |_| {});
    assert_eq!(concerns(&found), [Concern::Leak]);
}

#[test]
fn rows_that_repeat_others_are_counted_and_what_dropping_them_leaves() {
    // 400 rows, each twice; the third column parts the copies.
    let columns = vec![
        numbers("x", 800, |row| noise(row / 2, 1)),
        words("copy", 800, 2, |row| row % 2),
        numbers("y", 800, |row| noise(row / 2, 2)),
    ];
    let table = table(columns);
    let kept = of(&table, Task::Regression, &["x"], |plan| plan.drop_duplicates = false);
    assert_eq!(concerns(&kept), [Concern::DuplicateRows]);
    assert_eq!(
        kept[0].sentence,
        "400 of 800 rows repeat others. They are kept, equal rows in one part, so that none is tested that was trained on; what \
         occurs often counts more. Dropping them would leave 400 rows."
    );
    assert_eq!(kept[0].remedies, [Remedy::DropDuplicates, Remedy::MeasureDuplicates]);
    let dropped = of(&table, Task::Regression, &["x"], |_| {});
    assert!(dropped[0].sentence.contains("are left out: 400 are left"), "{}", dropped[0].sentence);
    assert_eq!(dropped[0].remedies, [Remedy::MeasureDuplicates]);
    // Where a column says the parts, equal rows may stand in both, and it is told.
    let parted = of(&table, Task::Regression, &["x"], |plan| {
        plan.drop_duplicates = false;
        plan.split = SplitRule::Group("copy".into());
    });
    assert!(parted[0].sentence.contains("and 100.0 % of the test rows stand in the training part too"));
}

#[test]
fn equal_rows_of_few_different_ones_are_said_to_stand_in_both_parts() {
    let x = numbers("x", 800, |row| noise(row % 40, 1));
    let y = numbers("y", 800, |row| noise(row % 40, 2));
    let table = table(vec![x, y]);
    let sentence = |drops: bool| {
        let found = of(&table, Task::Regression, &["x"], |plan| plan.drop_duplicates = drops);
        let of_rows = found.into_iter().find(|finding| finding.concern == Concern::DuplicateRows);
        of_rows.unwrap().sentence
    };
    assert_eq!(
        sentence(false),
        "760 of 800 rows repeat others. So few rows are different, or one occurs so often, that equal rows are taken as \
         different cases and may stand in more than one part: 100.0 % of the test rows stand in the training part too. Dropping \
         them would leave 40 rows."
    );
    assert!(sentence(true).contains("Kept, they would be taken as different cases"), "{}", sentence(true));
}

#[test]
fn equal_inputs_with_another_class_bound_what_can_be_reached() {
    // Every tenth pair of rows contradicts itself: of 400 rows 40 do, and 20 of them can be right.
    let x = numbers("x", 400, |row| noise(row / 2, 1));
    let y = numbers("y", 400, |row| {
        let class = f64::from(u8::from(noise(row / 2, 2) > 0.5));
        if (row / 2) % 10 == 0 { (row % 2) as f64 } else { class }
    });
    let keep = |plan: &mut Plan| plan.drop_duplicates = false;
    let found = of(&table(vec![x, y]), Task::Classification, &["x"], keep);
    let of_rows = found.iter().find(|finding| finding.concern == Concern::ContradictoryRows).unwrap();
    assert!(of_rows.sentence.starts_with("10 % of the rows"), "{}", of_rows.sentence);
    assert!(of_rows.sentence.contains("At most 95.0 %"), "{}", of_rows.sentence);
}

#[test]
fn groups_and_time_ask_for_another_split() {
    let singer = |row: usize| row / 4;
    let columns = vec![
        words("singer", 800, 200, singer),
        numbers("x", 800, |row| noise(row, 1)),
        numbers("y", 800, |row| noise(singer(row), 2) + 0.1 * noise(row, 3)),
    ];
    let groups = table(columns);
    let found = of(&groups, Task::Regression, &["x"], |_| {});
    assert_eq!(concerns(&found), [Concern::Groups]);
    assert_eq!(found[0].remedies, [Remedy::SplitByGroup("singer".into())]);
    let by_group = |plan: &mut Plan| plan.split = SplitRule::Group("singer".into());
    assert_eq!(of(&groups, Task::Regression, &["x"], by_group), []);

    let mut at = numbers("at", 600, |row| 1.6e9 + 3_600.0 * row as f64);
    at.kind = Kind::Date;
    let y = numbers("y", 600, |row| noise(row, 2));
    let dated = table(vec![at, numbers("x", 600, |row| noise(row, 1)), y]);
    let found = of(&dated, Task::Regression, &["x"], |_| {});
    assert_eq!(concerns(&found), [Concern::TimeOrder]);
    let by_time = |plan: &mut Plan| plan.split = SplitRule::Time("at".into());
    assert_eq!(of(&dated, Task::Regression, &["x"], by_time), []);
}

#[test]
fn columns_and_targets_are_looked_at() {
    let rare = |row: usize| f64::from(u8::from(row.is_multiple_of(50)));
    let mut key = numbers("key", 1_000, |row| (row % 12) as f64);
    key.kind = Kind::Code;
    let mut id = numbers("id", 1_000, |row| row as f64);
    id.kind = Kind::Identifier;
    let columns = vec![
        key,
        id,
        numbers("flat", 1_000, |row| f64::from(u8::from(row == 7))),
        numbers("x", 1_000, |row| noise(row, 1)),
        numbers("y", 1_000, rare),
    ];
    let found = of(&table(columns.clone()), Task::Classification, &["key", "id", "flat", "x"], |_| {});
    let expected = [Concern::Identifier, Concern::Imbalance, Concern::Codes, Concern::NearConstant];
    assert_eq!(concerns(&found), expected);
    assert_eq!(found[1].remedies, [Remedy::BalanceClasses, Remedy::Stratify]);
    assert_eq!(found[2].remedies, [Remedy::TakeAs("key".into(), Kind::Category)]);
    let settled = of(&table(columns), Task::Classification, &["key", "x"], |plan| {
        plan.kinds.insert("key".into(), Kind::Category);
        (plan.split, plan.balance_classes) = (SplitRule::Stratified, true);
    });
    assert_eq!(concerns(&settled), [Concern::Imbalance]);
    assert_eq!(settled[0].remedies, []);

    let x = numbers("x", 500, |row| noise(row, 1));
    let y = numbers("y", 500, |row| (4.0 * noise(row, 2)).exp());
    let long = table(vec![x, y]);
    assert_eq!(concerns(&of(&long, Task::Regression, &["x"], |_| {})), [Concern::SkewedTarget]);
    assert_eq!(of(&long, Task::Regression, &["x"], |plan| plan.log_target = true), []);
}

#[test]
fn small_tables_say_so_and_classes_that_training_lacks_are_named() {
    let x = numbers("x", 60, |row| noise(row, 1));
    let y = numbers("y", 60, |row| if row < 20 { row as f64 } else { 99.0 });
    let small = table(vec![x, y]);
    let found = of(&small, Task::Classification, &["x"], |_| {});
    assert_eq!(concerns(&found)[..2], [Concern::UnseenTargets, Concern::SmallTest]);
    assert_eq!(found[1].remedies, [Remedy::CrossValidate(5)]);
    let folded = of(&small, Task::Classification, &["x"], |plan| plan.fold = Some((0, 5)));
    assert!(folded.iter().all(|finding| !finding.remedies.contains(&Remedy::CrossValidate(5))));
}

#[test]
fn a_plan_that_cannot_be_has_no_findings() {
    let columns = vec![numbers("x", 60, |row| noise(row, 1)), numbers("y", 60, |row| noise(row, 2))];
    let table = table(columns);
    assert_eq!(of(&table, Task::Regression, &["z"], |_| {}), []);
    assert_eq!(of(&table, Task::Regression, &[], |_| {}), []);
    assert_eq!(of(&table, Task::Regression, &["x"], |plan| plan.target = "z".into()), []);
    assert_eq!(of(&table, Task::Regression, &["x"], |plan| plan.split = SplitRule::Given("x".into())), []);
    assert_eq!(audit(&Table::default(), &Plan::new("y", Task::Regression, &["x"])), []);
}
