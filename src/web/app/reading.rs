use leptos::prelude::*;

use super::the_page;
use crate::session::format;

/// How far a file is read, and a way out.
#[component]
pub fn ReadingProgress() -> impl IntoView {
    let page = the_page();
    let reading = Memo::new(move |_| page.view.with(|view| view.reading.clone()));
    let name = Memo::new(move |_| reading.with(|reading| reading.as_ref().map(|(name, ..)| name.clone())));
    let read =
        move || reading.with(|reading| reading.as_ref().map_or((0, 0), |(_, read, bytes)| (*read, *bytes)));
    move || {
        name.get().map(|name| {
            view! {
                <div class="reading">
                    <p>"Reading " <b>{name.clone()}</b> ": " {move || format::size(read().0)} " of " {move || format::size(read().1)}</p>
                    <progress
                        aria-label="Reading the file"
                        max=move || read().1.max(1).to_string()
                        value=move || read().0.to_string()
                    ></progress>
                    <button type="button" on:click=move |_| page.cancel_reading()>"Cancel"</button>
                </div>
            }
        })
    }
}
