use multiversion::multiversion;

use super::{Layer, initial_weights};
use crate::chance::Chance;
use crate::matrix::{self, LANES, Lane, Matrix, cosine_of_turns, sine_of_turns, sum};

/// Waves of a number.
const WAVES: usize = 16;
/// Inputs that are made of them.
const SUMS: usize = 3;
/// Standard deviation of the first frequencies, in turns over one unit of the scaled number.
const FIRST_FREQUENCY: f32 = 0.3;

const WAVE_LANES: usize = WAVES / LANES;

/// Numbers among the inputs as waves of learnt lengths, so that what rises and falls with a number is learnt: of each number x its
/// waves cos(2π(f · x + p)), 16 of them, and of these three sums with weights and biases of its own, which stand as inputs more
/// behind all others. Frequencies f and phases p are learnt like the weights.
///
/// PBLD of Holzmüller, Grinsztajn and Steinwart 2024, “Better by Default” (appendix A), after Gorishniy, Rubachev and Babenko 2022,
/// “On Embeddings for Numerical Features in Tabular Deep Learning” (section 3.3).
#[derive(Clone, Debug, PartialEq)]
pub struct Waves {
    /// Which of the inputs, ascending; n of them.
    places: Vec<usize>,
    /// Frequencies and phases, (1, 16 n), and the weights and biases of the sums, (16, 3 n).
    layers: Box<[Layer; 2]>,
}

/// The room that waves need for batches of up to a given number of rows.
#[derive(Clone, Debug)]
pub(super) struct WaveRoom {
    /// All inputs with the sums behind them: (n_rows, n_in + 3 n).
    inputs: Matrix,
    /// f · x + p, and its cosine: (n_rows, 16 n).
    turns: Matrix,
    cosines: Matrix,
    /// The weights of the sums, and their gradients: (3 n, 16).
    transposed: Matrix,
    gradient: Matrix,
    /// The same as the layer has it: (16, 3 n).
    gradient_of_part: Matrix,
    /// The first layer's weights for the sums: (3 n, n_out), and (n_out, 3 n).
    first_weights: Matrix,
    first_transposed: Matrix,
    /// dLoss/dsums: (n_rows, 3 n), and what they start from.
    deltas: Matrix,
    zeros: Matrix,
}

impl Waves {
    /// With first frequencies, phases and weights, for the inputs at these places; `None`: there are none.
    pub fn new(places: Vec<usize>, chance: &mut Chance) -> Option<Waves> {
        let n = places.len();
        if n == 0 {
            return None;
        }
        let frequencies = Matrix::from_fn(1, WAVES * n, |_, _| FIRST_FREQUENCY * normal(chance));
        let phases = initial_weights(1, WAVES * n, 0.5, chance);
        let range = 1.0 / (WAVES as f32).sqrt();
        let weights = initial_weights(WAVES, SUMS * n, range, chance);
        let biases = initial_weights(1, SUMS * n, range, chance);
        let layers = [Layer { weights: frequencies, biases: phases }, Layer { weights, biases }];
        Some(Waves { places, layers: Box::new(layers) })
    }

    /// Shapes of the layers for waves of so many numbers: (n_in, n_out).
    pub fn shapes(numbers: usize) -> [(usize, usize); 2] {
        [(1, WAVES * numbers), (WAVES, SUMS * numbers)]
    }

    /// `None`: the layers have other shapes, or the places do not ascend.
    pub fn of_layers(places: Vec<usize>, layers: [Layer; 2]) -> Option<Waves> {
        let shapes = layers.each_ref().map(|layer| (layer.n_in(), layer.n_out()));
        let fits = !places.is_empty()
            && places.is_sorted_by(|one, next| one < next)
            && shapes == Waves::shapes(places.len())
            && layers.iter().all(|layer| layer.biases.n_cols() == layer.n_out());
        fits.then(|| Waves { places, layers: Box::new(layers) })
    }

    /// Which inputs are seen as waves.
    pub fn places(&self) -> &[usize] {
        &self.places
    }

    /// Frequencies with phases, and sums.
    pub fn layers(&self) -> &[Layer; 2] {
        &self.layers
    }

    /// The same, to be moved.
    pub fn layers_mut(&mut self) -> &mut [Layer; 2] {
        &mut self.layers
    }

    /// Inputs that it adds.
    pub fn width(&self) -> usize {
        SUMS * self.places.len()
    }

    /// x with the sums behind it: (n_rows, n_in) → (n_rows, n_in + 3 n).
    pub(super) fn forward<'r>(&self, x: &Matrix, room: &'r mut WaveRoom) -> &'r Matrix {
        let [_, sums] = &*self.layers;
        matrix::transpose_into(&sums.weights, &mut room.transposed);
        roll(self, x, room);
        &room.inputs
    }

    /// The gradients of both layers into `gradients`, from what [`Waves::forward`] left in `room`. x: (n_rows, n_in);
    /// first_delta: (n_rows, n_out), dLoss/dz of the network's first layer, whose weights are `first`. `adding`: to what
    /// `gradients` hold.
    pub(super) fn back(
        &self,
        x: &Matrix,
        first_delta: &Matrix,
        first: &Matrix,
        adding: bool,
        room: &mut WaveRoom,
        gradients: &mut [Layer],
    ) {
        let [of_waves, of_sums] = gradients else { return };
        room.first_weights.copy_rows(first, x.n_cols(), self.width());
        matrix::transpose_into(&room.first_weights, &mut room.first_transposed);
        matrix::multiply_add(first_delta, &room.first_transposed, &room.zeros, &mut room.deltas, |sum| sum);
        if !adding {
            of_waves.weights.as_lanes_mut().fill(Lane::ZERO);
            of_waves.biases.as_lanes_mut().fill(Lane::ZERO);
        }
        room.gradient.as_lanes_mut().fill(Lane::ZERO);
        roll_back(self, x, room, of_waves);
        matrix::transpose_into(&room.gradient, &mut room.gradient_of_part);
        let parts = of_sums.weights.as_lanes_mut().iter_mut().zip(room.gradient_of_part.as_lanes());
        parts.for_each(|(all, &part)| *all = if adding { *all + part } else { part });
        matrix::column_sums(&room.deltas, adding, &mut of_sums.biases);
    }
}

/// Fills turns, cosines and inputs.
#[inline(never)]
#[multiversion(targets("x86_64+avx"))]
fn roll(waves: &Waves, x: &Matrix, room: &mut WaveRoom) {
    let [wave, sums] = &*waves.layers;
    let (frequencies, phases) = (wave.weights.row_lanes(0), wave.biases.row_lanes(0));
    let biases = sums.biases.row(0);
    let WaveRoom { inputs, turns, cosines, transposed, .. } = room;
    for matrix in [&mut *inputs, turns, cosines] {
        matrix.set_rows(x.n_rows());
    }
    for row in 0..x.n_rows() {
        let given = x.row(row);
        let (turns, cosines) = (turns.row_lanes_mut(row), cosines.row_lanes_mut(row));
        let (inputs, behind) = inputs.row_mut(row).split_at_mut(given.len());
        inputs.copy_from_slice(given);
        for (number, &place) in waves.places.iter().enumerate() {
            let value = Lane::splat(given[place]);
            for at in WAVE_LANES * number..WAVE_LANES * (number + 1) {
                turns[at] = value * frequencies[at] + phases[at];
                cosines[at] = cosine_of_turns(turns[at]);
            }
            let cosines = &cosines[WAVE_LANES * number..][..WAVE_LANES];
            for at in SUMS * number..SUMS * (number + 1) {
                let mut all = Lane::ZERO;
                for (&cosine, &weight) in cosines.iter().zip(transposed.row_lanes(at)) {
                    all += cosine * weight;
                }
                behind[at] = biases[at] + sum(all);
            }
        }
    }
}

/// Adds to the gradients of frequencies and phases, and to the room's of the sums' weights.
#[inline(never)]
#[multiversion(targets("x86_64+avx"))]
fn roll_back(waves: &Waves, x: &Matrix, room: &mut WaveRoom, of_waves: &mut Layer) {
    let WaveRoom { turns, cosines, transposed, gradient, deltas, .. } = room;
    let of_frequencies = of_waves.weights.row_lanes_mut(0);
    let of_phases = of_waves.biases.row_lanes_mut(0);
    for row in 0..x.n_rows() {
        let (given, deltas) = (x.row(row), deltas.row(row));
        let (turns, cosines) = (turns.row_lanes(row), cosines.row_lanes(row));
        for (number, &place) in waves.places.iter().enumerate() {
            let value = Lane::splat(given[place]);
            let first = WAVE_LANES * number;
            let mut back = [Lane::ZERO; WAVE_LANES];
            for (sum, &delta) in deltas[SUMS * number..][..SUMS].iter().enumerate() {
                let (at, delta) = (SUMS * number + sum, Lane::splat(delta));
                let lanes = transposed.row_lanes(at).iter().zip(gradient.row_lanes_mut(at));
                for (lane, (&weight, gradient)) in lanes.enumerate() {
                    *gradient += delta * cosines[first + lane];
                    back[lane] += delta * weight;
                }
            }
            for (lane, back) in back.into_iter().enumerate() {
                let at = first + lane;
                // d cos(2π t) / dt = −2π sin(2π t).
                let slope = Lane::splat(-std::f32::consts::TAU) * sine_of_turns(turns[at]) * back;
                of_frequencies[at] += slope * value;
                of_phases[at] += slope;
            }
        }
    }
}

impl WaveRoom {
    /// For batches of up to `n_rows` rows of `n_in` inputs, before a layer of `n_out` neurons.
    pub fn new(waves: &Waves, n_in: usize, n_out: usize, n_rows: usize) -> WaveRoom {
        let (all, width) = (WAVES * waves.places.len(), waves.width());
        WaveRoom {
            inputs: Matrix::zeros(n_rows, n_in + width),
            turns: Matrix::zeros(n_rows, all),
            cosines: Matrix::zeros(n_rows, all),
            transposed: Matrix::zeros(width, WAVES),
            gradient: Matrix::zeros(width, WAVES),
            gradient_of_part: Matrix::zeros(WAVES, width),
            first_weights: Matrix::zeros(width, n_out),
            first_transposed: Matrix::zeros(n_out, width),
            deltas: Matrix::zeros(n_rows, width),
            zeros: Matrix::zeros(1, width),
        }
    }

    /// What [`Waves::forward`] made last.
    pub fn inputs(&self) -> &Matrix {
        &self.inputs
    }
}

/// With mean 0 and standard deviation 1 (Box and Muller 1958), by arithmetic of ours.
fn normal(chance: &mut Chance) -> f32 {
    // From 0 to 1, the ends excluded.
    let share = 0.5 * (chance.uniform() + 1.0);
    let turn = Lane::splat(chance.uniform());
    let length = -2.0 * matrix::ln(Lane::splat(share)).to_array()[0];
    length.sqrt() * cosine_of_turns(turn).to_array()[0]
}
