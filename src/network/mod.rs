//! Pure maths on matrices: the assignment's WeightInitialiser, BiasInitialiser, ForwardPass and BackPropagation.

mod activation;
mod head;
mod initialiser;
mod layer;
mod perceptron;

pub use activation::Activation;
pub use head::{Head, TargetBatch};
pub use initialiser::{glorot_range, initial_biases, initial_weights};
pub use layer::Layer;
pub use perceptron::{Gradients, Network, Pass};
