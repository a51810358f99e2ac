//! The oracle's gradients against central differences of its own loss, and the engine's against the oracle's.

mod oracle;

use oracle::engine::{self, Engine};
use oracle::{
    Activation, Chance, Head, Layer, Network, Rows, assert_close, assert_layers_close, assert_rows_close,
};
use perceptab::matrix::Matrix;
use perceptab::network::Dropout;

/// Each activation × head × 0, 1 and 2 hidden layers, every single weight and bias.
#[test]
fn back_propagation_is_the_slope_of_the_loss() {
    for activation in Activation::ALL {
        for head in Head::ALL {
            for hidden in [&[][..], &[5], &[4, 3]] {
                let n_out = if head == Head::Sigmoid { 1 } else { 3 };
                let widths: Vec<usize> = [&[4], hidden, &[n_out]].concat();
                let mut chance = Chance::new(7);
                let x = chance.rows(6, 4, 1.5);
                let targets = chance.targets(head, 6, n_out);
                let network = Network::random(&widths, activation, head, 0.9, 11);
                let gradients = network.gradients(&x, &targets);
                for (index, layer) in gradients.iter().enumerate() {
                    for (place, gradient) in layer.values().into_iter().enumerate() {
                        let slope = slope(&network, index, place, |network| network.loss(&x, &targets))
                            * head.outputs_in_loss(n_out);
                        let name =
                            format!("{activation:?} {head:?} {widths:?} layer {index} {}", layer.name(place));
                        assert_close(gradient, slope, 1e-7, 1e-2, &name);
                    }
                }
            }
        }
    }
}

/// (loss(w + h) − loss(w − h)) / 2h: its error is of the order of h² plus the rounding of the loss over h.
fn slope(network: &Network, layer: usize, place: usize, loss: impl Fn(&Network) -> f64) -> f64 {
    const STEP: f64 = 1e-5;
    let moved = |step: f64| {
        let mut network = network.clone();
        let mut at = 0;
        network.layers[layer].for_each(|value| {
            if at == place {
                *value += step;
            }
            at += 1;
        });
        loss(&network)
    };
    (moved(STEP) - moved(-STEP)) / (2.0 * STEP)
}

/// With row weights and the penalty on the weights.
#[test]
fn weighted_gradients_are_the_slope_of_the_weighted_loss() {
    const ALPHA: f64 = 0.3;
    for head in Head::ALL {
        let mut chance = Chance::new(3);
        let n_out = if head == Head::Softmax { 3 } else { 1 };
        let (x, targets) = (chance.rows(6, 4, 1.5), chance.targets(head, 6, n_out));
        let weights: Vec<f64> = (0..6).map(|_| chance.between(0.0, 3.0)).collect();
        let network = Network::random(&[4, 3, n_out], Activation::Gelu, head, 0.9, 11);
        let gradients = network.weighted_gradients(&x, &targets, &weights, ALPHA);
        for (index, layer) in gradients.iter().enumerate() {
            for (place, gradient) in layer.values().into_iter().enumerate() {
                let loss = |network: &Network| network.weighted_loss(&x, &targets, &weights, ALPHA);
                let slope = slope(&network, index, place, loss);
                assert_close(
                    gradient,
                    slope,
                    1e-7,
                    1e-2,
                    &format!("{head:?} layer {index} {}", layer.name(place)),
                );
            }
        }
    }
}

/// The masks follow from the seed, so that the thinned network can be worked by the oracle.
#[test]
fn gradients_of_a_thinned_network_are_the_slope_of_its_loss() {
    const ROWS: usize = 9;
    for (share, seed) in [(0.2, 1), (0.5, 2), (0.8, 3)] {
        for activation in Activation::ALL {
            let mut network = Network::random(&[4, 11, 5, 1], activation, Head::Identity, 0.9, seed);
            network.layers.iter_mut().for_each(|layer| layer.for_each(single));
            let mut chance = Chance::new(seed);
            let (mut x, mut targets) = (chance.rows(ROWS, 4, 1.5), chance.targets(Head::Identity, ROWS, 1));
            x.iter_mut().chain(&mut targets).flatten().for_each(single);

            let engine = Engine::new(&network, ROWS);
            let dropout = Dropout::new(share, seed, &engine.network, ROWS);
            let masks = masks(dropout.clone(), &engine.network, ROWS);
            let left_out = masks.iter().flatten().flatten().filter(|&&factor| factor == 0.0).count();
            assert!(left_out > 0 && left_out < ROWS * (11 + 5), "{left_out}");

            let (loss, gradients) = engine.with_dropout(dropout).gradients(&x, &targets);
            let what = format!("{activation:?} {share}");
            let thinned = |network: &Network| network.thinned_loss(&x, &targets, &masks);
            assert_close(loss / ROWS as f64, thinned(&network), 1e-5, 1e-2, &what);
            let expected: Vec<Layer> = gradients
                .iter()
                .enumerate()
                .map(|(index, layer)| {
                    let mut at = 0;
                    let mut slopes = layer.zeros_like();
                    slopes.for_each(|value| {
                        *value = slope(&network, index, at, thinned);
                        at += 1;
                    });
                    slopes
                })
                .collect();
            assert_layers_close(&gradients, &expected, 2e-5, &what);
        }
    }
}

/// The factors of the hidden outputs that a dropout draws next: [row][layer][neuron].
fn masks(mut dropout: Dropout, network: &perceptab::network::Network, n_rows: usize) -> Vec<Rows> {
    let mut masks = vec![vec![]; n_rows];
    for (index, layer) in network.layers.split_last().unwrap().1.iter().enumerate() {
        dropout.draw(index, &Matrix::from_fn(n_rows, layer.n_out(), |_, _| 1.0));
        for (masks, row) in masks.iter_mut().zip(engine::rows(dropout.outputs(index))) {
            masks.push(row);
        }
    }
    masks
}

/// Widths that leave lanes and register blocks full, part full, and with a single number.
const WIDTHS: [&[usize]; 7] =
    [&[13, 64, 32], &[13, 32], &[1, 1], &[7, 9, 5], &[3], &[8, 16, 4, 3], &[17, 33]];
const OUTPUTS: [usize; 4] = [2, 3, 8, 101];
/// The largest comes first, so that a smaller batch works in room that has been used.
const BATCHES: [usize; 5] = [32, 31, 5, 4, 1];

#[test]
fn the_engine_agrees_with_the_oracle() {
    let mut seed = 0;
    for activation in Activation::ALL {
        for head in Head::ALL {
            for inputs_and_hidden in WIDTHS {
                seed += 1;
                // Several numbers a row too, though no dataset has them yet.
                let n_out = match head {
                    Head::Softmax => OUTPUTS[seed as usize % OUTPUTS.len()],
                    Head::Sigmoid => 1,
                    _ => 1 + seed as usize % 3,
                };
                let widths = [inputs_and_hidden, &[n_out]].concat();
                compare(&widths, activation, head, seed);
            }
        }
    }
}

fn compare(widths: &[usize], activation: Activation, head: Head, seed: u64) {
    // Keeps the sums near ±1, where an f32 has its seven digits.
    let range = (3.0 / *widths.iter().max().unwrap() as f64).sqrt();
    let mut network = Network::random(widths, activation, head, range, seed);
    network.layers.iter_mut().for_each(|layer| layer.for_each(single));
    let mut engine = Engine::new(&network, BATCHES[0]);
    let mut chance = Chance::new(seed);
    for n_rows in BATCHES {
        let what = format!("{activation:?} {head:?} {widths:?} batch of {n_rows}");
        let mut x: Rows = chance.rows(n_rows, widths[0], 1.5);
        x.iter_mut().flatten().for_each(single);
        let mut targets = chance.targets(head, n_rows, widths[widths.len() - 1]);
        targets.iter_mut().flatten().for_each(single);

        let outputs: Rows = x.iter().map(|x| network.output(x)).collect();
        assert_rows_close(&engine.outputs(&x), &outputs, 1e-5, &format!("{what}: outputs"));
        let (loss, gradients) = engine.gradients(&x, &targets);
        let expected = network.loss(&x, &targets) * n_rows as f64;
        assert_close(loss, expected, 1e-5, 1e-2, &format!("{what}: loss"));
        assert_layers_close(
            &gradients,
            &network.gradients(&x, &targets),
            1e-5,
            &format!("{what}: gradients"),
        );
    }
}

/// What an f32 can hold, so that both sides start from the same numbers and only the working differs.
fn single(value: &mut f64) {
    *value = f64::from(*value as f32);
}
