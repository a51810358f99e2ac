use crate::matrix::{Lane, Matrix};
use crate::network::{Gradients, Network};

/// How gradients move the weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Optimiser {
    /// Stochastic gradient descent: w ← w − learning_rate · dLoss/dw.
    Sgd { learning_rate: f32 },
}

impl Optimiser {
    /// Moves every weight and bias by one step.
    pub fn step(&self, network: &mut Network, gradients: &Gradients) {
        let Optimiser::Sgd { learning_rate } = *self;
        for (layer, gradient) in network.layers.iter_mut().zip(&gradients.layers) {
            descend(&mut layer.weights, &gradient.weights, learning_rate);
            descend(&mut layer.biases, &gradient.biases, learning_rate);
        }
    }
}

#[inline(never)]
fn descend(weights: &mut Matrix, gradient: &Matrix, learning_rate: f32) {
    let rate = Lane::splat(learning_rate);
    for (weight, &gradient) in weights.as_lanes_mut().iter_mut().zip(gradient.as_lanes()) {
        *weight -= rate * gradient;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Stream};
    use crate::network::{Activation, Head};

    #[test]
    fn a_step_goes_down_the_gradient() {
        let mut chance = Chance::new(1, Stream::Weights);
        let mut network = Network::new(&[2, 1], Activation::Relu, Head::Identity, Some(0.5), &mut chance);
        let before: Vec<f32> = network.layers[0].weights.values().collect();
        let mut gradients = Gradients::new(&network);
        gradients.layers[0].weights.row_mut(1)[0] = 2.0;
        Optimiser::Sgd { learning_rate: 0.25 }.step(&mut network, &gradients);
        let after: Vec<f32> = network.layers[0].weights.values().collect();
        assert_eq!(after, [before[0], before[1] - 0.5]);
    }
}
