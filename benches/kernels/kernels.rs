//! Each kernel of a training batch by itself, at the shapes of the assignment's presets, for `benches/kernels.mjs`.
//!
//! `cases` describes them as JSON, `run` runs one so and so often. What is fixed in the presets is repeated here: 13
//! inputs, batches of 32 rows, and 101 classes for softmax.

use std::cell::RefCell;
use std::hint::black_box;

use perceptab::chance::{Chance, Stream};
use perceptab::matrix::{self, Matrix};
use perceptab::network::{Activation, Gradients, Head, Layer, Network, Pass, TargetBatch};
use perceptab::training::{Optimiser, Rule};

const RATE: f64 = 0.01;
const ROWS: usize = 32;
const INPUTS: usize = 13;
const CLASSES: usize = 101;
/// Rows of the table that a batch is gathered from.
const TABLE: usize = 11_939;

/// One kernel at one shape of one preset.
struct Case {
    preset: &'static str,
    name: String,
    /// Multiplications and additions of its matrix products.
    operations: usize,
    run: Box<dyn FnMut()>,
}

thread_local! {
    static CASES: RefCell<Vec<Case>> = const { RefCell::new(Vec::new()) };
}

/// Makes the cases and returns where their description begins: a JSON list that ends with a zero byte.
#[unsafe(no_mangle)]
pub extern "C" fn cases() -> *const u8 {
    let presets = [
        ("spec1-regression", &[INPUTS, 32, 1][..], Activation::Sigmoid, Head::Identity),
        ("spec2-regression", &[INPUTS, 64, 32, 1], Activation::Relu, Head::Identity),
        ("spec1-softmax", &[INPUTS, 32, CLASSES], Activation::Sigmoid, Head::Softmax),
        ("spec2-softmax", &[INPUTS, 64, 32, CLASSES], Activation::Relu, Head::Softmax),
    ];
    CASES.with_borrow_mut(|cases| {
        cases.clear();
        for (preset, widths, activation, head) in presets {
            cases.extend(of_preset(preset, widths, activation, head));
        }
        let line = |case: &Case| {
            format!(
                r#"{{"preset":"{}","kernel":"{}","operations":{}}}"#,
                case.preset, case.name, case.operations
            )
        };
        let text = format!("[{}]\0", cases.iter().map(line).collect::<Vec<_>>().join(","));
        Box::leak(text.into_boxed_str()).as_ptr()
    })
}

/// Runs a case so many times.
#[unsafe(no_mangle)]
pub extern "C" fn run(case: usize, times: usize) {
    CASES.with_borrow_mut(|cases| (0..times).for_each(|_| (cases[case].run)()));
}

/// The cases of a preset; the first is the whole batch that the others are parts of.
fn of_preset(
    preset: &'static str,
    widths: &'static [usize],
    activation: Activation,
    head: Head,
) -> Vec<Case> {
    let products = |index: usize| 2 * ROWS * widths[index] * widths[index + 1];
    let layers = widths.len() - 1;
    let mut cases = Vec::new();
    let mut add = |name: String, operations, run: Box<dyn FnMut()>| {
        cases.push(Case { preset, name, operations, run });
    };

    let mut chance = Chance::new(1, Stream::Weights);
    let table = random(TABLE, INPUTS);
    let rows: Vec<u32> = (0..ROWS as u32).map(|row| row * 373).collect();
    let mut network = Network::new(widths, activation, head, Some(0.1), &mut chance);
    let mut pass = Pass::new(&network, ROWS);
    let mut gradients = Gradients::new(&network);
    let mut batch = Matrix::zeros(ROWS, INPUTS);
    let rule = Rule::Sgd { momentum: 0.0, nesterov: false };
    let mut optimiser = Optimiser::new(rule, &network);
    let whole = (0..layers).map(|index| products(index) * if index == 0 { 2 } else { 3 }).sum();
    let (whole_table, whole_rows) = (table.clone(), rows.clone());
    add(
        "whole batch".into(),
        whole,
        Box::new(move || {
            batch.gather(&whole_table, &whole_rows);
            targets(head, |targets| network.back_propagate(&batch, targets, &mut pass, &mut gradients));
            optimiser.step(&mut network, &gradients, RATE);
        }),
    );

    let mut batch = Matrix::zeros(ROWS, INPUTS);
    add("gather".into(), 0, Box::new(move || batch.gather(&table, black_box(&rows))));
    for index in 0..layers {
        let (n_in, n_out) = (widths[index], widths[index + 1]);
        let shape = format!("{ROWS} × {n_in} × {n_out}");
        let (x, delta, transposed) = (random(ROWS, n_in), random(ROWS, n_out), random(n_out, n_in));
        let layer = Layer { weights: random(n_in, n_out), biases: random(1, n_out) };

        let is_last = index + 1 == layers;
        let activation_here = if is_last { Activation::Identity } else { activation };
        let (a, across, mut out) = (x.clone(), transposed.clone(), Matrix::zeros(ROWS, n_out));
        let mut sums = Matrix::zeros(0, n_out);
        let name = format!("forward {shape}, {activation_here:?}");
        let weights = layer.weights.clone();
        add(
            name,
            products(index),
            Box::new(move || activation_here.forward(black_box(&layer), &a, &across, &mut sums, &mut out)),
        );

        let (a, d) = (x.clone(), delta.clone());
        let (mut scratch, mut gradient) = (Matrix::zeros(1, n_in), Layer::zeros(n_in, n_out));
        add(
            format!("gradient {shape}"),
            products(index),
            Box::new(move || Layer::gradient(black_box(&a), &d, false, &mut scratch, &mut gradient)),
        );

        if n_out == 1 || index > 0 {
            let mut out = Matrix::zeros(n_out, n_in);
            add(
                format!("transpose {n_in} × {n_out}"),
                0,
                Box::new(move || matrix::transpose_into(black_box(&weights), &mut out)),
            );
        }
        if index > 0 {
            let (sums, mut out) = (Matrix::zeros(0, n_in), Matrix::zeros(ROWS, n_in));
            add(
                format!("delta {shape}, {activation:?}"),
                products(index),
                Box::new(move || activation.delta(black_box(&delta), &transposed, &x, &sums, &mut out)),
            );
        }
    }
    let n_out = widths[layers];
    let (z, mut out) = (random(ROWS, n_out), Matrix::zeros(ROWS, n_out));
    add(
        format!("{head:?} and loss {ROWS} × {n_out}"),
        0,
        Box::new(move || {
            out.copy_from(black_box(&z));
            targets(head, |targets| head.delta(&mut out, targets, &[], 1.0 / ROWS as f32));
        }),
    );
    let mut network = Network::new(widths, activation, head, Some(0.1), &mut chance);
    let gradients = Gradients::new(&network);
    let mut optimiser = Optimiser::new(rule, &network);
    add("update".into(), 0, Box::new(move || optimiser.step(black_box(&mut network), &gradients, RATE)));
    cases
}

fn random(n_rows: usize, n_cols: usize) -> Matrix {
    let mut chance = Chance::new(1, Stream::Weights);
    Matrix::from_fn(n_rows, n_cols, |_, _| chance.uniform())
}

/// Targets for a batch of the head.
fn targets<R>(head: Head, use_them: impl FnOnce(TargetBatch) -> R) -> R {
    let classes: [u32; ROWS] = std::array::from_fn(|row| (row * 3) as u32);
    match head {
        Head::Identity => use_them(TargetBatch::Numbers(&[0.5; ROWS])),
        _ => use_them(TargetBatch::Classes(&classes)),
    }
}
