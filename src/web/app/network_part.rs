use leptos::prelude::*;

use super::message::Message;
use super::presets::Presets;
use super::settings::{AllSettings, MainSettings};
use crate::session::Place;

#[component]
pub fn NetworkPart() -> impl IntoView {
    view! {
        <section class="part network" aria-labelledby="network-title">
            <h2 id="network-title"><span class="number" aria-hidden="true">"2"</span>"Network"</h2>
            <Message places=&[Place::Recipe] />
            <Presets />
            <MainSettings />
            <AllSettings />
        </section>
    }
}
