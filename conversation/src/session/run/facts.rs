//! What a run was prepared to, as it is told.

use crate::session::RunFacts;
use perceptab::dataset::{Dataset, TargetEncoder, TargetScale, Task};
use perceptab::evaluation::Baseline;
use perceptab::recipe::Checked;
use perceptab::table::{TableSummary, brief};
use perceptab::training::{Loss, Trainer};

/// A whole-numbered target that spans more than this many numbers is a quantity, such as a price in euros: that it is
/// met exactly says little, so the curves show R² and the exact matches stand in the table.
const WIDEST_EXACT: f64 = 200.0;

/// The most characters of a name among other words.
const NAME: usize = 60;

fn shows_r2(target: &TargetEncoder) -> bool {
    match target {
        TargetEncoder::Number { whole, min, max, .. } => !whole || max - min > WIDEST_EXACT,
        TargetEncoder::Classes { .. } => false,
    }
}

pub fn facts(recipe: &Checked, dataset: &Dataset, trainer: &Trainer, baseline: Baseline) -> RunFacts {
    let Dataset { target, facts, train, test, .. } = dataset;
    let widths = trainer.network.widths();
    RunFacts {
        train_rows: train.rows.len(),
        test_rows: test.rows.len(),
        duplicates_dropped: facts.duplicates_dropped,
        missing_targets: facts.missing_targets,
        parameters: trainer.network.n_parameters(),
        widths,
        // Names in them may be of any length, and are only to be looked at.
        notes: facts
            .notes
            .iter()
            .cloned()
            .chain(recipe.note_on_waves(dataset))
            .map(|note| brief(&note, TableSummary::SENTENCE).into_owned())
            .collect(),
        baseline_accuracy: baseline.test.accuracy,
        baseline_loss: baseline.test.loss,
        shows_r2: shows_r2(target),
        baseline_name: match target.task() {
            Task::Classification => format!("always answering {}", brief(&baseline.answer, NAME)),
            Task::Regression => format!("always answering the mean, {}", baseline.answer),
        },
        loss_name: match target {
            TargetEncoder::Classes { .. } => "cross-entropy".to_string(),
            TargetEncoder::Number { name, .. } => {
                let loss = match recipe.training.loss {
                    Loss::SquaredError => "half the mean squared error",
                    Loss::AbsoluteError => "mean absolute error",
                    Loss::Huber => "mean Huber loss",
                    Loss::Poisson => "half the mean Poisson deviance",
                };
                let name = brief(name, NAME);
                let name = match recipe.training.loss {
                    Loss::Huber if recipe.training.huber_delta != 1.0 => {
                        format!("{name} ÷ {}", recipe.training.huber_delta)
                    }
                    _ => name.into_owned(),
                };
                match (recipe.preparation.target_scale, recipe.training.loss) {
                    (TargetScale::Standardise, Loss::Poisson) => format!("{loss} of {name}"),
                    (TargetScale::Standardise, _) => format!("{loss} of {name}, standardised"),
                    (TargetScale::DivideBy(number), _) => format!("{loss} of {name} ÷ {number}"),
                }
            }
        },
    }
}
