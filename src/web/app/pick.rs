//! Files from the picker.

use leptos::ev;
use leptos::html::Input;
use leptos::prelude::*;
use web_sys::File;

/// A button that opens the file picker. The input itself is out of sight and out of the keyboard's way.
#[component]
pub fn PickFile(
    #[prop(into)] label: Signal<String>,
    /// What the picker shows first, as in the `accept` attribute.
    accept: &'static str,
    #[prop(default = "")] class: &'static str,
    take: impl Fn(File) + Copy + 'static,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let chosen = move |_: ev::Event| {
        if let Some(input) = input.get_untracked() {
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                take(file);
            }
            // The same file may be chosen again.
            input.set_value("");
        }
    };
    let open = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    view! {
        <button type="button" class=class on:click=open>{move || label.get()}</button>
        <input type="file" hidden node_ref=input accept=accept on:change=chosen />
    }
}
