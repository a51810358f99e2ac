use super::all_settings::groups;
use super::field::setting;
use super::node::{Element, Handler, el};
use super::{Fold, PageState};
use perceptab::recipe::{Setting, Shown};

/// The five settings that stay in view.
pub fn main_settings(state: &PageState) -> Element {
    let in_view = Setting::all().filter(|setting| setting.shown == Shown::InView);
    el("div").class("settings").children(in_view.map(|one| setting(state, one)))
}

/// The others. They are made when they are opened.
pub fn all_settings(state: &PageState) -> Element {
    let details = el("details")
        .class("all")
        .on(Handler::Opened(Fold::Settings))
        .child(el("summary").text("All settings"));
    if state.settings_listed { details.children(groups(state)) } else { details }
}
