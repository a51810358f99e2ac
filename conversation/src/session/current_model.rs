//! The model that predicts new rows.

use std::sync::Arc;

use super::conversation::Session;
use super::exporting::ModelToSave;
use super::runs::FinishedRun;
use super::{Event, JobKind, ModelSource, RunId};
use perceptab::model::Model;
use perceptab::pace::at_once;
use perceptab::recipe::Recipe;
use perceptab::study::{Joined, Question, StudyError, TrialResult, average, join};

/// The current model, trained or loaded.
pub struct CurrentModel {
    pub model: Arc<Model>,
    pub recipe: Option<Recipe>,
    /// What its downloads are named after.
    pub name: String,
}

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
        let event = Event::ModelReady { model: Box::new(model.summary()), from: ModelSource::Run(run.id) };
        self.model = Some(CurrentModel { model, recipe, name: run.table.clone() });
        self.new_rows = None;
        events.push(event);
        events
    }

    /// The model of all trials of a study becomes the current one; of folds of the training rows it is also measured on the recipe's
    /// own parts. `Err`: why not, as a sentence.
    pub fn join(&mut self, question: Question, results: &[TrialResult]) -> Result<Option<Joined>, String> {
        let words = |error: StudyError| error.to_string();
        let recipe = results.first().map(|result| result.trial.recipe.clone());
        let (Some((table, proposal)), Some(recipe)) = (&self.data, recipe) else {
            return Err(StudyError::NoTrials.to_string());
        };
        let joined = match question {
            Question::Averaged(_) | Question::Mixed(_) => {
                let plan = recipe.plan(proposal).map_err(|error| error.to_string())?;
                let joined = at_once(async |pace| join(question, results, table, &plan, pace).await);
                Some(joined.map_err(words)?)
            }
            _ => None,
        };
        let model = match &joined {
            Some(joined) => joined.model.clone(),
            None => average(results).map_err(words)?,
        };
        let name = table.name.clone();
        self.model = Some(CurrentModel { model: Arc::new(model), recipe: Some(recipe.into_recipe()), name });
        self.new_rows = None;
        Ok(joined)
    }
}
