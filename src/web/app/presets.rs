use leptos::prelude::*;

use super::the_page;
use crate::recipe::Preset;

/// Starting points: one click sets everything, and everything stays open to change.
#[component]
pub fn Presets() -> impl IntoView {
    let page = the_page();
    let current = Memo::new(move |_| page.recipe.with(|recipe| recipe.preset));
    let cards = Preset::ALL.map(|preset| {
        let about = format!("preset-{}", preset.id());
        view! {
            <label class="card">
                <input
                    type="radio"
                    name="preset"
                    aria-label=preset.title()
                    aria-describedby=about.clone()
                    prop:checked=move || current.get() == preset
                    on:change=move |_| page.apply_preset(preset)
                />
                <span class="card-title" aria-hidden="true">{preset.title()}</span>
                <span class="muted" id=about>{preset.summary()}</span>
            </label>
        }
    });
    view! {
        <fieldset class="presets">
            <legend class="visually-hidden">"Preset"</legend>
            {cards}
        </fieldset>
    }
}
