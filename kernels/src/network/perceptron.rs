use super::waves::{WaveRoom, Waves};
use super::{Activation, Dropout, Head, Initialiser, Layer, TargetBatch, initial_biases, initial_weights};
use crate::chance::Chance;
use crate::matrix::{self, Matrix};

/// A multilayer perceptron: layers one after the other, an activation after each but the last, a head after the last.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// What numbers among the inputs are seen as besides, before the first layer; it takes the inputs with these behind them.
    pub waves: Option<Waves>,
    /// From the inputs to the outputs, at least one.
    pub layers: Vec<Layer>,
    /// Of each hidden layer.
    pub activations: Vec<Activation>,
    /// The output activation with its loss.
    pub head: Head,
}

/// The room that one forward and backward pass needs, for batches of up to a given number of rows.
///
/// It is made once: the training loop takes no memory.
#[derive(Clone, Debug)]
pub struct Pass {
    /// What each hidden layer gives: (n_rows, n_out).
    outputs: Vec<Matrix>,
    /// What the last layer gives, the head's input: (n_rows, n_out). It stands apart so that it is there whatever the network.
    z: Matrix,
    /// dLoss/dz of each hidden layer: (n_rows, n_out).
    deltas: Vec<Matrix>,
    /// The weights of each layer as (n_out, n_in), brought up to date where a kernel takes them so.
    transposed: Vec<Matrix>,
    /// (1, n_in) of each layer.
    scratch: Vec<Matrix>,
    /// z of each hidden layer whose activation's derivative is taken from it; without rows for the others.
    sums: Vec<Matrix>,
    /// While training, where neurons are left out.
    dropout: Option<Dropout>,
    /// Where numbers are seen as waves.
    waves: Option<WaveRoom>,
}

/// dLoss/dweights and dLoss/dbiases of each layer, as means over the batch.
#[derive(Clone, Debug)]
pub struct Gradients {
    /// The layers of the waves; none without them.
    waves: Vec<Layer>,
    /// In the network's order and shapes.
    pub layers: Vec<Layer>,
    /// Whether the layers hold a part of the batch, to which the next one is added.
    begun: bool,
}

impl Network {
    /// One activation for all hidden layers, first weights uniform in ± `weight_range` (`None`: Glorot's), biases zero.
    ///
    /// `widths`: neurons of each layer from the inputs to the outputs, at least two.
    pub fn new(
        widths: &[usize],
        activation: Activation,
        head: Head,
        weight_range: Option<f32>,
        chance: &mut Chance,
    ) -> Network {
        let activations = vec![activation; widths.len().saturating_sub(2)];
        Network::with_first_weights(widths, activations, head, Initialiser::Glorot, weight_range, chance)
    }

    /// `activations`: one for each hidden layer. `weight_range`: takes the place of the initialiser's.
    pub fn with_first_weights(
        widths: &[usize],
        activations: Vec<Activation>,
        head: Head,
        initialiser: Initialiser,
        weight_range: Option<f32>,
        chance: &mut Chance,
    ) -> Network {
        let first = activations.first().copied().unwrap_or(Activation::Identity);
        let layers = widths.windows(2).map(|pair| {
            let (n_in, n_out) = (pair[0], pair[1]);
            let range = weight_range.unwrap_or_else(|| initialiser.range(n_in, n_out, first));
            let weights = initial_weights(n_in, n_out, range, chance);
            let biases = match initialiser {
                Initialiser::ScikitLearn => initial_weights(1, n_out, range, chance),
                _ => initial_biases(n_out),
            };
            Layer { weights, biases }
        });
        Network { waves: None, layers: layers.collect(), activations, head }
    }

    /// All that is learnt: the layers of the waves, then those of the network.
    pub fn parts(&self) -> impl Iterator<Item = &Layer> {
        self.waves.iter().flat_map(|waves| waves.layers()).chain(&self.layers)
    }

    /// All layers with weights, those of the waves first.
    pub fn parts_mut(&mut self) -> impl Iterator<Item = &mut Layer> {
        self.waves.iter_mut().flat_map(|waves| waves.layers_mut()).chain(&mut self.layers)
    }

    /// Inputs, without what waves add to them.
    pub fn n_in(&self) -> usize {
        let first = self.layers.first().map_or(0, Layer::n_in);
        first.saturating_sub(self.waves.as_ref().map_or(0, Waves::width))
    }

    /// Neurons of each layer from the inputs to the outputs.
    pub fn widths(&self) -> Vec<usize> {
        let inputs = self.layers.first().map(|_| self.n_in());
        inputs.into_iter().chain(self.layers.iter().map(Layer::n_out)).collect()
    }

    /// Weights and biases of all layers.
    pub fn n_parameters(&self) -> usize {
        self.parts().map(Layer::n_parameters).sum()
    }

    /// The assignment's ForwardPass up to the head: z of the last layer, (n_rows, n_out). x: (n_rows, n_in).
    pub fn forward<'p>(&self, x: &Matrix, pass: &'p mut Pass) -> &'p mut Matrix {
        let x = match (&self.waves, &mut pass.waves) {
            (Some(waves), Some(room)) => waves.forward(x, room),
            _ => x,
        };
        for (index, layer) in self.layers.iter().enumerate() {
            if layer.n_out() == 1 {
                matrix::transpose_into(&layer.weights, &mut pass.transposed[index]);
            }
            let (before, after) = pass.outputs.split_at_mut(index);
            let input = input_of(index, x, before, &pass.dropout);
            let activation = self.activations.get(index).copied().unwrap_or(Activation::Identity);
            let transposed = &pass.transposed[index];
            let sums = &mut pass.sums[index];
            let Some(outputs) = after.first_mut() else {
                activation.forward(layer, input, transposed, sums, &mut pass.z);
                continue;
            };
            activation.forward(layer, input, transposed, sums, outputs);
            if let Some(dropout) = &mut pass.dropout {
                dropout.draw(index, outputs);
            }
        }
        &mut pass.z
    }

    /// The outputs of the head: (n_rows, n_out).
    pub fn predict<'p>(&self, x: &Matrix, pass: &'p mut Pass) -> &'p Matrix {
        let z = self.forward(x, pass);
        self.head.apply(z);
        z
    }

    /// Forward pass and the assignment's BackPropagation: fills `gradients` with means over the batch and returns
    /// the loss summed over its rows.
    pub fn back_propagate(
        &self,
        x: &Matrix,
        targets: TargetBatch,
        pass: &mut Pass,
        gradients: &mut Gradients,
    ) -> f64 {
        gradients.clear();
        self.back_propagate_part(x, targets, &[], 1.0 / x.n_rows() as f32, pass, gradients)
    }

    /// The same for a part of a batch: adds share · the gradients summed over the part's rows, each times its weight, to
    /// `gradients`. With a share of 1 / the sum of the batch's weights, the sum over its parts is the mean.
    pub fn back_propagate_part(
        &self,
        x: &Matrix,
        targets: TargetBatch,
        weights: &[f32],
        share: f32,
        pass: &mut Pass,
        gradients: &mut Gradients,
    ) -> f64 {
        let z = self.forward(x, pass);
        let loss = self.head.delta(z, targets, weights, share);
        for index in (0..self.layers.len()).rev() {
            let before = &pass.outputs[..index];
            let (deltas_before, deltas_after) = pass.deltas.split_at_mut(index);
            let delta = deltas_after.first().unwrap_or(&pass.z);
            let input =
                input_of(index, pass.waves.as_ref().map_or(x, WaveRoom::inputs), before, &pass.dropout);
            let (scratch, gradient) = (&mut pass.scratch[index], &mut gradients.layers[index]);
            Layer::gradient(input, delta, gradients.begun, scratch, gradient);
            if let (0, Some(waves), Some(room)) = (index, &self.waves, &mut pass.waves) {
                let weights = &self.layers[0].weights;
                waves.back(x, delta, weights, gradients.begun, room, &mut gradients.waves);
            }
            if let (Some(earlier), Some(outputs)) = (deltas_before.last_mut(), before.last()) {
                let weights = &self.layers[index].weights;
                if weights.n_cols() > 1 {
                    matrix::transpose_into(weights, &mut pass.transposed[index]);
                }
                let (transposed, sums) = (&pass.transposed[index], &pass.sums[index - 1]);
                self.activations[index - 1].delta(delta, transposed, outputs, sums, earlier);
                if let Some(dropout) = &pass.dropout {
                    dropout.back(index - 1, earlier);
                }
            }
        }
        gradients.begun = true;
        loss
    }

    /// Whether all weights and biases are finite.
    pub fn is_finite(&self) -> bool {
        self.parts().all(Layer::is_finite)
    }

    /// Takes over the weights of a network of the same shape, without allocating.
    pub fn copy_from(&mut self, other: &Network) {
        for (layer, other) in self.parts_mut().zip(other.parts()) {
            layer.copy_from(other);
        }
    }

    /// A fingerprint of every weight and bias, bit for bit: FNV-1a (64 bits) over their little-endian f32 bytes, part
    /// by part, weights row by row before biases, in hexadecimal.
    pub fn weights_hash(&self) -> String {
        let values = self.parts().flat_map(|layer| layer.weights.values().chain(layer.biases.values()));
        hash_of(values.map(f32::to_bits))
    }
}

/// FNV-1a over the bytes of words, the least byte first, as 16 hexadecimal digits.
pub fn hash_of(words: impl Iterator<Item = u32>) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for word in words {
        for byte in word.to_le_bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

/// What a layer sees: x, or the outputs of the layer before it.
fn input_of<'a>(
    layer: usize,
    x: &'a Matrix,
    outputs_before: &'a [Matrix],
    dropout: &'a Option<Dropout>,
) -> &'a Matrix {
    match (outputs_before.last(), dropout) {
        (Some(_), Some(dropout)) => dropout.outputs(layer - 1),
        (Some(outputs), None) => outputs,
        (None, _) => x,
    }
}

impl Pass {
    /// Room for batches of up to `n_rows` rows through `network`.
    pub fn new(network: &Network, n_rows: usize) -> Pass {
        let outputs = |layer: &Layer| Matrix::zeros(n_rows, layer.n_out());
        let (z, hidden) = match network.layers.split_last() {
            Some((last, hidden)) => (outputs(last), hidden),
            None => (Matrix::zeros(n_rows, 0), &[][..]),
        };
        Pass {
            outputs: hidden.iter().map(outputs).collect(),
            z,
            deltas: hidden.iter().map(outputs).collect(),
            transposed: network
                .layers
                .iter()
                .map(|layer| Matrix::zeros(layer.n_out(), layer.n_in()))
                .collect(),
            scratch: network.layers.iter().map(|layer| Matrix::zeros(1, layer.n_in())).collect(),
            sums: (network.layers.iter().enumerate())
                .map(|(index, layer)| {
                    let needed = network.activations.get(index).is_some_and(|one| one.needs_sums());
                    Matrix::zeros(if needed { n_rows } else { 0 }, layer.n_out())
                })
                .collect(),
            dropout: None,
            waves: (network.waves.as_ref().zip(network.layers.first()))
                .map(|(waves, first)| WaveRoom::new(waves, network.n_in(), first.n_out(), n_rows)),
        }
    }

    /// The same pass with neurons left out, for training.
    pub fn with_dropout(self, dropout: Option<Dropout>) -> Pass {
        Pass { dropout, ..self }
    }

    /// The neurons that are left out of this pass; `None` where none are.
    pub fn dropout(&self) -> Option<&Dropout> {
        self.dropout.as_ref()
    }

    /// The neurons that are left out of this pass, to be drawn anew.
    pub fn dropout_mut(&mut self) -> Option<&mut Dropout> {
        self.dropout.as_mut()
    }
}

impl Gradients {
    /// Room for the gradients of a network of this shape.
    pub fn new(network: &Network) -> Gradients {
        let zeros = |layer: &Layer| Layer::zeros(layer.n_in(), layer.n_out());
        Gradients {
            waves: network.waves.iter().flat_map(|waves| waves.layers()).map(zeros).collect(),
            layers: network.layers.iter().map(zeros).collect(),
            begun: false,
        }
    }

    /// As [`Network::parts`].
    pub fn parts(&self) -> impl Iterator<Item = &Layer> {
        self.waves.iter().chain(&self.layers)
    }

    /// Of all layers, in the order of [`Network::parts_mut`].
    pub fn parts_mut(&mut self) -> impl Iterator<Item = &mut Layer> {
        self.waves.iter_mut().chain(&mut self.layers)
    }

    /// Begins a batch: what is held is not added to.
    pub fn clear(&mut self) {
        self.begun = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Stream;

    fn network(widths: &[usize], head: Head) -> Network {
        Network::new(widths, Activation::Relu, head, Some(0.5), &mut Chance::new(1, Stream::Weights))
    }

    /// 2 → 2 → 1 with weights a person can follow: hidden z = (1 − 2 + 1, 1 + 2 − 1) = (0, 2), output 2 · 3 + 0.5.
    #[test]
    fn a_forward_pass_by_hand() {
        let mut network = network(&[2, 2, 1], Head::Identity);
        network.layers[0].weights =
            Matrix::from_fn(2, 2, |row, column| [[1.0, 1.0], [-1.0, 1.0]][row][column]);
        network.layers[0].biases = Matrix::from_fn(1, 2, |_, column| [1.0, -1.0][column]);
        network.layers[1].weights = Matrix::from_fn(2, 1, |row, _| [5.0, 3.0][row]);
        network.layers[1].biases = Matrix::from_fn(1, 1, |_, _| 0.5);
        let x = Matrix::from_fn(1, 2, |_, column| [1.0, 2.0][column]);
        let mut pass = Pass::new(&network, 1);
        assert_eq!(network.predict(&x, &mut pass).row(0), [6.5]);

        // y = 5.5: delta 1; hidden delta (0 since z = 0, 3); gradients x ⊗ delta.
        let mut gradients = Gradients::new(&network);
        let loss = network.back_propagate(&x, TargetBatch::Numbers(&[5.5]), &mut pass, &mut gradients);
        assert_eq!(loss, 0.5);
        assert_eq!(gradients.layers[1].weights.values().collect::<Vec<_>>(), [0.0, 2.0]);
        assert_eq!(gradients.layers[1].biases.row(0), [1.0]);
        assert_eq!(gradients.layers[0].weights.values().collect::<Vec<_>>(), [0.0, 3.0, 0.0, 6.0]);
        assert_eq!(gradients.layers[0].biases.row(0), [0.0, 3.0]);
    }

    #[test]
    fn a_batch_gives_the_same_bits_as_its_rows_one_by_one() {
        let network = network(&[13, 64, 32, 101], Head::Softmax);
        let mut chance = Chance::new(2, Stream::Batches);
        let x = Matrix::from_fn(33, 13, |_, _| chance.uniform());
        let mut pass = Pass::new(&network, 33);
        let together: Vec<f32> = network.predict(&x, &mut pass).values().collect();
        let mut one = Matrix::zeros(1, 13);
        let mut apart = Vec::new();
        for row in 0..33 {
            one.copy_rows(&x, row, 1);
            apart.extend(network.predict(&one, &mut pass).values());
        }
        assert_eq!(together, apart);
    }

    #[test]
    fn a_network_without_layers_has_no_outputs() {
        let network = network(&[3], Head::Identity);
        let mut pass = Pass::new(&network, 2);
        let z = network.forward(&Matrix::zeros(2, 3), &mut pass);
        assert_eq!((z.n_rows(), z.n_cols()), (2, 0));
    }

    #[test]
    fn the_hash_notices_a_single_bit() {
        let network = network(&[3, 2, 1], Head::Identity);
        let mut other = network.clone();
        assert_eq!(network.weights_hash(), other.weights_hash());
        let weight = &mut other.layers[1].weights.row_mut(1)[0];
        *weight = f32::from_bits(weight.to_bits() ^ 1);
        assert_ne!(network.weights_hash(), other.weights_hash());
    }
}
