//! What other methods reach on the tables' own splits: the best of linear or logistic regression, scikit-learn's MLP, random
//! forest, LightGBM and CatBoost, as the reference beside the tables gives them.

/// Of a table: what an answer that looks at nothing gets, linear or logistic regression, and the best single method.
#[derive(Clone, Copy)]
pub enum Reference {
    /// R²; the baseline has 0.
    R2 {
        linear: f64,
        best: f64,
        catboost: f64,
    },
    LogLoss {
        baseline: f64,
        linear: f64,
        best: f64,
        catboost: f64,
    },
}

const fn r2(linear: f64, best: f64, catboost: f64) -> Reference {
    Reference::R2 { linear, best, catboost }
}

const fn log_loss(baseline: f64, linear: f64, best: f64, catboost: f64) -> Reference {
    Reference::LogLoss { baseline, linear, best, catboost }
}

const REFERENCES: [(&str, Reference); 24] = [
    ("ames", r2(0.838, 0.903, 0.903)),
    ("bikeshare", r2(0.412, 0.948, 0.948)),
    ("churn", log_loss(0.407, 0.320, 0.149, 0.149)),
    ("credit", log_loss(0.595, 0.417, 0.409, 0.409)),
    ("diamonds", r2(0.916, 0.981, 0.981)),
    ("digits", log_loss(2.30, 0.118, 0.088, 0.088)),
    ("hotel_rates", r2(0.887, 0.962, 0.962)),
    ("penguins", log_loss(1.05, 0.022, 0.001, 0.022)),
    ("titanic", log_loss(0.665, 0.479, 0.465, 0.469)),
    ("wine", log_loss(1.09, 0.107, 0.107, 0.165)),
    ("alzheimer", log_loss(0.582, 0.350, 0.350, 0.370)),
    ("birds", log_loss(0.330, 0.243, 0.234, 0.234)),
    ("births", r2(0.576, 0.969, 0.969)),
    ("cells", log_loss(0.651, 0.419, 0.387, 0.388)),
    ("concrete", r2(0.637, 0.933, 0.933)),
    ("crashes", log_loss(0.184, 0.126, 0.122, 0.122)),
    ("epa", r2(0.895, 0.945, 0.932)),
    ("gss_wages", r2(0.222, 0.320, 0.313)),
    ("hpc", log_loss(1.13, 0.668, 0.415, 0.452)),
    ("loans", r2(0.416, 0.504, 0.504)),
    ("meats", r2(0.916, 0.916, 0.555)),
    ("movies", r2(0.117, 0.265, 0.265)),
    ("rodents", log_loss(2.39, 0.737, 0.529, 0.529)),
    ("stops", log_loss(0.693, 0.614, 0.522, 0.527)),
];

impl Reference {
    pub fn of(table: &str) -> Option<Reference> {
        REFERENCES.iter().find(|(name, _)| *name == table).map(|&(_, reference)| reference)
    }

    /// On the scale from 0, the baseline, to 1, the best single method. Below the baseline is 0 too.
    pub fn scaled(self, score: f64) -> f64 {
        let share = match self {
            Reference::R2 { best, .. } => score / best,
            Reference::LogLoss { baseline, best, .. } => (baseline - score) / (baseline - best),
        };
        share.max(0.0)
    }

    pub fn linear(self) -> f64 {
        match self {
            Reference::R2 { linear, .. } | Reference::LogLoss { linear, .. } => linear,
        }
    }

    pub fn catboost(self) -> f64 {
        match self {
            Reference::R2 { catboost, .. } | Reference::LogLoss { catboost, .. } => catboost,
        }
    }

    pub fn best(self) -> f64 {
        match self {
            Reference::R2 { best, .. } | Reference::LogLoss { best, .. } => best,
        }
    }

    pub fn is_r2(self) -> bool {
        matches!(self, Reference::R2 { .. })
    }
}
