use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use web_sys::File;

use super::download;
use crate::dataset::{ColumnProposal, Task};
use crate::recipe::{Preset, Recipe};
use crate::session::{
    Command, DataView, Event, Export, Failure, Place, Purpose, RunId, RunState, Sample, SessionView, Setting,
};
use crate::web::link::Link;

/// The page's state: what the worker has said, what a person has set, and what can be done.
#[derive(Clone, Copy)]
pub struct Page {
    pub view: RwSignal<SessionView>,
    /// Set with the view's data, so that what shows the table does not look again at every epoch.
    pub data: RwSignal<Option<Arc<DataView>>>,
    pub recipe: RwSignal<Recipe>,
    /// Typed text that is no value, with what to do about it.
    pub wrong: RwSignal<BTreeMap<Setting, String>>,
    /// Counts the recipes that came as a whole (a preset, a file): the fields show them anew.
    pub replaced: RwSignal<u32>,
    /// The latest thing worth saying aloud.
    pub notice: RwSignal<String>,
    /// The epoch that the charts' cross-hair stands on.
    pub cursor: RwSignal<Option<f64>>,
    /// Counts the changes of theme, for those who draw.
    pub theme: RwSignal<u32>,
    pub run_state: Memo<Option<RunState>>,
    /// The target's proposal, and what is predicted.
    pub target: Memo<Option<ColumnProposal>>,
    pub task: Memo<Option<Task>>,
    /// Why Train has to wait, as a sentence.
    pub blocked: Memo<Option<String>>,
    link: StoredValue<Option<Link>, LocalStorage>,
    /// What is being read, and what the worker's table came from.
    asked: StoredValue<Option<Source>, LocalStorage>,
    source: StoredValue<Option<Source>, LocalStorage>,
    /// Whether a fresh worker is given the table again.
    reads_again: StoredValue<bool>,
    runs: StoredValue<u32>,
}

/// Where a table comes from; kept so that a fresh worker can read it again.
#[derive(Clone)]
enum Source {
    File(File),
    Sample(Sample),
}

impl Page {
    pub fn new() -> Page {
        let view = RwSignal::new(SessionView::default());
        let data: RwSignal<Option<Arc<DataView>>> = RwSignal::new(None);
        let recipe = RwSignal::new(Preset::Default.recipe());
        let wrong: RwSignal<BTreeMap<Setting, String>> = RwSignal::new(BTreeMap::new());
        let target = Memo::new(move |_| {
            data.with(|data| {
                let proposal = &data.as_ref()?.proposal;
                let name = recipe.with(|recipe| recipe.target.clone()).or_else(|| proposal.target.clone())?;
                proposal.columns.iter().find(|column| column.name == name).cloned()
            })
        });
        let task = Memo::new(move |_| {
            let chosen = recipe.with(|recipe| recipe.task);
            target.with(|target| chosen.or(target.as_ref()?.task))
        });
        let blocked = Memo::new(move |_| {
            let typed = wrong.with(|wrong| {
                let (setting, message) = wrong.first_key_value()?;
                Some(format!("{}: {message}", setting.label()))
            });
            let out_of_range =
                || recipe.with(Recipe::problems).into_iter().next().map(|problem| problem.message);
            let nothing_to_predict = || {
                (data.with(Option::is_some) && target.with(Option::is_none)).then(|| {
                    "No column of this table can be predicted: each holds one value only, or none."
                        .to_string()
                })
            };
            typed
                .or_else(out_of_range)
                .or_else(nothing_to_predict)
                .or_else(|| unfit_task(target.get()?, task.get()?))
        });
        let page = Page {
            view,
            data,
            recipe,
            wrong,
            replaced: RwSignal::new(0),
            notice: RwSignal::new(String::new()),
            cursor: RwSignal::new(None),
            theme: RwSignal::new(0),
            run_state: Memo::new(move |_| view.with(|view| view.run.as_ref().map(|run| run.state))),
            target,
            task,
            blocked,
            link: StoredValue::new_local(None),
            asked: StoredValue::new_local(None),
            source: StoredValue::new_local(None),
            reads_again: StoredValue::new(true),
            runs: StoredValue::new(0),
        };
        page.link.set_value(Some(Link::new(move |events| page.hear(events))));
        page
    }

    fn hear(self, events: Vec<Event>) {
        for event in &events {
            self.before(event);
        }
        self.view.update(|view| events.iter().cloned().for_each(|event| view.take(event)));
        for event in events {
            self.after(event);
        }
    }

    fn before(self, event: &Event) {
        // Bytes to keep go straight to the person; nothing on the page shows them.
        if let Event::File { name, media_type, bytes } = event {
            download::save(name, media_type, bytes);
            self.notice.set(format!("{name} was handed to the browser to keep."));
        }
    }

    fn after(self, event: Event) {
        match event {
            Event::Ready { .. } => {
                let reads = self.reads_again.get_value();
                self.reads_again.set_value(true);
                if reads
                    && self.data.with_untracked(Option::is_some)
                    && let Some(source) = self.source.get_value()
                {
                    self.read(source);
                }
            }
            Event::TableRead { summary, .. } => {
                self.source.set_value(self.asked.get_value());
                self.data.set(self.view.with_untracked(|view| view.data.clone().map(Arc::new)));
                self.recipe.update(|recipe| {
                    let known = |name: &String| summary.columns.iter().any(|column| &column.name == name);
                    recipe.columns.retain(|name, _| known(name));
                    if recipe.target.as_ref().is_some_and(|target| !known(target)) {
                        recipe.target = None;
                        recipe.task = None;
                    }
                });
                self.notice.set(format!("{} is read. Ready to train.", summary.name));
            }
            Event::RecipeRead { name, recipe } => {
                self.replace_recipe(*recipe);
                self.notice.set(format!("The settings of {name} are in place."));
            }
            Event::ReadingCancelled => self.notice.set("Reading was cancelled.".to_string()),
            Event::ModelReady { from_file: Some(name), .. } => {
                self.notice.set(format!("The model of {name} is ready to predict."));
            }
            Event::Predicted(prediction) => {
                self.notice.set(format!("{} rows of {} are predicted.", prediction.rows, prediction.file));
            }
            Event::Started { .. } => self.notice.set("Training has begun.".to_string()),
            Event::Paused { .. } => self.notice.set("Paused.".to_string()),
            Event::Resumed { .. } => self.notice.set("Training goes on.".to_string()),
            Event::Ended { report, .. } => {
                self.notice.set(format!("Training has ended. {}", report.sentence))
            }
            Event::WasReset => {
                self.notice.set("The run is forgotten; data and settings are still here.".to_string())
            }
            _ => {}
        }
    }

    fn say(self, command: Command) {
        self.say_with(command, None);
    }

    fn say_with(self, command: Command, file: Option<&File>) {
        self.link.with_value(|link| {
            if let Some(link) = link {
                link.say(&command, file);
            }
        });
    }

    fn read(self, source: Source) {
        if self.is_lost() {
            // The new file takes the place of the one that a fresh worker would read again.
            self.reads_again.set_value(false);
            self.restart_worker();
        }
        match &source {
            Source::File(file) => self.read_file(file, Purpose::Open),
            Source::Sample(sample) => self.say(Command::ReadSample(*sample)),
        }
        self.asked.set_value(Some(source));
    }

    fn read_file(self, file: &File, purpose: Purpose) {
        let (name, bytes) = (file.name(), file.size() as u64);
        self.say_with(Command::Read { purpose, name, bytes }, Some(file));
    }

    pub fn open(self, file: File) {
        self.read(Source::File(file));
    }

    pub fn open_sample(self, sample: Sample) {
        self.read(Source::Sample(sample));
    }

    pub fn predict(self, file: File) {
        self.read_file(&file, Purpose::Predict);
    }

    pub fn cancel_reading(self) {
        self.say(Command::CancelReading);
    }

    pub fn train(self) {
        let (run, recipe) = self.begin();
        show_result();
        self.say(Command::Train { run, recipe });
    }

    /// One epoch: of the paused run, or the first of a new one.
    pub fn step(self) {
        match self.run_state.get_untracked() {
            Some(RunState::Paused) => self.say(Command::Step),
            None | Some(RunState::Ended) => {
                let (run, recipe) = self.begin();
                self.say(Command::StartPaused { run, recipe });
            }
            Some(RunState::Preparing | RunState::Training) => {}
        }
    }

    fn begin(self) -> (RunId, Box<Recipe>) {
        self.runs.update_value(|runs| *runs += 1);
        let run = RunId(self.runs.get_value());
        let recipe = self.recipe.get_untracked();
        self.cursor.set(None);
        self.view.update(|view| view.begin(run, recipe.clone()));
        (run, Box::new(recipe))
    }

    pub fn pause(self) {
        self.say(Command::Pause);
    }

    pub fn resume(self) {
        self.say(Command::Resume);
    }

    pub fn stop(self) {
        self.say(Command::Stop);
    }

    pub fn reset(self) {
        if self.view.with_untracked(|view| view.model_file.is_none()) {
            self.say(Command::DropModel);
        }
        self.say(Command::Reset);
    }

    pub fn export(self, export: Export) {
        self.say(Command::Export(export));
    }

    pub fn drop_model(self) {
        self.view.update(SessionView::drop_model);
        self.say(Command::DropModel);
    }

    pub fn dismiss_previous(self) {
        self.view.update(|view| view.previous = None);
    }

    pub fn dismiss_failure(self) {
        self.view.update(|view| view.failure = None);
    }

    fn is_lost(self) -> bool {
        let is_there = |failure: &Failure| failure.place == Place::Worker;
        self.view.with_untracked(|view| view.failure.as_ref().is_some_and(is_there))
    }

    pub fn restart_worker(self) {
        self.view.update(|view| view.failure = None);
        self.link.with_value(|link| {
            if let Some(link) = link {
                link.restart();
            }
        });
    }

    pub fn apply_preset(self, preset: Preset) {
        self.replace_recipe(preset.applied_to(&self.recipe.get_untracked()));
    }

    fn replace_recipe(self, recipe: Recipe) {
        self.wrong.update(BTreeMap::clear);
        self.recipe.set(recipe);
        self.replaced.update(|count| *count += 1);
    }

    /// The message of a failure at this place, if the last one was there.
    pub fn failure_at(self, places: &'static [Place]) -> Memo<Option<String>> {
        Memo::new(move |_| {
            self.view.with(|view| {
                let failure = view.failure.as_ref().filter(|failure| places.contains(&failure.place))?;
                Some(failure.message.clone())
            })
        })
    }
}

/// Why a target cannot be what a preset makes of it.
fn unfit_task(target: ColumnProposal, task: Task) -> Option<String> {
    let (wanted, instead) = match task {
        Task::Regression => ("a number", "Classification"),
        Task::Classification => ("one of a few values", "Regression"),
    };
    (!target.tasks.contains(&task)).then(|| {
        format!("'{}' cannot be predicted as {wanted}: choose {instead} or another column.", target.name)
    })
}

/// Where the parts stand below each other, the curve would be drawn out of sight.
fn show_result() {
    let narrow =
        window().match_media("(max-width: 759px)").ok().flatten().is_some_and(|query| query.matches());
    if let (true, Some(result)) = (narrow, document().get_element_by_id("result-title")) {
        result.scroll_into_view();
    }
}
