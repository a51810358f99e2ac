//! The oracle's gradients against central differences of its own loss, and the engine's against the oracle's.

mod oracle;

use oracle::{Activation, Chance, Head, Network, assert_close};

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
                        let slope = slope(&network, index, place, |network| network.loss(&x, &targets));
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
