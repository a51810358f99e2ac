//! What is laid over the gradients before a step.

use crate::matrix::Lane;
use crate::network::{Gradients, Layer, Network};

/// Adds the gradient of ½ · strength · Σ w² over all weights, biases and what waves are made of left out, and returns that penalty. For
/// scikit-learn's alpha the strength is alpha / rows of the batch.
pub fn add_penalty(network: &Network, gradients: &mut Gradients, strength: f64) -> f64 {
    let (factor, mut squares) = (Lane::splat(strength as f32), 0.0);
    for (layer, gradient) in network.layers.iter().zip(&mut gradients.layers) {
        let lanes = gradient.weights.as_lanes_mut().iter_mut().zip(layer.weights.as_lanes());
        lanes.for_each(|(gradient, &weight)| *gradient += factor * weight);
        squares += squares_of(layer.weights.values());
    }
    0.5 * strength * squares
}

/// Shortens the gradients to a length of `most` over all layers together where they are longer (Pascanu, Mikolov and
/// Bengio 2013, algorithm 1).
pub fn clip(gradients: &mut Gradients, most: f64) {
    let square = |layer: &Layer| squares_of(layer.weights.values()) + squares_of(layer.biases.values());
    let length = gradients.parts().map(square).sum::<f64>().sqrt();
    if length > most {
        let factor = Lane::splat((most / length) as f32);
        for layer in gradients.parts_mut() {
            let lanes = layer.weights.as_lanes_mut().iter_mut().chain(layer.biases.as_lanes_mut());
            lanes.for_each(|lane| *lane *= factor);
        }
    }
}

fn squares_of(values: impl Iterator<Item = f32>) -> f64 {
    values.map(|value| f64::from(value).powi(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Stream};
    use crate::network::{Activation, Head};

    fn network() -> Network {
        let mut chance = Chance::new(1, Stream::Weights);
        let mut network = Network::new(&[2, 1], Activation::Relu, Head::Identity, None, &mut chance);
        network.layers[0].weights.row_mut(0)[0] = 3.0;
        network.layers[0].weights.row_mut(1)[0] = -1.0;
        network.layers[0].biases.row_mut(0)[0] = 7.0;
        network
    }

    #[test]
    fn a_penalty_pulls_weights_towards_zero_and_leaves_biases() {
        let network = network();
        let mut gradients = Gradients::new(&network);
        assert_eq!(add_penalty(&network, &mut gradients, 0.5), 0.25 * (9.0 + 1.0));
        assert_eq!(gradients.layers[0].weights.values().collect::<Vec<_>>(), [1.5, -0.5]);
        assert_eq!(gradients.layers[0].biases.row(0), [0.0]);
    }

    #[test]
    fn long_gradients_are_shortened_and_short_ones_stay() {
        let mut gradients = Gradients::new(&network());
        gradients.layers[0].weights.row_mut(0)[0] = 3.0;
        gradients.layers[0].biases.row_mut(0)[0] = 4.0;
        clip(&mut gradients, 5.5);
        assert_eq!(gradients.layers[0].weights.row(0), [3.0]);
        clip(&mut gradients, 2.5);
        assert_eq!((gradients.layers[0].weights.row(0)[0], gradients.layers[0].biases.row(0)[0]), (1.5, 2.0));
    }
}
