//! What becomes of the state when a person does something or the worker says something.

use super::shown::short;
use super::source::Source;
use super::state::{Typed, names_of};
use super::{Action, Control, Effect, Field, Fold, PageState, Switch, Tab};
use perceptab::audit::Remedy;
use perceptab::dataset::{Proposal, TargetScale, Task};
use perceptab::format::{counted, decimal};
use perceptab::recipe::settings::{HIDDEN, LEARNING_RATE, SEED};
use perceptab::recipe::{Recipe, Role, Setting, Slot};
use perceptab::study::{Question, Study};
use perceptab::table::{Choice, ReadSettings, Wish};
use perceptab_conversation::session::{
    Command, Document, Event, ModelSource, Order, Outcome, Place, Pool, Purpose, RunId, RunState, RunView,
    Sample, SessionView,
};

impl PageState {
    /// Takes an action in; returns what it asks of the world.
    pub fn act(&mut self, action: Action) -> Vec<Effect> {
        // Another run needs the room of the one that was deleted.
        let begins = matches!(action, Action::GoOn | Action::Step | Action::Reset);
        let mut effects = if begins { self.forget_deleted() } else { Vec::new() };
        effects.extend(self.take(action));
        effects.extend(self.audit_if_changed());
        effects.extend(self.ask_about_seen());
        effects
    }

    /// What is lacking in what is seen.
    fn ask_about_seen(&mut self) -> impl Iterator<Item = Effect> + use<> {
        [self.ask_row(), self.compare_runs(), self.ask_rows()].into_iter().flatten().map(Effect::Tell)
    }

    /// Has the table looked over anew where what is asked of it has changed. Not while a run goes on: it would wait.
    fn audit_if_changed(&mut self) -> Option<Effect> {
        let is_free = self.has_data() && self.has_worker() && self.view.reading.is_none();
        if !is_free || !matches!(self.run_state(), None | Some(RunState::Ended)) {
            return None;
        }
        let asked = about_rows(&self.recipe);
        if self.audited.as_deref() == Some(&asked) || !asked.problems().is_empty() {
            return None;
        }
        self.audited = Some(Box::new(asked.clone()));
        Some(Effect::Tell(Command::Audit { recipe: Box::new(asked) }))
    }

    fn take(&mut self, action: Action) -> Vec<Effect> {
        // The cross-hair is the result's alone, and scrolling the table's.
        if !matches!(action, Action::Point(_) | Action::ScrollSheet { .. }) {
            self.changed.set(true);
        }
        match action {
            Action::OpenFile(file) => return self.open(Source::File(file)),
            Action::PredictFile(file) => {
                self.only_gaps = false;
                return self.predict_all_of(Source::File(file));
            }
            Action::PredictGaps => {
                self.only_gaps = true;
                return self.source.clone().map(|source| self.predict_all_of(source)).unwrap_or_default();
            }
            Action::BeginRow => {
                self.begin_row();
            }
            Action::Switch(Switch::Remarks, on) => {
                self.predict.remarks = on;
                return self.predict_again();
            }
            Action::Switch(Switch::Guard, on) => {
                self.predict.guard = on;
                return self.predict_again();
            }
            Action::OpenSample(sample) => return self.open(Source::Sample(sample)),
            Action::ReadAsDetected => {
                self.recipe.reading = ReadSettings::default();
                return self.read_again();
            }
            Action::ReadSample(share) => {
                self.recipe.reading.sample = Some(share);
                return self.asked.clone().map(|source| self.read(source)).unwrap_or_default();
            }
            Action::EditColumn(column) => self.edited = column,
            Action::Remedy(Remedy::MeasureDuplicates) => {
                let effects = self.measure_duplicates();
                return self.at_runs(effects);
            }
            Action::Remedy(Remedy::CrossValidate(folds)) => {
                let effects = self.cross_validate(folds);
                return self.at_runs(effects);
            }
            Action::Remedy(remedy) => self.take_remedies(&[remedy]),
            Action::Remedies(remedies) => self.take_remedies(&remedies),
            Action::AllFindings => self.all_findings = true,
            Action::Mix => {
                let run = self.view.run().map(|run| run.id);
                return self.train_mix(run);
            }
            Action::CrossValidate => {
                let effects = self.cross_validate(self.folds);
                return self.at_runs(effects);
            }
            Action::PutAwayBeside => {
                self.pool = None;
                self.study = None;
            }
            Action::CancelReading => return tell(Command::CancelReading),
            Action::Cancel(job) => return tell(Command::Cancel(job)),
            Action::Set(field, text) => return self.set(field, &text),
            Action::Switch(switch, on) => self.switch(switch, on),
            Action::PutBack(control) => {
                let preset = self.recipe.preset.applied_to(&self.recipe);
                if let Control::Field(Field::Setting(setting)) = control {
                    self.forget_typed(setting);
                }
                control.copy(&preset, &mut self.recipe);
            }
            Action::UseLearningRate(rate) => {
                self.forget_typed(&LEARNING_RATE);
                self.recipe.was_set(&LEARNING_RATE);
                self.recipe.training.learning_rate = rate;
                self.notice = format!("The learning rate is now {rate}.");
            }
            Action::NewSeed => return vec![Effect::NewSeed],
            Action::Seed(seed) => {
                self.forget_typed(&SEED);
                self.recipe.question.seed = seed;
            }
            Action::GoOn => {
                return match self.run_state() {
                    Some(RunState::Preparing | RunState::Training) => tell(Command::Pause),
                    Some(RunState::Paused) => tell(Command::Resume),
                    Some(RunState::Measuring) => vec![],
                    None | Some(RunState::Ended) => {
                        let over = self.leave_mix();
                        let (run, recipe) = self.begin();
                        let tab = self.go(Tab::Learn);
                        over.into_iter().chain(tab).chain(tell(Command::Train { run, recipe })).collect()
                    }
                };
            }
            Action::Step => {
                return match self.run_state() {
                    Some(RunState::Paused) => tell(Command::Step),
                    None | Some(RunState::Ended) => {
                        let over = self.leave_mix();
                        let (run, recipe) = self.begin();
                        let tab = self.go(Tab::Learn);
                        over.into_iter()
                            .chain(tab)
                            .chain(tell(Command::StartPaused { run, recipe }))
                            .collect()
                    }
                    Some(RunState::Preparing | RunState::Training | RunState::Measuring) => vec![],
                };
            }
            Action::Stop => return tell(Command::Stop),
            Action::OpenAssignment(true) => {
                self.assignment_open = true;
                return self.go(Tab::Assignment).into_iter().collect();
            }
            Action::OpenAssignment(false) => {
                self.assignment_open = false;
                let tab = self.go(Tab::Data);
                if self.question() == Question::Recipes {
                    self.pool_waits.clear();
                    if self.pool.take().is_some() {
                        return tab.into_iter().chain([Effect::EndPool]).collect();
                    }
                }
                return tab.into_iter().collect();
            }
            Action::RunAssignment => return self.run_assignment(),
            Action::Enlarge(preset) => self.enlarged = preset,
            Action::SaveAssignment { archive } => {
                let runs = self.assignment_runs(archive);
                return self.write(Document::Assignment(Box::new(runs)));
            }
            Action::CancelPooled(run) => return self.with_pool(|pool| pool.cancel(run)),
            Action::CancelPool => {
                let mut effects = self.with_pool(Pool::cancel_all);
                effects.extend(self.join_when_done());
                return effects;
            }
            Action::SelfTest => return tell(Command::SelfTest),
            Action::Reset => {
                // The model of a run goes with it; one that came from a file stays.
                let last = self.view.runs.last().filter(|_| self.view.preparing.is_none());
                let drop = last.is_some_and(|last| self.view.model_source == Some(ModelSource::Run(last.id)));
                let drop = drop.then_some(Command::DropModel);
                return drop.into_iter().chain([Command::Reset]).map(Effect::Tell).collect();
            }
            Action::Export(export) => return self.export(export),
            Action::Picture(chart) => return vec![Effect::SavePicture(chart)],
            Action::ModelKept(file) => self.safety.copy = Some(file),
            Action::OneOfMany { taken, others } => self.say_one_of_many(&taken, &others),
            Action::DismissAsides => self.asides.clear(),
            Action::ForgetUnknown => {
                if let Some(data) = &self.view.data {
                    self.recipe.keep_known(&data.proposal);
                }
            }
            Action::DropModel => {
                self.safety.is_unsaved = false;
                self.safety.copy = None;
                self.view.drop_model();
                return tell(Command::DropModel);
            }
            Action::ShowRun(run) => {
                let effects = self.show_run(run);
                return effects.into_iter().chain(self.go(Tab::Result)).collect();
            }
            Action::DeleteRun(run) => return self.delete_run(run),
            Action::UndoDelete => return self.undo_delete(),
            Action::Restore(run) => self.restore(run),
            Action::SortRuns(by) => self.runs_by = (by, self.runs_by == (by, false)),
            Action::StarRun(run, on) => {
                self.view.star(run, on);
                return tell(Command::StarRun { run, on });
            }
            Action::DismissFailure => self.view.failure = None,
            Action::RestartWorker => {
                self.view.failure = None;
                return vec![Effect::RestartWorker];
            }
            Action::TryAgain(Place::NewRows) => return self.predict_again(),
            Action::TryAgain(_) => {
                return self.asked.clone().map(|source| self.read(source)).unwrap_or_default();
            }
            Action::Reload => return vec![Effect::Reload],
            Action::About(field) => match self.about.iter().position(|open| *open == field) {
                Some(open) => {
                    self.about.swap_remove(open);
                }
                None => self.about.push(field),
            },
            Action::FindColumn(name) => self.find_column(name),
            Action::ScrollSheet { top, left, height } => self.scroll_sheet(top, left, height),
            Action::Assignment => {
                self.assignment_open = true;
                self.wants_assignment = true;
                return self.open(Source::Sample(Sample::Songs));
            }
            Action::Open(tab) => return self.go(tab).into_iter().collect(),
            Action::Arrive(tab) => self.arrive(tab),
            Action::Drawer(open) => self.drawer = open,
            Action::Keys(open) => self.keys_listed = open,
            Action::Close => (self.drawer, self.keys_listed) = (false, false),
            Action::Layers(widths) => {
                self.forget_typed(&HIDDEN);
                self.recipe.was_set(&HIDDEN);
                self.recipe.network.hidden = widths;
            }
            Action::ScrollColumns(first) => self.first_column = first,
            Action::Unfold(Fold::History, open) => self.history_listed = open,
            Action::Unfold(Fold::Settings, open) => self.settings_listed = open,
            Action::Unfold(Fold::Reading, open) => self.reading_listed = open,
            Action::Point(epoch) => self.cursor = epoch,
            Action::SwitchTheme => return vec![Effect::SwitchTheme],
            Action::Theme { dark } => self.dark = dark,
            Action::DragOver(over) => self.drag_over = over,
            Action::Cores(cores) => self.cores = cores,
            Action::WorkerStarted { milliseconds, pooled: false } => self.start_up = Some(milliseconds),
            Action::WorkerStarted { milliseconds, pooled: true } => {
                self.pool_start_up =
                    Some(self.pool_start_up.map_or(milliseconds, |slowest| slowest.max(milliseconds)));
            }
            Action::Say(words) => self.notice = words,
        }
        vec![]
    }

    /// Takes in what the worker says.
    pub fn hear(&mut self, events: Vec<Event>) -> Vec<Effect> {
        let mut effects = Vec::new();
        let mut waits = false;
        for event in events {
            let is_small = match &event {
                Event::Progress { .. } | Event::RowsRead(_) => true,
                // How far a file is read stands with the data.
                Event::Job { kind, .. } => !kind.reads(),
                _ => false,
            };
            if !is_small {
                self.changed.set(true);
            }
            self.note_losses(&event);
            // A file that was brought before the fresh worker was ready is said to it next.
            waits |= matches!(event, Event::Ready { .. }) && !self.reads_again;
            match event {
                // Bytes to keep go straight to the person; nothing on the page shows them.
                Event::File { name, media_type, bytes, asked } => {
                    self.notice = format!("{name} was handed to the browser to keep.");
                    self.view.take(Event::File {
                        name: String::new(),
                        media_type: String::new(),
                        bytes: Vec::new(),
                        asked,
                    });
                    effects.push(Effect::Save { name, media_type, bytes });
                }
                event => {
                    self.view.take(event.clone());
                    effects.extend(self.after(event));
                }
            }
        }
        let reads =
            |effect: &Effect| matches!(effect, Effect::Read(..) | Effect::Tell(Command::ReadSample { .. }));
        let is_silent = !waits && !effects.iter().any(reads);
        effects.extend(self.restore_model(is_silent));
        effects.extend(self.audit_if_changed());
        effects.extend(self.ask_about_seen());
        effects
    }

    /// Takes in what a worker of the pool says.
    pub fn hear_pooled(&mut self, worker: usize, events: Vec<Event>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for event in events {
            if !matches!(event, Event::Progress { .. }) {
                self.changed.set(true);
            }
            effects.extend(self.with_pool(|pool| pool.take(worker, event)));
        }
        effects.extend(self.join_when_done());
        effects
    }

    /// The pool's orders; when it is done its workers are ended, which gives their memory back.
    fn with_pool(&mut self, order: impl FnOnce(&mut Pool) -> Vec<Order>) -> Vec<Effect> {
        let Some(pool) = &mut self.pool else { return vec![] };
        let was_done = pool.is_done();
        let mut effects: Vec<Effect> = order(pool).into_iter().map(Effect::Pool).collect();
        if pool.is_done() && !was_done {
            self.notice = "All runs side by side have ended.".to_string();
            effects.push(Effect::EndPool);
        }
        effects
    }

    fn run_assignment(&mut self) -> Vec<Effect> {
        let mut recipes = self.assignment_recipes();
        // The longest first, so that none is left to run alone at the end.
        recipes.reverse();
        self.run_study(Study::recipes(recipes))
    }

    fn start_pool(&mut self) -> Vec<Effect> {
        let runs = std::mem::take(&mut self.pool_waits);
        if runs.is_empty() {
            return vec![];
        }
        let table = self.view.data.as_ref().map(|data| data.summary.name.clone()).unwrap_or_default();
        self.notice = format!("{} runs have begun side by side.", runs.len());
        self.pool = Some(Pool::new(self.cores, &table));
        self.pool_start_up = None;
        self.with_pool(|pool| pool.add(runs))
    }

    fn after(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::TableShared { .. } => return self.start_pool(),
            // Whatever failed, the table may not come any more.
            Event::Failed(failure) if matches!(failure.place, Place::Worker | Place::File) => {
                // What the worker had of a deleted run went with it.
                if failure.place == Place::Worker {
                    self.deleted = None;
                }
                self.pool_waits.clear();
                self.put_back_reading();
            }
            Event::Ready { .. } => {
                let reads = std::mem::replace(&mut self.reads_again, true);
                if let (true, true, Some(source)) = (reads, self.has_data(), self.source.clone()) {
                    return self.read(source);
                }
            }
            Event::TableRead { summary, proposal } => {
                let is_new = self.source.is_none() || self.source != self.asked;
                let wanted = match std::mem::take(&mut self.wants_assignment) {
                    true => Tab::Assignment,
                    false => Tab::Data,
                };
                let tab = if is_new { self.go(wanted) } else { None };
                self.source = self.asked.clone();
                self.read_with = self.recipe.reading.clone();
                self.first_column = 0;
                self.search.clear();
                self.begin_sheet();
                self.audited = None;
                self.all_findings = false;
                self.keep_known(&proposal, &summary.name);
                if self.edited.as_ref().is_some_and(|name| proposal.column(name).is_none()) {
                    self.edited = None;
                }
                self.notice = format!("{} is read. Ready to train.", summary.name);
                // Runs of the table before say nothing about this one.
                self.pool_waits.clear();
                let end = self.pool.take().map(|_| Effect::EndPool);
                return tab.into_iter().chain(end).collect();
            }
            Event::RecipeRead { name, recipe } => {
                self.asked = self.source.clone();
                let reads_alike = recipe.reading == self.read_with;
                self.replace_recipe(*recipe);
                self.recipe_file = Some(name.clone());
                self.notice = format!("The settings of {name} are in place.");
                if !reads_alike || self.safety.table_is_gone {
                    return self.read_again();
                }
            }
            Event::ReadingCancelled => {
                self.notice = "Reading was cancelled.".to_string();
                self.put_back_reading();
            }
            Event::ModelReady { from: ModelSource::File(name), .. } => {
                self.renew_row();
                let is_asked = !self.safety.is_restoring;
                let tab = if is_asked { self.go(Tab::Predict) } else { None };
                self.model_opened(&name);
                self.asked = self.source.clone();
                self.put_back_reading();
                let read = if self.safety.table_is_gone { self.read_again() } else { vec![] };
                return tab.into_iter().chain(read).collect();
            }
            Event::ModelReady { from: ModelSource::Run(run), .. } => {
                self.renew_row();
                return self.keep_model(run);
            }
            Event::ModelReady { from: ModelSource::Study, .. } => {
                self.renew_row();
                // Whoever watched its parts sees what the mix reaches.
                let tab = if self.tab == Tab::Runs { self.go(Tab::Result) } else { None };
                return self.keep_study_model().into_iter().chain(tab).collect();
            }
            Event::ModelCopied { name, bytes } => return vec![Effect::Keep { name, bytes }],
            Event::Predicted(prediction) => {
                let rows = counted(prediction.rows, "row");
                let are = if prediction.rows == 1 { "is" } else { "are" };
                self.notice = format!("{rows} of {} {are} predicted.", prediction.file);
            }
            Event::RowsRead(window) => self.hear_rows(*window),
            Event::RowPredicted(told) => self.row.hear(*told),
            Event::RunsCompared { runs, table, words } => self.compared = Some((runs, table, words)),
            Event::Started { .. } => self.notice = "Training has begun.".to_string(),
            Event::Paused { .. } => self.notice = "Paused.".to_string(),
            Event::Resumed { .. } => self.notice = "Training goes on.".to_string(),
            Event::Ended { run, outcome, report: Some(report), .. } => {
                self.notice = format!("Training has ended. {}", report.sentence);
                let tab = self.leave_learning();
                let is_whole = matches!(outcome, Outcome::Finished | Outcome::Concluded { .. });
                let is_asked = |one: &RunView| one.id == run && one.recipe.tier.mixes();
                return match is_whole && self.view.runs.iter().any(is_asked) {
                    true => tab.into_iter().chain(self.train_mix(Some(run))).collect(),
                    false => tab.into_iter().collect(),
                };
            }
            Event::Ended { report: None, .. } => {
                self.notice = "The run has ended; its scores were not measured.".to_string();
                return self.leave_learning().into_iter().collect();
            }
            Event::GivenUp { .. } => {
                self.notice = "The run was stopped before it began.".to_string();
            }
            Event::WasReset => {
                self.notice = "The run is forgotten; data and settings are still here.".to_string();
            }
            _ => {}
        }
        vec![]
    }

    /// Of the settings what the table has. Settings from a file wait for a person to say so; others go, and are named.
    fn keep_known(&mut self, proposal: &Proposal, table: &str) {
        let unknown = names_of(&self.recipe.unknown_columns(proposal));
        match (unknown, &self.recipe_file) {
            (None, _) => self.recipe_file = None,
            (Some(_), Some(_)) => {}
            (Some(names), None) => {
                self.recipe.keep_known(proposal);
                self.asides.push(format!(
                    "'{}' has no such columns, so these settings no longer apply: {names}.",
                    short(table)
                ));
            }
        }
    }

    fn say_one_of_many(&mut self, taken: &str, others: &[String]) {
        /// So many are named.
        const FEW: usize = 5;
        let mut names: Vec<String> =
            others.iter().take(FEW).map(|name| format!("'{}'", short(name))).collect();
        if others.len() > FEW {
            names.push(format!("{} more", others.len() - FEW));
        }
        let verb = if others.len() == 1 { "was" } else { "were" };
        let words =
            format!("One file at a time: '{}' was taken; {} {verb} not.", short(taken), names.join(", "));
        self.asides.push(words);
    }

    /// Another file is read as it seems to be; the first one as a recipe that was there before may say.
    fn open(&mut self, source: Source) -> Vec<Effect> {
        self.asides.clear();
        if self.asked.is_some() {
            self.recipe.reading = ReadSettings::default();
        }
        self.read(source)
    }

    /// The table that is there stays, and so does how it was read.
    fn put_back_reading(&mut self) {
        if self.has_data() {
            self.recipe.reading = self.read_with.clone();
        }
    }

    /// The same file with other settings.
    fn read_again(&mut self) -> Vec<Effect> {
        self.source.clone().map(|source| self.read(source)).unwrap_or_default()
    }

    fn read(&mut self, source: Source) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.failure_at(&[Place::Worker]).is_some() {
            // The new file takes the place of the one that a fresh worker would read again.
            self.reads_again = false;
            self.view.failure = None;
            effects.push(Effect::RestartWorker);
        }
        effects.push(Effect::Tell(Command::ReadAs(Box::new(self.recipe.reading.clone()))));
        effects.push(match &source {
            Source::File(file) => Effect::Read(file.clone(), Purpose::Open),
            Source::Sample(sample) => {
                Effect::Tell(Command::ReadSample { sample: *sample, purpose: Purpose::Open })
            }
        });
        self.asked = Some(source);
        effects
    }

    fn begin(&mut self) -> (RunId, Box<Recipe>) {
        self.runs += 1;
        let run = RunId(self.runs);
        self.cursor = None;
        SessionView::begin(&mut self.view, run, self.recipe.clone());
        (run, Box::new(self.recipe.clone()))
    }

    fn set(&mut self, field: Field, text: &str) -> Vec<Effect> {
        let recipe = &mut self.recipe;
        match field {
            Field::Setting(setting) => {
                let problem = setting.set(recipe, text).err();
                recipe.was_set(setting);
                self.forget_typed(setting);
                self.typed.push(Typed { setting, text: text.to_string(), problem });
            }
            Field::Target => {
                let data = self.view.data.as_ref();
                if let Some(column) = data.and_then(|data| data.proposal.column(text)) {
                    recipe.set_role(column, Role::Target);
                }
            }
            Field::TargetScale if text == "divide" => {
                recipe.preparation.target_scale = TargetScale::DivideBy(100.0)
            }
            Field::TargetScale => recipe.preparation.target_scale = TargetScale::Standardise,
            Field::TargetDivisor => {
                if let Some(by) = decimal(text.trim()) {
                    recipe.preparation.target_scale = TargetScale::DivideBy(by);
                }
            }
            Field::SplitRule => self.set_split(text),
            Field::SplitColumn => self.set_split_column(text),
            Field::ColumnRole => self.set_role(text),
            Field::ColumnKind => self.set_kind(text),
            Field::Reading(field) => match field.set(&mut recipe.reading, text) {
                Ok(()) => {
                    self.read_problem = None;
                    return self.read_again();
                }
                Err(problem) => self.read_problem = Some(problem),
            },
            Field::Folds => self.folds = text.parse().unwrap_or(self.folds),
            Field::Nearness => self.nearness = text.parse().unwrap_or(self.nearness),
            Field::RunName(id) => {
                if let Some(run) =
                    self.view.runs.iter_mut().find(|run| run.id == id && !text.trim().is_empty())
                {
                    run.name = text.trim().to_string();
                }
            }
            Field::Search => {
                self.search = text.to_string();
                self.first_column = 0;
            }
            Field::Cell(place) => self.row.set(place, text),
            Field::TableRow => self.row.take_row(text),
            Field::Doubt(place) => return self.set_reading_of_new_rows(place, text),
            Field::NewRowsEncoding => {
                self.predict.reading.encoding = (!text.is_empty()).then(|| text.to_string());
                return self.predict_again();
            }
        }
        vec![]
    }

    fn set_reading_of_new_rows(&mut self, place: usize, text: &str) -> Vec<Effect> {
        let doubts = self.view.prediction.as_ref().map_or(&[][..], |prediction| &prediction.doubts);
        let choice = Choice::ALL.into_iter().find(|choice| choice.id() == text);
        let (Some(doubt), Some(choice)) = (doubts.get(place), choice) else { return vec![] };
        let column = Some(doubt.column.clone());
        self.predict
            .wishes
            .retain(|wish| wish.column != column || (wish.choice != choice && wish.choice != choice.other()));
        self.predict.wishes.push(Wish { column, choice });
        self.predict_again()
    }

    /// New rows, which are seen where the model is.
    fn predict_all_of(&mut self, source: Source) -> Vec<Effect> {
        // What was set of another file's columns is not said of this one's.
        self.predict.wishes.clear();
        self.predicted = Some(source);
        let mut effects = self.predict_again();
        effects.extend(self.go(Tab::Predict));
        effects
    }

    /// The same new rows with other settings.
    fn predict_again(&self) -> Vec<Effect> {
        let Some(source) = self.predicted.clone() else { return vec![] };
        let mut settings = self.predict.clone();
        if self.only_gaps {
            // The table's own file, read as it was.
            let encoding = settings.reading.encoding.take();
            settings.reading = self.read_with.clone();
            settings.reading.encoding = encoding.or(settings.reading.encoding);
            settings.only_without_target = true;
        }
        let read = match source {
            Source::File(file) => Effect::Read(file, Purpose::Predict),
            Source::Sample(sample) => Effect::Tell(Command::ReadSample { sample, purpose: Purpose::Predict }),
        };
        vec![Effect::Tell(Command::PredictAs(Box::new(settings))), read]
    }

    fn switch(&mut self, switch: Switch, on: bool) {
        match switch {
            Switch::Column(name) => {
                let proposal = self.view.data.as_ref().and_then(|data| data.proposal.column(&name));
                if let Some(column) = proposal {
                    self.recipe.use_column(column, on);
                }
            }
            Switch::Regression => self.recipe.question.task = Some(Task::Regression),
            Switch::Classification => self.recipe.question.task = Some(Task::Classification),
            Switch::Preset(preset) => self.replace_recipe(preset.applied_to(&self.recipe)),
            Switch::Setting(setting) => {
                if let Slot::Switch(slot) = (setting.slot)(&mut self.recipe) {
                    *slot = on;
                }
                self.recipe.was_set(setting);
            }
            Switch::Tier(tier) => self.recipe.tier = tier,
            Switch::SingleKeys => self.single_keys = on,
            Switch::Drawn(run) => self.view.draw(run, on),
            Switch::Remarks | Switch::Guard => {}
        }
    }

    /// What runs beside each other is watched among the runs.
    fn at_runs(&mut self, mut effects: Vec<Effect>) -> Vec<Effect> {
        effects.extend(self.go(Tab::Runs));
        effects
    }

    fn take_remedies(&mut self, remedies: &[Remedy]) {
        if let Some(data) = &self.view.data {
            remedies.iter().for_each(|remedy| self.recipe.take_remedy(remedy, &data.proposal));
        }
    }

    pub(super) fn replace_recipe(&mut self, recipe: Recipe) {
        self.typed.clear();
        self.recipe = recipe;
    }

    fn forget_typed(&mut self, setting: &Setting) {
        self.typed.retain(|typed| *typed.setting != *setting);
    }
}

/// Of a recipe what says which rows and columns are used, and how.
fn about_rows(recipe: &Recipe) -> Recipe {
    Recipe::default().with(|it| {
        it.question = recipe.question.clone();
        it.preparation.drop_duplicates = recipe.preparation.drop_duplicates;
        it.preparation.log_target = recipe.preparation.log_target;
        it.training.loss = recipe.training.loss;
    })
}

fn tell(command: Command) -> Vec<Effect> {
    vec![Effect::Tell(command)]
}
