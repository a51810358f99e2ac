use std::fmt;

use super::TrialResult;
use crate::dataset::{Dataset, HeldBack, Part, Plan, PrepareError, TargetEncoder, Targets, prepare_in_steps};
use crate::evaluation::{Actual, Constant, Evaluated, ExpectedValues, Report, Scores};
use crate::model::{Model, ModelError, Objective, Outputs};
use crate::pace::Pace;
use crate::table::Table;

/// What the trials of a study say together.
#[derive(Clone, Debug, PartialEq)]
pub struct Joined {
    /// Of all members, averaged.
    pub model: Model,
    /// Of the average, on the training and the test part of the recipe.
    pub report: Report,
    /// Where the trials held out folds of the training rows.
    pub out_of_fold: Option<OutOfFold>,
}

/// Each training row as the one network says that was not trained on it.
#[derive(Clone, Debug, PartialEq)]
pub struct OutOfFold {
    pub scores: Scores,
    /// Always the same answer, learnt from all training rows.
    pub baseline: Scores,
    /// Training rows that no network was kept from: in folds by time the first stretch. The scores are not of them.
    pub without: usize,
}

/// Why trials cannot be joined.
#[derive(Clone, Debug, PartialEq)]
pub enum StudyError {
    NoTrials,
    /// A trial, from 1, whose loss grew without bound, and the sentence on that.
    Diverged {
        trial: usize,
        message: String,
    },
    Prepare(PrepareError),
    /// The networks do not predict the same.
    Model(ModelError),
    /// More outputs than may be held.
    TooLarge {
        rows: usize,
    },
}

impl fmt::Display for StudyError {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            StudyError::NoTrials => out.write_str("There is no network to average. Train some first."),
            StudyError::Diverged { trial, message } => {
                write!(out, "The average needs every network. Fold {trial}: {message}")
            }
            StudyError::Prepare(error) => error.fmt(out),
            StudyError::Model(error) => write!(out, "The networks cannot be averaged: {}.", error.fault()),
            StudyError::TooLarge { rows } => write!(
                out,
                "{rows} rows have too many probabilities to be held at once. Predict fewer classes, or use fewer rows."
            ),
        }
    }
}

/// All networks of the trials as one model, their outputs averaged.
pub fn average(results: &[TrialResult]) -> Result<Model, StudyError> {
    let diverged = |(place, result): (usize, &TrialResult)| {
        Some(StudyError::Diverged { trial: place + 1, message: result.diverged.clone()? })
    };
    if let Some(error) = results.iter().enumerate().find_map(diverged) {
        return Err(error);
    }
    if results.is_empty() {
        return Err(StudyError::NoTrials);
    }
    Model::average(results.iter().map(|result| result.member.clone()).collect()).map_err(StudyError::Model)
}

/// Averages the networks of the trials, and measures the average on the parts that `plan` makes of the table: that of the recipe,
/// without a fold.
pub async fn join(
    results: &[TrialResult],
    table: &Table,
    plan: &Plan,
    pace: &Pace,
) -> Result<Joined, StudyError> {
    let model = average(results)?;
    let head = results.first().ok_or(StudyError::NoTrials)?.member.network.head;
    let dataset = prepare_in_steps(table, plan, pace).await.map_err(StudyError::Prepare)?;
    let Dataset { target, train, test, .. } = &dataset;
    let objective = Objective::new(target, head);
    let measure = Measure { model: &model, table, objective };
    let mut expected = ExpectedValues::new(target);
    let of_train = measure.part(train, pace, &mut |_| {}).await?;
    let take = &mut |outputs: &Outputs| {
        if let Some(expected) = &mut expected {
            expected.add(outputs);
        }
    };
    let of_test = measure.part(test, pace, take).await?;
    let ordinal = expected.and_then(|expected| expected.finish(&train.targets, &test.targets));
    let report = Report::in_steps(objective, of_train, of_test, ordinal, pace).await;
    let out_of_fold = out_of_fold(results, &dataset, objective)?;
    Ok(Joined { model, report, out_of_fold })
}

/// How a model's answers to the rows of a part are compared.
struct Measure<'a> {
    model: &'a Model,
    table: &'a Table,
    objective: Objective<'a>,
}

impl<'a> Measure<'a> {
    async fn part<'p>(
        &self,
        part: &'p Part,
        pace: &Pace,
        take: &mut dyn FnMut(&Outputs),
    ) -> Result<Evaluated<'p>, StudyError> {
        let n_rows = part.rows.len();
        let target = self.objective.target;
        let mut all = Outputs::may_be_held(target, n_rows)
            .then(|| Outputs::none(target))
            .ok_or(StudyError::TooLarge { rows: n_rows })?;
        let taken = &mut |some: &Outputs| {
            all.append(some);
            take(some);
        };
        let done = self.model.outputs_in_steps(self.table, &part.rows, pace, taken).await;
        done.map_err(|_| StudyError::Prepare(PrepareError::NoInputs))?;
        Ok(Evaluated::of(&all, Actual::from(part), self.objective))
    }
}

/// `None` where no trial held out rows of the training part.
fn out_of_fold(
    results: &[TrialResult],
    dataset: &Dataset,
    objective: Objective,
) -> Result<Option<OutOfFold>, StudyError> {
    let held: Vec<_> = results.iter().filter_map(|result| result.held_out.as_ref()).collect();
    if held.len() < results.len() {
        return Ok(None);
    }
    // Rows that a column gave to validation are divided with the training rows.
    let given = match &dataset.validation {
        HeldBack::Given(part) => Some(&**part),
        _ => None,
    };
    let parts: Vec<&Part> = std::iter::once(&dataset.train).chain(given).collect();
    let n_rows: usize = held.iter().map(|held| held.rows.len()).sum();
    let known: usize = parts.iter().map(|part| part.rows.len()).sum();
    let target = objective.target;
    if !Outputs::may_be_held(target, n_rows) {
        return Err(StudyError::TooLarge { rows: n_rows });
    }
    let mut outputs = Outputs::none(target);
    let mut actual = Rows::none(target);
    for held in held {
        outputs.append(&held.outputs);
        held.rows.iter().for_each(|&row| actual.push(&parts, row));
    }
    let actual = Actual { values: &actual.values, scaled: &actual.scaled, weights: &actual.weights };
    let Evaluated { answers, loss, .. } = Evaluated::of(&outputs, actual, objective);
    let scores = Scores::of(&answers, actual.values, target, loss);
    let baseline = Constant::learn(&dataset.train.targets, target).scores(actual, objective);
    Ok(Some(OutOfFold { scores, baseline, without: known.saturating_sub(n_rows) }))
}

/// What is right in rows of several parts.
struct Rows {
    values: Targets,
    scaled: Vec<f32>,
    weights: Vec<f32>,
}

impl Rows {
    fn none(target: &TargetEncoder) -> Rows {
        Rows { values: target.no_answers(0), scaled: Vec::new(), weights: Vec::new() }
    }

    /// Adds a row of the table, by the part that has it.
    fn push(&mut self, parts: &[&Part], row: u32) {
        let Some((part, place)) =
            parts.iter().find_map(|part| Some((part, part.rows.binary_search(&row).ok()?)))
        else {
            return;
        };
        match (&mut self.values, &part.targets) {
            (Targets::Numbers(all), Targets::Numbers(numbers)) => all.push(numbers[place]),
            (Targets::Classes(all), Targets::Classes(classes)) => all.push(classes[place]),
            _ => {}
        }
        self.scaled.extend(part.scaled.get(place));
        self.weights.extend(part.weights.get(place));
    }
}
