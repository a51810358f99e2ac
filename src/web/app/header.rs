use leptos::prelude::*;

use super::theme::ThemeToggle;

#[component]
pub fn Header() -> impl IntoView {
    view! {
        <header class="top">
            <h1>"Perceptab"</h1>
            <p>"Train a neural network on your CSV. It never leaves this tab."</p>
            <ThemeToggle />
        </header>
    }
}
