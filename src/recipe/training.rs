use super::SolverName;
use super::part::part;
use super::setting::{PLAIN, Setting, Shown, between, goes_by_batches, is_adam, predicts_a_number};
use crate::training::{Loss, Schedule, Watched};

part! {
    /// How the weights are found, and when that is enough.
    Training in training {
        TRAINED [
            /// What a regression minimises.
            LOSS loss: Loss = Loss::SquaredError, Setting {
                label: "Loss",
                help: "What training makes small where a number is predicted. Absolute error and Huber mind far-off rows less; \
                       Poisson is for counts, from 0 up, and leaves the target as it is. Classes always take cross-entropy.",
                section: "losses",
                matters: predicts_a_number,
                shown: Shown::Training,
                ..PLAIN
            };
            /// The distance from which on Huber's loss is straight, in the scale that the target is trained in.
            HUBER_DELTA huber_delta: f64 = 1.0, Setting {
                label: "Huber delta",
                help: "The distance from which on Huber's loss is straight instead of squared, in the scale that the target is \
                       trained in: standardised, 1 is a standard deviation.",
                section: "losses",
                limits: between("Huber's delta", 1e-6, 1e6),
                matters: |recipe, task| predicts_a_number(recipe, task) && recipe.training.loss == Loss::Huber,
                shown: Shown::Training,
                ..PLAIN
            };
            /// What moves the weights.
            SOLVER solver: SolverName = SolverName::Adamw, Setting {
                label: "Solver",
                help: "What moves the weights. SGD is the plain one; Adam, AdamW and RMSprop give each weight a step of its own; \
                       L-BFGS looks at all rows at once and suits small tables.",
                section: "adam",
                shown: Shown::Training,
                ..PLAIN
            };
            /// How far each update moves the weights.
            LEARNING_RATE learning_rate: f32 = 0.004, Setting {
                label: "Learning rate",
                help: "How far each update moves the weights. Too large and the loss grows without bound, too small and nothing is \
                       learned in time. More than 0.",
                section: "sgd",
                limits: between("The learning rate", 1e-8, 1e12),
                matters: goes_by_batches,
                shown: Shown::InView,
                ..PLAIN
            };
            /// How the learning rate goes on.
            SCHEDULE schedule: Schedule = Schedule::OneCycle, Setting {
                label: "Schedule",
                help: "How the learning rate goes on: constant, falling with the rows seen, a fifth whenever the loss stands still, \
                       down along half a cosine, or up and down once.",
                section: "schedules",
                matters: goes_by_batches,
                shown: Shown::Training,
                ..PLAIN
            };
            /// The exponent of the inverse-scaling schedule.
            POWER_T power_t: f64 = 0.5, Setting {
                label: "Power",
                help: "The learning rate is divided by (1 + rows trained on) to this power. 0.5 is usual.",
                section: "schedules",
                limits: between("The power of inverse scaling", 0.0, 10.0),
                matters: |recipe, task| {
                    goes_by_batches(recipe, task) && recipe.training.schedule == Schedule::InverseScaling
                },
                shown: Shown::Training,
                ..PLAIN
            };
            /// Of sgd.
            MOMENTUM momentum: f64 = 0.0, Setting {
                label: "Momentum",
                help: "Share of the last step that is taken again: steps in the same direction add up. 0 for none, 0.9 is usual.",
                section: "momentum",
                limits: between("Momentum", 0.0, MOST_KEPT),
                matters: |recipe, _| recipe.training.solver == SolverName::Sgd,
                shown: Shown::Training,
                ..PLAIN
            };
            /// Of sgd: whether momentum is Nesterov's.
            NESTEROV nesterov: bool = true, Setting {
                label: "Nesterov",
                help: "The gradient's step is laid over the momentum that is still to come; it often brakes sooner.",
                section: "momentum",
                matters: |recipe, _| {
                    recipe.training.solver == SolverName::Sgd && recipe.training.momentum != 0.0
                },
                shown: Shown::Training,
                ..PLAIN
            };
            /// Of adam and adamw.
            BETA_1 beta_1: f64 = 0.9, Setting {
                label: "Beta 1",
                help: "How much of the running mean of the gradients stays at each step. 0.9 is usual.",
                section: "adam",
                limits: between("Beta 1", 0.0, MOST_KEPT),
                matters: is_adam,
                shown: Shown::Training,
                ..PLAIN
            };
            /// Of adam and adamw.
            BETA_2 beta_2: f64 = 0.999, Setting {
                label: "Beta 2",
                help: "How much of the running mean of their squares stays at each step. 0.999 is usual.",
                section: "adam",
                limits: between("Beta 2", 0.0, MOST_KEPT),
                matters: is_adam,
                shown: Shown::Training,
                ..PLAIN
            };
            /// Of rms-prop: the share of its running mean that stays.
            RHO rho: f64 = 0.9, Setting {
                label: "Rho",
                help: "How much of the running mean of the squared gradients stays at each step. 0.9 is usual.",
                section: "adam",
                limits: between("Rho", 0.0, MOST_KEPT),
                matters: |recipe, _| recipe.training.solver == SolverName::RmsProp,
                shown: Shown::Training,
                ..PLAIN
            };
            /// Of adam, adamw and rms-prop. Above 0: a weight without a gradient is divided by it.
            EPSILON epsilon: f64 = 1e-8, Setting {
                label: "Epsilon",
                help: "Keeps the division by a root near 0 in bounds. 0.00000001 is usual.",
                section: "adam",
                limits: between("Epsilon", 1e-12, 1.0),
                matters: |recipe, task| is_adam(recipe, task) || recipe.training.solver == SolverName::RmsProp,
                shown: Shown::Training,
                ..PLAIN
            };
            /// Of adamw: rate · weight_decay is taken off each weight at each update.
            WEIGHT_DECAY weight_decay: f64 = 0.3, Setting {
                label: "Weight decay",
                help: "This times the learning rate is taken off every weight at each step. 0.01 is usual.",
                section: "adam",
                limits: between("Weight decay", 0.0, 10.0),
                matters: |recipe, _| recipe.training.solver == SolverName::Adamw,
                shown: Shown::Overfitting,
                ..PLAIN
            };
            /// Of lbfgs: how often the loss may be evaluated.
            MAX_FUN max_fun: usize = 15_000, Setting {
                label: "Evaluations",
                unit: "at most",
                help: "How often the loss over all rows may be worked out; an iteration takes one or a few.",
                section: "lbfgs",
                limits: between("The number of evaluations", 1.0, 1e7),
                matters: |recipe, task| !goes_by_batches(recipe, task),
                shown: Shown::Training,
                ..PLAIN
            };
            /// ½ · alpha · Σ w² / rows is added to the loss (L2 penalty).
            ALPHA alpha: f64 = 0.0, Setting {
                label: "L2 penalty",
                help: "Large weights cost: ½ · this · the sum of their squares ÷ rows is added to the loss. 0 for none; \
                       scikit-learn takes 0.0001.",
                section: "alpha",
                limits: between("The L2 penalty", 0.0, 1e6),
                shown: Shown::Overfitting,
                ..PLAIN
            };
            /// The longest gradient, over all layers; longer ones are shortened.
            CLIP_NORM clip_norm: Option<f64> = None, Setting {
                label: "Clip gradients",
                help: "A gradient longer than this, over all layers, is shortened to it. Empty: none is.",
                section: "clipping",
                limits: between("The longest gradient", 1e-9, 1e9),
                empty: "none",
                matters: goes_by_batches,
                shown: Shown::Training,
                ..PLAIN
            };
            /// Rows per update; `None`: 200, or all where there are fewer.
            BATCH_SIZE batch_size: Option<usize> = Some(32), Setting {
                label: "Batch size",
                unit: "rows",
                help: "Rows that are averaged into one update of the weights. Empty: 200, or all where there are fewer.",
                section: "sgd",
                limits: between("The batch size", 1.0, 1e6),
                empty: "automatic",
                matters: goes_by_batches,
                shown: Shown::InView,
                ..PLAIN
            };
            /// Whether every epoch has an order of its own.
            SHUFFLE shuffle: bool = true, Setting {
                label: "Shuffle",
                help: "Whether the rows come in another order every epoch. Off, the order of the table may show in the network.",
                section: "sgd",
                matters: goes_by_batches,
                shown: Shown::Training,
                ..PLAIN
            };
            /// At most; for lbfgs its iterations.
            EPOCHS epochs: usize = 40, Setting {
                label: "Epochs",
                help: "How often training goes through all training rows.",
                section: "sgd",
                limits: between("The number of epochs", 1.0, 1e5),
                shown: Shown::InView,
                ..PLAIN
            };
            /// Epochs in a row that may be no better by `tol`; `None`: any number.
            N_ITER_NO_CHANGE n_iter_no_change: Option<usize> = None, Setting {
                label: "Patience",
                unit: "epochs",
                help: "Training ends when the loss, or with early stopping the validation score, was no better for this many \
                       epochs. Empty: it goes through all epochs.",
                section: "stopping",
                limits: between("The patience", 1.0, 1e5),
                empty: "none",
                flag: "patience",
                matters: goes_by_batches,
                shown: Shown::Stopping,
                ..PLAIN
            };
            /// By less than this a loss or score is no better.
            TOL tol: f64 = 1e-4, Setting {
                label: "Tolerance",
                help: "What counts as better: by less than this is standing still. 0.0001 is usual.",
                section: "stopping",
                limits: between("The tolerance", 0.0, 1e6),
                flag: "tolerance",
                matters: |recipe, task| {
                    let training = &recipe.training;
                    !goes_by_batches(recipe, task)
                        || training.n_iter_no_change.is_some()
                        || training.schedule == Schedule::Adaptive
                },
                shown: Shown::Stopping,
                ..PLAIN
            };
            /// Hold training rows back, stop by them, and keep the weights that did best on them.
            EARLY_STOPPING early_stopping: bool = true, Setting {
                label: "Early stopping",
                help: "Some training rows are held back, and the weights of the epoch that did best on them are kept; with a \
                       patience training also ends when they no longer get better.",
                section: "stopping",
                matters: goes_by_batches,
                shown: Shown::Stopping,
                ..PLAIN
            };
            /// The share of the training rows that early stopping holds back.
            VALIDATION_FRACTION validation_fraction: f64 = 0.15, Setting {
                label: "Validation share",
                unit: "%",
                help: "Share of the training rows that early stopping holds back.",
                section: "stopping",
                limits: between("The validation share", 0.01, 0.9),
                flag: "validation-share",
                matters: |recipe, task| goes_by_batches(recipe, task) && recipe.training.early_stopping,
                shown: Shown::Stopping,
                ..PLAIN
            };
            /// Whether early stopping goes by the score or by the loss of the rows held back.
            WATCHED watched: Watched = Watched::Loss, Setting {
                label: "Best epoch by",
                help: "What is watched on the validation rows. The loss tells epochs apart that are right on as many rows, and \
                       rises as soon as the network learns its rows by heart; the score is accuracy or R², as in scikit-learn.",
                section: "stopping",
                matters: |recipe, task| goes_by_batches(recipe, task) && recipe.training.early_stopping,
                shown: Shown::Stopping,
                ..PLAIN
            };
            /// Accuracy and loss over all train and test rows are measured every so many epochs.
            MEASURE_EVERY measure_every: usize = 8, Setting {
                label: "Measure every",
                unit: "epochs",
                help: "Accuracy and loss over all rows are measured after every so many epochs. Measuring takes time too.",
                section: "scores",
                limits: between("The interval between measurements", 1.0, 1e5),
                shown: Shown::Training,
                ..PLAIN
            };
        ]
    }
}

/// Of momentum, the betas and rho: 1 is excluded by being far from it.
const MOST_KEPT: f64 = 0.999_999;
