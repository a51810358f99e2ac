//! What the files to take away are made of, and the steps that make them.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use super::run::Run;
use super::runs::FinishedRun;
use super::{Event, Export, Failure, Place, file, files};
use perceptab::dataset::{Dataset, Encoder, Part};
use perceptab::model::{
    Member, Model, Outputs, history_csv, ledger_csv_in_steps, predictions_csv, split_csv,
};
use perceptab::pace::{Pace, Steps};
use perceptab::recipe::Recipe;
use perceptab::table::Table;
use perceptab::training::History;

/// What there is to make files of. All is shared: whatever happens to the session while a file is made, the file is of what
/// was there when it was asked for.
pub struct Source<'a> {
    /// The run that was asked for, or the last one.
    pub run: Option<OneRun<'a>>,
    pub table: Option<&'a Rc<Table>>,
    pub model: Option<ModelToSave>,
    /// The current model, whichever run is asked for.
    pub current: Option<Arc<Model>>,
    /// The name of the file of new rows, and what was written of it.
    pub new_rows: Option<(&'a str, Rc<Vec<u8>>)>,
}

/// A model, the recipe that made it, and what its file is named after.
pub struct ModelToSave {
    pub model: Arc<Model>,
    pub recipe: Option<Recipe>,
    pub name: String,
}

/// A run that goes on, or one that is over.
pub enum OneRun<'a> {
    Going(&'a Run),
    Finished(&'a FinishedRun),
}

/// Bytes of new rows that are copied between two words about what was done, and as many as take as long as an operation of a
/// step does.
const COPIED: usize = 1 << 20;
const COPIES: usize = 64;

impl Source<'_> {
    /// What makes the file, step by step; `Err`: why there can be none.
    pub fn export(self, export: Export) -> Result<Steps<Event>, Failure> {
        let made = match export {
            Export::History => self.run.map(|run| Ok(run.history_file())),
            Export::Recipe => self.run.map(|run| Ok(run.recipe_file())),
            Export::Predictions => self.run.map(|run| run.predictions()),
            Export::MixPredictions => match (self.run, self.table, self.current) {
                (Some(run), Some(table), Some(model)) => Some(run.predictions_of(model, table.clone())),
                _ => None,
            },
            Export::Split => self.run.map(|run| run.split()),
            Export::Ledger => self.table.map(|table| Ok(ledger(table.clone(), self.run))),
            Export::Model => self.model.map(|model| Ok(model.file())),
            Export::NewPredictions => self.new_rows.map(|(name, written)| Ok(new_predictions(name, written))),
        };
        made.unwrap_or_else(|| {
            let message = "There is nothing to save yet. Train a network first.".to_string();
            Err(Failure::new(Place::Export, "nothing-to-download", message))
        })
    }
}

impl ModelToSave {
    /// The same file, to be kept by the page.
    pub fn copy(self) -> Steps<Event> {
        Steps::new(async move |pace| match self.written(&pace).await {
            Event::File { name, bytes, .. } => Event::ModelCopied { name, bytes },
            other => other,
        })
    }

    pub fn file(self) -> Steps<Event> {
        Steps::new(async move |pace| self.written(&pace).await)
    }

    async fn written(self, pace: &Pace) -> Event {
        let ModelToSave { model, recipe, name } = self;
        match files::model_json(&model, recipe.as_ref(), pace).await {
            Ok(json) => file(&name, "model.json", "application/json", json),
            Err(message) => Event::Failed(Failure::new(Place::Export, "model-cannot-be-saved", message)),
        }
    }
}

fn csv(name: &str, ending: &str, bytes: Vec<u8>) -> Event {
    file(name, ending, "text/csv", bytes)
}

/// A file that is there.
fn at_hand(file: Event) -> Steps<Event> {
    Steps::new(async move |_| file)
}

/// `run`: the one whose encoder says what missing cells were taken for, if it was made of this table.
fn ledger(table: Rc<Table>, run: Option<OneRun<'_>>) -> Steps<Event> {
    let encoder = run.filter(|run| run.is_of(&table)).map(|run| run.encoder().clone());
    Steps::new(async move |pace| {
        csv(&table.name, "changes.csv", ledger_csv_in_steps(&table, encoder.as_ref(), &pace).await)
    })
}

fn new_predictions(name: &str, written: Rc<Vec<u8>>) -> Steps<Event> {
    let (name, ending) = copied_name(name);
    let (name, ending) = (name.to_string(), format!("predicted.{ending}"));
    Steps::new(async move |pace| {
        let mut bytes = Vec::with_capacity(written.len());
        for some in written.chunks(COPIED) {
            bytes.extend_from_slice(some);
            pace.tell(bytes.len(), written.len());
            pace.after(some.len() / COPIES).await;
        }
        csv(&name, &ending, bytes)
    })
}

impl OneRun<'_> {
    fn history_file(&self) -> Steps<Event> {
        at_hand(csv(self.table(), "history.csv", history_csv(self.history())))
    }

    fn recipe_file(&self) -> Steps<Event> {
        at_hand(file(self.table(), "recipe.json", "application/json", files::recipe_json(self.recipe())))
    }

    fn predictions(&self) -> Result<Steps<Event>, Failure> {
        let dataset = self.dataset()?;
        let (member, first_row, table) =
            (self.member().into_owned(), self.first_row(), self.table().to_string());
        Ok(Steps::new(async move |pace: Pace| {
            let outputs = async |part: &Part, take: &mut dyn FnMut(&Outputs)| {
                member.outputs_in_steps(&part.inputs, &pace, take).await;
            };
            csv(&table, "predictions.csv", predictions_csv(&dataset, first_row, outputs, &pace).await)
        }))
    }

    /// Of the run's rows, by another model of the same table and target.
    fn predictions_of(&self, model: Arc<Model>, source: Rc<Table>) -> Result<Steps<Event>, Failure> {
        let dataset = self.dataset()?;
        let (first_row, table) = (self.first_row(), self.table().to_string());
        let last = [&dataset.train, &dataset.test].into_iter().flat_map(|part| &part.rows).max();
        let is_of_it = last.is_none_or(|&row| (row as usize) < source.n_rows)
            && model.input_names().all(|name| source.column(name).is_some());
        if !is_of_it {
            let message = "The table is another one by now. Open the one that the model was made of.";
            return Err(Failure::new(Place::Export, "other-table", message.to_string()));
        }
        Ok(Steps::new(async move |pace: Pace| {
            let outputs = async |part: &Part, take: &mut dyn FnMut(&Outputs)| {
                // It lacks no column.
                let _ = model.outputs_in_steps(&source, &part.rows, &pace, take).await;
            };
            csv(&table, "predictions.csv", predictions_csv(&dataset, first_row, outputs, &pace).await)
        }))
    }

    fn split(&self) -> Result<Steps<Event>, Failure> {
        let dataset = self.dataset()?;
        let (first_row, table) = (self.first_row(), self.table().to_string());
        Ok(Steps::new(async move |pace| {
            csv(&table, "split.csv", split_csv(&dataset, first_row, &pace).await)
        }))
    }

    fn table(&self) -> &str {
        match self {
            OneRun::Going(run) => &run.table,
            OneRun::Finished(run) => &run.table,
        }
    }

    fn first_row(&self) -> usize {
        match self {
            OneRun::Going(run) => run.first_row,
            OneRun::Finished(run) => run.first_row,
        }
    }

    fn recipe(&self) -> &Recipe {
        match self {
            OneRun::Going(run) => &run.recipe,
            OneRun::Finished(run) => &run.recipe,
        }
    }

    fn history(&self) -> &History {
        match self {
            OneRun::Going(run) => run.trainer.history(),
            OneRun::Finished(run) => &run.history,
        }
    }

    /// `Err`: its rows were given up.
    fn dataset(&self) -> Result<Rc<Dataset>, Failure> {
        let dataset = match self {
            OneRun::Going(run) => Some(&run.dataset),
            OneRun::Finished(run) => run.dataset.as_ref(),
        };
        dataset.cloned().ok_or_else(|| {
            let message =
                "The rows of this run were given up to save memory. Train it again with its recipe.";
            Failure::new(Place::Export, "rows-given-up", message.to_string())
        })
    }

    fn member(&self) -> Cow<'_, Member> {
        match self {
            OneRun::Going(run) => Cow::Owned(run.member()),
            OneRun::Finished(run) => Cow::Borrowed(&run.member),
        }
    }

    fn encoder(&self) -> &Encoder {
        match self {
            OneRun::Going(run) => &run.dataset.encoder,
            OneRun::Finished(run) => &run.member.encoder,
        }
    }

    fn is_of(&self, table: &Table) -> bool {
        match self {
            OneRun::Going(run) => run.is_of(table),
            OneRun::Finished(run) => run.is_of(table),
        }
    }
}

/// The name of a file of new rows without what it was packed in, and the ending of what was written of it: its own where that
/// was text.
fn copied_name(name: &str) -> (&str, &'static str) {
    let lower = name.to_ascii_lowercase();
    let name = if lower.ends_with(".gz") { &name[..name.len() - 3] } else { name };
    let ending = ["tsv", "tab", "txt"]
        .into_iter()
        .find(|ending| name.rsplit_once('.').is_some_and(|(_, own)| own.eq_ignore_ascii_case(ending)));
    (name, ending.unwrap_or("csv"))
}
