use super::packed::packed;
use crate::matrix::{Lane, Matrix};
use crate::network::{Gradients, Layer, Network};

/// How gradients move the weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// Stochastic gradient descent: v ← momentum · v − rate · g and w ← w + v, or by Nesterov's way
    /// w ← w + momentum · v − rate · g with the new v (Sutskever, Martens, Dahl and Hinton 2013).
    Sgd {
        /// Share of the last step that is taken again, 0 for none.
        momentum: f64,
        /// Whether it goes by Nesterov's way.
        nesterov: bool,
    },
    /// Kingma and Ba 2015, algorithm 1, with the bias correction folded into the rate (end of their section 2). A decay
    /// takes rate · decay · w off each weight besides (AdamW, Loshchilov and Hutter 2019); biases, and what waves are made of,
    /// do not decay.
    Adam {
        /// Share of the mean of g that stays at each step.
        beta_1: f64,
        /// Share of the mean of g² that stays.
        beta_2: f64,
        /// Added to the root.
        epsilon: f64,
        /// 0 for plain Adam.
        decay: f64,
    },
    /// The rate over the root of a running mean of g², w ← w − rate · g / (√v + epsilon) (Hinton 2012, lecture 6).
    RmsProp {
        /// Share of the mean of g² that stays at each step.
        rho: f64,
        /// Added to the root.
        epsilon: f64,
    },
}

/// A rule with what it remembers of earlier steps.
#[derive(Clone, Debug)]
pub struct Optimiser {
    rule: Rule,
    moments: Moments,
}

/// What a rule remembers of earlier steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments {
    /// Velocities, or running means of the gradients.
    first: Vec<Layer>,
    /// Running means of their squares.
    second: Vec<Layer>,
    /// beta_1 and beta_2 to the power of the steps taken.
    powers: (f64, f64),
}

packed!(Moments { first, second, powers });

impl Moments {
    /// Takes over what another one of the same rule and network remembers, without allocating.
    pub fn copy_from(&mut self, other: &Moments) {
        let ours = self.first.iter_mut().chain(&mut self.second);
        ours.zip(other.first.iter().chain(&other.second)).for_each(|(ours, other)| ours.copy_from(other));
        self.powers = other.powers;
    }

    /// Whether it is of the same rule and network as another.
    pub fn fit(&self, other: &Moments) -> bool {
        let shapes = |layers: &[Layer]| -> Vec<(usize, usize)> {
            layers.iter().map(|layer| (layer.n_in(), layer.n_out())).collect()
        };
        (shapes(&self.first), shapes(&self.second)) == (shapes(&other.first), shapes(&other.second))
    }
}

impl Optimiser {
    /// Takes the memory that `rule` needs for `network`.
    pub fn new(rule: Rule, network: &Network) -> Optimiser {
        let room = |needed: bool| -> Vec<Layer> {
            let zeros = |layer: &Layer| Layer::zeros(layer.n_in(), layer.n_out());
            network.parts().take(if needed { usize::MAX } else { 0 }).map(zeros).collect()
        };
        let (first, second) = match rule {
            Rule::Sgd { momentum, .. } => (momentum != 0.0, false),
            Rule::Adam { .. } => (true, true),
            Rule::RmsProp { .. } => (false, true),
        };
        let moments = Moments { first: room(first), second: room(second), powers: (1.0, 1.0) };
        Optimiser { rule, moments }
    }

    /// What it remembers.
    pub fn moments(&self) -> &Moments {
        &self.moments
    }

    /// Goes on with what another one of the same rule and network remembers.
    pub fn set_moments(&mut self, moments: Moments) {
        self.moments = moments;
    }

    /// Moves every weight and bias by one step.
    pub fn step(&mut self, network: &mut Network, gradients: &Gradients, learning_rate: f64) {
        let Optimiser { rule, moments: Moments { first, second, powers } } = self;
        let rate = learning_rate as f32;
        match *rule {
            Rule::Sgd { momentum: 0.0, .. } => {
                for (layer, gradient) in network.parts_mut().zip(gradients.parts()) {
                    descend(&mut layer.weights, &gradient.weights, rate);
                    descend(&mut layer.biases, &gradient.biases, rate);
                }
            }
            Rule::Sgd { momentum: share, nesterov } => {
                let share = share as f32;
                for ((layer, gradient), velocity) in network.parts_mut().zip(gradients.parts()).zip(first) {
                    momentum(
                        &mut layer.weights,
                        &gradient.weights,
                        &mut velocity.weights,
                        rate,
                        share,
                        nesterov,
                    );
                    momentum(
                        &mut layer.biases,
                        &gradient.biases,
                        &mut velocity.biases,
                        rate,
                        share,
                        nesterov,
                    );
                }
            }
            Rule::Adam { beta_1, beta_2, epsilon, decay } => {
                *powers = (powers.0 * beta_1, powers.1 * beta_2);
                let corrected = learning_rate * (1.0 - powers.1).sqrt() / (1.0 - powers.0);
                let constants = AdamConstants {
                    beta_1: pair(beta_1),
                    beta_2: pair(beta_2),
                    epsilon: epsilon as f32,
                    rate: corrected as f32,
                };
                let stays = (1.0 - learning_rate * decay) as f32;
                if decay != 0.0 {
                    for layer in &mut network.layers {
                        layer
                            .weights
                            .as_lanes_mut()
                            .iter_mut()
                            .for_each(|weight| *weight *= Lane::splat(stays));
                    }
                }
                let moments = first.iter_mut().zip(second);
                for ((layer, gradient), (m, v)) in network.parts_mut().zip(gradients.parts()).zip(moments) {
                    adam(&mut layer.weights, &gradient.weights, &mut m.weights, &mut v.weights, &constants);
                    adam(&mut layer.biases, &gradient.biases, &mut m.biases, &mut v.biases, &constants);
                }
            }
            Rule::RmsProp { rho, epsilon } => {
                let (rho, epsilon) = (pair(rho), epsilon as f32);
                for ((layer, gradient), v) in network.parts_mut().zip(gradients.parts()).zip(second) {
                    rms_prop(&mut layer.weights, &gradient.weights, &mut v.weights, rho, epsilon, rate);
                    rms_prop(&mut layer.biases, &gradient.biases, &mut v.biases, rho, epsilon, rate);
                }
            }
        }
    }
}

/// A share and what it leaves of 1, each rounded once.
fn pair(share: f64) -> (f32, f32) {
    (share as f32, (1.0 - share) as f32)
}

#[inline(never)]
fn descend(weights: &mut Matrix, gradient: &Matrix, learning_rate: f32) {
    let rate = Lane::splat(learning_rate);
    for (weight, &gradient) in weights.as_lanes_mut().iter_mut().zip(gradient.as_lanes()) {
        *weight -= rate * gradient;
    }
}

#[inline(never)]
fn momentum(
    weights: &mut Matrix,
    gradient: &Matrix,
    velocity: &mut Matrix,
    rate: f32,
    share: f32,
    nesterov: bool,
) {
    let (rate, share) = (Lane::splat(rate), Lane::splat(share));
    let lanes = weights.as_lanes_mut().iter_mut().zip(gradient.as_lanes()).zip(velocity.as_lanes_mut());
    for ((weight, &gradient), velocity) in lanes {
        let step = rate * gradient;
        *velocity = share * *velocity - step;
        *weight += if nesterov { share * *velocity - step } else { *velocity };
    }
}

struct AdamConstants {
    /// With 1 − beta beside.
    beta_1: (f32, f32),
    beta_2: (f32, f32),
    epsilon: f32,
    rate: f32,
}

#[inline(never)]
fn adam(weights: &mut Matrix, gradient: &Matrix, m: &mut Matrix, v: &mut Matrix, constants: &AdamConstants) {
    let [beta_1, rest_1] = [constants.beta_1.0, constants.beta_1.1].map(Lane::splat);
    let [beta_2, rest_2] = [constants.beta_2.0, constants.beta_2.1].map(Lane::splat);
    let [epsilon, rate] = [constants.epsilon, constants.rate].map(Lane::splat);
    let moments = m.as_lanes_mut().iter_mut().zip(v.as_lanes_mut());
    for ((weight, &gradient), (m, v)) in
        weights.as_lanes_mut().iter_mut().zip(gradient.as_lanes()).zip(moments)
    {
        *m = beta_1 * *m + rest_1 * gradient;
        *v = beta_2 * *v + rest_2 * (gradient * gradient);
        *weight -= rate * *m / (v.sqrt() + epsilon);
    }
}

#[inline(never)]
fn rms_prop(
    weights: &mut Matrix,
    gradient: &Matrix,
    v: &mut Matrix,
    rho: (f32, f32),
    epsilon: f32,
    rate: f32,
) {
    let [rho, rest, epsilon, rate] = [rho.0, rho.1, epsilon, rate].map(Lane::splat);
    let lanes = weights.as_lanes_mut().iter_mut().zip(gradient.as_lanes()).zip(v.as_lanes_mut());
    for ((weight, &gradient), v) in lanes {
        *v = rho * *v + rest * (gradient * gradient);
        *weight -= rate * gradient / (v.sqrt() + epsilon);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Stream};
    use crate::network::{Activation, Head};

    /// What two steps down a slope of 2 make of a weight of 1, with a rate of ¼.
    fn after_two_steps(rule: Rule) -> f32 {
        let mut chance = Chance::new(1, Stream::Weights);
        let mut network = Network::new(&[2, 1], Activation::Relu, Head::Identity, Some(0.5), &mut chance);
        network.layers[0].weights.row_mut(0)[0] = 0.0;
        network.layers[0].weights.row_mut(1)[0] = 1.0;
        let mut gradients = Gradients::new(&network);
        gradients.layers[0].weights.row_mut(1)[0] = 2.0;
        let mut optimiser = Optimiser::new(rule, &network);
        optimiser.step(&mut network, &gradients, 0.25);
        optimiser.step(&mut network, &gradients, 0.25);
        // Where there is no slope, nothing moves.
        assert_eq!(network.layers[0].weights.row(0)[0], 0.0);
        network.layers[0].weights.row(1)[0]
    }

    #[test]
    fn descent_with_and_without_momentum_by_hand() {
        assert_eq!(after_two_steps(Rule::Sgd { momentum: 0.0, nesterov: true }), 0.0);
        // v = −½, then ½ · −½ − ½ = −¾.
        assert_eq!(after_two_steps(Rule::Sgd { momentum: 0.5, nesterov: false }), 1.0 - 0.5 - 0.75);
        // Steps of ½ v − ½ with the same velocities: −¾ and −⅞.
        assert_eq!(after_two_steps(Rule::Sgd { momentum: 0.5, nesterov: true }), 1.0 - 0.75 - 0.875);
    }

    #[test]
    fn adam_steps_by_its_rate_where_the_slope_stays_the_same() {
        let adam = |decay| after_two_steps(Rule::Adam { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-8, decay });
        assert!((adam(0.0) - 0.5).abs() < 1e-5, "{}", adam(0.0));
        // Twice 1/40 off before the step: (1 · 0.975 − 0.25) · 0.975 − 0.25.
        assert!((adam(0.1) - 0.456_875).abs() < 1e-5, "{}", adam(0.1));
    }

    #[test]
    fn rms_prop_by_hand() {
        // v = ½ · 4 = 2, then 1 + 2 = 3.
        let expected = 1.0 - 0.5 / 2.0f32.sqrt() - 0.5 / 3.0f32.sqrt();
        assert!((after_two_steps(Rule::RmsProp { rho: 0.5, epsilon: 1e-9 }) - expected).abs() < 1e-6);
    }
}
