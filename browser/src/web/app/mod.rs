//! The page in the browser: shows the state's nodes, turns what happens into actions, and does what they ask.

mod charts;
mod drop;
mod files;
mod paste;
mod place;
mod pool;
mod theme;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{
    Document, Event, File, HtmlDetailsElement, HtmlElement, HtmlInputElement, HtmlSelectElement, Window,
};

use self::charts::Charts;
use self::pool::PoolLinks;
use super::dom::Mounted;
use super::engine;
use super::link::Link;
use crate::page::{Action, Effect, Fresh, Handler, PageState, ROW, Switch, page};
use perceptab_conversation::session::{self, Command, Failure, Place, Purpose};

/// Rows that the columns are scrolled by before others are made.
const STEP: usize = 10;

/// The page's state with all that it reaches.
struct App {
    window: Window,
    document: Document,
    state: RefCell<PageState>,
    mounted: RefCell<Option<Mounted>>,
    link: RefCell<Option<Link>>,
    /// A worker that is there for one file, after the first one was lost.
    writer: RefCell<Option<Link>>,
    /// The files that were brought; a [`crate::page::FileRef`] says which. They are handles: the bytes stay on disk.
    files: RefCell<Vec<File>>,
    /// Which of them is the copy of the last finished run's model.
    copy: Cell<Option<u32>>,
    pool: PoolLinks,
    charts: Charts,
    /// Asks before the page is left; there while something would be lost by it.
    asks: Closure<dyn FnMut(Event) -> String>,
    is_asking: Cell<bool>,
    /// Whether the page is to be shown anew at the next frame.
    due: Cell<bool>,
}

/// Takes over from the static shell of `index.html`, which looks like the empty page.
pub fn start() {
    let Some(window) = web_sys::window() else { return };
    let Some(document) = window.document() else { return };
    announce_panics();
    let Some(root) = document.get_element_by_id("app") else { return };
    root.set_inner_html("");
    let app = Rc::new(App {
        window,
        document: document.clone(),
        state: RefCell::default(),
        mounted: RefCell::default(),
        link: RefCell::default(),
        writer: RefCell::default(),
        files: RefCell::default(),
        copy: Cell::default(),
        pool: PoolLinks::default(),
        asks: Closure::new(|event: Event| {
            event.prevent_default();
            // Browsers say it in words of their own.
            "A run would be lost.".to_string()
        }),
        is_asking: Cell::new(false),
        charts: Charts::default(),
        due: Cell::new(false),
    });
    let this = app.clone();
    let mounted =
        Mounted::new(document, root.into(), Rc::new(move |handler, event| this.happened(handler, event)));
    app.mounted.replace(Some(mounted));
    app.watch_theme();
    app.watch_drops();
    app.watch_paste();
    app.watch_place();
    app.act(Action::Cores(app.window.navigator().hardware_concurrency() as usize));
    app.show();
    let this = app.clone();
    let link = Link::new(move |events, block| {
        this.note_start(&events);
        if block.is_some() {
            this.pool.keep(block);
        }
        let effects = this.state.borrow_mut().hear(events);
        this.mind_leaving();
        this.carry_out(effects);
        this.show_soon();
    });
    app.link.replace(Some(link));
}

/// No panic reaches the user as silence.
fn announce_panics() {
    std::panic::set_hook(Box::new(|panic| {
        engine::error(&panic.to_string());
        let document = web_sys::window().and_then(|window| window.document());
        if let Some(broken) = document.and_then(|document| document.get_element_by_id("broken")) {
            let _ = broken.remove_attribute("hidden");
        }
    }));
}

impl App {
    /// What a person does shows at once.
    fn act(self: &Rc<Self>, action: Action) {
        let effects = self.state.borrow_mut().act(action);
        self.carry_out(effects);
        self.show();
    }

    fn carry_out(self: &Rc<Self>, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Tell(command) => self.tell(&command, None),
                Effect::Read(file, purpose) => {
                    let handle = self.files.borrow().get(file.id as usize).cloned();
                    let command = Command::Read { purpose, name: file.name, bytes: file.bytes };
                    self.tell(&command, handle.as_ref());
                }
                Effect::Keep { name, bytes } => {
                    let held = files::hold(&mut self.files.borrow_mut(), self.copy.get(), &name, &bytes);
                    if let Some(file) = held {
                        self.copy.set(Some(file.id));
                        self.state.borrow_mut().act(Action::ModelKept(file));
                    }
                }
                Effect::SaveKept(file) => {
                    if let Some(handle) = self.files.borrow().get(file.id as usize) {
                        files::save_blob(&file.name, handle);
                    }
                }
                Effect::RestartWorker => {
                    if let Some(link) = &*self.link.borrow() {
                        link.restart();
                    }
                }
                Effect::Reload => {
                    let _ = self.window.location().reload();
                }
                Effect::Pool(order) => self.carry_out_order(order),
                Effect::EndPool => self.pool.end(),
                Effect::Save { name, media_type, bytes } => files::save(&name, &media_type, &bytes),
                Effect::Write(document) => self.write(*document),
                Effect::SavePicture(chart) => self.save_picture(chart),
                Effect::NewSeed => {
                    if let Ok(seed) = getrandom::u32() {
                        // Short enough to be read out to somebody.
                        self.act(Action::Seed(u64::from(seed % 1_000_000)));
                    }
                }
                Effect::SwitchTheme => self.switch_theme(),
                Effect::Go(tab) => self.go(tab),
            }
        }
    }

    /// How long the worker took to get ready, for who looks under the hood.
    fn note_start(&self, events: &[session::Event]) {
        if let (true, Some(link)) = (events.iter().any(is_ready), &*self.link.borrow()) {
            let started = Action::WorkerStarted { milliseconds: link.age(), pooled: false };
            self.state.borrow_mut().act(started);
        }
    }

    fn write(self: &Rc<Self>, document: session::Document) {
        let command = Command::Write(document);
        if self.state.borrow().has_worker() {
            return self.tell(&command, None);
        }
        let this = self.clone();
        let writer = Link::new(move |events, _| {
            let answer = events.into_iter().find_map(|event| match event {
                session::Event::Failed(failure) => {
                    Some(session::Event::Failed(Failure { place: Place::Export, ..failure }))
                }
                session::Event::File { .. } => Some(event),
                _ => None,
            });
            if let Some(answer) = answer {
                // It is dropped once it has said all, and ends with that.
                let writer = this.writer.take();
                let effects = this.state.borrow_mut().hear(vec![answer]);
                this.carry_out(effects);
                this.show_soon();
                if let Some(writer) = writer {
                    writer.end();
                }
            }
        });
        writer.say(&command, None);
        self.writer.replace(Some(writer));
    }

    fn tell(&self, command: &Command, file: Option<&File>) {
        if let Some(link) = &*self.link.borrow() {
            link.say(command, file);
        }
    }

    /// Something happened to an element.
    fn happened(self: &Rc<Self>, handler: &Handler, event: &Event) {
        match handler {
            Handler::Click(action) => {
                self.act(action.clone());
                if let (Action::FindColumn(_), Ok(Some(editor))) =
                    (action, self.document.query_selector(".editing"))
                {
                    editor.scroll_into_view();
                }
            }
            Handler::Typed(field) | Handler::Chosen(field) => {
                if let Some(text) = text_of(event) {
                    self.act(Action::Set(*field, text));
                }
            }
            Handler::Switched(switch) => {
                if let Some(input) = target_of::<HtmlInputElement>(event) {
                    self.act(Action::Switch(Switch::clone(switch), input.checked()));
                }
            }
            Handler::Opened(fold) => {
                if let Some(details) = target_of::<HtmlDetailsElement>(event) {
                    self.act(Action::Unfold(*fold, details.open()));
                }
            }
            Handler::OpenPicker => {
                let button = target_of::<HtmlElement>(event);
                let next = button.and_then(|button| button.next_element_sibling());
                if let Some(input) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
                    input.click();
                }
            }
            Handler::PickedFile(purpose) => {
                if let Some(input) = target_of::<HtmlInputElement>(event) {
                    let file = input.files().and_then(|files| files.get(0));
                    // The same file may be chosen again.
                    input.set_value("");
                    if let Some(file) = file {
                        self.take_file(*purpose, file);
                    }
                }
            }
            Handler::ColumnsScrolled => {
                if let Some(list) = target_of::<HtmlElement>(event) {
                    let first = list.scroll_top().max(0) as usize / ROW;
                    // A window of rows reaches further than what is in sight.
                    if first.abs_diff(self.state.borrow().first_column) >= STEP {
                        self.act(Action::ScrollColumns(first));
                    }
                }
            }
            Handler::SheetScrolled => {
                if let Some(sheet) = target_of::<HtmlElement>(event) {
                    let [top, left, height] =
                        [sheet.scroll_top(), sheet.scroll_left(), sheet.client_height()]
                            .map(|pixels| pixels.max(0) as usize);
                    let effects = self.state.borrow_mut().act(Action::ScrollSheet { top, left, height });
                    self.carry_out(effects);
                    if self.state.borrow().sheet.fresh.get() {
                        self.show_soon();
                    }
                }
            }
            Handler::Chart(chart) => self.chart_event(*chart, event),
        }
    }

    fn take_file(self: &Rc<Self>, purpose: Purpose, file: File) {
        let file = files::keep(&mut self.files.borrow_mut(), file);
        self.act(match purpose {
            Purpose::Open => Action::OpenFile(file),
            Purpose::Predict => Action::PredictFile(file),
        });
    }

    /// Shows the state at the next frame, however often it changes until then.
    fn show_soon(self: &Rc<Self>) {
        if self.due.replace(true) {
            return;
        }
        let this = self.clone();
        let show = Closure::once_into_js(move || this.show());
        let _ = self.window.request_animation_frame(show.unchecked_ref());
    }

    fn show(self: &Rc<Self>) {
        // An element that goes may lose the focus, which is something that happened: it shows at the next frame.
        let Ok(mut mounted) = self.mounted.try_borrow_mut() else { return self.show_soon() };
        self.due.set(false);
        let nodes = {
            let state = self.state.borrow();
            let is_going = state.view.run().is_some_and(|run| run.is_active());
            // While a run goes on, what is out of sight waits until it is opened, or until the run is over.
            let fresh = match (state.take_changed(), is_going) {
                (true, true) => Fresh::Seen,
                (true, false) => Fresh::All,
                (false, _) => Fresh::Run,
            };
            page(&state, fresh)
        };
        if let Some(mounted) = &mut *mounted {
            mounted.show(nodes);
        }
        self.draw_charts();
        self.show_title();
        self.mind_leaving();
    }

    /// Whether the browser asks before the page is left. At once and not at the next frame: who has just saved is not asked.
    fn mind_leaving(&self) {
        let asks = self.state.borrow().asks_before_leaving();
        if self.is_asking.replace(asks) != asks {
            self.window.set_onbeforeunload(asks.then(|| self.asks.as_ref().unchecked_ref()));
        }
    }
}

fn is_ready(event: &session::Event) -> bool {
    matches!(event, session::Event::Ready { .. })
}

fn target_of<T: JsCast>(event: &Event) -> Option<T> {
    event.current_target()?.dyn_into().ok()
}

fn text_of(event: &Event) -> Option<String> {
    let input = target_of::<HtmlInputElement>(event).map(|input| input.value());
    input.or_else(|| target_of::<HtmlSelectElement>(event).map(|select| select.value()))
}
