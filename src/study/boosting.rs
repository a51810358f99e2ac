use super::{HeldOut, Learner, Trial, TrialResult};
use crate::baselines::{Answers, Boosted, Rows, Settings};
use crate::chance::{Chance, Stream};
use crate::dataset::{Dataset, HeldBack, Part, Plan, PrepareError, Targets, prepare_in_steps};
use crate::model::{Member, Outputs, Predictor};
use crate::pace::Pace;
use crate::table::Table;

/// Trains a trial's trees: on its training rows, as many trees as do best on the fold that it holds out. What is told is trees.
///
/// `plan`: what the trial wants of the table.
pub async fn boost(
    trial: &Trial,
    table: &Table,
    plan: &Plan,
    pace: &Pace,
) -> Result<TrialResult, PrepareError> {
    let dataset = prepare_in_steps(table, plan, pace).await?;
    let Dataset { encoder, target, train, validation, .. } = dataset;
    let HeldBack::Given(held) = validation else {
        return Err(PrepareError::NoSuchFold { folds: 0 });
    };
    let n_classes = target.width().max(2);
    let mut chance = Chance::new(trial.seed, Stream::Trees);
    let settings = Settings::for_rows(train.rows.len(), if train.scaled.is_empty() { n_classes } else { 0 });
    let settings = match trial.learner {
        Learner::ShallowTrees => Settings { depth: settings.depth - 2, ..settings },
        _ => settings,
    };
    let fitted = Boosted::fit_in_steps(
        &rows_of(&train, n_classes),
        &rows_of(&held, n_classes),
        &encoder.levels(),
        &settings,
        &mut chance,
        pace,
    )
    .await;
    let epochs = fitted.boosted.n_trees();
    let predictor = Predictor::Trees(Box::new(fitted.boosted));
    let member = Member { encoder, target, predictor, epochs };
    let held_out = match Outputs::may_be_held(&member.target, held.rows.len()) {
        false => None,
        true => {
            let mut outputs = Outputs::none(&member.target);
            member.outputs_in_steps(&held.inputs, pace, &mut |some| outputs.append(some)).await;
            Some(HeldOut { rows: held.rows.clone(), outputs })
        }
    };
    Ok(TrialResult {
        trial: trial.clone(),
        weights_hash: member.predictor.weights_hash(),
        member,
        held_out,
        history: Vec::new(),
        report: None,
        diverged: None,
        seconds: 0.0,
    })
}

fn rows_of(part: &Part, n_classes: usize) -> Rows<'_> {
    let answers = match &part.targets {
        Targets::Numbers(_) => Answers::Numbers(&part.scaled),
        Targets::Classes(numbers) => Answers::Classes { numbers, n_classes },
    };
    Rows { inputs: &part.inputs, answers, weights: &part.weights }
}
