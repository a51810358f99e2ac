use crate::chance::{Chance, Stream};
use crate::matrix::Matrix;

use super::Network;

/// Neurons left out at random while training, others for every row and batch (Srivastava et al. 2014).
///
/// What is left is divided by the share that is left, so that a prediction, which leaves nothing out, has the same
/// scale.
#[derive(Clone, Debug)]
pub struct Dropout {
    /// Of the hidden neurons, 0 to 1.
    share: f32,
    chance: Chance,
    /// 0 or 1 / (1 − share) for each output of each hidden layer.
    masks: Vec<Matrix>,
    /// The outputs times their masks.
    thinned: Vec<Matrix>,
}

impl Dropout {
    /// Room for batches of up to `n_rows` rows through `network`.
    pub fn new(share: f32, seed: u64, network: &Network, n_rows: usize) -> Dropout {
        let hidden = &network.layers[..network.layers.len().saturating_sub(1)];
        let room: Vec<Matrix> = hidden.iter().map(|layer| Matrix::zeros(n_rows, layer.n_out())).collect();
        Dropout { share, chance: Chance::new(seed, Stream::Dropout), masks: room.clone(), thinned: room }
    }

    /// What decides next.
    pub fn chance(&self) -> &Chance {
        &self.chance
    }

    /// Goes on with another chance.
    pub fn set_chance(&mut self, chance: Chance) {
        self.chance = chance;
    }

    /// Decides which outputs of a hidden layer stay. outputs: (n_rows, n_out).
    pub fn draw(&mut self, layer: usize, outputs: &Matrix) {
        let (mask, thinned) = (&mut self.masks[layer], &mut self.thinned[layer]);
        let stays = 1.0 / (1.0 - self.share);
        mask.set_rows(outputs.n_rows());
        thinned.set_rows(outputs.n_rows());
        for row in 0..outputs.n_rows() {
            for cell in mask.row_mut(row) {
                // Uniform in −1 … 1.
                *cell = if self.chance.uniform() < 2.0 * self.share - 1.0 { 0.0 } else { stays };
            }
        }
        for ((thinned, &mask), &output) in
            thinned.as_lanes_mut().iter_mut().zip(mask.as_lanes()).zip(outputs.as_lanes())
        {
            *thinned = mask * output;
        }
    }

    /// What the next layer sees of a hidden layer: (n_rows, n_out).
    pub fn outputs(&self, layer: usize) -> &Matrix {
        &self.thinned[layer]
    }

    /// Lays the mask over dLoss/doutputs of a hidden layer.
    pub fn back(&self, layer: usize, delta: &mut Matrix) {
        for (delta, &mask) in delta.as_lanes_mut().iter_mut().zip(self.masks[layer].as_lanes()) {
            *delta *= mask;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::{Activation, Head};

    #[test]
    fn the_share_is_left_out_and_the_mean_stays() {
        let mut chance = Chance::new(1, Stream::Weights);
        let network = Network::new(&[2, 50, 1], Activation::Relu, Head::Identity, None, &mut chance);
        let mut dropout = Dropout::new(0.25, 3, &network, 400);
        let ones = Matrix::from_fn(400, 50, |_, _| 1.0);
        dropout.draw(0, &ones);
        let left_out = dropout.outputs(0).values().filter(|&output| output == 0.0).count();
        // 5,000 expected of 20,000, standard deviation 61.
        assert!((4_700..5_300).contains(&left_out), "{left_out}");
        let mean = dropout.outputs(0).values().sum::<f32>() / 20_000.0;
        assert!((mean - 1.0).abs() < 0.02, "{mean}");
        let mut delta = ones.clone();
        dropout.back(0, &mut delta);
        assert!(delta.values().eq(dropout.outputs(0).values()));
    }
}
