//! The places of the stage, each with an address of its own, so that Back works.

use super::{Action, Effect, PageState};
use perceptab_conversation::session::{Outcome, RunState};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    #[default]
    Data,
    Learn,
    Result,
    Predict,
    Runs,
    /// There while it is open.
    Assignment,
}

impl Tab {
    pub const ALL: [Tab; 6] = [Tab::Data, Tab::Learn, Tab::Result, Tab::Predict, Tab::Runs, Tab::Assignment];

    pub fn title(self) -> &'static str {
        match self {
            Tab::Data => "Data",
            Tab::Learn => "Learn",
            Tab::Result => "Result",
            Tab::Predict => "Predict",
            Tab::Runs => "Runs",
            Tab::Assignment => "Assignment",
        }
    }

    /// As the address names it, with its mark.
    pub fn address(self) -> &'static str {
        match self {
            Tab::Data => "#data",
            Tab::Learn => "#learn",
            Tab::Result => "#result",
            Tab::Predict => "#predict",
            Tab::Runs => "#runs",
            Tab::Assignment => "#assignment",
        }
    }

    /// What an address means; the first tab where it means nothing.
    pub fn at(address: &str) -> Tab {
        Tab::ALL.into_iter().find(|tab| tab.address() == address).unwrap_or_default()
    }
}

impl PageState {
    /// Whether there is nothing yet that a tab could show.
    pub fn is_empty(&self) -> bool {
        !self.has_data() && self.view.model.is_none() && self.view.run().is_none()
    }

    /// Goes to a tab; the address follows.
    pub(super) fn go(&mut self, tab: Tab) -> Option<Effect> {
        self.changed.set(true);
        let is_new = self.tab != tab;
        self.tab = tab;
        is_new.then_some(Effect::Go(tab))
    }

    /// A person came to an address: by a link, by Back, or with the page.
    pub(super) fn arrive(&mut self, tab: Tab) {
        self.tab = tab;
        self.assignment_open |= tab == Tab::Assignment;
    }

    /// A run is over: whoever watched it learn sees what came of it. Who has turned to something else is left there.
    pub(super) fn leave_learning(&mut self) -> Option<Effect> {
        if self.tab == Tab::Learn { self.go(Tab::Result) } else { None }
    }

    /// The window's title: what goes on, and with what.
    pub fn title(&self) -> String {
        const NAME: &str = "Perceptab";
        let Some(data) = &self.view.data else {
            return format!("{NAME}: train a neural network on your CSV");
        };
        let target =
            self.target().map_or(String::new(), |target| super::shown::short(&target.name).into_owned());
        let subject = if target.is_empty() { data.summary.name.clone() } else { target };
        let subject = super::shown::short(&subject).into_owned();
        match self.view.run() {
            Some(run) if matches!(run.state, RunState::Training | RunState::Paused) => {
                let of = run.recipe.training.epochs.max(1);
                format!("{} % · {subject} · {NAME}", 100 * run.epoch / of)
            }
            Some(run) if matches!(run.outcome, Some(Outcome::Diverged { .. })) => {
                format!("Diverged · {subject} · {NAME}")
            }
            _ => format!("{subject} · {NAME}"),
        }
    }

    /// What a key does, where it does something: 1 to 5 are the tabs, Ctrl+Enter trains, Escape closes what is open.
    pub fn key(&self, key: &str, with_control: bool, in_field: bool) -> Option<Action> {
        match key {
            "Enter" if with_control => return self.can_go_on().then_some(Action::GoOn),
            "Escape" if self.drawer || self.keys_listed => return Some(Action::Close),
            _ => {}
        }
        if with_control || in_field || !self.single_keys {
            return None;
        }
        let place = |key: &str| key.parse::<usize>().ok().filter(|place| (1..=5).contains(place));
        match key {
            "?" => Some(Action::Keys(!self.keys_listed)),
            key if !self.is_empty() => place(key).map(|place| Action::Open(Tab::ALL[place - 1])),
            _ => None,
        }
    }

    fn can_go_on(&self) -> bool {
        let active = !matches!(self.run_state(), None | Some(RunState::Ended));
        self.has_worker() && (active || (self.target().is_some() && self.blocked().is_none()))
    }
}
