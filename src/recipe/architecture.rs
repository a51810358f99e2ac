use super::part::part;
use super::setting::{PLAIN, Setting, Shown, between};
use crate::network::{Activation, Initialiser};

part! {
    /// The network between inputs and outputs, and its first weights.
    Architecture in network {
        NETWORK [
            /// Neurons of each hidden layer, from input to output.
            HIDDEN hidden: Vec<usize> = vec![96, 96], Setting {
                label: "Hidden layers",
                help: "Neurons of each hidden layer, from input to output, with commas between: “64, 32” is a layer of 64 and one \
                       of 32. Empty: no hidden layer.",
                section: "forward",
                limits: between("The width of a hidden layer", 1.0, 1_024.0),
                empty: "none",
                shown: Shown::InView,
                ..PLAIN
            };
            /// Of every hidden layer.
            ACTIVATION activation: Activation = Activation::Relu, Setting {
                label: "Activation",
                help: "What a hidden neuron makes of its weighted sum. ReLU: max(0, x). Sigmoid: 1 ÷ (1 + e⁻ˣ). Identity: the sum \
                       itself, so that the network stays a straight line.",
                section: "activations",
                matters: |recipe, _| {
                    !recipe.network.hidden.is_empty() && recipe.network.layer_activations.is_empty()
                },
                shown: Shown::InView,
                ..PLAIN
            };
            /// One for each hidden layer instead; empty: `activation` for all.
            LAYER_ACTIVATIONS layer_activations: Vec<Activation> = vec![], Setting {
                label: "By layer",
                help: "An activation for each hidden layer, with commas between, such as “tanh, relu”. Empty: the same for all.",
                section: "activations",
                empty: "all alike",
                shown: Shown::Network,
                ..PLAIN
            };
            /// How wide first weights are drawn.
            INITIALISER initialiser: Initialiser = Initialiser::Glorot, Setting {
                label: "First weights",
                help: "How wide the first weights are drawn. Glorot suits sigmoid and tanh, He suits ReLU, LeCun suits SELU; \
                       scikit-learn's are Glorot's, with biases drawn too.",
                section: "initialiser",
                shown: Shown::Network,
                ..PLAIN
            };
            /// First weights are uniform in ± this; `None`: what the initialiser says.
            WEIGHT_RANGE weight_range: Option<f32> = None, Setting {
                label: "Weight range",
                unit: "±",
                help: "First weights are drawn evenly between minus and plus this. Empty: as the first weights above say.",
                section: "initialiser",
                limits: between("The weight range", 1e-6, 10.0),
                empty: "automatic",
                shown: Shown::Network,
                ..PLAIN
            };
            /// Whether numbers are seen as waves of learnt lengths too.
            WAVES waves: bool = true, Setting {
                label: "Waves of a number",
                help: "Besides its scaled value a number is seen as 16 cosine waves, whose lengths and phases are learnt, put together \
                       into three inputs (periodic embedding): what rises and falls with a number is learnt more easily. None where there are \
                       more than 128 numbers, or fewer than 32 training rows for each.",
                section: "standardise",
                shown: Shown::Network,
                ..PLAIN
            };
            /// Share of the hidden neurons that are left out while training.
            DROPOUT dropout: f32 = 0.15, Setting {
                label: "Dropout",
                unit: "%",
                help: "Share of the hidden neurons that are left out at random, others for every row: a network that cannot rely on \
                       any one neuron overfits less.",
                section: "dropout",
                limits: between("Dropout", 0.0, 0.95),
                matters: |recipe, _| !recipe.network.hidden.is_empty(),
                shown: Shown::Overfitting,
                ..PLAIN
            };
        ]
    }
}
