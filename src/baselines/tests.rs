use proptest::prelude::*;

use super::*;
use crate::chance::{Chance, Stream};
use crate::matrix::Matrix;
use crate::pace::{STEP, Steps};

fn matrix(rows: &[&[f32]]) -> Matrix {
    Matrix::from_fn(rows.len(), rows.first().map_or(0, |row| row.len()), |row, column| rows[row][column])
}

fn numbers<'a>(inputs: &'a Matrix, answers: &'a [f32]) -> Rows<'a> {
    Rows { inputs, answers: Answers::Numbers(answers), weights: &[] }
}

fn classes<'a>(inputs: &'a Matrix, numbers: &'a [u32], n_classes: usize) -> Rows<'a> {
    Rows { inputs, answers: Answers::Classes { numbers, n_classes }, weights: &[] }
}

/// No rows to watch.
fn none(rows: &Rows<'_>, inputs: &'static Matrix) -> Rows<'static> {
    let answers = match rows.answers {
        Answers::Numbers(_) => Answers::Numbers(&[]),
        Answers::Classes { n_classes, .. } => Answers::Classes { numbers: &[], n_classes },
    };
    Rows { inputs, answers, weights: &[] }
}

/// Fits all trees that are asked for, without rows to watch.
fn fit(rows: &Rows<'_>, levels: &[usize], settings: &Settings) -> Boosted {
    let empty = Box::leak(Box::new(Matrix::zeros(0, rows.inputs.n_cols())));
    let fitted =
        Boosted::fit(rows, &none(rows, empty), levels, settings, &mut Chance::new(1, Stream::Weights));
    assert_eq!(fitted.boosted.check(rows.inputs.n_cols()), None);
    fitted.boosted
}

/// One tree over all rows, whose leaves are whole Newton steps.
fn plain() -> Settings {
    Settings { depth: 1, rate: 1.0, l2: 0.0, trees: 1, sampled: 1.0, ..Settings::for_rows(100, 0) }
}

fn scores(boosted: &Boosted, rows: &[&[f32]]) -> Vec<f32> {
    boosted.scores(&matrix(rows)).values().collect()
}

/// x 1 2 3 4 5 6, y 0 0 0 3 3 9. Mean 2.5. Cut at 3.5 the parts' means are 0 and 5: Σ (y − mean)² falls by 3 · 2.5² + 3 · 2.5² =
/// 37.5; at 5.5 to 1.2 and 9: by 5 · 1.3² + 6.5² = 50.7, which is best.
#[test]
fn the_best_question_of_six_rows_and_its_leaves_by_hand() {
    let inputs = matrix(&[&[1.0], &[2.0], &[3.0], &[4.0], &[5.0], &[6.0]]);
    let rows = numbers(&inputs, &[0.0, 0.0, 0.0, 3.0, 3.0, 9.0]);
    let boosted = fit(&rows, &[], &plain());
    assert_eq!(
        (boosted.features(), &boosted.forest.borders[..]),
        (&[Feature::Number { column: 0 }][..], &[5.5f32][..])
    );
    assert_eq!(scores(&boosted, &[&[5.5], &[5.6]]), [1.2, 9.0]);
    // With l2 = 2 and rate 0.5: 2.5 + 0.5 · −6.5 / (5 + 2) and 2.5 + 0.5 · 6.5 / (1 + 2).
    let damped = fit(&rows, &[], &Settings { l2: 2.0, rate: 0.5, ..plain() });
    // One row weighs less then: the halves are best, 7.5² / 5 · 2 = 22.5 against 6.5² / 7 + 6.5² / 3 = 20.1.
    assert_eq!(damped.forest.borders, [3.5]);
    assert_eq!(scores(&damped, &[&[1.0], &[4.0]]), [2.5 - 0.5 * 7.5 / 5.0, 2.5 + 0.5 * 7.5 / 5.0]);
}

/// Four rows, classes 0 0 1 1 by the sign of x: from odds of 1 the logit goes by ±(2 · ½) / (2 · ¼) = ±2.
#[test]
fn a_logistic_leaf_is_a_newton_step_by_hand() {
    let inputs = matrix(&[&[-2.0], &[-1.0], &[1.0], &[2.0]]);
    let boosted = fit(&classes(&inputs, &[0, 0, 1, 1], 2), &[], &plain());
    let p = 1.0 / (1.0 + (-2.0f32).exp());
    let answers = scores(&boosted, &[&[-5.0], &[5.0]]);
    assert!((answers[1] - (1.0 - p)).abs() < 1e-6 && (answers[3] - p).abs() < 1e-6, "{answers:?}");
}

#[test]
fn missing_numbers_are_below_all_others_and_told_apart() {
    let inputs = matrix(&[&[f32::NAN], &[1.0], &[2.0], &[f32::NAN]]);
    let boosted = fit(&numbers(&inputs, &[4.0, 1.0, 1.0, 4.0]), &[], &plain());
    assert_eq!(scores(&boosted, &[&[f32::NAN], &[-1e30], &[1.5], &[f32::INFINITY]]), [4.0, 1.0, 1.0, 1.0]);
}

#[test]
fn a_level_is_asked_about_and_missing_or_new_is_one() {
    let inputs = matrix(&[&[0.0], &[1.0], &[2.0], &[f32::NAN], &[1.0]]);
    let settings = Settings { trees: 1, ..plain() };
    let boosted = fit(&numbers(&inputs, &[0.0, 5.0, 0.0, 0.0, 5.0]), &[3], &settings);
    assert_eq!(boosted.features(), [Feature::Level { column: 0, level: 2 }]);
    let missing = fit(&numbers(&inputs, &[0.0, 0.0, 0.0, 5.0, 0.0]), &[3], &settings);
    assert_eq!(missing.features(), [Feature::Level { column: 0, level: 0 }]);
    assert_eq!(scores(&missing, &[&[f32::NAN], &[7.0], &[-1.0], &[1.0]]), [5.0, 5.0, 5.0, 0.0]);
}

#[test]
fn nothing_to_tell_apart_is_the_base_alone() {
    let constant = matrix(&[&[1.0], &[1.0], &[1.0]]);
    let boosted = fit(&numbers(&constant, &[1.0, 2.0, 6.0]), &[], &plain());
    assert_eq!((boosted.n_trees(), scores(&boosted, &[&[9.0]])), (0, vec![3.0]));
    let one_row = matrix(&[&[1.0]]);
    assert_eq!(scores(&fit(&numbers(&one_row, &[4.0]), &[], &plain()), &[&[2.0]]), [4.0]);
    let varied = matrix(&[&[1.0], &[2.0], &[3.0]]);
    assert_eq!(scores(&fit(&classes(&varied, &[0; 3], 1), &[], &plain()), &[&[2.0]]), [1.0]);
    // One class of two alone: nothing speaks for the other.
    let alone = scores(&fit(&classes(&varied, &[1; 3], 2), &[], &plain()), &[&[2.0]]);
    assert!(alone[1] > 0.85 && alone[0] + alone[1] == 1.0, "{alone:?}");
    let no_rows = Matrix::zeros(0, 2);
    assert_eq!(fit(&numbers(&no_rows, &[]), &[], &plain()).scores(&Matrix::zeros(2, 2)).row(1), [0.0]);
}

/// Rows that numbers of a generator fill: two numbers, one with holes, and a category of 40 levels.
fn made(n_rows: usize, seed: u64) -> (Matrix, Vec<f32>) {
    let mut chance = Chance::new(seed, Stream::Split);
    let inputs = Matrix::from_fn(n_rows, 3, |_, column| match column {
        0 => chance.uniform(),
        1 if chance.below(5) == 0 => f32::NAN,
        1 => chance.uniform(),
        _ => chance.below(40) as f32,
    });
    let target = |row: usize| {
        let x = inputs.row(row);
        let step = if x[0] > 0.2 { 1.0 } else { -1.0 };
        step + if x[1].is_nan() { 0.5 } else { x[1] }
            + if (x[2] as u32).is_multiple_of(2) { 1.0 } else { 0.0 }
    };
    let targets = (0..n_rows).map(target).collect();
    (inputs, targets)
}

const LEVELS: [usize; 3] = [0, 0, 40];

#[test]
fn a_step_a_hole_and_many_levels_are_learnt() {
    let (inputs, targets) = made(3_000, 1);
    let (new, actual) = made(1_000, 2);
    let (watched, watched_targets) = made(500, 3);
    let fitted = Boosted::fit(
        &numbers(&inputs, &targets),
        &numbers(&watched, &watched_targets),
        &LEVELS,
        &Settings::for_rows(3_000, 0),
        &mut Chance::new(1, Stream::Weights),
    );
    let answers = fitted.boosted.scores(&new);
    let error: f64 =
        (0..1_000).map(|row| f64::from(answers.row(row)[0] - actual[row]).powi(2)).sum::<f64>() / 1e3;
    // The targets' variance is about 1.5.
    assert!(error < 0.02, "{error}");
    let of_part = |losses: &Losses| losses.validation.unwrap();
    let least = fitted.curve.iter().map(of_part).fold(f64::MAX, f64::min);
    assert_eq!(of_part(&fitted.curve[fitted.boosted.n_trees()]), least);
    assert!((least - error).abs() < 0.02);
}

/// Neither category says anything alone.
#[test]
fn the_exclusive_or_of_two_categories_is_learnt() {
    let mut chance = Chance::new(4, Stream::Split);
    let inputs = Matrix::from_fn(2_000, 2, |_, _| chance.below(2) as f32);
    let answers: Vec<u32> =
        (0..2_000).map(|row| u32::from(inputs.row(row)[0] != inputs.row(row)[1])).collect();
    let boosted = fit(
        &classes(&inputs, &answers, 2),
        &[2, 2],
        &Settings { trees: 200, ..Settings::for_rows(2_000, 0) },
    );
    let answers = scores(&boosted, &[&[0.0, 0.0], &[0.0, 1.0], &[1.0, 0.0], &[1.0, 1.0]]);
    let seconds: Vec<bool> = answers.chunks(2).map(|both| both[1] > 0.95).collect();
    assert_eq!(seconds, [false, true, true, false], "{answers:?}");
}

/// Random answers: no tree helps, so the patience ends it and almost none is kept.
#[test]
fn patience_ends_what_does_not_help() {
    let mut chance = Chance::new(5, Stream::Split);
    let mut part = |n_rows: usize| {
        let inputs = Matrix::from_fn(n_rows, 4, |_, _| chance.uniform());
        let answers: Vec<u32> = (0..n_rows).map(|_| chance.below(2)).collect();
        (inputs, answers)
    };
    let ((inputs, answers), (watched, watched_answers)) = (part(300), part(300));
    let settings = Settings { patience: 7, ..Settings::for_rows(300, 0) };
    let fitted = Boosted::fit(
        &classes(&inputs, &answers, 2),
        &classes(&watched, &watched_answers, 2),
        &[],
        &settings,
        &mut Chance::new(1, Stream::Weights),
    );
    let n_trees = fitted.boosted.n_trees();
    assert_eq!(fitted.curve.len(), n_trees + 7 + 1);
    assert!(n_trees < 60);
    assert!(fitted.curve.last().unwrap().training < fitted.curve[0].training);
    // What is told of the trees that were kept is what they answer.
    let answers = fitted.boosted.scores(&watched);
    let loss: f64 = watched_answers
        .iter()
        .enumerate()
        .map(|(row, &class)| -f64::from(answers.row(row)[class as usize]).ln())
        .sum::<f64>()
        / 300.0;
    assert!((loss - fitted.curve[n_trees].validation.unwrap()).abs() < 1e-5);
}

#[test]
fn a_weight_is_so_many_rows() {
    let inputs = matrix(&[&[1.0], &[2.0], &[3.0], &[4.0]]);
    let repeated = matrix(&[&[1.0], &[1.0], &[1.0], &[2.0], &[3.0], &[4.0], &[4.0]]);
    let settings = Settings { depth: 2, trees: 20, rate: 0.5, ..plain() };
    let weighted = Rows { weights: &[3.0, 1.0, 1.0, 2.0], ..numbers(&inputs, &[1.0, 5.0, 2.0, 7.0]) };
    let twice = numbers(&repeated, &[1.0, 1.0, 1.0, 5.0, 2.0, 7.0, 7.0]);
    let rows: &[&[f32]] = &[&[1.0], &[2.0], &[3.0], &[4.0]];
    let (one, other) = (fit(&weighted, &[], &settings), fit(&twice, &[], &settings));
    let alike = scores(&one, rows).into_iter().zip(scores(&other, rows)).all(|(a, b)| (a - b).abs() < 1e-4);
    assert!(alike, "{:?} {:?}", scores(&one, rows), scores(&other, rows));
    let equal = scores(
        &fit(&numbers(&inputs, &[1.0, 5.0, 2.0, 7.0]), &[], &Settings { trees: 1, ..settings.clone() }),
        rows,
    );
    assert_ne!(scores(&fit(&weighted, &[], &Settings { trees: 1, ..settings }), rows), equal);
}

#[test]
fn in_steps_and_at_once_come_to_the_same_bits_and_no_step_is_long() {
    let at_once = {
        let (inputs, targets) = made(30_000, 1);
        fit(&numbers(&inputs, &targets), &LEVELS, &Settings { trees: 12, ..Settings::for_rows(30_000, 0) })
    };
    let mut steps = Steps::new(async |pace| {
        let ((inputs, targets), empty) = (made(30_000, 1), Matrix::zeros(0, 3));
        let settings = Settings { trees: 12, ..Settings::for_rows(30_000, 0) };
        let rows = numbers(&inputs, &targets);
        let none = numbers(&empty, &[]);
        let mut chance = Chance::new(1, Stream::Weights);
        Boosted::fit_in_steps(&rows, &none, &LEVELS, &settings, &mut chance, &pace).await.boosted
    });
    let mut longest = 0;
    let in_steps = loop {
        let before = steps.done();
        let result = steps.advance();
        longest = longest.max(steps.done() - before);
        if let Some(boosted) = result {
            break boosted;
        }
    };
    assert_eq!(in_steps, at_once);
    assert!(longest < 2 * STEP, "{longest}");
    assert_eq!(steps.progress(), (12, 12));
}

/// The bits as they are: a change of them is a change of every model that is trained from now on.
#[test]
fn the_bits_are_these() {
    let (inputs, targets) = made(500, 1);
    let answers: Vec<u32> = targets.iter().map(|&y| if y > 1.0 { 2 } else { u32::from(y > 0.0) }).collect();
    let settings = Settings {
        depth: 6,
        rate: 0.05,
        l2: 3.0,
        trees: 15,
        patience: 50,
        sampled: 0.8,
        borders: 126,
        asked_levels: 6,
        orders: 4,
    };
    let hash = |boosted: &Boosted| {
        boosted.words().fold(0u32, |hash, word| hash.rotate_left(5).wrapping_mul(31) ^ word)
    };
    let of = [
        hash(&fit(&numbers(&inputs, &targets), &LEVELS, &settings)),
        hash(&fit(&classes(&inputs, &answers, 3), &LEVELS, &settings)),
    ];
    assert_eq!(of, [184_382_417, 2_811_196_712]);
}

#[test]
fn what_is_written_reads_back_to_the_bit_and_what_is_wrong_is_noticed() {
    let (inputs, targets) = made(400, 1);
    let answers: Vec<u32> = targets.iter().map(|&y| u32::from(y > 0.0)).collect();
    let settings = Settings { trees: 9, ..Settings::for_rows(400, 0) };
    let boosted = fit(&classes(&inputs, &answers, 2), &LEVELS, &settings);
    let json = serde_json::to_string(&boosted).unwrap();
    let read: Boosted = serde_json::from_str(&json).unwrap();
    assert_eq!(read, boosted);
    assert!(read.words().eq(boosted.words()));
    assert!(json.len() < boosted.byte_size() * 3 / 2, "{} {}", json.len(), boosted.byte_size());
    let bytes = postcard::to_allocvec(&boosted).unwrap();
    assert_eq!(postcard::from_bytes::<Boosted>(&bytes).unwrap(), boosted);

    assert!(boosted.check(2).is_some());
    let wrong = |change: &dyn Fn(&mut Boosted)| {
        let mut other = boosted.clone();
        change(&mut other);
        assert!(!other.words().eq(boosted.words()), "the hash notices it");
        other.check(3).is_some()
    };
    assert!(wrong(&|boosted| boosted.forest.leaves[3] = f32::NAN));
    assert!(wrong(&|boosted| boosted.forest.leaves[..2].fill(3e38)));
    assert!(wrong(&|boosted| boosted.forest.borders[0] = f32::INFINITY));
    assert!(wrong(&|boosted| boosted.forest.features[0] = 99));
    assert!(wrong(&|boosted| boosted.forest.depths[0] -= 1));
    assert!(wrong(&|boosted| boosted.base.push(0.0)));
    assert!(wrong(&|boosted| boosted.levels[2] = 0));
    assert!(wrong(&|boosted| boosted.features[0] = Feature::Number { column: 9 }));
    assert!(wrong(&|boosted| boosted.features.iter_mut().for_each(|feature| {
        if let Feature::Statistic { values, .. } = feature {
            values[1] = f32::NAN;
        }
    })));
    for broken in [
        json.replacen("\"classes\":2", "\"classes\":3", 1),
        json.replacen("\"leaves\":\"", "\"leaves\":\"AAA", 1),
    ] {
        assert!(serde_json::from_str::<Boosted>(&broken).map_or(true, |read| read.check(3).is_some()));
    }
}

/// Any number, often a hole, a level or an end of the range.
fn cell() -> impl Strategy<Value = f32> {
    prop_oneof![
        any::<f32>(),
        Just(f32::NAN),
        (0u32..12).prop_map(|level| level as f32),
        Just(f32::MAX),
        Just(f32::MIN),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]
    #[test]
    fn whatever_the_cells_are_answers_are_finite(
        cells in prop::collection::vec(cell(), 4..120),
        levels in prop::collection::vec(prop_oneof![Just(0usize), 1usize..12], 4),
        n_classes in 0usize..5,
        depth in 1usize..9,
        seed in any::<u64>(),
    ) {
        let inputs = Matrix::from_fn(cells.len() / 4, 4, |row, column| cells[4 * row + column]);
        let targets: Vec<f32> = (0..inputs.n_rows()).map(|row| (row % 7) as f32 - 3.0).collect();
        let numbers_of: Vec<u32> = (0..inputs.n_rows()).map(|row| (row * 5 % n_classes.max(1)) as u32).collect();
        let rows = if n_classes == 0 { numbers(&inputs, &targets) } else { classes(&inputs, &numbers_of, n_classes) };
        let settings = Settings { depth, trees: 5, patience: 3, ..Settings::for_rows(30, 0) };
        let fitted = Boosted::fit(&rows, &rows, &levels, &settings, &mut Chance::new(seed, Stream::Weights));
        prop_assert_eq!(fitted.boosted.check(4), None);
        prop_assert!(fitted.curve.iter().all(|losses| losses.training.is_finite()));
        let answers = fitted.boosted.scores(&inputs);
        prop_assert!(answers.is_finite());
        if n_classes > 0 {
            for row in 0..inputs.n_rows() {
                let sum: f32 = answers.row(row).iter().sum();
                prop_assert!((sum - 1.0).abs() < 1e-5);
            }
        }
        // What was learnt by codes is what is answered by cells.
        let again = Boosted::fit(&rows, &rows, &levels, &settings, &mut Chance::new(seed, Stream::Weights));
        prop_assert_eq!(again.boosted, fitted.boosted);
    }
}
