//! The oracle and the engine against scikit-learn: `golden/make.py` wrote the numbers.

mod oracle;

use std::path::Path;

use oracle::engine::Engine;
use oracle::{Activation, Head, Layer, Network, Rows, assert_close, assert_layers_close, assert_rows_close};
use serde_json::Value;

/// One file of `tests/golden`.
struct Golden {
    name: String,
    first: Network,
    x: Rows,
    targets: Rows,
    batch: usize,
    rate: f64,
    float64: Worked,
    float32: Worked,
}

/// What scikit-learn made of it in one precision.
struct Worked {
    outputs: Rows,
    loss: f64,
    gradients: Vec<Layer>,
    loss_curve: Vec<f64>,
    last: Vec<Layer>,
}

#[test]
fn the_oracle_is_scikit_learn_in_f64() {
    for golden in goldens() {
        let (name, expected) = (&golden.name, &golden.float64);
        let mut network = golden.first.clone();
        let outputs: Rows = golden.x.iter().map(|x| network.output(x)).collect();
        assert_rows_close(&outputs, &expected.outputs, 1e-9, &format!("{name}: outputs"));
        let loss = network.loss(&golden.x, &golden.targets);
        assert_close(loss, expected.loss, 1e-9, 0.1, &format!("{name}: loss"));
        let gradients = network.gradients(&golden.x, &golden.targets);
        assert_layers_close(&gradients, &expected.gradients, 1e-9, &format!("{name}: gradients"));
        for (epoch, expected) in expected.loss_curve.iter().enumerate() {
            let loss = network.train_epoch(&golden.x, &golden.targets, golden.batch, golden.rate);
            assert_close(loss, *expected, 1e-9, 0.1, &format!("{name}: loss of epoch {}", epoch + 1));
        }
        assert_layers_close(&network.layers, &expected.last, 1e-9, &format!("{name}: last weights"));
    }
}

#[test]
fn the_engine_is_scikit_learn_in_f32() {
    for golden in goldens() {
        let (name, expected) = (&golden.name, &golden.float32);
        let n_rows = golden.x.len();
        let mut engine = Engine::new(&golden.first, n_rows);
        assert_rows_close(&engine.outputs(&golden.x), &expected.outputs, 2e-6, &format!("{name}: outputs"));
        let (loss, gradients) = engine.gradients(&golden.x, &golden.targets);
        assert_close(loss / n_rows as f64, expected.loss, 2e-6, 0.1, &format!("{name}: loss"));
        assert_layers_close(&gradients, &expected.gradients, 1e-5, &format!("{name}: gradients"));
        for (epoch, expected) in expected.loss_curve.iter().enumerate() {
            let loss = engine.train_epoch(&golden.x, &golden.targets, golden.batch, golden.rate);
            assert_close(loss, *expected, 1e-5, 0.1, &format!("{name}: loss of epoch {}", epoch + 1));
        }
        let last = oracle::engine::layers(&engine.network.layers);
        assert_layers_close(&last, &expected.last, 1e-5, &format!("{name}: last weights"));
    }
}

/// Every activation × head.
fn goldens() -> Vec<Golden> {
    let heads = [("identity", Head::Identity), ("sigmoid", Head::Sigmoid), ("softmax", Head::Softmax)];
    let activations = [
        ("identity", Activation::Identity),
        ("sigmoid", Activation::Sigmoid),
        ("tanh", Activation::Tanh),
        ("relu", Activation::Relu),
    ];
    let read = |(head_name, head)| {
        activations.map(|(activation_name, activation)| {
            read(&format!("{head_name}-{activation_name}"), activation, head)
        })
    };
    heads.map(read).into_iter().flatten().collect()
}

fn read(name: &str, activation: Activation, head: Head) -> Golden {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{name}.json"));
    let json: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let first = layers(&json["first"]);
    let n_out = first.last().unwrap().biases.len();
    let target = |y: f64| match head {
        Head::Softmax => oracle::one_hot(y as usize, n_out),
        _ => vec![y],
    };
    Golden {
        name: name.to_string(),
        first: Network { layers: first, activation, head },
        x: rows(&json["x"]),
        targets: numbers(&json["y"]).into_iter().map(target).collect(),
        batch: json["batch"].as_u64().unwrap() as usize,
        rate: json["rate"].as_f64().unwrap(),
        float64: worked(&json["float64"]),
        float32: worked(&json["float32"]),
    }
}

fn worked(json: &Value) -> Worked {
    Worked {
        outputs: rows(&json["outputs"]),
        loss: json["loss"].as_f64().unwrap(),
        gradients: layers(&json["gradients"]),
        loss_curve: numbers(&json["loss_curve"]),
        last: layers(&json["final"]),
    }
}

fn layers(json: &Value) -> Vec<Layer> {
    let layer = |layer: &Value| Layer { weights: rows(&layer["weights"]), biases: numbers(&layer["biases"]) };
    json.as_array().unwrap().iter().map(layer).collect()
}

fn rows(json: &Value) -> Rows {
    json.as_array().unwrap().iter().map(numbers).collect()
}

fn numbers(json: &Value) -> Vec<f64> {
    json.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}
