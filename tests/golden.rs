//! The oracle and the engine against scikit-learn: `golden/make.py` and `golden/make_stopping.py` wrote the numbers.

mod oracle;

use oracle::engine::{self, Engine};
use oracle::golden::{self, GoldenHead, Heads, Initialiser, Run, Settings, Solver};
use oracle::{Descent, Layer, Network, Rows, assert_close, assert_layers_close, assert_rows_close};
use perceptab::chance::{Chance, Stream};
use perceptab::network::{Activation, Head, Initialiser as Ours};
use perceptab::training::{Lbfgs, LbfgsStep, Patience};

/// The same arithmetic in the same precision: what the order of additions makes of it. For L-BFGS too, though SciPy solves
/// for its direction by Cholesky factors and ours goes through the pairs: the scripts assert that rounding is not blown up.
const IN_F64: f64 = 1e-9;
/// One pass in f32.
const PASS_IN_F32: f64 = 2e-6;
const GRADIENTS_IN_F32: f64 = 1e-5;
/// Ten epochs in f32.
const RUN_IN_F32: f64 = 1e-5;
/// Ten iterations of L-BFGS with loss and gradients in f32, against scikit-learn, which has them in f64: the changes of
/// the gradient that it divides by have fewer digits than the gradients.
const LBFGS_IN_F32: f64 = 1e-4;
/// The batch solvers' files.
const STOCHASTIC: [&str; 6] = ["plain", "momentum", "nesterov", "invscaling", "adaptive", "adam"];

#[test]
fn outputs_losses_and_gradients_at_the_first_weights() {
    let Heads { alpha, heads } = golden::read("heads.json");
    for (head_name, head) in &heads {
        for (activation_name, expected) in &head.activations {
            let what = format!("{head_name} {activation_name}");
            let (network, targets) = (head.network(head_name, activation_name), head.targets(head_name));
            let mut engine = Engine::new(&network, head.x.len());

            let outputs: Rows = head.x.iter().map(|x| network.output(x)).collect();
            assert_rows_close(&outputs, &expected.float64.outputs, IN_F64, &format!("{what}: outputs"));
            let (ours, theirs) = (engine.outputs(&head.x), &expected.float32.outputs);
            assert_rows_close(&ours, theirs, PASS_IN_F32, &format!("{what}: outputs in f32"));

            let alike = vec![1.0; head.x.len()];
            let weighted = expected.float64.weighted.iter().zip(&expected.float32.weighted);
            let weighted = weighted.map(|(double, single)| (&head.sample_weight, double, single, "weighted"));
            let plain = (&alike, &expected.float64.plain, &expected.float32.plain, "plain");
            for (weights, double, single, kind) in weighted.chain([plain]) {
                let what = format!("{what} {kind}");
                let loss = network.weighted_loss(&head.x, &targets, weights, alpha);
                assert_close(loss, double.loss, IN_F64, 0.1, &format!("{what}: loss"));
                let gradients = network.weighted_gradients(&head.x, &targets, weights, alpha);
                assert_layers_close(&gradients, &double.gradients, IN_F64, &format!("{what}: gradients"));
                let (loss, gradients) = engine.weighted_gradients(&head.x, &targets, weights, alpha);
                assert_close(loss, single.loss, PASS_IN_F32, 0.1, &format!("{what}: loss in f32"));
                let what = format!("{what}: gradients in f32");
                assert_layers_close(&gradients, &single.gradients, GRADIENTS_IN_F32, &what);
            }
        }
    }
}

#[test]
fn the_oracle_descends_as_scikit_learn_in_f64() {
    each_run(&STOCHASTIC, |case| {
        let Case { head, targets, weights, settings, expected, what, .. } = case;
        let mut network = case.network.clone();
        let mut descent = Descent::new(settings.course(), &network);
        let weights = weights.unwrap_or_else(|| vec![1.0; head.x.len()]);
        for (epoch, expected) in expected.float64.loss_curve.iter().enumerate() {
            let (loss, is_over) = descent.epoch(&mut network, &head.x, &targets, &weights);
            assert!(!is_over, "{what}");
            assert_close(loss, *expected, IN_F64, 0.1, &format!("{what}: loss of epoch {}", epoch + 1));
        }
        assert_layers_close(
            &network.layers,
            &expected.float64.last,
            IN_F64,
            &format!("{what}: last weights"),
        );
    });
}

#[test]
fn the_trainer_descends_as_scikit_learn_in_f32() {
    each_run(&STOCHASTIC, |case| {
        let expected = case.expected.float32.as_ref().unwrap();
        let (losses, last) =
            if case.head_name == "two-numbers" { descend(&case, expected) } else { train(&case, expected) };
        case.assert_run(&losses, &last, expected, RUN_IN_F32);
    });
}

#[test]
fn lbfgs_takes_scipys_path() {
    each_run(&["lbfgs"], |case| {
        let Case { head, targets, weights, settings, expected, .. } = &case;
        let weights = weights.clone().unwrap_or_else(|| vec![1.0; head.x.len()]);
        let expected = &expected.float64;
        let evaluations = expected.evaluations.unwrap();

        let mut network = case.network.clone();
        let first = network.layers.clone();
        let mut evaluate = |layers: &[Layer]| {
            network.layers = layers.to_vec();
            let loss = network.weighted_loss(&head.x, targets, &weights, settings.alpha);
            (loss, network.weighted_gradients(&head.x, targets, &weights, settings.alpha))
        };
        let (losses, last, asked) =
            minimise(first.clone(), settings, expected.loss_curve.len(), &mut evaluate);
        assert_eq!(asked, evaluations, "{}: evaluations", case.what);
        case.assert_run(&losses, &last, expected, IN_F64);

        // The trainer's dataset has one target; two go through the engine.
        let (losses, last, asked) = if case.head_name == "two-numbers" {
            let mut engine = Engine::new(&case.network, head.x.len());
            let mut evaluate = |layers: &[Layer]| {
                engine.network.layers =
                    engine::network(&Network { layers: layers.to_vec(), ..case.network.clone() }).layers;
                engine.weighted_gradients(&head.x, targets, &weights, settings.alpha)
            };
            minimise(first, settings, expected.loss_curve.len(), &mut evaluate)
        } else {
            let (losses, last) = train(&case, expected);
            (losses, last, evaluations)
        };
        assert_eq!(asked, evaluations, "{}: evaluations in f32", case.what);
        case.assert_run(&losses, &last, expected, LBFGS_IN_F32);
    });
}

#[test]
fn first_weights_have_scikit_learns_ranges() {
    let golden: Initialiser = golden::read("initialiser.json");
    for (activation, ranges) in golden.ranges {
        let activation_of_ours = engine::activation(golden::activation(&activation));
        for range in ranges {
            let ours = f64::from(Ours::ScikitLearn.range(range.n_in, range.n_out, activation_of_ours));
            let what = format!("{activation} {} -> {}", range.n_in, range.n_out);
            // An f32 has some 7 digits.
            assert_close(ours, range.weights, 2e-7, 0.0, &what);
            assert_eq!(range.weights, range.biases, "{what}");
            let network = first_network(&[range.n_in, range.n_out, 1], activation_of_ours);
            let layer = &network.layers[0];
            for (values, range) in [(&layer.weights, range.weights), (&layer.biases, range.biases)] {
                let largest =
                    f64::from(values.values().fold(0.0f32, |largest, value| largest.max(value.abs())));
                // Of n values all are below 0.8 of the range once in 0.8⁻ⁿ draws.
                let filled = if values.values().count() >= 30 { 0.8 } else { 0.0 };
                assert!(
                    (filled * range..range * (1.0 + 2e-7)).contains(&largest),
                    "{what}: {largest} in {range}"
                );
            }
        }
    }
}

fn first_network(widths: &[usize], activation: Activation) -> perceptab::network::Network {
    let (head, mut chance) = (Head::Identity, Chance::new(1, Stream::Weights));
    let activations = vec![activation; widths.len() - 2];
    perceptab::network::Network::with_first_weights(
        widths,
        activations,
        head,
        Ours::ScikitLearn,
        None,
        &mut chance,
    )
}

/// One solver × head × activation.
struct Case<'a> {
    head_name: &'a str,
    head: &'a GoldenHead,
    network: Network,
    targets: Rows,
    /// Of the rows, where they do not count alike.
    weights: Option<Vec<f64>>,
    settings: &'a Settings,
    expected: &'a golden::Runs,
    what: String,
}

fn each_run(solvers: &[&str], check: impl Fn(Case)) {
    let Heads { heads, .. } = golden::read("heads.json");
    for name in solvers {
        let Solver { settings, runs, weighted } = &golden::read(&format!("{name}.json"));
        let mut n_runs = 0;
        for (runs, is_weighted) in [(runs, false), (weighted, true)] {
            for (head_name, runs) in runs {
                for (activation, expected) in runs {
                    let head = &heads[head_name];
                    let weighted = if is_weighted { " weighted" } else { "" };
                    n_runs += 1;
                    check(Case {
                        head_name,
                        head,
                        network: head.network(head_name, activation),
                        targets: head.targets(head_name),
                        weights: is_weighted.then(|| head.sample_weight.clone()),
                        settings,
                        expected,
                        what: format!("{name} {head_name} {activation}{weighted}"),
                    });
                }
            }
        }
        assert!(n_runs >= 5 * 4, "{name}: {n_runs} runs");
    }
}

impl Case<'_> {
    fn assert_run(&self, losses: &[f64], last: &[Layer], expected: &Run, tolerance: f64) {
        let what = &self.what;
        assert_eq!(losses.len(), expected.loss_curve.len(), "{what}");
        for (epoch, (loss, expected)) in losses.iter().zip(&expected.loss_curve).enumerate() {
            assert_close(*loss, *expected, tolerance, 0.01, &format!("{what}: loss of epoch {}", epoch + 1));
        }
        assert_layers_close(last, &expected.last, tolerance, &format!("{what}: last weights"));
    }
}

/// The project's whole training loop: the loss of each epoch and the last weights.
fn train(case: &Case, expected: &Run) -> (Vec<f64>, Vec<Layer>) {
    let weights = case.weights.as_deref().unwrap_or_default();
    let dataset = engine::dataset(&case.network, &case.head.x, &case.targets, weights);
    let settings = engine::settings(case.settings, expected.loss_curve.len());
    let trainer = engine::train(engine::network(&case.network), &dataset, settings);
    if let Some(evaluations) = expected.evaluations {
        assert_eq!(trainer.rows_done(), (evaluations * case.head.x.len()) as u64, "{}", case.what);
    }
    (trainer.loss_curve().to_vec(), engine::layers(&trainer.network.layers))
}

/// The same of the project's parts, for several targets, which its dataset does not have.
fn descend(case: &Case, expected: &Run) -> (Vec<f64>, Vec<Layer>) {
    let Case { head, targets, settings, .. } = case;
    let weights = case.weights.clone().unwrap_or_else(|| vec![1.0; head.x.len()]);
    let mut engine = Engine::new(&case.network, settings.batch_size).with_rule(engine::rule(settings));
    let mut patience = Patience::new(settings.tol, settings.n_iter_no_change);
    let schedule = engine::settings(settings, expected.loss_curve.len()).schedule;
    let (mut rate, mut losses) = (settings.learning_rate_init, vec![]);
    for epoch in 0..expected.loss_curve.len() {
        let scaled = rate * schedule.rate((epoch * head.x.len()) as u64, settings.power_t, 0.0);
        losses.push(engine.epoch(&head.x, targets, &weights, (settings.batch_size, scaled, settings.alpha)));
        patience.hear_loss(losses[epoch]);
        if patience.is_over() {
            rate /= 5.0;
            patience.begin_again();
        }
    }
    (losses, engine::layers(&engine.network.layers))
}

/// L-BFGS over `evaluate`, which gives the loss and its gradients: the loss of each iteration, the last weights, and how
/// often it was asked. All weights come before all biases, as in scikit-learn.
fn minimise(
    first: Vec<Layer>,
    settings: &Settings,
    iterations: usize,
    mut evaluate: impl FnMut(&[Layer]) -> (f64, Vec<Layer>),
) -> (Vec<f64>, Vec<Layer>, usize) {
    let mut layers = first;
    let mut lbfgs = Lbfgs::new(flat(&layers), settings.tol);
    let mut losses = vec![];
    while losses.len() < iterations {
        fill(&mut layers, lbfgs.point());
        let (loss, gradients) = evaluate(&layers);
        match lbfgs.tell(loss, &flat(&gradients)) {
            LbfgsStep::TryNext => {}
            LbfgsStep::Iterated => {
                losses.push(loss);
                if losses.len() < iterations {
                    lbfgs.go_on();
                }
            }
            told => panic!("{told:?} after {} iterations", losses.len()),
        }
    }
    (losses, layers, lbfgs.evaluations())
}

fn flat(layers: &[Layer]) -> Vec<f64> {
    let weights = layers.iter().flat_map(|layer| layer.weights.iter().flatten());
    weights.chain(layers.iter().flat_map(|layer| &layer.biases)).copied().collect()
}

fn fill(layers: &mut [Layer], flat: &[f64]) {
    let mut flat = flat.iter();
    let weights = |layer: &mut Layer, flat: &mut std::slice::Iter<f64>| {
        layer.weights.iter_mut().flatten().zip(flat).for_each(|(weight, value)| *weight = *value);
    };
    layers.iter_mut().for_each(|layer| weights(layer, &mut flat));
    for layer in layers {
        layer.biases.iter_mut().zip(&mut flat).for_each(|(bias, value)| *bias = *value);
    }
}
