use crate::matrix::{self, Matrix};

/// z = x · weights + biases.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// (n_in, n_out)
    pub weights: Matrix,
    /// (1, n_out)
    pub biases: Matrix,
}

impl Layer {
    pub fn zeros(n_in: usize, n_out: usize) -> Layer {
        Layer { weights: Matrix::zeros(n_in, n_out), biases: Matrix::zeros(1, n_out) }
    }

    pub fn n_in(&self) -> usize {
        self.weights.n_rows()
    }

    pub fn n_out(&self) -> usize {
        self.weights.n_cols()
    }

    pub fn n_parameters(&self) -> usize {
        (self.n_in() + 1) * self.n_out()
    }

    /// z = x · weights + biases, (n_rows, n_in) → (n_rows, n_out). `transposed`: the weights as (n_out, n_in).
    pub fn forward(&self, x: &Matrix, transposed: &Matrix, z: &mut Matrix) {
        if self.n_out() == 1 {
            matrix::row_dots(x, transposed, self.biases.row(0)[0], z);
        } else {
            matrix::multiply(x, &self.weights, Some(&self.biases), z);
        }
    }

    /// The gradient of the weights, xᵀ · delta, and of the biases, the column sums of delta, into `gradient`.
    ///
    /// x: (n_rows, n_in), delta: (n_rows, n_out), dLoss/dz. `scratch`: (1, n_in).
    pub fn gradient(x: &Matrix, delta: &Matrix, scratch: &mut Matrix, gradient: &mut Layer) {
        if delta.n_cols() == 1 {
            matrix::weighted_row_sum(delta, x, scratch);
            for (input, &value) in scratch.row(0).iter().enumerate() {
                gradient.weights.row_mut(input)[0] = value;
            }
        } else {
            matrix::multiply_transposed(x, delta, &mut gradient.weights);
        }
        matrix::column_sums(delta, &mut gradient.biases);
    }

    pub fn is_finite(&self) -> bool {
        self.weights.is_finite() && self.biases.is_finite()
    }

    pub fn copy_from(&mut self, other: &Layer) {
        self.weights.copy_from(&other.weights);
        self.biases.copy_from(&other.biases);
    }
}
