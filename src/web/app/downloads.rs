use leptos::html::Canvas;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{download, the_page};
use crate::chart::{Figure, Theme};
use crate::session::{Export, RunState};
use crate::web::canvas::to_png;

/// The picture's size in CSS pixels, and how many of its pixels each is wide.
const PICTURE: (f64, f64, f64) = (800.0, 450.0, 2.0);

const FILES: [(Export, &str); 4] = [
    (Export::History, "History (CSV)"),
    (Export::Recipe, "Recipe (JSON)"),
    (Export::Predictions, "Predictions (CSV)"),
    (Export::Model, "Model (JSON)"),
];

/// Files to take away. `canvas`: whose colours the pictures have.
#[component]
pub fn Downloads(
    #[prop(into)] accuracy: Signal<Figure>,
    #[prop(into)] loss: Signal<Figure>,
    canvas: NodeRef<Canvas>,
) -> impl IntoView {
    let page = the_page();
    let has_curve = Memo::new(move |_| {
        page.view.with(|view| view.run.as_ref().is_some_and(|run| !run.history.is_empty()))
    });
    // The worker makes the files, of the run that it has: one that a lost worker had is not there to be written.
    let has_worker = Memo::new(move |_| {
        page.view.with(|view| {
            view.worker.is_some() && view.run.as_ref().is_some_and(|run| !run.lost && !run.history.is_empty())
        })
    });
    let has_result = Memo::new(move |_| has_worker.get() && page.run_state.get() == Some(RunState::Ended));
    let files = move || {
        FILES.map(|(export, label)| {
            let waits = move || match export {
                Export::History | Export::Recipe => !has_worker.get(),
                _ => !has_result.get(),
            };
            view! {
                <li><button type="button" disabled=waits on:click=move |_| page.export(export)>{label}</button></li>
            }
        })
    };
    let picture = move |figure: Signal<Figure>, name: &'static str| {
        let Some(canvas) = canvas.get_untracked() else { return };
        let (figure, theme) = (figure.get_untracked(), Theme::of(&canvas));
        spawn_local(async move {
            let (width, height, scale) = PICTURE;
            match to_png(&figure, &theme, width, height, scale).await {
                Ok(blob) => download::save_blob(name, &blob),
                Err(_) => page.notice.set("The browser could not draw the picture.".to_string()),
            }
        });
    };
    view! {
        <Show when=move || has_curve.get()>
            <h3 id="download-title">"Download"</h3>
            <ul class="downloads" aria-labelledby="download-title">
                {files()}
                <li><button type="button" on:click=move |_| picture(accuracy, "accuracy.png")>"Accuracy chart (PNG)"</button></li>
                <li><button type="button" on:click=move |_| picture(loss, "loss.png")>"Loss chart (PNG)"</button></li>
            </ul>
        </Show>
    }
}
