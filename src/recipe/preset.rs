use serde::{Deserialize, Serialize};

use super::{Choice, Question, Recipe, SolverName, Tier};
use crate::dataset::{Scale, TargetScale, Task};
use crate::network::{Activation, Initialiser};
use crate::training::{Loss, Schedule, Watched};

/// A named starting point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    /// A good start for any table.
    #[default]
    Default,
    /// Deeper and smoother, with AdamW and dropout: better than the assignment's networks on its songs.
    Beyond,
    /// The assignment's first regression: a hidden layer of 32 sigmoids.
    Spec1Regression,
    /// The assignment's second regression: hidden layers of 64 and 32 ReLUs.
    Spec2Regression,
    /// The assignment's first classification: a hidden layer of 32 sigmoids, a softmax over all classes.
    Spec1Softmax,
    /// The assignment's second classification: hidden layers of 64 and 32 ReLUs, a softmax over all classes.
    Spec2Softmax,
    /// The network of [`Preset::Spec1Regression`] as scikit-learn trains it.
    #[serde(rename = "mlp-regressor-1")]
    MlpRegressor1,
    /// The network of [`Preset::Spec2Regression`] as scikit-learn trains it.
    #[serde(rename = "mlp-regressor-2")]
    MlpRegressor2,
    /// The network of [`Preset::Spec1Softmax`] as scikit-learn trains it.
    #[serde(rename = "mlp-classifier-1")]
    MlpClassifier1,
    /// The network of [`Preset::Spec2Softmax`] as scikit-learn trains it.
    #[serde(rename = "mlp-classifier-2")]
    MlpClassifier2,
}

impl Preset {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Preset; 10] = [
        Preset::Default,
        Preset::Beyond,
        Preset::Spec1Regression,
        Preset::Spec2Regression,
        Preset::Spec1Softmax,
        Preset::Spec2Softmax,
        Preset::MlpRegressor1,
        Preset::MlpRegressor2,
        Preset::MlpClassifier1,
        Preset::MlpClassifier2,
    ];

    /// The assignment's, in its order: sections 4, 5 and 6.
    pub const ASSIGNMENT: [Preset; 8] = [
        Preset::Spec1Regression,
        Preset::Spec2Regression,
        Preset::MlpRegressor1,
        Preset::MlpRegressor2,
        Preset::MlpClassifier1,
        Preset::MlpClassifier2,
        Preset::Spec1Softmax,
        Preset::Spec2Softmax,
    ];

    /// As on the command line: `spec2-softmax`.
    pub fn id(self) -> &'static str {
        self.name().id
    }

    /// As on the page.
    pub fn title(self) -> &'static str {
        self.name().shown
    }

    /// One line on what it is.
    pub fn summary(self) -> &'static str {
        match self {
            Preset::Default => "two layers of 96 ReLU neurons that keep their best epoch, for any table",
            Preset::Beyond => "four layers of 128 GELU neurons, Huber loss, AdamW, dropout",
            Preset::Spec1Regression => "32 sigmoid neurons, one output",
            Preset::Spec2Regression => "64 and 32 ReLU neurons, one output",
            Preset::Spec1Softmax => "32 sigmoid neurons, one output a class",
            Preset::Spec2Softmax => "64 and 32 ReLU neurons, one output a class",
            Preset::MlpRegressor1 => "32 sigmoid neurons, one output, as scikit-learn trains",
            Preset::MlpRegressor2 => "64 and 32 ReLU neurons, one output, as scikit-learn trains",
            Preset::MlpClassifier1 => "32 sigmoid neurons, one output a class, as scikit-learn trains",
            Preset::MlpClassifier2 => "64 and 32 ReLU neurons, one output a class, as scikit-learn trains",
        }
    }

    /// The preset as a recipe. Target and columns are left to the table's proposal.
    ///
    /// What the assignment fixes is as it says: hidden layers, activation, y / 100, batches of 32, learning rate 0.01,
    /// 200 epochs, accuracy every 10. It leaves the weights' range open; ours is ±0.1. Its MLPRegressor and MLPClassifier
    /// have what scikit-learn's `solver="sgd"` sets by itself: Nesterov's momentum 0.9, `alpha` 1e-4 and its own first
    /// weights; they do not stop early.
    pub fn recipe(self) -> Recipe {
        let (hidden, activation, task) = match self {
            Preset::Default => return Recipe::default(),
            Preset::Beyond => return beyond(),
            Preset::Spec1Regression | Preset::MlpRegressor1 => {
                (vec![32], Activation::Sigmoid, Task::Regression)
            }
            Preset::Spec2Regression | Preset::MlpRegressor2 => {
                (vec![64, 32], Activation::Relu, Task::Regression)
            }
            Preset::Spec1Softmax | Preset::MlpClassifier1 => {
                (vec![32], Activation::Sigmoid, Task::Classification)
            }
            Preset::Spec2Softmax | Preset::MlpClassifier2 => {
                (vec![64, 32], Activation::Relu, Task::Classification)
            }
        };
        let plain = mini_batch_descent().with(|it| {
            it.preset = self;
            it.question.task = Some(task);
            it.network.hidden = hidden;
            it.network.activation = activation;
            it.preparation.target_scale = TargetScale::DivideBy(100.0);
            it.network.weight_range = Some(0.1);
        });
        match self.is_scikit_learn() {
            false => plain,
            true => plain.with(|it| {
                it.network.initialiser = Initialiser::ScikitLearn;
                it.network.weight_range = None;
                it.training.momentum = 0.9;
                it.training.nesterov = true;
                it.training.alpha = 1e-4;
            }),
        }
    }

    /// Whether it is one of section 5: scikit-learn's configuration.
    pub fn is_scikit_learn(self) -> bool {
        use Preset::{MlpClassifier1, MlpClassifier2, MlpRegressor1, MlpRegressor2};
        matches!(self, MlpRegressor1 | MlpRegressor2 | MlpClassifier1 | MlpClassifier2)
    }

    /// The same settings laid over `current`; what is about its table stays: how it is read, what its columns are and do,
    /// which rows go into which part, and the seed.
    pub fn applied_to(self, current: &Recipe) -> Recipe {
        let Recipe { question, .. } = self.recipe();
        self.recipe().with(|it| {
            it.reading = current.reading.clone();
            it.question = Question {
                task: question.task,
                test_share: question.test_share,
                balance_classes: question.balance_classes,
                ..current.question.clone()
            };
        })
    }
}

/// What `docs/beyond.md` measures. The task is the target's own. The loss is quadratic up to two standard deviations and straight
/// from there on, so that songs that nobody plays pull less.
fn beyond() -> Recipe {
    mini_batch_descent().with(|it| {
        it.preset = Preset::Beyond;
        it.training.loss = Loss::Huber;
        it.training.huber_delta = 2.0;
        it.network.hidden = vec![128; 4];
        it.network.activation = Activation::Gelu;
        it.training.solver = SolverName::Adamw;
        it.training.weight_decay = 0.1;
        it.training.learning_rate = 0.002;
        it.training.schedule = Schedule::OneCycle;
        it.network.dropout = 0.25;
        it.training.batch_size = Some(128);
        it.training.epochs = 20;
        it.training.measure_every = 1;
    })
}

/// What the assignment fixes, beside its networks; the preset beyond it starts here too. Every setting by its own name, so that
/// a better default moves no preset.
fn mini_batch_descent() -> Recipe {
    Recipe::default().with(|it| {
        it.tier = Tier::Quick;
        it.preparation.drop_duplicates = true;
        it.preparation.bins = 0;
        it.network.waves = false;
        it.preparation.scale = Scale::Standard;
        it.question.test_share = 0.2;
        it.network.dropout = 0.0;
        it.training.solver = SolverName::Sgd;
        it.training.learning_rate = 0.01;
        it.training.schedule = Schedule::Constant;
        it.training.momentum = 0.0;
        it.training.weight_decay = 0.01;
        it.training.alpha = 0.0;
        it.training.batch_size = Some(32);
        it.training.epochs = 200;
        it.training.early_stopping = false;
        it.training.validation_fraction = 0.1;
        it.training.watched = Watched::Score;
        it.training.measure_every = 10;
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_a_recipe_without_problems_and_reads_back() {
        for preset in Preset::ALL {
            let recipe = preset.recipe();
            assert_eq!(recipe.preset, preset);
            assert_eq!(recipe.problems(), []);
            let json = serde_json::to_string(&recipe).unwrap();
            assert_eq!(serde_json::from_str::<Recipe>(&json).unwrap(), recipe);
            assert_eq!(serde_json::to_value(preset).unwrap(), preset.id());
            assert_eq!(Preset::ALL.iter().filter(|other| other.id() == preset.id()).count(), 1);
        }
    }

    #[test]
    fn the_assignments_are_all_but_our_own() {
        let ours = [Preset::Default, Preset::Beyond];
        let others = Preset::ALL.into_iter().filter(|preset| !ours.contains(preset));
        assert!(others.clone().all(|preset| Preset::ASSIGNMENT.contains(&preset)));
        assert_eq!(others.count(), Preset::ASSIGNMENT.len());
    }

    #[test]
    fn section_5_differs_from_the_specifications_by_scikit_learns_own_settings_alone() {
        let pairs = [
            (Preset::Spec1Regression, Preset::MlpRegressor1),
            (Preset::Spec2Regression, Preset::MlpRegressor2),
            (Preset::Spec1Softmax, Preset::MlpClassifier1),
            (Preset::Spec2Softmax, Preset::MlpClassifier2),
        ];
        for (plain, theirs) in pairs {
            let (plain, theirs) = (plain.recipe(), theirs.recipe());
            assert_eq!(
                (theirs.training.momentum, theirs.training.nesterov, theirs.training.alpha),
                (0.9, true, 1e-4)
            );
            assert_eq!(
                (theirs.network.initialiser, theirs.training.n_iter_no_change),
                (Initialiser::ScikitLearn, None)
            );
            let put_back = theirs.with(|it| {
                it.preset = plain.preset;
                it.training.momentum = plain.training.momentum;
                it.training.alpha = plain.training.alpha;
                it.network.initialiser = plain.network.initialiser;
                it.network.weight_range = plain.network.weight_range;
            });
            assert_eq!(put_back, plain);
        }
    }

    #[test]
    fn applying_a_preset_keeps_target_columns_and_seed() {
        let mut current = Recipe::default().with(|it| {
            it.question.target = Some("y".into());
            it.question.seed = 9;
            it.training.epochs = 7;
        });
        current.question.columns.insert("x".into(), false);
        let applied = Preset::Spec2Softmax.applied_to(&current);
        assert_eq!(
            (applied.question.target, applied.question.columns, applied.question.seed),
            (current.question.target, current.question.columns, 9)
        );
        assert_eq!(applied.training.epochs, 200);
    }

    #[test]
    fn the_default_is_what_its_line_and_the_document_say() {
        let recipe = Preset::Default.recipe();
        assert_eq!(
            (&recipe.network.hidden[..], recipe.network.activation),
            (&[96, 96][..], Activation::Relu)
        );
        assert_eq!(
            (recipe.training.early_stopping, recipe.training.watched, recipe.training.n_iter_no_change),
            (true, Watched::Loss, None)
        );
        assert!(!recipe.preparation.drop_duplicates);
        assert!(
            Preset::Default.summary().contains("two layers of 96 ReLU neurons that keep their best epoch")
        );
        let document = include_str!("../../docs/settings.md");
        assert!(document.contains("| A good start | 96, 96 | ReLU |"));
        let share =
            format!("{} % of the training rows are held back", 100.0 * recipe.training.validation_fraction);
        assert!(document.contains(&share), "docs/settings.md does not say “{share}”");
        assert!(document.contains(&format!("after {} epochs of AdamW", recipe.training.epochs)));
    }

    #[test]
    fn the_assignments_presets_hold_nothing_back_and_drop_repeated_rows() {
        for preset in Preset::ASSIGNMENT {
            let recipe = preset.recipe();
            assert!(!recipe.training.early_stopping && recipe.preparation.drop_duplicates, "{preset:?}");
        }
    }

    #[test]
    fn the_document_says_which_presets_drop_repeated_rows() {
        let keeping: Vec<Preset> =
            Preset::ALL.into_iter().filter(|preset| !preset.recipe().preparation.drop_duplicates).collect();
        assert_eq!(keeping, [Preset::Default]);
        let document = include_str!("../../docs/settings.md");
        assert!(
            document.contains("“Beyond the assignment” starts from the assignment's rows and drops them too")
        );
        assert!(document.contains("“A good start” keeps them."));
    }

    /// “A good start” as it was downloaded before validation rows came to it.
    #[test]
    fn a_recipe_file_of_before_means_what_it_meant() {
        let file = r#"{"format":"perceptab-recipe","preset":"default","target":"y","drop_duplicates":true,"scale":"robust",
            "hidden":[64,32],"dropout":0.1,"solver":"adamw","learning_rate":0.005,"schedule":"one-cycle","weight_decay":0.3,
            "batch_size":32,"epochs":50,"n_iter_no_change":null,"early_stopping":false,"validation_fraction":0.1,
            "watched":"score","measure_every":2}"#;
        let recipe: Recipe = serde_json::from_str(file).unwrap();
        assert_eq!(
            (&recipe.network.hidden[..], recipe.training.epochs, recipe.training.batch_size),
            (&[64, 32][..], 50, Some(32))
        );
        assert_eq!(
            (recipe.training.early_stopping, recipe.training.watched, recipe.preparation.drop_duplicates),
            (false, Watched::Score, true)
        );
        assert_eq!(recipe.problems(), []);
    }
}
