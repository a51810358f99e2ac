use super::{Line, words};
use perceptab::format::duration;
use perceptab::format::r_squared;

/// The table's columns.
pub const HEAD: [&str; 10] = [
    "run",
    "train accuracy",
    "test accuracy",
    "the assignment's, train / test",
    "baseline, test",
    "standard error",
    "against the baseline",
    "mean absolute error",
    "R²",
    "time",
];

impl Line {
    /// Its cells under [`HEAD`].
    pub fn cells(&self) -> [String; 10] {
        [
            self.experiment.title.to_string(),
            words::share(self.train),
            words::share(self.test),
            words::reported(&self.experiment),
            words::share(self.baseline),
            words::standard_error(self),
            words::difference(self),
            words::mean_absolute_error(self),
            r_squared(self.r2),
            duration(self.seconds),
        ]
    }
}

/// What stands below the table.
pub const NOTE: &str = "Accuracy: the share of rows predicted exactly, for a regression after rounding. Baseline: always \
     answering the training rows' commonest value, the best answer that looks at no input. \
     Standard error: of the test accuracy, in points. Against the baseline: how many standard errors (SE) of the paired \
     difference the exact matches are above the baseline's.";
