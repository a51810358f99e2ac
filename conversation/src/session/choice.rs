//! The settings that are chosen from names or switched on and off.

use perceptab::dataset::{Fill, Scale, Statistics};
use perceptab::network::{Activation, Initialiser};
use perceptab::recipe::{Recipe, SolverName};
use perceptab::training::{Loss, Schedule, Watched};

/// A setting whose values have names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    Activation,
    Statistics,
    Scale,
    Fill,
    Initialiser,
    Loss,
    Solver,
    Schedule,
    Watched,
}

/// A setting that is on or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    DropDuplicates,
    MissingIndicators,
    LogTarget,
    BalanceClasses,
    Nesterov,
    Shuffle,
    EarlyStopping,
}

impl Choice {
    pub const ALL: [Choice; 9] = [
        Choice::Activation,
        Choice::Statistics,
        Choice::Scale,
        Choice::Fill,
        Choice::Initialiser,
        Choice::Loss,
        Choice::Solver,
        Choice::Schedule,
        Choice::Watched,
    ];

    /// The recipe's field, the label, the help and the section of the guide.
    fn words(self) -> [&'static str; 4] {
        match self {
            Choice::Activation => [
                "activation",
                "Activation",
                "What a hidden neuron makes of its weighted sum. ReLU: max(0, x). Sigmoid: 1 ÷ (1 + e⁻ˣ). Identity: the sum \
                 itself, so that the network stays a straight line.",
                "activations",
            ],
            Choice::Statistics => [
                "statistics",
                "Statistics from",
                "Rows that means and standard deviations are taken from. Over all rows, as in the assignment, the test rows \
                 help to scale the inputs, so the test is no longer quite unseen; over training rows it is.",
                "standardise",
            ],
            Choice::Scale => [
                "scale",
                "Numbers scaled",
                "How number columns are brought to one scale. Standard: (x − mean) ÷ standard deviation. Robust: by median and \
                 quartiles, with far-off values drawn in. Quantiles: the order of the values alone counts.",
                "standardise",
            ],
            Choice::Fill => [
                "fill",
                "Missing numbers",
                "What a missing number is taken for: the column's mean or its median over the training rows.",
                "missing",
            ],
            Choice::Initialiser => [
                "initialiser",
                "First weights",
                "How wide the first weights are drawn. Glorot suits sigmoid and tanh, He suits ReLU, LeCun suits SELU; \
                 scikit-learn's are Glorot's, with biases drawn too.",
                "initialiser",
            ],
            Choice::Loss => [
                "loss",
                "Loss",
                "What training makes small where a number is predicted. Absolute error and Huber mind far-off rows less; \
                 Poisson is for counts, from 0 up, and leaves the target as it is. Classes always take cross-entropy.",
                "losses",
            ],
            Choice::Solver => [
                "solver",
                "Solver",
                "What moves the weights. SGD is the plain one; Adam, AdamW and RMSprop give each weight a step of its own; \
                 L-BFGS looks at all rows at once and suits small tables.",
                "adam",
            ],
            Choice::Schedule => [
                "schedule",
                "Schedule",
                "How the learning rate goes on: constant, falling with the rows seen, a fifth whenever the loss stands still, \
                 down along half a cosine, or up and down once.",
                "schedules",
            ],
            Choice::Watched => [
                "watched",
                "Best epoch by",
                "What is watched on the validation rows. The loss tells epochs apart that are right on as many rows, and rises \
                 as soon as the network learns its rows by heart; the score is accuracy or R², as in scikit-learn.",
                "stopping",
            ],
        }
    }

    pub fn field(self) -> &'static str {
        self.words()[0]
    }

    pub fn label(self) -> &'static str {
        self.words()[1]
    }

    pub fn help(self) -> &'static str {
        self.words()[2]
    }

    pub fn section(self) -> &'static str {
        self.words()[3]
    }

    /// The names of its values.
    pub fn names(self) -> Vec<&'static str> {
        match self {
            Choice::Activation => Activation::ALL.map(activation_name).to_vec(),
            Choice::Statistics => STATISTICS.map(|one| one.1).to_vec(),
            Choice::Scale => SCALES.map(|one| one.1).to_vec(),
            Choice::Fill => FILLS.map(|one| one.1).to_vec(),
            Choice::Initialiser => INITIALISERS.map(|one| one.1).to_vec(),
            Choice::Loss => LOSSES.map(|one| one.1).to_vec(),
            Choice::Solver => SOLVERS.map(|one| one.1).to_vec(),
            Choice::Schedule => SCHEDULES.map(|one| one.1).to_vec(),
            Choice::Watched => WATCHED.map(|one| one.1).to_vec(),
        }
    }

    /// The name of the recipe's value.
    pub fn name(self, recipe: &Recipe) -> &'static str {
        match self {
            Choice::Activation => activation_name(recipe.activation),
            Choice::Statistics => name_of(&STATISTICS, recipe.statistics),
            Choice::Scale => name_of(&SCALES, recipe.scale),
            Choice::Fill => name_of(&FILLS, recipe.fill),
            Choice::Initialiser => name_of(&INITIALISERS, recipe.initialiser),
            Choice::Loss => name_of(&LOSSES, recipe.loss),
            Choice::Solver => name_of(&SOLVERS, recipe.solver),
            Choice::Schedule => name_of(&SCHEDULES, recipe.schedule),
            Choice::Watched => name_of(&WATCHED, recipe.watched),
        }
    }

    /// Puts the value of that name into the recipe; an unknown name changes nothing.
    pub fn set(self, recipe: &mut Recipe, name: &str) {
        match self {
            Choice::Activation => recipe.activation = activation_named(name).unwrap_or(recipe.activation),
            Choice::Statistics => recipe.statistics = value_of(&STATISTICS, name, recipe.statistics),
            Choice::Scale => recipe.scale = value_of(&SCALES, name, recipe.scale),
            Choice::Fill => recipe.fill = value_of(&FILLS, name, recipe.fill),
            Choice::Initialiser => recipe.initialiser = value_of(&INITIALISERS, name, recipe.initialiser),
            Choice::Loss => recipe.loss = value_of(&LOSSES, name, recipe.loss),
            Choice::Solver => recipe.solver = value_of(&SOLVERS, name, recipe.solver),
            Choice::Schedule => recipe.schedule = value_of(&SCHEDULES, name, recipe.schedule),
            Choice::Watched => recipe.watched = value_of(&WATCHED, name, recipe.watched),
        }
    }
}

impl Flag {
    pub const ALL: [Flag; 7] = [
        Flag::DropDuplicates,
        Flag::MissingIndicators,
        Flag::LogTarget,
        Flag::BalanceClasses,
        Flag::Nesterov,
        Flag::Shuffle,
        Flag::EarlyStopping,
    ];

    fn words(self) -> [&'static str; 4] {
        match self {
            Flag::DropDuplicates => [
                "drop_duplicates",
                "Drop repeated rows",
                "A row that repeats an earlier one in every used column and the target is left out. Kept, rows that are held \
                 out by chance stay in one part with their equals, so that none is tested that was trained on, unless too few rows \
                 are different. All presets but “A good start” drop them.",
                "data",
            ],
            Flag::MissingIndicators => [
                "missing_indicators",
                "Say where numbers are missing",
                "A number column with missing cells gets an input more: 1 where the cell is missing. That a value is missing \
                 often says something itself.",
                "missing",
            ],
            Flag::LogTarget => [
                "log_target",
                "Logarithm of the target",
                "The network learns ln(1 + y), and its answers are turned back. For targets from 0 with a long tail, such as \
                 prices: an error counts by its share then.",
                "standardise",
            ],
            Flag::BalanceClasses => [
                "balance_classes",
                "Balance classes",
                "Rows of rare classes count more in the loss, so that every class counts alike.",
                "weights",
            ],
            Flag::Nesterov => [
                "nesterov",
                "Nesterov",
                "The gradient's step is laid over the momentum that is still to come; it often brakes sooner.",
                "momentum",
            ],
            Flag::Shuffle => [
                "shuffle",
                "Shuffle",
                "Whether the rows come in another order every epoch. Off, the order of the table may show in the network.",
                "sgd",
            ],
            Flag::EarlyStopping => [
                "early_stopping",
                "Early stopping",
                "Some training rows are held back, and the weights of the epoch that did best on them are kept; with a patience \
                 training also ends when they no longer get better.",
                "stopping",
            ],
        }
    }

    pub fn field(self) -> &'static str {
        self.words()[0]
    }

    pub fn label(self) -> &'static str {
        self.words()[1]
    }

    pub fn help(self) -> &'static str {
        self.words()[2]
    }

    pub fn section(self) -> &'static str {
        self.words()[3]
    }

    pub fn place(self, recipe: &mut Recipe) -> &mut bool {
        match self {
            Flag::DropDuplicates => &mut recipe.drop_duplicates,
            Flag::MissingIndicators => &mut recipe.missing_indicators,
            Flag::LogTarget => &mut recipe.log_target,
            Flag::BalanceClasses => &mut recipe.balance_classes,
            Flag::Nesterov => &mut recipe.nesterov,
            Flag::Shuffle => &mut recipe.shuffle,
            Flag::EarlyStopping => &mut recipe.early_stopping,
        }
    }

    pub fn is_on(self, recipe: &Recipe) -> bool {
        match self {
            Flag::DropDuplicates => recipe.drop_duplicates,
            Flag::MissingIndicators => recipe.missing_indicators,
            Flag::LogTarget => recipe.log_target,
            Flag::BalanceClasses => recipe.balance_classes,
            Flag::Nesterov => recipe.nesterov,
            Flag::Shuffle => recipe.shuffle,
            Flag::EarlyStopping => recipe.early_stopping,
        }
    }
}

const STATISTICS: [(Statistics, &str); 2] =
    [(Statistics::TrainingRows, "training rows"), (Statistics::AllRows, "all rows, as in the assignment")];
const SCALES: [(Scale, &str); 3] =
    [(Scale::Standard, "standard"), (Scale::Robust, "robust"), (Scale::Quantile, "quantiles")];
const FILLS: [(Fill, &str); 2] = [(Fill::Mean, "mean"), (Fill::Median, "median")];
const INITIALISERS: [(Initialiser, &str); 4] = [
    (Initialiser::Glorot, "Glorot"),
    (Initialiser::He, "He"),
    (Initialiser::Lecun, "LeCun"),
    (Initialiser::ScikitLearn, "scikit-learn"),
];
const LOSSES: [(Loss, &str); 4] = [
    (Loss::SquaredError, "squared error"),
    (Loss::AbsoluteError, "absolute error"),
    (Loss::Huber, "Huber"),
    (Loss::Poisson, "Poisson"),
];
const SOLVERS: [(SolverName, &str); 5] = [
    (SolverName::Sgd, "SGD"),
    (SolverName::Adam, "Adam"),
    (SolverName::Adamw, "AdamW"),
    (SolverName::RmsProp, "RMSprop"),
    (SolverName::Lbfgs, "L-BFGS"),
];
const SCHEDULES: [(Schedule, &str); 5] = [
    (Schedule::Constant, "constant"),
    (Schedule::InverseScaling, "inverse scaling"),
    (Schedule::Adaptive, "adaptive"),
    (Schedule::Cosine, "cosine"),
    (Schedule::OneCycle, "one cycle"),
];
const WATCHED: [(Watched, &str); 2] =
    [(Watched::Loss, "validation loss"), (Watched::Score, "validation score")];

fn name_of<T: PartialEq>(named: &[(T, &'static str)], value: T) -> &'static str {
    named.iter().find(|one| one.0 == value).map_or("", |one| one.1)
}

fn value_of<T: Copy>(named: &[(T, &'static str)], name: &str, otherwise: T) -> T {
    named.iter().find(|one| one.1 == name).map_or(otherwise, |one| one.0)
}

pub fn activation_name(activation: Activation) -> &'static str {
    match activation {
        Activation::Relu => "ReLU",
        Activation::Sigmoid => "Sigmoid",
        Activation::Tanh => "Tanh",
        Activation::Identity => "Identity",
        Activation::LeakyRelu => "Leaky-ReLU",
        Activation::Elu => "ELU",
        Activation::Selu => "SELU",
        Activation::Gelu => "GELU",
        Activation::Softplus => "Softplus",
    }
}

/// In capitals or not.
pub(super) fn activation_named(name: &str) -> Option<Activation> {
    Activation::ALL.into_iter().find(|one| activation_name(*one).eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_sets_its_value_and_is_shown_for_it() {
        for choice in Choice::ALL {
            let names = choice.names();
            assert!(names.len() > 1);
            for name in names {
                let mut recipe = Recipe::default();
                choice.set(&mut recipe, name);
                assert_eq!(choice.name(&recipe), name);
                choice.set(&mut recipe, "no such name");
                assert_eq!(choice.name(&recipe), name);
            }
        }
    }

    #[test]
    fn a_flag_is_where_it_is_set() {
        for flag in Flag::ALL {
            let mut recipe = Recipe::default();
            let before = flag.is_on(&recipe);
            *flag.place(&mut recipe) = !before;
            assert_eq!(flag.is_on(&recipe), !before, "{flag:?}");
        }
    }
}
