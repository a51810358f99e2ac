use super::selection::{select, temperature_of};
use super::{HeldOut, TrialResult};
use crate::evaluation::Actual;
use crate::model::{Combine, MOST_MEMBERS, Model, Objective, Outputs};
use crate::pace::Pace;

/// One of the ways that a study tries, each on the same folds of the training rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// What is trained, in a word or two.
    pub kind: &'static str,
    /// The trials of it, by their places among the results.
    pub trials: Vec<usize>,
    /// How often the mix counts it.
    pub count: u32,
    /// Its own mean loss on the rows that its networks were not trained on; `None` where a network's loss grew without bound in
    /// training, so that it is left out.
    pub loss: Option<f64>,
}

impl Way {
    /// A way that does not count, its networks' loss having grown without bound.
    pub fn left_out(results: &[TrialResult], trials: Vec<usize>) -> Way {
        Way { kind: results[trials[0]].kind(), trials, count: 0, loss: None }
    }
}

/// Ways that were mixed as does best on the rows that their members were not trained on.
pub struct Mixed {
    pub model: Model,
    pub ways: Vec<Way>,
    /// What the mix says of these rows, in the order of the trials of a way.
    pub outputs: Outputs,
}

/// The results by their ways: trials of one way differ in their fold alone.
pub fn ways_of(results: &[TrialResult]) -> Vec<Vec<usize>> {
    let mut ways: Vec<Vec<usize>> = Vec::new();
    for (place, result) in results.iter().enumerate() {
        let is_same = |way: &&mut Vec<usize>| {
            let other = &results[way[0]].trial;
            let this = &result.trial;
            other.learner == this.learner && other.seed == this.seed && other.recipe == this.recipe
        };
        match ways.iter_mut().find(is_same) {
            Some(way) => way.push(place),
            None => ways.push(vec![place]),
        }
    }
    ways
}

/// What a way says of all rows held out, fold by fold, and these rows; `None` where a trial held out none.
pub fn out_of_fold(results: &[TrialResult], way: &[usize]) -> Option<HeldOut> {
    let mut all: Option<HeldOut> = None;
    for &place in way {
        let held = results[place].held_out.as_ref()?;
        match &mut all {
            None => all = Some(held.clone()),
            Some(all) => {
                all.rows.extend(&held.rows);
                all.outputs.append(&held.outputs);
            }
        }
    }
    all
}

/// Chooses how often each way counts, and the temperature. `held`: of each way, all of the same rows; `actual`: of these.
pub async fn mix(
    results: &[TrialResult],
    ways: Vec<Vec<usize>>,
    held: Vec<Outputs>,
    actual: Actual<'_>,
    objective: Objective<'_>,
    pace: &Pace,
) -> Result<Mixed, crate::model::ModelError> {
    let folds = ways.first().map_or(1, Vec::len).max(1);
    let selection = select(&held, MOST_MEMBERS / folds, actual, objective, pace).await;
    let mut outputs = Outputs::mix(&held, &selection.counts);
    let temperature = temperature_of(&outputs, actual, pace).await;
    outputs.cool(temperature);
    let of_way = |(trials, (&count, held)): (Vec<usize>, (&u32, &Outputs))| Way {
        kind: results[trials[0]].kind(),
        trials,
        count,
        loss: Some(objective.mean(held, actual.values, actual.scaled, actual.weights)),
    };
    let ways: Vec<Way> = ways.into_iter().zip(selection.counts.iter().zip(&held)).map(of_way).collect();
    let (mut members, mut counts) = (Vec::new(), Vec::new());
    for way in ways.iter().filter(|way| way.count > 0) {
        for &place in &way.trials {
            members.push(results[place].member.clone());
            counts.push(way.count);
        }
    }
    let combine = Combine::Weighted { counts, temperature };
    Ok(Mixed { model: Model::combined(members, combine)?, ways, outputs })
}
