use crate::baselines::Boosted;
use crate::matrix::Matrix;
use crate::network::{CHUNK, Forward, Head, Network, hash_of};

/// What turns a member's inputs into its outputs.
#[derive(Clone, Debug, PartialEq)]
pub enum Predictor {
    /// A multilayer perceptron.
    Network(Network),
    /// Boosted trees.
    Trees(Box<Boosted>),
}

impl Predictor {
    /// Weights and biases, or the numbers in trees' leaves and borders.
    pub fn n_parameters(&self) -> usize {
        match self {
            Predictor::Network(network) => network.n_parameters(),
            Predictor::Trees(trees) => trees.byte_size() / size_of::<f32>(),
        }
    }

    /// About so many multiply-adds take as long as the outputs of one row.
    pub fn work(&self) -> usize {
        match self {
            Predictor::Network(network) => network.n_parameters(),
            // A tree asks some questions and adds a leaf.
            Predictor::Trees(trees) => trees.n_trees() * 16 * trees.n_outputs() + trees.n_columns(),
        }
    }

    /// A hash of all its bits.
    pub fn weights_hash(&self) -> String {
        match self {
            Predictor::Network(network) => network.weights_hash(),
            Predictor::Trees(trees) => hash_of(trees.words()),
        }
    }

    /// Neurons of each layer from the inputs to the outputs; of trees nothing.
    pub fn widths(&self) -> Vec<usize> {
        match self {
            Predictor::Network(network) => network.widths(),
            Predictor::Trees(_) => Vec::new(),
        }
    }

    /// The network; `None` where it is trees.
    pub fn network(&self) -> Option<&Network> {
        match self {
            Predictor::Network(network) => Some(network),
            Predictor::Trees(_) => None,
        }
    }
}

/// What a predictor goes over rows with, some at a time.
pub enum Rows {
    Network(Box<Forward>),
    Trees { most: usize, scores: Matrix },
}

/// What a predictor says of some rows.
pub enum Said<'a> {
    /// Sums z, of which the head makes outputs. Nothing is left of them.
    Sums(&'a mut Matrix, Head),
    /// Numbers in the target's scale, or the probabilities of all classes.
    Scores(&'a Matrix),
}

impl Rows {
    /// `most`: rows at a time.
    pub fn of(predictor: &Predictor, most: usize) -> Rows {
        match predictor {
            Predictor::Network(network) => Rows::Network(Box::new(Forward::of_rows(network, most))),
            Predictor::Trees(_) => Rows::Trees { most, scores: Matrix::zeros(0, 1) },
        }
    }

    /// The rows from `first` on, as many as are taken at a time; `None`: no row is left.
    pub fn next(&mut self, predictor: &Predictor, inputs: &Matrix, first: usize) -> Option<Said<'_>> {
        match (self, predictor) {
            (Rows::Network(forward), Predictor::Network(network)) => {
                forward.next(network, inputs, first).map(|z| Said::Sums(z, network.head))
            }
            (Rows::Trees { most, scores }, Predictor::Trees(trees)) => {
                let left = inputs.n_rows().checked_sub(first).filter(|&left| left > 0)?;
                // As many as networks beside it take.
                let count = (*most).clamp(1, CHUNK).min(CHUNK - first % CHUNK).min(left);
                let some =
                    Matrix::from_fn(count, inputs.n_cols(), |row, column| inputs.row(first + row)[column]);
                *scores = trees.scores(&some);
                Some(Said::Scores(scores))
            }
            _ => None,
        }
    }
}
