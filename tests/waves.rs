//! Numbers seen as waves: against RealMLP's reference, and against the slopes of a loss in f64.

mod oracle;

use std::f64::consts::TAU;

use oracle::engine::{self, Targets};
use oracle::{Activation, Chance, Head, Layer, Rows, assert_close, assert_layers_close, assert_rows_close};
use perceptab::dataset::{Proposal, prepare};
use perceptab::matrix::Matrix;
use perceptab::network::{self, Gradients, Network, Pass, TargetBatch, Waves};
use perceptab::recipe::Recipe;
use perceptab::table::Reader;
use perceptab::training::{Optimiser, Rule, add_penalty};

const WAVES: usize = 16;
const SUMS: usize = 3;

/// What tests/golden/make_waves.py wrote.
#[derive(serde::Deserialize)]
struct Golden {
    outputs: Rows,
    /// Slopes of Σ row · output place · output, places and rows from 1, by number.
    weight_1: Rows,
    bias_1: Rows,
    weight_2: Vec<Rows>,
    bias_2: Rows,
}

/// From −1 to 1, as in the script.
fn spread(index: usize, step: usize) -> f64 {
    ((index * step) % 101) as f64 / 50.0 - 1.0
}

/// The script's weights as ours are laid out: frequencies and phases in turns, sums side by side.
fn of_the_script(numbers: usize) -> Waves {
    let weights = Matrix::from_fn(1, WAVES * numbers, |_, at| (0.3 * spread(at, 17)) as f32);
    let biases = Matrix::from_fn(1, WAVES * numbers, |_, at| (3.0 * spread(at, 29) / TAU) as f32);
    let waves = network::Layer { weights, biases };
    let place = |wave: usize, at: usize| (at / SUMS * WAVES + wave) * SUMS + at % SUMS;
    let weights =
        Matrix::from_fn(WAVES, SUMS * numbers, |wave, at| (0.25 * spread(place(wave, at), 37)) as f32);
    let biases = Matrix::from_fn(1, SUMS * numbers, |_, at| (0.25 * spread(at, 43)) as f32);
    Waves::of_layers((0..numbers).collect(), [waves, network::Layer { weights, biases }]).unwrap()
}

/// A network of one layer behind waves of all its inputs, which itself sees the sums alone.
fn behind(waves: Waves, n_out: usize, weight: impl Fn(usize, usize) -> f32) -> Network {
    let n_in = waves.places().len();
    let weights = Matrix::from_fn(n_in + waves.width(), n_out, |row, column| {
        row.checked_sub(n_in).map_or(0.0, |sum| weight(sum, column))
    });
    let layer = network::Layer { weights, biases: Matrix::zeros(1, n_out) };
    Network {
        waves: Some(waves),
        layers: vec![layer],
        activations: Vec::new(),
        head: network::Head::Identity,
    }
}

#[test]
fn outputs_and_slopes_are_those_of_the_reference() {
    let golden: Golden = serde_json::from_str(include_str!("golden/waves.json")).unwrap();
    let (numbers, n_rows) = (2, golden.outputs.len());
    let x = Matrix::from_fn(n_rows, numbers, |row, number| (2.0 * spread(row * numbers + number, 23)) as f32);
    let sums = behind(of_the_script(numbers), SUMS * numbers, |sum, out| f32::from(u8::from(sum == out)));
    let mut pass = Pass::new(&sums, n_rows);
    assert_rows_close(&engine::rows(sums.predict(&x, &mut pass)), &golden.outputs, 1e-5, "outputs");

    // One output, whose target is below it by the row's number: that is its slope.
    let network = behind(of_the_script(numbers), 1, |sum, _| (sum + 1) as f32);
    let (mut pass, mut gradients) = (Pass::new(&network, n_rows), Gradients::new(&network));
    let outputs = network.predict(&x, &mut pass);
    let targets: Vec<f32> = (0..n_rows).map(|row| outputs.row(row)[0] - (row + 1) as f32).collect();
    gradients.clear();
    let targets = TargetBatch::Numbers(&targets);
    network.back_propagate_part(&x, targets, &[], 1.0, &mut pass, &mut gradients);
    let ours: Vec<Layer> =
        gradients.parts().map(|layer| engine::layers(std::slice::from_ref(layer)).remove(0)).collect();
    let by_sum = |wave: usize| golden.weight_2.iter().flat_map(|number| number[wave].clone()).collect();
    let expected = [
        Layer {
            weights: vec![golden.weight_1.concat()],
            biases: golden.bias_1.concat().into_iter().map(|slope| slope * TAU).collect(),
        },
        Layer { weights: (0..WAVES).map(by_sum).collect(), biases: golden.bias_2.concat() },
    ];
    assert_layers_close(&ours[..2], &expected, 1e-4, "slopes");
}

/// Waves in f64 with plain loops before an oracle's network.
#[derive(Clone)]
struct Oracle {
    places: Vec<usize>,
    waves: [Layer; 2],
    network: oracle::Network,
}

impl Oracle {
    fn inputs(&self, x: &[Vec<f64>]) -> Rows {
        let [waves, sums] = &self.waves;
        let with_sums = |row: &Vec<f64>| {
            let mut all = row.clone();
            for at in 0..SUMS * self.places.len() {
                let number = at / SUMS;
                let wave = |wave: usize| {
                    let place = number * WAVES + wave;
                    let turns = waves.weights[0][place] * row[self.places[number]] + waves.biases[place];
                    (TAU * turns).cos() * sums.weights[wave][at]
                };
                all.push(sums.biases[at] + (0..WAVES).map(wave).sum::<f64>());
            }
            all
        };
        x.iter().map(with_sums).collect()
    }

    fn loss(&self, x: &[Vec<f64>], targets: &Rows) -> f64 {
        self.network.loss(&self.inputs(x), targets)
    }

    fn engine(&self) -> Network {
        let layers = self.waves.each_ref().map(|layer| network::Layer {
            weights: engine::matrix(&layer.weights),
            biases: engine::matrix(std::slice::from_ref(&layer.biases)),
        });
        let waves = Waves::of_layers(self.places.clone(), layers);
        assert!(waves.is_some());
        Network { waves, ..engine::network(&self.network) }
    }
}

/// Three inputs, of which the first and the last are numbers.
fn oracle(head: Head, hidden: &[usize], n_out: usize) -> Oracle {
    let places = vec![0, 2];
    let mut chance = Chance::new(3);
    let mut layer = |(n_in, n_out), range| Layer {
        weights: chance.rows(n_in, n_out, range),
        biases: chance.rows(1, n_out, range).remove(0),
    };
    let [of_waves, of_sums] = Waves::shapes(places.len());
    let waves = [layer(of_waves, 0.5), layer(of_sums, 0.3)];
    let widths = [&[3 + SUMS * places.len()], hidden, &[n_out]].concat();
    Oracle { places, waves, network: oracle::Network::random(&widths, Activation::Tanh, head, 0.6, 5) }
}

#[test]
fn gradients_are_the_slopes_of_the_loss_whatever_parts_a_batch_has() {
    for (head, hidden, n_out) in [
        (Head::Identity, &[5, 4][..], 1),
        (Head::Softmax, &[6], 3),
        (Head::Sigmoid, &[], 1),
        (Head::Identity, &[1], 1),
    ] {
        let oracle = oracle(head, hidden, n_out);
        let mut chance = Chance::new(8);
        let x = chance.rows(7, 3, 2.0);
        let targets = chance.targets(head, 7, n_out);
        let network = oracle.engine();
        let (mut pass, mut gradients) = (Pass::new(&network, 7), Gradients::new(&network));
        for parts in [&[(0, 7)][..], &[(0, 4), (4, 7)]] {
            gradients.clear();
            for &(first, end) in parts {
                let batch = Targets::new(head, &targets[first..end]);
                let x = engine::matrix(&x[first..end]);
                network.back_propagate_part(&x, batch.batch(), &[], 1.0 / 7.0, &mut pass, &mut gradients);
            }
            for (index, layer) in gradients.parts().enumerate() {
                let ours = engine::layers(std::slice::from_ref(layer)).remove(0);
                let expected = match index {
                    0 | 1 => slopes(&oracle, index, &x, &targets),
                    _ => oracle.network.gradients(&oracle.inputs(&x), &targets)[index - 2].clone(),
                };
                assert_layers_close(&[ours], &[expected], 2e-4, &format!("{head:?} {hidden:?} part {index}"));
            }
        }
    }
}

/// Central differences.
fn slopes(oracle: &Oracle, layer: usize, x: &[Vec<f64>], targets: &Rows) -> Layer {
    const STEP: f64 = 1e-5;
    let mut slopes = oracle.waves[layer].clone();
    let mut at = 0;
    slopes.for_each(|slope| {
        let moved = |step: f64| {
            let (mut moved, mut place) = (oracle.clone(), 0);
            moved.waves[layer].for_each(|value| {
                if place == at {
                    *value += step;
                }
                place += 1;
            });
            moved.loss(x, targets)
        };
        *slope = (moved(STEP) - moved(-STEP)) / (2.0 * STEP);
        at += 1;
    });
    slopes
}

#[test]
fn rows_are_answered_alike_alone_and_together() {
    let network = oracle(Head::Softmax, &[9], 4).engine();
    let x = engine::matrix(&Chance::new(4).rows(33, 3, 3.0));
    let mut pass = Pass::new(&network, 33);
    let together: Vec<f32> = network.predict(&x, &mut pass).values().collect();
    let (mut one, mut apart) = (Matrix::zeros(1, 3), Vec::new());
    for row in 0..33 {
        one.copy_rows(&x, row, 1);
        apart.extend(network.predict(&one, &mut pass).values());
    }
    assert_eq!(together, apart);
    assert_close(f64::from(together[..4].iter().sum::<f32>()), 1.0, 1e-5, 1.0, "probabilities");
}

#[test]
fn the_hash_counts_and_tells_the_waves() {
    let oracle = oracle(Head::Identity, &[4], 1);
    let network = oracle.engine();
    assert_eq!((network.n_in(), network.widths()), (3, vec![3, 4, 1]));
    // 32 frequencies and phases, 16 × 6 weights and 6 biases; 9 × 4 + 4, 4 + 1.
    assert_eq!(network.n_parameters(), 64 + 102 + 40 + 5);
    let mut other = network.clone();
    let waves = other.waves.as_mut().unwrap();
    waves.layers_mut()[0].biases.row_mut(0)[31] += 0.5;
    assert_ne!(network.weights_hash(), other.weights_hash());
}

#[test]
fn layers_of_other_shapes_and_places_out_of_order_are_none() {
    let layers = || Waves::shapes(2).map(|(n_in, n_out)| network::Layer::zeros(n_in, n_out));
    assert!(Waves::of_layers(vec![0, 3], layers()).is_some());
    for places in [vec![], vec![0], vec![3, 0], vec![3, 3], vec![0, 1, 2]] {
        assert!(Waves::of_layers(places, layers()).is_none());
    }
}

/// Both would draw the frequencies to 0.
#[test]
fn neither_decay_nor_penalty_is_on_waves() {
    let mut network = oracle(Head::Identity, &[4], 1).engine();
    let before = network.clone();
    let mut gradients = Gradients::new(&network);
    add_penalty(&network, &mut gradients, 0.5);
    assert!(gradients.parts().take(2).all(|layer| layer.weights.values().all(|value| value == 0.0)));
    assert!(gradients.layers.iter().all(|layer| layer.weights.values().any(|value| value != 0.0)));
    let decaying = Rule::Adam { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-8, decay: 0.3 };
    let nothing = Gradients::new(&network);
    Optimiser::new(decaying, &network).step(&mut network, &nothing, 0.1);
    assert_eq!(network.waves, before.waves);
    assert!(network.layers.iter().zip(&before.layers).all(|(now, before)| now.weights != before.weights));
}

#[test]
fn many_numbers_on_few_rows_are_not_seen_as_waves() {
    let places = |rows: usize, waves: bool| {
        let mut text = "a,kind,b,y\n".to_string();
        for row in 0..rows {
            let kind = ["p", "q", "r"][row % 3];
            text += &format!("{}.5,{kind},{},{}\n", row * 7 % 101, row * 5 % 89, row * 3 % 97);
        }
        let mut reader = Reader::new("t.csv");
        reader.push(text.as_bytes()).unwrap();
        let table = reader.finish().unwrap();
        let recipe = Recipe::default().with(|it| {
            it.question.target = Some("y".into());
            it.preparation.bins = 0;
            it.network.waves = waves;
        });
        let recipe = recipe.checked().unwrap();
        let dataset = prepare(&table, &recipe.plan(&Proposal::of(&table)).unwrap()).unwrap();
        let places = recipe.network(&dataset, 1).waves.map(|waves| waves.places().to_vec());
        (places, recipe.note_on_waves(&dataset))
    };
    // Two numbers, around the three inputs of a category: they want 64 rows to train on.
    assert_eq!(places(100, true), (Some(vec![0, 4]), None));
    assert_eq!(places(100, false), (None, None), "nobody asked for them");
    let (none, note) = places(70, true);
    assert_eq!(
        (none, note.unwrap()),
        (None, "Numbers are not seen as waves: each needs 32 training rows.".to_string())
    );
}
