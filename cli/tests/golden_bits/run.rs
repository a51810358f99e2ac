//! A recipe trained on a table through commands and events, as page and command line do it.

use perceptab::recipe::Recipe;
use perceptab::study::{Fold, Trial};
use perceptab_conversation::session::{
    Command, Event, Export, Outcome, Purpose, RunId, Session, SessionView,
};
use serde_json::Value;

use super::golden_file::{Entry, short_hash};

pub struct Run {
    session: Session,
    pub view: SessionView,
    outcome: Outcome,
}

/// The clock stands still: so no time is in what comes of a run.
fn clock() -> f64 {
    0.0
}

const ID: RunId = RunId(1);

/// A recipe's settings with others laid over them.
pub fn with(recipe: &Value, changes: Value) -> Value {
    let mut recipe = recipe.clone();
    for (field, value) in changes.as_object().unwrap() {
        recipe[field] = value.clone();
    }
    recipe
}

/// A whole number that a recipe no longer has, above 0.
fn taken(recipe: &mut Value, name: &str) -> Option<usize> {
    let value = recipe.as_object_mut()?.remove(name)?;
    value.as_u64().filter(|&number| number > 0).map(|number| number as usize)
}

impl Run {
    /// Reads the table as the recipe says, and trains to the end.
    pub fn new(name: &str, table: &str, recipe: &Value) -> Run {
        Run::guided(name, table, recipe, &[])
    }

    /// The same; one command after the other is given when the run waits for one. With any the run begins paused.
    pub fn guided(name: &str, table: &str, recipe: &Value, commands: &[Command]) -> Run {
        // A fold is asked for beside a recipe.
        let mut recipe = recipe.clone();
        let fold = taken(&mut recipe, "fold");
        let fold = taken(&mut recipe, "folds").map(|folds| Fold::Test { fold: fold.unwrap_or(0), folds });
        let recipe = Recipe::read(recipe.to_string().as_bytes())
            .unwrap_or_else(|problems| panic!("{name}: {problems:?}"));
        let mut session = Session::new("golden");
        let mut view = SessionView::default();
        session.handle(Command::ReadAs(Box::new(recipe.reading.clone())));
        for event in read(&mut session, Purpose::Open, "table.csv", table) {
            view.take(event);
        }
        view.begin(ID, recipe.clone());
        let trial = Box::new(Trial { fold, ..Trial::from(recipe.clone().checked().unwrap()) });
        let recipe = Box::new(recipe);
        let mut events = session.handle(match commands.is_empty() {
            true if fold.is_some() => Command::Try { run: ID, trial },
            true => Command::Train { run: ID, recipe },
            false => Command::StartPaused { run: ID, recipe },
        });
        let mut commands = commands.iter();
        let mut outcome = None;
        loop {
            for event in events {
                match &event {
                    Event::Failed(failure) => panic!("{name}: {}", failure.message),
                    Event::Ended { outcome: ended, .. } => outcome = Some(ended.clone()),
                    _ => {}
                }
                view.take(event);
            }
            if let Some(outcome) = outcome {
                return Run { session, view, outcome };
            }
            events = match session.is_training() {
                true => session.work(&clock, 1.0),
                false => {
                    session.handle(commands.next().unwrap_or_else(|| panic!("{name}: it waits")).clone())
                }
            };
        }
    }

    /// Name and bytes of a file to take away.
    pub fn export(&mut self, export: Export) -> (String, Vec<u8>) {
        match self.session.handle(Command::Export { export, run: None }).pop() {
            Some(Event::File { name, bytes, .. }) => (name, bytes),
            other => panic!("{export:?}: {other:?}"),
        }
    }

    /// The model's file as a page keeps it.
    pub fn model_copy(&mut self) -> Vec<u8> {
        match self.session.handle(Command::CopyModel).pop() {
            Some(Event::ModelCopied { bytes, .. }) => bytes,
            other => panic!("{other:?}"),
        }
    }

    /// New rows, predicted by the run's model.
    pub fn predict(&mut self, rows: &str) {
        let events = read(&mut self.session, Purpose::Predict, "new.csv", rows);
        assert!(events.iter().any(|event| matches!(event, Event::Predicted(_))), "{events:?}");
    }

    /// What is written down of a run: its weights, its scores on the way, its answers on every row with the part of each,
    /// and how it ended.
    pub fn entry(&mut self, name: impl Into<String>) -> Entry {
        let run = self.view.run().unwrap();
        let (hash, epoch) = (run.weights_hash.clone(), run.epoch);
        let ended = match &self.outcome {
            Outcome::Finished => format!("finished after {epoch} epochs"),
            Outcome::Concluded { epoch, message } => format!("epoch {epoch}: {message}"),
            Outcome::Stopped { epoch } => format!("stopped in epoch {epoch}"),
            Outcome::Diverged { epoch, kept_epoch, .. } => {
                format!("diverged in epoch {epoch}, kept {kept_epoch}")
            }
        };
        let history = short_hash(&self.export(Export::History).1);
        let predictions = short_hash(&self.export(Export::Predictions).1);
        let facts =
            vec![("weights", hash), ("history", history), ("predictions", predictions), ("ended", ended)];
        (name.into(), facts)
    }
}

fn read(session: &mut Session, purpose: Purpose, name: &str, text: &str) -> Vec<Event> {
    let bytes = text.len() as u64;
    let mut events = session.handle(Command::Read { purpose, name: name.to_string(), bytes });
    events.extend(session.push_bytes(text.as_bytes()));
    events.extend(session.finish_bytes());
    if let Some(Event::Failed(failure)) = events.iter().find(|event| matches!(event, Event::Failed(_))) {
        panic!("{name}: {}", failure.message);
    }
    events
}
