//! How much is asked of a table: one network, a mix of several kinds trained on folds, or as many as time allows.

use serde::{Deserialize, Serialize};

use super::{Fold, Learner, Question, Study, Trial};
use crate::dataset::Proposal;
use crate::recipe::{Checked, Recipe};
use crate::table::{Kind, TableSummary};
use crate::training::Loss;

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
    /// Different groups or times by which rows are held out, where they are, as far as they are trained on.
    pub groups: Option<usize>,
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
        let by = recipe.question.time.as_ref().or(recipe.question.group.as_ref());
        let by = by.and_then(|name| summary.columns.iter().find(|column| column.name == *name));
        let trained = |count: usize| (count as f64 * share) as usize;
        Shape { rows: trained(summary.rows), numbers, groups: by.map(|column| trained(column.distinct)) }
    }

    /// Folds of the training rows: more where there are few, since each network then loses fewer of them.
    pub fn folds(self) -> usize {
        let folds = match self.rows {
            0..1_000 => 8,
            1_000..30_000 => 5,
            _ => 3,
        };
        // By groups each fold has one at least; by time the first stretch is before every fold.
        let most = self.groups.map_or(usize::MAX, |groups| groups.saturating_sub(1)).min(self.rows / 2);
        folds.min(most).max(2)
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
        // Trees give numbers below 0, which Poisson's loss has no place for.
        let mut ways = ways.to_vec();
        if recipe.training.loss == Loss::Poisson {
            ways.pop();
        }
        // A recipe that is a line itself is there once.
        ways.dedup();
        let trial = |fold: usize, (learner, recipe): (Learner, &Checked)| Trial {
            fold: Some(Fold::Inner { fold, folds }),
            learner,
            ..Trial::from(recipe.clone())
        };
        // Fold by fold, so that whoever stops in between has whole folds.
        let trials = (0..folds).flat_map(|fold| ways.iter().map(move |&way| trial(fold, way)));
        Study { question: Question::Mixed(folds), trials: trials.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::Recipe;

    fn kinds(study: &Study) -> Vec<&'static str> {
        study.trials.iter().map(Trial::kind).collect()
    }

    #[test]
    fn good_tries_every_kind_on_every_fold() {
        let recipe = Recipe::default().checked().unwrap();
        let study = Tier::Good.study(&recipe, Shape { rows: 40_000, numbers: 4, groups: None });
        let one_fold = ["network", "network with bins", "line", "boosted trees"];
        assert_eq!(kinds(&study), [one_fold; 3].concat());
        assert_eq!(study.question, Question::Mixed(3));
        assert_eq!(study.name(5), "Fold 2 of 3, network with bins");
        // All trials differ from the recipe in nothing that is asked.
        assert!(study.trials.iter().all(|trial| trial.recipe.question == recipe.question));
    }

    #[test]
    fn what_somebody_has_set_stays() {
        let shape = Shape { rows: 40_000, numbers: 4, groups: None };
        let set = Recipe::default()
            .with(|it| (it.preparation.bins, it.training.epochs) = (7, 300))
            .checked()
            .unwrap();
        let of = |recipe: &Checked| (recipe.preparation.bins, recipe.training.epochs);
        assert_eq!(of(&Tier::Quick.first(&set, shape)), (7, 300));
        let ways: Vec<_> =
            Tier::Good.study(&set, shape).trials[..2].iter().map(|trial| of(&trial.recipe)).collect();
        assert_eq!(ways, [(0, 300), (7, 300)]);
        let usual = Recipe::default().checked().unwrap();
        assert_eq!(of(&Tier::Quick.first(&usual, shape)), (16, 40));
    }

    #[test]
    fn there_are_no_more_folds_than_the_rows_fill() {
        let folds = |rows, groups| Shape { rows, numbers: 1, groups }.folds();
        assert_eq!((folds(500, None), folds(5_000, None), folds(50_000, None)), (8, 5, 3));
        assert_eq!((folds(500, Some(7)), folds(500, Some(2)), folds(10, None)), (6, 2, 5));
    }

    /// 512 inputs for all numbers together; four bins at least, 32 at most.
    #[test]
    fn many_numbers_have_few_bins() {
        let bins = |numbers| Shape { rows: 500, numbers, groups: None }.bins();
        assert_eq!((bins(0), bins(8), bins(64), bins(1_000)), (32, 32, 8, 4));
    }

    #[test]
    fn trees_have_no_part_in_poissons_loss() {
        let recipe = Recipe::default().with(|it| it.training.loss = Loss::Poisson).checked().unwrap();
        let study = Tier::Good.study(&recipe, Shape { rows: 40_000, numbers: 4, groups: None });
        assert!(!kinds(&study).contains(&"boosted trees") && study.trials.len() == 9);
    }
}
