use super::all_settings::groups;
use super::field::{choice, text_field};
use super::node::{Element, Handler, el};
use super::{Fold, PageState};
use perceptab_conversation::session::{Choice, Setting};

/// The five settings that stay in view.
pub fn main_settings(state: &PageState) -> Element {
    settings()
        .child(text_field(state, Setting::Hidden))
        .child(choice(state, Choice::Activation))
        .child(text_field(state, Setting::LearningRate))
        .child(text_field(state, Setting::BatchSize))
        .child(text_field(state, Setting::Epochs))
}

/// The others. They are made when they are opened.
pub fn all_settings(state: &PageState) -> Element {
    let details = el("details")
        .class("all")
        .on(Handler::Opened(Fold::Settings))
        .child(el("summary").text("All settings"));
    if state.settings_listed { details.children(groups(state)) } else { details }
}

pub fn settings() -> Element {
    el("div").class("settings")
}
