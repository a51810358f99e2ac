//! The address, the window's title, and the keys that are heard everywhere.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, KeyboardEvent};

use super::App;
use crate::page::{Action, Tab};

impl App {
    pub(super) fn watch_place(self: &Rc<Self>) {
        let this = self.clone();
        let moved = Closure::<dyn FnMut()>::new(move || this.arrive()).into_js_value();
        self.window.set_onhashchange(Some(moved.unchecked_ref()));
        let this = self.clone();
        let hear = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| this.pressed(&event));
        let _ = self.window.add_event_listener_with_callback("keydown", hear.into_js_value().unchecked_ref());
        self.arrive();
    }

    fn arrive(self: &Rc<Self>) {
        let address = self.window.location().hash().unwrap_or_default();
        self.act(Action::Arrive(Tab::at(&address)));
    }

    pub(super) fn go(&self, tab: Tab) {
        let _ = self.window.location().set_hash(tab.address());
    }

    pub(super) fn show_title(&self) {
        let title = self.state.borrow().title();
        if self.document.title() != title {
            self.document.set_title(&title);
        }
    }

    fn pressed(self: &Rc<Self>, event: &KeyboardEvent) {
        if event.alt_key() || event.default_prevented() {
            return;
        }
        let with_control = event.ctrl_key() || event.meta_key();
        let action = self.state.borrow().key(&event.key(), with_control, is_in_field(event));
        if let Some(action) = action {
            event.prevent_default();
            self.act(action);
        }
    }
}

fn is_in_field(event: &Event) -> bool {
    let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    target.is_some_and(|target| target.matches("input, select, textarea").unwrap_or(false))
}
