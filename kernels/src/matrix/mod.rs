//! Row-major f32 matrices and their kernels on SIMD lanes.
//!
//! Rows are padded to whole lanes of eight and kept in groups of four, so that no kernel has a tail. What stands in
//! the padding is never read into a result.

mod ceiling;
mod lanes;
mod products;
mod storage;

pub use ceiling::Ceiling;
pub use lanes::{across, cosine_of_turns, exp, exp_or_zero, ln, sigmoid, sine_of_turns, sum, tanh};
pub use products::{
    column_sums, multiply_add, multiply_beside, multiply_transposed, row_dots, transpose_into,
    weighted_row_sum,
};
pub use storage::{LANES, Lane, Matrix};
