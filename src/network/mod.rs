//! Pure maths on matrices: the assignment's WeightInitialiser, BiasInitialiser, ForwardPass and BackPropagation.

mod activation;

pub use activation::Activation;
