use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::window;

use super::the_page;

/// Where the choice is kept; `www/theme.js` reads it before the first paint.
const KEY: &str = "perceptab-theme";

/// Follows the system until a person chooses.
#[component]
pub fn ThemeToggle() -> impl IntoView {
    let page = the_page();
    let dark = RwSignal::new(is_dark());
    redraw_with_the_system(move || {
        dark.set(is_dark());
        page.theme.update(|changes| *changes += 1);
    });
    let toggle = move |_| {
        let name = if dark.get_untracked() { "light" } else { "dark" };
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-theme", name);
        }
        // Storage may be forbidden: the choice then lasts as long as the page.
        if let Some(Ok(Some(storage))) = window().map(|window| window.local_storage()) {
            let _ = storage.set_item(KEY, name);
        }
        dark.set(is_dark());
        page.theme.update(|changes| *changes += 1);
    };
    view! {
        <button type="button" class="quiet" on:click=toggle>
            {move || if dark.get() { "Light theme" } else { "Dark theme" }}
        </button>
    }
}

fn is_dark() -> bool {
    let chosen = document().document_element().and_then(|root| root.get_attribute("data-theme"));
    chosen.map_or_else(prefers_dark, |name| name == "dark")
}

fn prefers_dark() -> bool {
    let query = window().and_then(|window| window.match_media("(prefers-color-scheme: dark)").ok().flatten());
    query.is_some_and(|query| query.matches())
}

fn redraw_with_the_system(redraw: impl FnMut() + 'static) {
    if let Some(Ok(Some(query))) = window().map(|window| window.match_media("(prefers-color-scheme: dark)")) {
        let changed = Closure::<dyn FnMut()>::new(redraw).into_js_value();
        query.set_onchange(Some(changed.unchecked_ref()));
    }
}
