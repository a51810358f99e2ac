//! What a mix is made of: ways of training one question, each tried on every fold.

use super::{Fold, Learner, Question, Study, Trial};
use crate::chance::{Chance, Stream};
use crate::dataset::Scale;
use crate::network::Activation;
use crate::recipe::{Checked, Recipe, SolverName, Tier, settings::BINS};
use crate::table::TableSummary;
use crate::training::Loss;

/// Bins of a number in a mix: its networks need not be as cheap as one that is alone.
const BINS_IN_A_MIX: usize = 32;
/// Ways of the tier Good.
const FIRST_WAYS: usize = 4;

/// What has to be known of a table before it is prepared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Rows that are trained on, about.
    pub rows: usize,
    /// Different groups or times by which rows are held out, where they are, as far as they are trained on.
    pub groups: Option<usize>,
}

impl Shape {
    /// The shape of a table, as far as the recipe trains on it.
    pub fn of(summary: &TableSummary, recipe: &Recipe) -> Shape {
        let share = 1.0 - recipe.question.test_share;
        let by = recipe.question.time.as_ref().or(recipe.question.group.as_ref());
        let by = by.and_then(|name| summary.columns.iter().find(|column| column.name == *name));
        let trained = |count: usize| (count as f64 * share) as usize;
        Shape { rows: trained(summary.rows), groups: by.map(|column| trained(column.distinct)) }
    }

    /// Folds of the training rows: more where there are few, since each network then loses fewer of them.
    pub fn folds(self) -> usize {
        let folds = match self.rows {
            0..1_000 => 8,
            1_000..5_000 => 5,
            5_000..30_000 => 4,
            _ => 3,
        };
        // By groups each fold has one at least; by time the first stretch is before every fold.
        let most = self.groups.map_or(usize::MAX, |groups| groups.saturating_sub(1)).min(self.rows / 2);
        folds.min(most).max(2)
    }
}

impl Study {
    /// What the recipe's tier trains for a mix; `None`: it has one network alone. What the recipe says of the question stays, and what
    /// somebody has set of the network.
    pub fn mixed(recipe: &Checked, shape: Shape) -> Option<Study> {
        let ways = match recipe.tier {
            Tier::Quick => return None,
            Tier::Good => ways(recipe, FIRST_WAYS, FIRST_WAYS),
            Tier::Best => ways(recipe, recipe.ways, 2 * recipe.ways + FIRST_WAYS),
        };
        Some(Study::of_ways(&ways, shape))
    }

    /// Way by way, so that whoever stops in between has whole ones.
    fn of_ways(ways: &[Trial], shape: Shape) -> Study {
        let folds = shape.folds();
        let on = |way: &Trial, fold| Trial { fold: Some(Fold::Inner { fold, folds }), ..way.clone() };
        let trials = ways.iter().flat_map(|way| (0..folds).map(move |fold| on(way, fold)));
        Study { question: Question::Mixed(folds), trials: trials.collect() }
    }

    /// How many of its trials are of the ways that are always tried.
    pub fn first_ways(&self) -> usize {
        match self.question {
            Question::Mixed(folds) => (FIRST_WAYS * folds).min(self.trials.len()),
            _ => self.trials.len(),
        }
    }

    /// How many ways so many of its trials make up.
    pub fn ways(&self, trials: usize) -> usize {
        match self.question {
            Question::Mixed(folds) => trials / folds.max(1),
            _ => trials,
        }
    }

    /// How many trials its first ways have, as many ways as are whole where its first `trials` are done.
    pub fn begun(&self, trials: usize) -> usize {
        match self.question {
            Question::Mixed(folds) => self.ways(trials) * folds,
            _ => trials,
        }
    }
}

/// The first so many ways, from so many places at most: two networks, one whose numbers are seen as waves and one whose numbers have bins, trees and a line, then some that differ much from them, then networks as chance has them.
/// Chance goes by the recipe's seed alone, so that the first ways are the same whatever their number.
fn ways(recipe: &Checked, count: usize, places: usize) -> Vec<Trial> {
    let mut chance = Chance::new(recipe.question.seed, Stream::Ways);
    let mut ways: Vec<Trial> = Vec::new();
    for place in 0..places {
        if ways.len() == count {
            break;
        }
        let way = way(recipe, place, &mut chance);
        // Trees give numbers below 0, which Poisson's loss has no place for. What is the same is there once.
        let no_trees = recipe.networks_only || recipe.training.loss == Loss::Poisson;
        let is_out = way.learner.is_trees() && no_trees;
        if !is_out && !ways.contains(&way) {
            ways.push(way);
        }
    }
    ways
}

/// The way at a place, from 0.
fn way(recipe: &Checked, place: usize, chance: &mut Chance) -> Trial {
    let asked = recipe.preparation.bins;
    let bins = if asked == 0 || asked == Recipe::default().preparation.bins { BINS_IN_A_MIX } else { asked };
    let network = |bins: usize| recipe.clone().in_a_mix(bins);
    let wide = |it: &mut Recipe, hidden: &[usize]| {
        it.network.hidden = hidden.to_vec();
        it.network.layer_activations = Vec::new();
    };
    let trees = |learner| Trial { learner, ..Trial::from(recipe.clone()) };
    let of = |recipe: Checked| Trial::from(recipe);
    match place {
        0 => of(network(0)),
        1 => of(network(bins).varied(|it| it.network.waves = false)),
        2 => of(recipe.clone().as_line()),
        3 => trees(Learner::Trees),
        4 => of(network(bins).varied(|it| {
            wide(it, &[256, 128]);
            it.network.dropout = 0.3;
            it.training.learning_rate = 0.002;
        })),
        5 => trees(Learner::ShallowTrees),
        6 => of(network(0).varied(|it| {
            wide(it, &[128, 128, 128]);
            it.network.activation = Activation::Gelu;
            it.training.learning_rate = 0.002;
        })),
        7 => of(network(bins).varied(|it| {
            it.preparation.scale = Scale::Quantile;
            it.training.weight_decay = 1.0;
        })),
        _ => {
            let mut one_of = |n: usize| chance.below(n as u32) as usize;
            let hidden =
                [&[64, 64][..], &[96, 96], &[128, 128], &[256, 256], &[128, 64, 32], &[192]][one_of(6)];
            let bins = [0, bins / 2, bins, 2 * bins][one_of(4)]
                .min(BINS.limits.map_or(bins, |limits| limits.high as usize));
            let rate = [0.0015, 0.003, 0.006, 0.01][one_of(4)];
            let decay = [0.03, 0.1, 0.3, 1.0][one_of(4)];
            let dropout = [0.0, 0.1, 0.2, 0.35][one_of(4)];
            let activation = [Activation::Relu, Activation::Gelu, Activation::Selu][one_of(3)];
            let scale = [Scale::Robust, Scale::Quantile][one_of(2)];
            let waves = recipe.network.waves && one_of(2) == 0;
            let varied = network(bins).varied(|it| {
                wide(it, hidden);
                it.training.solver = SolverName::Adamw;
                it.training.learning_rate = rate;
                it.training.weight_decay = decay;
                it.network.dropout = dropout;
                it.network.activation = activation;
                it.network.waves = waves;
                it.preparation.scale = scale;
            });
            // Another seed too: of first weights, batches and what is held back, never of which rows are tested on.
            Trial { seed: recipe.question.seed.wrapping_add(place as u64), ..of(varied) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recipe(change: impl FnOnce(&mut Recipe)) -> Checked {
        Recipe::default().with(change).checked().unwrap()
    }

    fn shape(rows: usize) -> Shape {
        Shape { rows, groups: None }
    }

    fn kinds(study: &Study) -> Vec<&'static str> {
        study.trials.iter().map(Trial::kind).collect()
    }

    #[test]
    fn good_tries_every_kind_on_every_fold() {
        let recipe = recipe(|_| {});
        let study = Study::mixed(&recipe, shape(40_000)).unwrap();
        let expected =
            ["network with waves", "network with bins", "line", "boosted trees"].map(|kind| [kind; 3]);
        assert_eq!(kinds(&study), expected.concat());
        assert_eq!(study.question, Question::Mixed(3));
        assert_eq!(study.name(5), "Fold 3 of 3, network with bins");
        // All trials differ from the recipe in nothing that is asked.
        assert!(study.trials.iter().all(|trial| trial.recipe.question == recipe.question));
    }

    #[test]
    fn networks_alone_are_mixed_where_that_is_asked() {
        let networks = |tier| recipe(|it| (it.tier, it.networks_only) = (tier, true));
        let good = Study::mixed(&networks(Tier::Good), shape(40_000)).unwrap();
        assert_eq!(
            kinds(&good),
            ["network with waves", "network with bins", "line"].map(|kind| [kind; 3]).concat()
        );
        let best = Study::mixed(&networks(Tier::Best), shape(40_000)).unwrap();
        assert!(best.trials.iter().all(|trial| !trial.learner.is_trees()));
        assert_eq!(best.trials.len(), 3 * networks(Tier::Best).ways);
    }

    #[test]
    fn quick_mixes_nothing() {
        assert_eq!(Study::mixed(&recipe(|it| it.tier = Tier::Quick), shape(500)), None);
    }

    /// Whoever asks for more gets the same first ones, so that a mix of more can only choose among more.
    #[test]
    fn best_begins_as_good_does_and_its_ways_differ() {
        let of = |count| {
            let recipe = recipe(|it| (it.tier, it.ways) = (Tier::Best, count));
            let mut trials = Study::mixed(&recipe, shape(40_000)).unwrap().trials;
            trials.iter_mut().for_each(|trial| {
                trial.recipe = trial.recipe.clone().varied(|it| (it.tier, it.ways) = (Tier::Good, 4))
            });
            trials
        };
        let good = Study::mixed(&recipe(|it| it.ways = 4), shape(40_000)).unwrap().trials;
        let (ten, many) = (of(10), of(60));
        assert_eq!(ten[..good.len()], good);
        assert_eq!(many[..ten.len()], ten);
        assert_eq!(many.len(), 3 * 60);
        let differ = |trials: &[Trial]| {
            trials.iter().enumerate().all(|(place, trial)| !trials[..place].contains(trial))
        };
        assert!(differ(&many));
        assert!(many.iter().all(|trial| trial.recipe.clone().into_recipe().checked().is_ok()));
    }

    #[test]
    fn what_somebody_has_set_stays() {
        let set = recipe(|it| (it.preparation.bins, it.training.epochs) = (7, 300));
        let study = Study::mixed(&set, shape(40_000)).unwrap();
        let of = |place: usize| {
            let recipe = &study.trials[place].recipe;
            (recipe.preparation.bins, recipe.training.epochs)
        };
        assert_eq!((of(0), of(3)), ((0, 300), (7, 300)));
        let usual = Study::mixed(&recipe(|_| {}), shape(40_000)).unwrap();
        let (first, second) = (&usual.trials[0].recipe, &usual.trials[3].recipe);
        assert_eq!((first.training.epochs, second.preparation.bins), (30, BINS_IN_A_MIX));
    }

    #[test]
    fn there_are_no_more_folds_than_the_rows_fill() {
        let folds = |rows, groups| Shape { rows, groups }.folds();
        assert_eq!(
            (folds(500, None), folds(4_999, None), folds(5_000, None), folds(50_000, None)),
            (8, 5, 4, 3)
        );
        assert_eq!((folds(500, Some(7)), folds(500, Some(2)), folds(10, None)), (6, 2, 5));
    }

    #[test]
    fn trees_have_no_part_in_poissons_loss() {
        let study = Study::mixed(&recipe(|it| it.training.loss = Loss::Poisson), shape(40_000)).unwrap();
        assert!(!kinds(&study).contains(&"boosted trees") && study.trials.len() == 9);
        let best = recipe(|it| (it.training.loss, it.tier, it.ways) = (Loss::Poisson, Tier::Best, 6));
        let study = Study::mixed(&best, shape(40_000)).unwrap();
        assert_eq!(study.trials.len(), 3 * 6, "others take their place");
        assert!(!study.trials.iter().any(|trial| trial.learner.is_trees()));
    }

    #[test]
    fn of_what_was_cut_short_whole_ways_are_left() {
        let study = Study::mixed(&recipe(|_| {}), shape(40_000)).unwrap();
        assert_eq!([0, 2, 3, 8, 12].map(|trials| study.begun(trials)), [0, 0, 3, 6, 12]);
    }
}
