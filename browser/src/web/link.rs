//! The page's side of the worker: starts it, hears it, notices when it is lost.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ErrorEvent, File, MessageEvent, Worker, WorkerOptions, WorkerType, window};

use super::{BUILD, engine, message};
use perceptab_conversation::session::{Command, Event, Failure, Place};

/// Milliseconds after which a worker that has all it needs and has not said Ready counts as lost.
const PATIENCE: i32 = 20_000;

/// The signs of life that a worker gives when it has its first script, and when it has the engine's.
const SIGNS: u32 = 2;

/// A worker and what it says. Cheap to clone.
#[derive(Clone)]
pub struct Link(Rc<State>);

struct State {
    connection: RefCell<Option<Connection>>,
    /// Commands said before the worker was ready.
    waiting: RefCell<Vec<JsValue>>,
    ready: Cell<bool>,
    /// Signs of life until it is ready.
    signs: Cell<u32>,
    /// A part of it could not be had before.
    missed: Cell<bool>,
    /// When the worker was asked for, in milliseconds since the page began.
    asked_at: Cell<f64>,
    /// Numbers the workers: an ended one's last messages are dropped.
    turn: Cell<u32>,
    hear: Box<dyn Fn(Vec<Event>, Option<Uint8Array>)>,
}

/// The worker with the closures that it calls.
struct Connection {
    worker: Worker,
    /// The name of the lock that it holds as long as it lives.
    lock: JsValue,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl Link {
    /// `hear` takes the worker's events with the block beside them, if there is one, and a [`Place::Worker`] failure where
    /// the worker is lost.
    pub fn new(hear: impl Fn(Vec<Event>, Option<Uint8Array>) + 'static) -> Link {
        let link = Link(Rc::new(State {
            connection: RefCell::default(),
            waiting: RefCell::default(),
            ready: Cell::new(false),
            signs: Cell::new(0),
            missed: Cell::new(false),
            asked_at: Cell::new(0.0),
            turn: Cell::new(0),
            hear: Box::new(hear),
        }));
        link.connect();
        link
    }

    /// Ends the worker, if there is one, and starts a fresh one.
    pub fn restart(&self) {
        self.connect();
    }

    /// Ends the worker; nothing it still says is heard.
    pub fn end(&self) {
        self.0.turn.set(self.0.turn.get().wrapping_add(1));
        self.0.ready.set(false);
        self.0.connection.replace(None);
    }

    /// Milliseconds since the worker was asked for.
    pub fn age(&self) -> f64 {
        now() - self.0.asked_at.get()
    }

    /// Says a command, at once or as soon as the worker is ready.
    pub fn say(&self, command: &Command, file: Option<&File>) {
        match message::pack_command(command, file) {
            Ok(message) if self.0.ready.get() => self.post(&message),
            Ok(message) => self.0.waiting.borrow_mut().push(message),
            Err(error) => self.lose("bad-message", &format!("A command could not be sent: {error}.")),
        }
    }

    /// Hands a shared table over, at once or as soon as the worker is ready.
    pub fn hand_over(&self, block: &Uint8Array) {
        match message::pack_adoption(block) {
            Ok(message) if self.0.ready.get() => self.post(&message),
            Ok(message) => self.0.waiting.borrow_mut().push(message),
            Err(error) => self.lose("bad-message", &format!("The table could not be handed over: {error}.")),
        }
    }

    fn post(&self, message: &JsValue) {
        let posted = match &*self.0.connection.borrow() {
            Some(connection) => connection.worker.post_message(message),
            None => return,
        };
        if posted.is_err() {
            self.lose("bad-message", "A command could not be sent.");
        }
    }

    /// The worker gets its module from the page, compiled: it is neither fetched nor compiled again. Its scripts are fetched
    /// while the module still comes.
    fn connect(&self) {
        let turn = self.0.turn.get().wrapping_add(1);
        self.0.turn.set(turn);
        self.0.ready.set(false);
        self.0.signs.set(0);
        self.0.connection.replace(None);

        self.0.asked_at.set(now());
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name("perceptab");
        let lock = engine::lock_name();
        // A browser may wait for an answer that never comes before it asks for the same address again.
        let again = if self.0.missed.get() { format!("?{turn}") } else { String::new() };
        let started = Worker::new_with_options(&format!("./worker_boot.js{again}"), &options);
        let told = started.and_then(|worker| {
            worker.post_message(&Array::of2(&engine::script(), &lock))?;
            Ok(worker)
        });
        let Ok(worker) = told else {
            self.lose("worker-not-started", "This browser did not start it.");
            return;
        };

        let link = self.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if link.0.turn.get() == turn {
                link.take(&event.data());
            }
        });
        let link = self.clone();
        let on_error = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            if link.0.turn.get() == turn {
                // A worker that traps gives an ErrorEvent, one that cannot be loaded a plain Event without a message.
                let words = event.dyn_ref().map(ErrorEvent::message).unwrap_or_default();
                match link.0.signs.get() {
                    0 => link.miss("worker_boot.js: it could not be loaded"),
                    _ => link.lose("worker-error", &words),
                }
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        self.0.connection.replace(Some(Connection {
            worker,
            lock,
            _on_message: on_message,
            _on_error: on_error,
        }));

        let link = self.clone();
        spawn_local(async move {
            let module = JsFuture::from(engine::module()).await;
            if link.0.turn.get() == turn {
                link.hand_engine(module);
            }
        });
        self.wait_for_scripts(turn);
    }

    fn hand_engine(&self, module: Result<JsValue, JsValue>) {
        match module {
            Ok(module) => {
                self.post(&module);
                let (link, turn) = (self.clone(), self.0.turn.get());
                after(PATIENCE, move || {
                    // As long as its script does not come, it is that which is waited for.
                    if link.0.turn.get() == turn && !link.0.ready.get() && link.0.signs.get() >= SIGNS {
                        link.lose("worker-silent", "It gave no answer in 20 seconds.");
                    }
                });
            }
            Err(error) => self.miss(&engine::words(&error)),
        }
    }

    /// A browser tells nothing of a worker's scripts that do not come.
    fn wait_for_scripts(&self, turn: u32) {
        let link = self.clone();
        after(engine::patience(), move || {
            if link.0.turn.get() != turn || link.0.signs.get() >= SIGNS || link.0.ready.get() {
                return;
            }
            match engine::is_flowing() {
                true => link.wait_for_scripts(turn),
                false => link.miss("a script of the worker: no byte of it came for ten seconds"),
            }
        });
    }

    fn take(&self, message: &JsValue) {
        if let Some(last_words) = message.as_string() {
            return self.lose("worker-trapped", &last_words);
        }
        if let Some(why) = message::missing(message) {
            return self.miss(&why);
        }
        let events = match message::unpack_events(message) {
            Ok(events) => events,
            // Another build's words may mean nothing.
            Err(_) if !self.0.ready.get() => return self.refuse(),
            Err(error) => return self.lose("bad-message", &format!("It was not understood: {error}.")),
        };
        self.0.signs.set(self.0.signs.get() + 1);
        if let Some(Event::Ready { build }) = events.iter().find(|event| matches!(event, Event::Ready { .. }))
        {
            if build != BUILD {
                return self.refuse();
            }
            self.0.ready.set(true);
            self.watch();
            // Heard first: what must be said again to a fresh worker goes before what waits.
            (self.0.hear)(events, message::shared_block(message));
            let waiting = self.0.waiting.take();
            return waiting.iter().for_each(|message| self.post(message));
        }
        (self.0.hear)(events, message::shared_block(message));
    }

    /// A worker that ends without a word is noticed by its lock, which it holds now.
    fn watch(&self) {
        let (link, turn) = (self.clone(), self.0.turn.get());
        if let Some(Connection { worker, lock, .. }) = &*self.0.connection.borrow() {
            engine::when_gone(worker, lock, move || {
                if link.0.turn.get() == turn {
                    link.lose("worker-gone", "it ended without a word");
                }
            });
        }
    }

    fn lose(&self, kind: &str, reason: &str) {
        let reason: String = reason.chars().take(300).collect();
        self.fail(kind, format!("The worker that trains was lost ({}).", reason.trim_end_matches('.')));
    }

    /// The worker is of another build.
    fn refuse(&self) {
        let message = "Perceptab has been renewed on its server while this page was open: page and engine no longer fit together. Reload the page; save first what you want to keep.";
        self.fail("other-build", message.to_string());
    }

    /// A part of it could not be had.
    fn miss(&self, why: &str) {
        self.0.missed.set(true);
        let why: String = why.chars().take(300).collect();
        self.fail(
            "engine-not-loaded",
            format!("The part of Perceptab that reads and trains could not be loaded ({why})."),
        );
    }

    fn fail(&self, kind: &str, message: String) {
        self.0.turn.set(self.0.turn.get().wrapping_add(1));
        self.0.ready.set(false);
        self.0.connection.replace(None);
        let failure = Failure {
            place: Place::Worker,
            kind: kind.to_string(),
            message,
            problems: Vec::new(),
            sample: None,
        };
        (self.0.hear)(vec![Event::Failed(failure)], None);
    }
}

fn after(milliseconds: i32, act: impl FnOnce() + 'static) {
    let act = Closure::once_into_js(act);
    if let Some(window) = window() {
        let callback = act.unchecked_ref();
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(callback, milliseconds);
    }
}

fn now() -> f64 {
    window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}
