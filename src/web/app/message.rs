use leptos::prelude::*;

use super::the_page;
use crate::session::Place;

/// A failure at one of these places, with what to do; it stays until the next success there or until it is dismissed.
#[component]
pub fn Message(places: &'static [Place]) -> impl IntoView {
    let page = the_page();
    let message = page.failure_at(places);
    move || {
        message.get().map(|message| {
            view! {
                <div class="message" role="alert">
                    <p>{message}</p>
                    <button type="button" class="quiet" on:click=move |_| page.dismiss_failure()>"Dismiss message"</button>
                </div>
            }
        })
    }
}

/// The worker is lost: what is kept, and the way on without reloading.
#[component]
pub fn WorkerMessage() -> impl IntoView {
    let page = the_page();
    let message = page.failure_at(&[Place::Worker]);
    move || {
        message.get().map(|message| {
            view! {
                <div class="message wide" role="alert">
                    <p>{message}</p>
                    <button type="button" on:click=move |_| page.restart_worker()>"Start a fresh worker"</button>
                </div>
            }
        })
    }
}
