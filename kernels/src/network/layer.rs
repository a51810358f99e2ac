use crate::matrix::{self, Lane, Matrix};

/// z = x · weights + biases.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// (n_in, n_out)
    pub weights: Matrix,
    /// (1, n_out)
    pub biases: Matrix,
}

impl Layer {
    /// Weights and biases of 0.
    pub fn zeros(n_in: usize, n_out: usize) -> Layer {
        Layer { weights: Matrix::zeros(n_in, n_out), biases: Matrix::zeros(1, n_out) }
    }

    /// Inputs of each neuron.
    pub fn n_in(&self) -> usize {
        self.weights.n_rows()
    }

    /// Neurons.
    pub fn n_out(&self) -> usize {
        self.weights.n_cols()
    }

    /// Weights and biases.
    pub fn n_parameters(&self) -> usize {
        (self.n_in() + 1) * self.n_out()
    }

    /// out = activation(x · weights + biases), (n_rows, n_in) → (n_rows, n_out).
    ///
    /// `transposed`: the weights as (n_out, n_in); only a single output takes them from there.
    pub fn forward(
        &self,
        x: &Matrix,
        transposed: &Matrix,
        out: &mut Matrix,
        activation: impl Fn(Lane) -> Lane,
    ) {
        if self.n_out() == 1 {
            matrix::row_dots(x, transposed, self.biases.row(0)[0], out);
            out.as_lanes_mut().iter_mut().for_each(|z| *z = activation(*z));
        } else {
            matrix::multiply_add(x, &self.weights, &self.biases, out, activation);
        }
    }

    /// The gradient of the weights, xᵀ · delta, and of the biases, the column sums of delta, into `gradient`.
    ///
    /// x: (n_rows, n_in), delta: (n_rows, n_out), dLoss/dz. `scratch`: (1, n_in). `adding`: to what `gradient` holds.
    pub fn gradient(x: &Matrix, delta: &Matrix, adding: bool, scratch: &mut Matrix, gradient: &mut Layer) {
        if delta.n_cols() == 1 {
            matrix::weighted_row_sum(delta, x, scratch);
            for (input, &value) in scratch.row(0).iter().enumerate() {
                let cell = &mut gradient.weights.row_mut(input)[0];
                *cell = if adding { *cell + value } else { value };
            }
        } else {
            matrix::multiply_transposed(x, delta, adding, &mut gradient.weights);
        }
        matrix::column_sums(delta, adding, &mut gradient.biases);
    }

    /// Whether all weights and biases are finite.
    pub fn is_finite(&self) -> bool {
        self.weights.is_finite() && self.biases.is_finite()
    }

    /// Takes over the weights and biases of a layer of the same shape, without allocating.
    pub fn copy_from(&mut self, other: &Layer) {
        self.weights.copy_from(&other.weights);
        self.biases.copy_from(&other.biases);
    }
}
