//! How much is asked of a table: one network, a mix of several kinds trained on folds, or as many as time allows.

use serde::{Deserialize, Serialize};

use super::{Fold, Learner, Question, Study, Trial};
use crate::dataset::Proposal;
use crate::recipe::{Checked, Recipe};
use crate::table::{Kind, TableSummary};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// One network with early stopping.
    Quick,
    /// Networks of two kinds, each trained without one of several folds of the training rows, mixed as does best on the rows that
    /// they were not trained on.
    Good,
}

/// What a tier has to know of a table before it is prepared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Rows that are trained on, about.
    pub rows: usize,
    /// Inputs that are numbers.
    pub numbers: usize,
}

impl Shape {
    pub fn of(summary: &TableSummary, proposal: &Proposal, recipe: &Recipe) -> Shape {
        let target = recipe.question.target.as_ref().or(proposal.target.as_ref());
        let is_used = |name: &str| {
            let column = proposal.column(name);
            target.zip(column).is_some_and(|(target, column)| recipe.is_input(column, target))
        };
        let is_number = |name: &str, kind: Kind| {
            let kind = recipe.question.kinds.get(name).copied().unwrap_or(kind);
            matches!(kind, Kind::Numeric | Kind::Code | Kind::Date | Kind::Time)
        };
        let columns = summary.columns.iter();
        let numbers =
            columns.filter(|column| is_number(&column.name, column.kind) && is_used(&column.name)).count();
        let share = 1.0 - recipe.question.test_share;
        Shape { rows: (summary.rows as f64 * share) as usize, numbers }
    }

    /// Folds of the training rows: more where there are few, since each network then loses fewer of them.
    pub fn folds(self) -> usize {
        match self.rows {
            0..1_000 => 8,
            1_000..30_000 => 5,
            _ => 3,
        }
    }

    /// Bins of a number: some 500 inputs of all numbers together at most, so that the first layer stays as cheap as the others.
    pub fn bins(self) -> usize {
        (INPUTS / self.numbers.max(1)).clamp(4, MOST_BINS)
    }
}

const INPUTS: usize = 512;
const MOST_BINS: usize = 32;
/// Of a network that goes through the rows alone.
const QUICK_BINS: usize = 16;

impl Tier {
    pub const ALL: [Tier; 2] = [Tier::Quick, Tier::Good];

    pub fn id(self) -> &'static str {
        match self {
            Tier::Quick => "quick",
            Tier::Good => "good",
        }
    }

    /// The recipe of its first network, whose verdict stands while others are trained.
    pub fn first(self, recipe: &Checked, shape: Shape) -> Checked {
        recipe.clone().with_bins(shape.bins().min(QUICK_BINS))
    }

    /// The trainings that it asks for, in the order in which they are done. What the recipe says of the question stays; how rows are
    /// prepared and what is trained the tier says.
    pub fn study(self, recipe: &Checked, shape: Shape) -> Study {
        let ways = match self {
            Tier::Quick => return Study::recipes([self.first(recipe, shape)]),
            Tier::Good => [0, shape.bins()].map(|bins| recipe.clone().in_a_mix(bins)),
        };
        let line = recipe.clone().as_line();
        let ways = [
            (Learner::Network, &ways[0]),
            (Learner::Network, &ways[1]),
            (Learner::Network, &line),
            (Learner::Trees, recipe),
        ];
        let folds = shape.folds();
        let trial = |fold: usize, (learner, recipe): (Learner, &Checked)| Trial {
            fold: Some(Fold::Inner { fold, folds }),
            learner,
            ..Trial::from(recipe.clone())
        };
        // Fold by fold, so that whoever stops in between has whole folds.
        let trials = (0..folds).flat_map(|fold| ways.into_iter().map(move |way| trial(fold, way)));
        Study { question: Question::Mixed(folds), trials: trials.collect() }
    }
}
