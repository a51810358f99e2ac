use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{DragEvent, Element};

use super::App;
use crate::page::Action;
use perceptab_conversation::session::Purpose;

impl App {
    /// A file may be dropped anywhere. On the model's card it is predicted, elsewhere it is opened.
    pub(super) fn watch_drops(self: &Rc<Self>) {
        for name in ["dragenter", "dragover", "dragleave", "drop"] {
            let this = self.clone();
            let hear = Closure::<dyn FnMut(DragEvent)>::new(move |event: DragEvent| this.dragged(&event));
            let _ = self.window.add_event_listener_with_callback(name, hear.into_js_value().unchecked_ref());
        }
    }

    fn dragged(self: &Rc<Self>, event: &DragEvent) {
        let kind = event.type_();
        if kind == "dragleave" {
            // Leaving one element for another of the page has somewhere it goes to.
            if event.related_target().is_none() {
                self.act(Action::DragOver(false));
            }
            return;
        }
        if carries_files(event) {
            event.prevent_default();
        }
        match kind.as_str() {
            "dragenter" if carries_files(event) => self.act(Action::DragOver(true)),
            "drop" => {
                self.act(Action::DragOver(false));
                let files = event.data_transfer().and_then(|data| data.files());
                let Some((files, file)) = files.and_then(|files| files.get(0).map(|file| (files, file)))
                else {
                    return;
                };
                let others: Vec<String> = (1..files.length())
                    .filter_map(|place| files.get(place))
                    .map(|file| file.name())
                    .collect();
                let purpose = if is_on_model(event) { Purpose::Predict } else { Purpose::Open };
                let taken = file.name();
                self.take_file(purpose, file);
                if !others.is_empty() {
                    self.act(Action::OneOfMany { taken, others });
                }
            }
            _ => {}
        }
    }
}

fn carries_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|data| data.types().iter().any(|kind| kind == "Files"))
}

fn is_on_model(event: &DragEvent) -> bool {
    let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    target.is_some_and(|target| target.closest(".model").ok().flatten().is_some())
}
