//! The model that predicts new rows.

use std::sync::Arc;

use super::conversation::Session;
use super::current_model::CurrentModel;
use super::exporting::ModelToSave;
use super::runs::FinishedRun;
use super::{AgreementView, Event, Failure, JobKind, JoinedKind, JoinedReport, ModelSource, Place, RunId};
use perceptab::model::Model;
use perceptab::order;
use perceptab::pace::{Pace, Steps, at_once};
use perceptab::recipe::Recipe;
use perceptab::study::{Joined, Question, StudyError, TrialResult, Way, average, join};

/// What is made of a study's results: what is told of it, and the model. `Err`: why not, as a sentence.
type Made = Result<(Option<Joined>, CurrentModel), String>;

/// The most parameters of a model that is copied: some 40 MB as a file.
const MOST_COPIED: usize = 4_000_000;

impl Session {
    /// Nothing of a model whose file would fill the page's memory.
    pub(super) fn copy_model(&mut self) -> Vec<Event> {
        let copied = |current: &CurrentModel| current.model.n_parameters() <= MOST_COPIED;
        if !self.model.as_ref().is_some_and(copied) {
            return vec![];
        }
        match self.source(None).model.map(ModelToSave::copy) {
            Some(steps) => {
                let mut events = self.give_up_copy();
                events.extend(self.jobs.begin(JobKind::Copy, None, steps));
                events
            }
            None => vec![],
        }
    }

    /// The model that was to be copied is not the current one any more.
    pub(super) fn give_up_copy(&mut self) -> Vec<Event> {
        self.jobs.give_up(|job| job.kind == JobKind::Copy)
    }

    /// Makes a finished run's model the current one.
    pub(super) fn use_model_of(&mut self, id: RunId) -> Vec<Event> {
        match self.runs.get(id).cloned() {
            Some(run) => self.take_model_of(&run),
            None => vec![],
        }
    }

    pub(super) fn take_model_of(&mut self, run: &FinishedRun) -> Vec<Event> {
        let mut events = self.give_up_copy();
        let (model, recipe) = (Arc::new(Model::from(run.member.clone())), Some(run.recipe.clone()));
        self.model = Some(CurrentModel { model, recipe, name: run.table.clone() });
        events.extend(self.model_is_ready(ModelSource::Run(run.id)));
        events
    }

    /// There is another current model.
    pub(super) fn model_is_ready(&mut self, from: ModelSource) -> Option<Event> {
        self.new_rows = None;
        Some(Event::ModelReady { model: Box::new(self.model_summary()?), from })
    }

    /// The model of all trials of a study becomes the current one; of folds of the training rows it is also measured on the recipe's
    /// own parts. `recipe`: what was asked for, where the trials' own recipes are variants of it. `Err`: why not, as a sentence.
    pub fn join(
        &mut self,
        question: Question,
        recipe: Option<Recipe>,
        results: Vec<TrialResult>,
    ) -> Result<Option<Joined>, String> {
        let steps = self.joining(question, recipe, results)?;
        let (joined, current) = at_once(async |pace| steps(pace.clone()).await)?;
        self.model = Some(current);
        self.new_rows = None;
        Ok(joined)
    }

    /// Begins to do so for somebody who is told of it.
    pub(super) fn begin_joining(
        &mut self,
        question: Question,
        recipe: Recipe,
        blocks: &[Vec<u8>],
    ) -> Vec<Event> {
        let results =
            blocks.iter().map(|block| TrialResult::from_block(block)).collect::<Result<Vec<_>, _>>();
        let trials = blocks.len();
        let failed = |message: String| Event::Failed(Failure::new(Place::Training, "not-joined", message));
        let joining = match results.and_then(|results| self.joining(question, Some(recipe), results)) {
            Ok(joining) => joining,
            Err(message) => return vec![failed(message)],
        };
        let place = self.joined.clone();
        let steps = Steps::new(async move |pace| match joining(pace).await {
            Ok((Some(joined), current)) => {
                let report = joined_report(&joined, trials);
                *place.borrow_mut() = Some(current);
                Event::Joined(Box::new(report))
            }
            Ok((None, _)) => failed("These trials are not of one model.".to_string()),
            Err(message) => failed(message),
        });
        let events = self.jobs.begin(JobKind::Join, None, steps);
        self.take_joined(events)
    }

    /// The model that has just been made becomes the current one.
    pub(super) fn take_joined(&mut self, mut events: Vec<Event>) -> Vec<Event> {
        let Some(current) = self.joined.borrow_mut().take() else { return events };
        events.extend(self.give_up_copy());
        self.model = Some(current);
        events.extend(self.model_is_ready(ModelSource::Study));
        events
    }

    /// What makes one model of results, whenever it is done.
    fn joining(
        &self,
        question: Question,
        asked: Option<Recipe>,
        results: Vec<TrialResult>,
    ) -> Result<impl AsyncFnOnce(Pace) -> Made + 'static, String> {
        let words = |error: StudyError| error.to_string();
        let recipe = results.first().map(|result| result.trial.recipe.clone());
        let (Some((table, proposal)), Some(recipe)) = (&self.data, recipe) else {
            return Err(StudyError::NoTrials.to_string());
        };
        let plan = recipe.plan(proposal).map_err(|error| error.to_string())?;
        let table = table.clone();
        Ok(async move |pace: Pace| {
            let joined = match question {
                Question::Averaged(_) | Question::Mixed(_) => {
                    Some(join(question, &results, &table, &plan, &pace).await.map_err(words)?)
                }
                _ => None,
            };
            let model = match &joined {
                Some(joined) => joined.model.clone(),
                None => average(&results).map_err(words)?,
            };
            let recipe = Some(asked.unwrap_or_else(|| recipe.into_recipe()));
            let (model, name) = (Arc::new(model), table.name.clone());
            Ok((joined, CurrentModel { model, recipe, name }))
        })
    }
}

fn joined_report(joined: &Joined, trials: usize) -> JoinedReport {
    let kind = |way: &Way| JoinedKind { name: way.kind.to_string(), count: way.count, loss: way.loss };
    let mut kinds: Vec<JoinedKind> = joined.ways.iter().map(kind).collect();
    let by = |kind: &JoinedKind| kind.loss.unwrap_or(f64::INFINITY);
    order::sort_by(&mut kinds, |one, other| by(one).total_cmp(&by(other)));
    JoinedReport {
        report: joined.report.clone(),
        agreement: joined.agreement.as_ref().map(AgreementView::of),
        out_of_fold: joined.out_of_fold.clone(),
        kinds,
        temperature: joined.temperature,
        members: joined.model.n_members(),
        trials,
        weights_hash: joined.model.weights_hash(),
    }
}
