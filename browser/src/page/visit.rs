//! A person's visit, for the tests: the page with its worker beside it, both driven by hand.

use super::node::Node;
use super::{Action, Effect, FileRef, Fresh, PageState, page};
use perceptab::recipe::{Recipe, Tier};
use perceptab_conversation::assignment::written;
use perceptab_conversation::session::{Command, Event, Failure, Place, Purpose, Session};

/// A page with its worker, which a test drives by hand.
pub struct Visit {
    pub state: PageState,
    pub session: Session,
}

impl Visit {
    pub fn new() -> Visit {
        let mut visit = Visit { state: PageState::default(), session: Session::new("test") };
        visit.hear(Session::new("test").greet());
        visit
    }

    /// A table of `y` and these columns.
    pub fn with_table(name: &str, columns: &[&str]) -> Visit {
        let mut visit = Visit::new();
        visit.open(name, &csv(columns));
        visit
    }

    pub fn hear(&mut self, events: Vec<Event>) -> Vec<Effect> {
        self.state.hear(events)
    }

    /// A person brings a file.
    pub fn open(&mut self, name: &str, text: &str) -> Vec<Effect> {
        self.state.act(Action::OpenFile(file(name)));
        self.read(name, text.as_bytes())
    }

    /// The worker reads it.
    pub fn read(&mut self, name: &str, bytes: &[u8]) -> Vec<Effect> {
        let read = Command::Read { purpose: Purpose::Open, name: name.into(), bytes: bytes.len() as u64 };
        let mut events = self.session.handle(read);
        events.extend(self.session.push_bytes(bytes));
        events.extend(self.session.finish_bytes());
        self.hear(events)
    }

    /// Does it, and tells the worker what comes of it; what else comes of it is returned.
    pub fn act(&mut self, action: Action) -> Vec<Effect> {
        let effects = self.state.act(action);
        self.tell(effects)
    }

    pub fn tell(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        let mut others = Vec::new();
        for effect in effects {
            match effect {
                Effect::Tell(command) => {
                    let events = self.session.handle(command);
                    let effects = self.hear(events);
                    others.extend(self.tell(effects));
                }
                Effect::Write(document) => {
                    let effects = self.hear(vec![written(&document)]);
                    others.extend(self.tell(effects));
                }
                other => others.push(other),
            }
        }
        others
    }

    pub fn work(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        while self.session.is_training() {
            let events = self.session.work(&|| 0.0, 1.0);
            let heard = self.hear(events);
            effects.extend(self.tell(heard));
        }
        effects
    }

    /// Trains to the end; the browser keeps what it is handed.
    pub fn train(&mut self) {
        self.act(Action::GoOn);
        for effect in self.work() {
            if let Effect::Keep { name, .. } = effect {
                self.act(Action::ModelKept(FileRef { id: 7, name, bytes: 1 }));
            }
        }
    }

    pub fn lose_worker(&mut self) -> Vec<Effect> {
        self.session = Session::new("test");
        self.hear(vec![failed(Place::Worker)])
    }

    pub fn shown(&self) -> Node {
        super::node::el("body").children(page(&self.state, Fresh::All)).into()
    }

    pub fn words(&self) -> String {
        self.shown().words()
    }

    pub fn bar(&self) -> String {
        let shown = self.shown();
        let bar = shown.find(&|element| element.parts().tag == "footer");
        bar.map(|bar| bar.parts().children.iter().map(Node::words).collect()).unwrap_or_default()
    }

    pub fn is_disabled(&self, button: &str) -> bool {
        self.shown().button(button).unwrap_or_else(|| panic!("{button}")).is_disabled()
    }
}

pub fn file(name: &str) -> FileRef {
    FileRef { id: 3, name: name.to_string(), bytes: 10 }
}

pub fn csv(columns: &[&str]) -> String {
    let mut csv = format!("{},y\n", columns.join(","));
    for row in 0..40 {
        (0..columns.len()).for_each(|column| csv += &format!("{},", (row * (7 + column)) % 11));
        csv += &format!("{}\n", (row * 7) % 11 + 2 * (row % 3));
    }
    csv
}

pub fn failed(place: Place) -> Event {
    let message = "The worker that trains was lost (it ended without a word).".to_string();
    Event::Failed(Failure::new(place, "worker-gone", message))
}

pub fn recipe() -> Recipe {
    Recipe::default().with(|it| {
        it.tier = Tier::Quick;
        it.training.epochs = 3;
        it.network.hidden = vec![4];
    })
}
