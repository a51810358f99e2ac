//! Light or dark: follows the system until a person chooses.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::MediaQueryList;

use super::App;
use crate::page::Action;

/// Where the choice is kept; `www/theme.js` reads it before the first paint.
const KEY: &str = "perceptab-theme";

impl App {
    pub(super) fn watch_theme(self: &Rc<Self>) {
        if let Some(query) = self.system_theme() {
            let this = self.clone();
            let changed = Closure::<dyn FnMut()>::new(move || this.theme_changed()).into_js_value();
            query.set_onchange(Some(changed.unchecked_ref()));
        }
        self.theme_changed();
    }

    pub(super) fn switch_theme(self: &Rc<Self>) {
        let name = if self.is_dark() { "light" } else { "dark" };
        if let Some(root) = self.document.document_element() {
            let _ = root.set_attribute("data-theme", name);
        }
        // Storage may be forbidden: the choice then lasts as long as the page.
        if let Ok(Some(storage)) = self.window.local_storage() {
            let _ = storage.set_item(KEY, name);
        }
        self.theme_changed();
    }

    fn theme_changed(self: &Rc<Self>) {
        self.charts.redraw();
        self.act(Action::Theme { dark: self.is_dark() });
    }

    fn is_dark(&self) -> bool {
        let chosen = self.document.document_element().and_then(|root| root.get_attribute("data-theme"));
        let prefers_dark = || self.system_theme().is_some_and(|query| query.matches());
        chosen.map_or_else(prefers_dark, |name| name == "dark")
    }

    fn system_theme(&self) -> Option<MediaQueryList> {
        self.window.match_media("(prefers-color-scheme: dark)").ok().flatten()
    }
}
