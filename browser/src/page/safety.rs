//! What is not to be lost: a finished run's model when its worker or the page goes, and what to say of the rest.

use super::source::Source;
use super::{Effect, FileRef, PageState};
use perceptab::format::count;
use perceptab::recipe::Tier;
use perceptab_conversation::session::{
    Command, Document, Event, Export, Failure, ModelSource, Outcome, Place, Purpose, RunId, RunView,
};

#[derive(Debug, Default)]
pub struct Safety {
    /// The model file of the last finished run, or the one that was looked at since, as the page holds it.
    pub copy: Option<FileRef>,
    /// Which run it is of.
    copied: Option<ModelSource>,
    /// Runs whose model was saved.
    saved: Vec<RunId>,
    /// The file that the model was opened from, where it was.
    opened: Option<FileRef>,
    /// A finished run's model that nobody has saved.
    pub is_unsaved: bool,
    /// What a worker that was lost took with it, as sentences.
    pub losses: Vec<String>,
    /// A model that a fresh worker is to be given: its file, and the name that it was opened by, if it was.
    restores: Option<(FileRef, Option<String>)>,
    /// Whether the worker is reading it.
    pub is_restoring: bool,
    /// The table that is shown is in no worker.
    pub table_is_gone: bool,
}

impl PageState {
    /// Whether leaving the page would lose something: a run that goes on, or a finished one that nobody has saved.
    pub fn asks_before_leaving(&self) -> bool {
        self.view.run().is_some_and(RunView::is_active) || self.is_pooling() || self.safety.is_unsaved
    }

    /// A file is asked for: of what the worker has, or, where it was lost, of what the page itself has.
    pub(super) fn export(&mut self, export: Export) -> Vec<Effect> {
        let lost = self.view.run().filter(|run| run.lost);
        match (export, lost, &self.safety.copy) {
            (Export::Model, Some(_), Some(copy)) => {
                let copy = copy.clone();
                self.safety.is_unsaved = false;
                self.notice = format!("{} was handed to the browser to keep.", copy.name);
                vec![Effect::SaveKept(copy)]
            }
            (Export::History, Some(run), _) => {
                let (table, history) = (run.table.clone(), run.history.clone());
                self.write(Document::History { table, history })
            }
            (Export::Recipe, Some(run), _) => {
                let proposed = self.view.data.as_ref().filter(|_| !self.is_of_other_table());
                let target = run
                    .recipe
                    .question
                    .target
                    .clone()
                    .or(proposed.and_then(|data| data.proposal.target.clone()));
                let recipe = Box::new(run.recipe.clone().with(|it| it.question.target = target));
                let table = run.table.clone();
                self.write(Document::Recipe { table, recipe })
            }
            // However many ways were asked for: as many as there are give the same mix again.
            (Export::Recipe, None, _) if self.is_mixed() => {
                let run = self.view.run().zip(self.view.joined.as_ref());
                let file = run.map(|(run, joined)| {
                    let recipe = run.recipe.clone().with(|it| {
                        it.ways = if it.tier == Tier::Best { joined.kinds.len() } else { it.ways };
                        it.question.target = Some(joined.report.target.clone());
                    });
                    Document::Recipe { table: run.table.clone(), recipe: Box::new(recipe) }
                });
                file.map(|file| self.write(file)).unwrap_or_default()
            }
            // What is read is the mix's.
            (Export::Model, ..) if self.is_mixed() => {
                vec![Effect::Tell(Command::Export { export, run: None })]
            }
            _ => {
                let run = self.view.run().map(|run| run.id);
                let export = match export {
                    Export::Predictions if self.is_mixed() => Export::MixPredictions,
                    export => export,
                };
                vec![Effect::Tell(Command::Export { export, run })]
            }
        }
    }

    /// Has a file made of what the page holds.
    pub(super) fn write(&mut self, document: Document) -> Vec<Effect> {
        vec![Effect::Write(Box::new(document))]
    }

    /// Whether the page has the lost run's model, or one from before it.
    pub fn has_copy(&self) -> bool {
        self.safety.copy.is_some()
    }

    /// Before the view takes it: what a failure of the worker takes with it.
    pub(super) fn note_losses(&mut self, event: &Event) {
        match event {
            Event::Failed(Failure { place: Place::Worker, .. }) => {
                // One that is lost again before it had anything takes nothing more.
                if self.has_worker() {
                    self.safety.losses = self.losses();
                    self.safety.restores = self.restored();
                    self.safety.is_unsaved &= self.safety.copy.is_some();
                }
                self.safety.is_restoring = false;
                self.safety.table_is_gone |= self.has_data();
            }
            Event::File { asked: Some((Export::Model, run)), .. } => {
                self.safety.saved.extend(*run);
                self.safety.is_unsaved &= run.is_some() && *run != self.view.runs.last().map(|run| run.id);
            }
            Event::Failed(Failure { place: Place::File, .. }) | Event::ReadingCancelled
                if self.safety.is_restoring =>
            {
                (self.safety.restores, self.safety.is_restoring) = (None, false);
            }
            // Another file that came in between is read in place of it: it is read once more.
            Event::TableRead { .. } => (self.safety.table_is_gone, self.safety.is_restoring) = (false, false),
            Event::WasReset => {
                self.safety.is_unsaved = false;
                self.safety.copy = None;
            }
            _ => {}
        }
    }

    /// The file of the model that is there, so that a fresh worker can be given it.
    fn restored(&self) -> Option<(FileRef, Option<String>)> {
        self.view.model.as_ref()?;
        let opened = self.opened_name();
        let file = if opened.is_some() { &self.safety.opened } else { &self.safety.copy };
        Some((file.clone()?, opened.map(String::from)))
    }

    /// The file that the model came from, where it was opened.
    pub(super) fn opened_name(&self) -> Option<&str> {
        match self.view.model_source.as_ref()? {
            ModelSource::File(name) => Some(name),
            ModelSource::Run(_) | ModelSource::Study => None,
        }
    }

    fn losses(&self) -> Vec<String> {
        let mut losses = Vec::new();
        let view = &self.view;
        if let Some(run) = view.run().filter(|run| run.is_active()) {
            losses.push(format!(
                "The run at epoch {} of {} is lost; its curves are still here.",
                count(run.epoch),
                count(run.recipe.training.epochs)
            ));
        }
        match (&view.model, self.restored(), self.opened_name()) {
            (None, ..) => {}
            (Some(_), Some(_), None) => {
                losses
                    .push("The model of the last finished run is kept: a fresh worker gets it.".to_string());
            }
            (Some(_), Some(_), Some(_)) => {
                losses.push("A fresh worker opens the model's file again.".to_string())
            }
            (Some(_), None, _) => losses.push("The model is lost with it.".to_string()),
        }
        if view.prediction.is_some() {
            losses.push("The predictions of new rows are lost: choose their file again.".to_string());
        }
        if self.has_data() {
            losses.push(match self.source {
                Some(_) => "The table is read again by a fresh worker.".to_string(),
                None => "The table is lost: choose its file again.".to_string(),
            });
        }
        losses.push("Your settings are still here.".to_string());
        losses
    }

    /// A run has ended with a model: it is copied, unless nothing was learnt yet.
    pub(super) fn keep_model(&mut self, run: RunId) -> Vec<Effect> {
        let outcome = self.view.kept(run).and_then(|run| run.outcome.as_ref());
        let learnt = !matches!(
            outcome,
            None | Some(Outcome::Stopped { epoch: 0 } | Outcome::Diverged { kept_epoch: 0, .. })
        );
        self.safety.copy = None;
        self.safety.copied = Some(ModelSource::Run(run));
        // Of an older one that is looked at again nothing new is to be saved.
        if self.view.runs.last().is_some_and(|last| last.id == run) {
            self.safety.is_unsaved = learnt && !self.safety.saved.contains(&run);
        }
        if learnt { vec![Effect::Tell(Command::CopyModel)] } else { vec![] }
    }

    /// A study's model is there: it is copied as a run's is.
    pub(super) fn keep_study_model(&mut self) -> Vec<Effect> {
        self.safety.copy = None;
        self.safety.copied = Some(ModelSource::Study);
        self.safety.is_unsaved = true;
        vec![Effect::Tell(Command::CopyModel)]
    }

    /// A model was opened: by a person, or because a worker was lost.
    pub(super) fn model_opened(&mut self, name: &str) {
        let restored =
            if std::mem::take(&mut self.safety.is_restoring) { self.safety.restores.take() } else { None };
        match restored {
            Some((_, by_name)) => {
                if by_name.is_none() {
                    // It is the lost run's, not one that a person opened.
                    self.view.model_source = self.safety.copied.clone();
                } else {
                    self.view.model_source = by_name.map(ModelSource::File);
                }
                self.notice = "The model is back.".to_string();
            }
            None => {
                // One that a person opens takes the place of what the lost worker had.
                self.safety.restores = None;
                self.safety.opened = match &self.asked {
                    Some(Source::File(file)) if file.name == name => Some(file.clone()),
                    _ => None,
                };
                self.notice = format!("The model of {name} is ready to predict.");
            }
        }
    }

    /// Gives a fresh worker the model that the one before had, once it has nothing else to read.
    pub(super) fn restore_model(&mut self, events_end_in_silence: bool) -> Option<Effect> {
        let is_free = self.has_worker() && self.view.reading.is_none() && events_end_in_silence;
        let (file, _) = self.safety.restores.as_ref().filter(|_| is_free)?;
        let file = file.clone();
        (!std::mem::replace(&mut self.safety.is_restoring, true)).then_some(Effect::Read(file, Purpose::Open))
    }
}
