use super::part::part;
use super::setting::{PLAIN, Setting, Shown, between, predicts_a_number};
use crate::dataset::{Fill, Scale, Statistics, TargetScale};
use crate::training::Loss;

part! {
    /// How the rows become numbers.
    Preparation in preparation {
        PREPARED [
            /// Drop rows that repeat an earlier one in every used column and the target. They are kept where these columns have so
            /// few different values that equal rows are to be expected. Kept, they stay in one part with their equals where chance
            /// says which rows are held out.
            DROP_DUPLICATES drop_duplicates: bool = false, Setting {
                label: "Drop repeated rows",
                help: "A row that repeats an earlier one in every used column and the target is left out. Kept, rows that are held \
                       out by chance stay in one part with their equals, so that none is tested that was trained on, unless too \
                       few rows are different. All presets but “A good start” drop them.",
                section: "data",
                shown: Shown::Data,
                ..PLAIN
            };
            /// The rows that means and standard deviations are taken from.
            STATISTICS statistics: Statistics = Statistics::TrainingRows, Setting {
                label: "Statistics from",
                help: "Rows that means and standard deviations are taken from. Over all rows, as in the assignment, the test rows \
                       help to scale the inputs, so the test is no longer quite unseen; over training rows it is.",
                section: "standardise",
                shown: Shown::Data,
                ..PLAIN
            };
            /// How numbers are brought to one scale.
            SCALE scale: Scale = Scale::Robust, Setting {
                label: "Numbers scaled",
                help: "How number columns are brought to one scale. Standard: (x − mean) ÷ standard deviation. Robust: by median \
                       and quartiles, with far-off values drawn in. Quantiles: the order of the values alone counts.",
                section: "standardise",
                shown: Shown::Data,
                ..PLAIN
            };
            /// What a missing number is taken for.
            FILL fill: Fill = Fill::Mean, Setting {
                label: "Missing numbers",
                help: "What a missing number is taken for: the column's mean or its median over the training rows.",
                section: "missing",
                shown: Shown::Data,
                ..PLAIN
            };
            /// A number column with missing cells gets an input more, which says where they were.
            MISSING_INDICATORS missing_indicators: bool = true, Setting {
                label: "Say where numbers are missing",
                help: "A number column with missing cells gets an input more: 1 where the cell is missing. That a value is missing \
                       often says something itself.",
                section: "missing",
                shown: Shown::Data,
                ..PLAIN
            };
            /// Bins that a number has as inputs besides its scaled value, so that bends and steps are learnt.
            BINS bins: usize = 8, Setting {
                label: "Bins of a number",
                help: "Besides its scaled value a number fills so many bins, whose borders stand at equal shares of the training rows \
                       (piecewise-linear encoding): bends and steps are learnt more easily. Each is an input more; where there are \
                       many numbers they have fewer, some 500 together. 0: none.",
                section: "standardise",
                limits: between("The number of bins", 0.0, 256.0),
                shown: Shown::Data,
                ..PLAIN
            };
            /// What a regression target is turned into before training.
            TARGET_SCALE target_scale: TargetScale = TargetScale::Standardise, Setting {
                label: "Target scaled",
                help: "What a number to predict is turned into for training, and back for reading: standardised, (y − mean) ÷ \
                       standard deviation, or divided by a number (100 in the assignment). Classes are left as they are.",
                section: "standardise",
                matters: predicts_a_number,
                shown: Shown::Data,
                ..PLAIN
            };
            /// Train on ln(1 + y), for targets from 0 with a long tail.
            LOG_TARGET log_target: bool = false, Setting {
                label: "Logarithm of the target",
                help: "The network learns ln(1 + y), and its answers are turned back. For targets from 0 with a long tail, such as \
                       prices: an error counts by its share then.",
                section: "standardise",
                matters: |recipe, task| {
                    predicts_a_number(recipe, task) && recipe.training.loss != Loss::Poisson
                },
                shown: Shown::Data,
                ..PLAIN
            };
        ]
    }
}
