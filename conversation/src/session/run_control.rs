//! How a session's run is begun, held, ended, given up and kept.

use super::conversation::Session;
use super::job::AT_ONCE;
use super::preparing::Preparing;
use super::run::{Run, State};
use super::runs::FinishedRun;
use super::{Event, Failure, JobId, JobKind, Place, RunId};
use perceptab::pace::Steps;
use perceptab::recipe::Recipe;
use perceptab::study::{Trial, boost};

impl Session {
    /// Starts a run of a recipe that can be trained.
    pub(super) fn start(&mut self, id: RunId, recipe: Recipe, state: State) -> Vec<Event> {
        match recipe.checked() {
            Ok(recipe) => self.try_out(id, Trial::from(recipe), state, false),
            Err(problems) => {
                let first = problems.first().map_or(String::new(), |problem| problem.message.clone());
                vec![Event::Failed(Failure { problems, ..Failure::new(Place::Recipe, "setting", first) })]
            }
        }
    }

    /// On failure the run before stays as it was.
    pub(super) fn try_out(&mut self, id: RunId, trial: Trial, state: State, is_tried: bool) -> Vec<Event> {
        let Some((table, proposal)) = &self.data else {
            let message = "There is no table to train on. Open a CSV first.".to_string();
            return vec![Event::Failed(Failure::new(Place::Recipe, "no-table", message))];
        };
        if trial.learner.is_trees() {
            let plan = match trial.plan(proposal) {
                Ok(plan) => plan,
                Err(error) => return vec![Event::Failed(Failure::from(error))],
            };
            let table = table.clone();
            let steps = Steps::new(async move |pace| boost(&trial, &table, &plan, &pace).await);
            return self.jobs.begin_trees(id, steps);
        }
        match Run::prepare(id, &trial, table.clone(), proposal) {
            Ok(steps) => {
                let mut preparing = Preparing::new(id, steps, state);
                preparing.ticket = self.jobs.ticket();
                preparing.is_tried = is_tried;
                let before = self.preparing.replace(preparing).and_then(|before| before.ticket.end());
                // A small table is there at once.
                let mut steps = AT_ONCE;
                let events = self.prepare(&|| 0.0, &mut || {
                    steps -= 1;
                    steps > 0
                });
                before.into_iter().chain(events).collect()
            }
            Err(error) => vec![Event::Failed(Failure::from(error))],
        }
    }

    /// Goes on preparing the run that comes next, and starts it when it is there.
    pub(super) fn prepare(&mut self, clock: &dyn Fn() -> f64, go_on: &mut dyn FnMut() -> bool) -> Vec<Event> {
        let start = clock();
        let Some(preparing) = self.preparing.as_mut().filter(|preparing| preparing.goes_on()) else {
            return vec![];
        };
        let prepared = preparing.work(go_on);
        preparing.ticket.spend(clock() - start);
        let Some(prepared) = prepared else { return vec![preparing.progress()] };
        let (ticket, is_tried) = (preparing.ticket, preparing.is_tried);
        self.preparing = None;
        match prepared {
            Ok(mut run) => {
                (run.ticket, run.is_tried) = (ticket, is_tried);
                let event = Event::Started { run: run.id, facts: Box::new(run.facts.clone()) };
                let ended = match self.run.replace(run) {
                    Some(before) => before.ticket.end(),
                    None => {
                        self.run_before = self.last_run;
                        None
                    }
                };
                self.last_run = self.run.as_ref().map(|run| run.id);
                ended.into_iter().chain([event]).collect()
            }
            Err(error) => ticket.end().into_iter().chain([Event::Failed(Failure::from(error))]).collect(),
        }
    }

    pub(super) fn train(&mut self, clock: &dyn Fn() -> f64, budget: f64) -> Vec<Event> {
        let events = self.run.as_mut().map_or(vec![], |run| run.work(clock, budget));
        self.keep_run(events)
    }

    /// Ends the training and keeps what there is; a run that has not begun is given up.
    pub(super) fn stop(&mut self) -> Vec<Event> {
        match self.preparing.take() {
            Some(preparing) => preparing.give_up(),
            None => {
                let events = self.change(|state| state != State::Ended, Run::stop);
                self.keep_run(events)
            }
        }
    }

    /// Gives up the run whose job this is, and keeps nothing of it; `None` where it is another's.
    pub(super) fn cancel_run(&mut self, id: JobId) -> Option<Vec<Event>> {
        if let Some(preparing) = self.preparing.take_if(|preparing| preparing.ticket.id == id) {
            return Some(preparing.give_up());
        }
        let run = self.run.take_if(|run| run.ticket.id == id)?;
        self.last_run = self.run_before.take();
        let given_up = Event::GivenUp { run: run.id };
        Some([given_up].into_iter().chain(run.ticket.end()).collect())
    }

    pub(super) fn reset(&mut self) -> Vec<Event> {
        let trees = self.jobs.give_up(|job| job.kind == JobKind::Boost);
        // One that was still to begin is all that is forgotten.
        let ended = match self.preparing.take() {
            Some(preparing) => preparing.ticket.end(),
            None => {
                let ended = self.run.take().and_then(|run| run.ticket.end());
                if let Some(last) = self.last_run.take() {
                    self.runs.delete(last);
                }
                ended
            }
        };
        [Event::WasReset].into_iter().chain(ended).chain(trees).collect()
    }

    pub(super) fn delete_run(&mut self, id: RunId) {
        self.runs.delete(id);
        let is_another = |run: &RunId| *run != id;
        self.last_run = self.last_run.filter(is_another);
        self.run_before = self.run_before.filter(is_another);
    }

    pub(super) fn change_preparing(
        &mut self,
        change: impl FnOnce(&mut Preparing) -> Vec<Event>,
    ) -> Vec<Event> {
        self.preparing.as_mut().map_or(vec![], change)
    }

    pub(super) fn change(
        &mut self,
        applies: impl Fn(State) -> bool,
        change: impl Fn(&mut Run) -> Vec<Event>,
    ) -> Vec<Event> {
        match &mut self.run {
            Some(run) if applies(run.state) => change(run),
            _ => vec![],
        }
    }

    /// Keeps a run that has just ended, and makes its network the current model.
    fn keep_run(&mut self, mut events: Vec<Event>) -> Vec<Event> {
        let mut end = None;
        for event in &mut events {
            if let Event::Ended { memory, outcome, report, .. } = event {
                *memory = (self.memory)();
                end = Some((outcome.clone(), report.as_deref().cloned()));
            }
        }
        if let (Some((outcome, report)), Some(mut run)) =
            (end, self.run.take_if(|run| run.state == State::Ended))
        {
            if run.is_tried {
                let result = run.result(&outcome, report.as_ref());
                events.push(match result.to_block() {
                    Ok(block) => Event::Tried { run: run.id, block },
                    Err(message) => Event::Failed(Failure::new(Place::Training, "trial-not-kept", message)),
                });
            }
            let finished = FinishedRun::of(&run, outcome, report);
            events.extend(self.take_model_of(&finished));
            let given_up = self.runs.keep(finished);
            events.extend(given_up.into_iter().map(|run| Event::RowsGivenUp { run }));
            events.extend(run.ticket.end());
        }
        events
    }
}

impl State {
    pub fn is_running(self) -> bool {
        matches!(self, State::Training | State::Stepping)
    }

    pub fn is_paused(self) -> bool {
        self == State::Paused
    }
}
