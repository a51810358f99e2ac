//! The page: Data → Network → Result, and a bar with the one button that comes next.

mod chart_view;
mod column_table;
mod data_part;
mod download;
mod downloads;
mod drop;
mod field;
mod header;
mod histogram;
mod history_table;
mod message;
mod model_card;
mod network_part;
mod noticed;
mod page;
mod pick;
mod presets;
mod reading;
mod result_part;
mod run_bar;
mod run_notes;
mod scores;
mod settings;
mod theme;

use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use self::page::Page;

/// Takes over from the static shell of `index.html`, which looks like the empty page.
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        // No panic reaches the user as silence.
        if let Some(broken) = document().get_element_by_id("broken") {
            let _ = broken.remove_attribute("hidden");
        }
    }));
    let Some(root) = document().get_element_by_id("app").and_then(|root| root.dyn_into::<HtmlElement>().ok())
    else {
        return;
    };
    root.set_inner_html("");
    mount_to(root, App).forget();
}

#[component]
fn App() -> impl IntoView {
    let page = Page::new();
    provide_context(page);
    let ready = move || page.view.with(|view| view.worker.is_some());
    view! {
        <header::Header />
        <message::WorkerMessage />
        <main class="parts" data-worker=move || if ready() { "ready" } else { "starting" }>
            <data_part::DataPart />
            <network_part::NetworkPart />
            <result_part::ResultPart />
        </main>
        <run_bar::RunBar />
        <drop::DropOverlay />
        <p class="visually-hidden" aria-live="polite">{move || page.notice.get()}</p>
    }
}

/// The state of the page that this component stands on.
fn the_page() -> Page {
    expect_context()
}
