//! Seconds a tree on made-up numbers.

use std::error::Error;
use std::time::Instant;

use perceptab::baselines::{Answers, Boosted, Rows, Settings};
use perceptab::chance::{Chance, Stream};
use perceptab::matrix::Matrix;

/// Trees that are timed.
const TREES: usize = 200;

/// Uniform numbers, and a sum of steps and products of them, with noise.
pub fn made(n_rows: usize, n_columns: usize) -> (Matrix, Vec<f32>) {
    let mut chance = Chance::new(1, Stream::Split);
    let inputs = Matrix::from_fn(n_rows, n_columns, |_, _| chance.uniform());
    let target = (0..n_rows)
        .map(|row| {
            let x = inputs.row(row);
            let step = if x[0] > 0.3 { 1.0 } else { 0.0 };
            step + x[1 % n_columns] * x[2 % n_columns] + 0.5 * x[3 % n_columns] + 0.3 * chance.uniform()
        })
        .collect();
    (inputs, target)
}

/// 64 leaves and 128 bins, as `benches/trees.py` lets LightGBM grow them.
pub fn measure(n_rows: usize, n_columns: usize) -> Result<(), Box<dyn Error>> {
    let (inputs, target) = made(n_rows, n_columns);
    let classes: Vec<u32> = target.iter().map(|&y| u32::from(y > 0.5)).collect();
    let none = Matrix::zeros(0, n_columns);
    for sampled in [1.0, 0.8] {
        for (name, answers, empty) in [
            ("regression", Answers::Numbers(&target), Answers::Numbers(&[])),
            (
                "two classes",
                Answers::Classes { numbers: &classes, n_classes: 2 },
                Answers::Classes { numbers: &[], n_classes: 2 },
            ),
        ] {
            let rows = Rows { inputs: &inputs, answers, weights: &[] };
            let validation = Rows { inputs: &none, answers: empty, weights: &[] };
            let seconds = |trees: usize| {
                let settings = Settings { trees, sampled, ..Settings::for_rows(n_rows, 0) };
                let mut chance = Chance::new(1, Stream::Weights);
                let began = Instant::now();
                let fitted = Boosted::fit(&rows, &validation, &[], &settings, &mut chance);
                (began.elapsed().as_secs_f64(), fitted.boosted)
            };
            let (first, _) = seconds(1);
            let (all, boosted) = seconds(TREES + 1);
            let began = Instant::now();
            boosted.scores(&inputs);
            let answering = began.elapsed().as_secs_f64();
            println!(
                "{n_rows} rows × {n_columns}, {name}, {sampled} of the rows: {:.2} ms a tree, {:.0} ms before the second; \
                 {TREES} trees answer in {:.0} ms (hash {:08x})",
                1e3 * (all - first) / TREES as f64,
                1e3 * first,
                1e3 * answering,
                boosted.words().fold(0u32, |hash, word| hash.rotate_left(5).wrapping_mul(31) ^ word)
            );
        }
    }
    Ok(())
}
