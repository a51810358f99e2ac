//! Small models for tests.

use super::{Member, Predictor};
use crate::dataset::{Bins, ColumnEncoder, Encoder, Encoding, TargetEncoder};
use crate::network::{Head, Layer, Network};
use crate::table::Form;

/// A number y from 0 to 1 of this scale.
pub fn number(scale: f64) -> TargetEncoder {
    let (name, form) = ("y".to_string(), Form::default());
    TargetEncoder::Number { name, log: false, shift: 0.0, scale, whole: false, min: 0.0, max: 1.0, form }
}

/// Classes of y.
pub fn classes(levels: &[&str]) -> TargetEncoder {
    let levels = levels.iter().map(|level| level.to_string()).collect();
    TargetEncoder::Classes { name: "y".into(), levels, written: Vec::new(), form: Form::default() }
}

/// A column of numbers that are taken as they are.
pub fn column(name: &str) -> ColumnEncoder {
    ColumnEncoder {
        name: name.to_string(),
        encoding: Encoding::Standard { mean: 0.0, standard_deviation: 1.0 },
        fill: None,
        indicator: false,
        bins: Bins::default(),
        coded: false,
        form: Form::default(),
        rare: Vec::new(),
        min: None,
        max: None,
    }
}

/// Columns of numbers and one layer of zeros.
pub fn member(columns: &[&str], target: TargetEncoder) -> Member {
    let head = match (&target, target.width()) {
        (TargetEncoder::Number { .. }, _) => Head::Identity,
        (_, 1) => Head::Sigmoid,
        _ => Head::Softmax,
    };
    let layers = vec![Layer::zeros(columns.len(), target.width())];
    let encoder = Encoder { columns: columns.iter().map(|name| column(name)).collect() };
    Member {
        encoder,
        target,
        predictor: Predictor::Network(Network { waves: None, layers, activations: Vec::new(), head }),
        epochs: 1,
    }
}

/// The network of a member that has one.
pub fn network_of(member: &mut Member) -> &mut Network {
    match &mut member.predictor {
        Predictor::Network(network) => network,
        Predictor::Trees(_) => panic!("it is trees"),
    }
}
