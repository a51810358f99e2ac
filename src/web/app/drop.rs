use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element};

use super::the_page;

/// A file may be dropped anywhere. On the model's card it is predicted, elsewhere it is opened.
#[component]
pub fn DropOverlay() -> impl IntoView {
    let page = the_page();
    let over = RwSignal::new(false);
    let handles = [
        window_event_listener(ev::dragenter, move |event| {
            if carries_files(&event) {
                event.prevent_default();
                over.set(true);
            }
        }),
        window_event_listener(ev::dragover, |event| {
            if carries_files(&event) {
                event.prevent_default();
            }
        }),
        window_event_listener(ev::dragleave, move |event| {
            // Leaving one element for another of the page has somewhere it goes to.
            if event.related_target().is_none() {
                over.set(false);
            }
        }),
        window_event_listener(ev::drop, move |event| {
            over.set(false);
            if !carries_files(&event) {
                return;
            }
            event.prevent_default();
            let Some(files) = event.data_transfer().and_then(|data| data.files()) else { return };
            let Some(file) = files.get(0) else { return };
            if files.length() > 1 {
                page.notice.set(format!("One file at a time: {} was taken.", file.name()));
            }
            if is_on_model(&event) { page.predict(file) } else { page.open(file) }
        }),
    ];
    on_cleanup(move || handles.into_iter().for_each(|handle| handle.remove()));
    view! {
        <div class="drop-overlay" class:shown=move || over.get() aria-hidden="true">
            <p>"Drop a CSV to read it, or a recipe or model to load it"</p>
        </div>
    }
}

fn carries_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|data| data.types().iter().any(|kind| kind == "Files"))
}

fn is_on_model(event: &DragEvent) -> bool {
    let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    target.is_some_and(|target| target.closest(".model").ok().flatten().is_some())
}
