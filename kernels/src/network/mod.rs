//! Pure maths on matrices: the assignment's WeightInitialiser, BiasInitialiser, ForwardPass and BackPropagation.

mod activation;
mod dropout;
mod forward;
mod head;
mod initialiser;
mod layer;
mod perceptron;
mod waves;

pub use activation::Activation;
pub use dropout::Dropout;
pub use forward::{CHUNK, Forward, WORK, rows_in};
pub use head::{Head, TargetBatch};
pub use initialiser::{Initialiser, initial_biases, initial_weights};
pub use layer::Layer;
pub use perceptron::{Gradients, Network, Pass, hash_of};
pub use waves::Waves;
