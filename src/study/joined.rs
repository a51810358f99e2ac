use std::fmt;

use serde::{Deserialize, Serialize};

use super::mixed::{Mixed, Way, mix, out_of_fold as held_of, ways_of};
use super::{HeldOut, Question, TrialResult};
use crate::dataset::{Dataset, HeldBack, Part, Plan, PrepareError, TargetEncoder, Targets, prepare_in_steps};
use crate::evaluation::{Actual, Agreement, Constant, Evaluated, Gathered, Metrics, Report, Scores};
use crate::model::{Model, ModelError, Objective, Outputs};
use crate::pace::Pace;
use crate::table::Table;
use crate::training::head_for;

/// What the trials of a study say together.
#[derive(Clone, Debug, PartialEq)]
pub struct Joined {
    /// Of all members, averaged.
    pub model: Model,
    /// Of the average, on the training and the test part of the recipe.
    pub report: Report,
    /// The answers to the test rows beside what is right.
    pub agreement: Option<Agreement>,
    /// Where the trials held out folds of the training rows.
    pub out_of_fold: Option<OutOfFold>,
    /// Of a mix: the ways that were tried, and how often each counts.
    pub ways: Vec<Way>,
    /// Of a mix of classes: what its probabilities are brought to; 1 leaves them.
    pub temperature: f64,
}

/// Each training row as the one network says that was not trained on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutOfFold {
    /// Over all rows that some network was not trained on.
    pub scores: Scores,
    /// More scores over the same rows.
    pub metrics: Metrics,
    /// Always the same answer, learnt from all training rows.
    pub baseline: Scores,
    /// Training rows that no network was kept from: in folds by time the first stretch. The scores are not of them.
    pub without: usize,
}

/// Why trials cannot be joined.
#[derive(Clone, Debug, PartialEq)]
pub enum StudyError {
    /// There is no result.
    NoTrials,
    /// A trial, from 1, whose loss grew without bound, and the sentence on that.
    Diverged {
        /// Its number.
        trial: usize,
        /// The sentence on it.
        message: String,
    },
    /// The table cannot be prepared.
    Prepare(PrepareError),
    /// The networks do not predict the same.
    Model(ModelError),
    /// More outputs than may be held.
    TooLarge {
        /// Rows of the table that they would be of.
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
    fit_for_a_mean(results)?;
    Model::average(results.iter().map(|result| result.member.clone()).collect()).map_err(StudyError::Model)
}

/// `Err`: there is none, or one whose loss grew without bound.
fn fit_for_a_mean(results: &[TrialResult]) -> Result<(), StudyError> {
    let diverged = |(place, result): (usize, &TrialResult)| {
        Some(StudyError::Diverged { trial: place + 1, message: result.diverged.clone()? })
    };
    if let Some(error) = results.iter().enumerate().find_map(diverged) {
        return Err(error);
    }
    if results.is_empty() { Err(StudyError::NoTrials) } else { Ok(()) }
}

/// Averages or mixes the networks of the trials, as the question asks, and measures what comes of it on the parts that `plan` makes
/// of the table: that of the recipe, without a fold.
pub async fn join(
    question: Question,
    results: &[TrialResult],
    table: &Table,
    plan: &Plan,
    pace: &Pace,
) -> Result<Joined, StudyError> {
    let is_mixed = matches!(question, Question::Mixed(_));
    if !is_mixed {
        fit_for_a_mean(results)?;
    }
    let loss = results.first().ok_or(StudyError::NoTrials)?.trial.recipe.training.loss;
    let dataset = prepare_in_steps(table, plan, pace).await.map_err(StudyError::Prepare)?;
    let Dataset { target, train, test, .. } = &dataset;
    let objective = Objective::new(target, head_for(target, loss));
    let mut chosen_from = ways_of(results);
    let mut grown = Vec::new();
    if is_mixed {
        // A network whose loss grew without bound is no part of a mix; the others still are.
        let is_sound = |way: &Vec<usize>| way.iter().all(|&place| results[place].diverged.is_none());
        (chosen_from, grown) = chosen_from.into_iter().partition(is_sound);
        if chosen_from.is_empty() {
            fit_for_a_mean(results)?;
        }
    }
    let (model, out_of_fold, mut ways) =
        match (is_mixed, out_of_folds(results, chosen_from, &dataset, objective)?) {
            (true, Some((ways, held, rows, without))) => {
                let Mixed { model, ways, outputs } = mix(results, ways, held, rows.actual(), objective, pace)
                    .await
                    .map_err(StudyError::Model)?;
                let held = rows.out_of_fold(&outputs, &dataset, objective, without, pace).await;
                (model, Some(held), ways)
            }
            // Nothing to choose by: all alike would be no mix that anybody asked for.
            (true, None) => return Err(StudyError::TooLarge { rows: dataset.train.rows.len() }),
            (_, Some((_, held, rows, without))) => {
                let of_first = match held.first() {
                    Some(held) => Some(rows.out_of_fold(held, &dataset, objective, without, pace).await),
                    None => None,
                };
                (average(results)?, of_first, Vec::new())
            }
            (_, None) => (average(results)?, None, Vec::new()),
        };
    let measure = Measure { model: &model, table, objective };
    let mut gathered = Gathered::new(target, &test.targets);
    let of_train = measure.part(train, pace, &mut |_| {}).await?;
    let of_test = measure.part(test, pace, &mut |outputs| gathered.add(outputs)).await?;
    let agreement = Agreement::in_steps(&of_test.answers, of_test.actual.values, target, pace).await;
    let mut report = Report::in_steps(objective, of_train, of_test, gathered, pace).await;
    ways.extend(grown.into_iter().map(|trials| Way::left_out(results, trials)));
    // It may be of trees alone.
    if let (true, Some(rest)) = (is_mixed, report.sentence.strip_prefix("The network")) {
        report.sentence = format!("The mix{rest}");
    }
    let temperature = model.temperature();
    Ok(Joined { model, report, agreement, out_of_fold, ways, temperature })
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

/// The ways, what each says of the rows that its networks were not trained on, what is right in these rows, and how many training
/// rows are not among them. `None` where not every trial held out rows of the training part, or the ways have other rows.
type OutOfFolds = (Vec<Vec<usize>>, Vec<Outputs>, Rows, usize);

fn out_of_folds(
    results: &[TrialResult],
    ways: Vec<Vec<usize>>,
    dataset: &Dataset,
    objective: Objective,
) -> Result<Option<OutOfFolds>, StudyError> {
    let held: Option<Vec<HeldOut>> = ways.iter().map(|way| held_of(results, way)).collect();
    let Some(held) = held else { return Ok(None) };
    let Some(first) = held.first() else { return Ok(None) };
    if held.iter().any(|way| way.rows != first.rows) {
        return Ok(None);
    }
    // Rows that a column gave to validation are divided with the training rows.
    let given = match &dataset.validation {
        HeldBack::Given(part) => Some(&**part),
        _ => None,
    };
    let parts: Vec<&Part> = std::iter::once(&dataset.train).chain(given).collect();
    let n_rows = first.rows.len();
    let known: usize = parts.iter().map(|part| part.rows.len()).sum();
    if !Outputs::may_be_held(objective.target, n_rows.saturating_mul(held.len())) {
        return Err(StudyError::TooLarge { rows: n_rows });
    }
    let mut rows = Rows::none(objective.target);
    first.rows.iter().for_each(|&row| rows.push(&parts, row));
    let held = held.into_iter().map(|held| held.outputs).collect();
    Ok(Some((ways, held, rows, known.saturating_sub(n_rows))))
}

/// What is right in rows of several parts.
struct Rows {
    values: Targets,
    scaled: Vec<f32>,
    weights: Vec<f32>,
}

impl Rows {
    fn actual(&self) -> Actual<'_> {
        Actual { values: &self.values, scaled: &self.scaled, weights: &self.weights }
    }

    async fn out_of_fold(
        &self,
        outputs: &Outputs,
        dataset: &Dataset,
        objective: Objective<'_>,
        without: usize,
        pace: &Pace,
    ) -> OutOfFold {
        let target = objective.target;
        let Evaluated { answers, loss, actual } = Evaluated::of(outputs, self.actual(), objective);
        let scores = Scores::of(&answers, actual.values, target, loss);
        let baseline = Constant::learn(&dataset.train.targets, target).scores(actual, objective);
        let mut gathered = Gathered::new(target, actual.values);
        gathered.add(outputs);
        let (metrics, _) = gathered.finish(&answers, &dataset.train.targets, target, pace).await;
        OutOfFold { scores, metrics, baseline, without }
    }

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
