use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{ClipboardEvent, Element, File};

use super::App;
use perceptab_conversation::session::Purpose;

impl App {
    /// Cells from a spreadsheet, or a file, may be pasted anywhere but into a field.
    pub(super) fn watch_paste(self: &Rc<Self>) {
        let this = self.clone();
        let hear =
            Closure::<dyn FnMut(ClipboardEvent)>::new(move |event: ClipboardEvent| this.pasted(&event));
        let _ = self.window.add_event_listener_with_callback("paste", hear.into_js_value().unchecked_ref());
    }

    fn pasted(self: &Rc<Self>, event: &ClipboardEvent) {
        let Some(data) = event.clipboard_data().filter(|_| !is_field(event)) else { return };
        // Text first: a spreadsheet puts a picture of the cells beside them.
        let text = data.get_data("text/plain").ok().filter(|text| text.contains('\n'));
        let file = match text {
            Some(text) => File::new_with_str_sequence(&Array::of1(&text.into()), "pasted cells").ok(),
            None => data.files().and_then(|files| files.get(0)),
        };
        if let Some(file) = file {
            event.prevent_default();
            self.take_file(Purpose::Open, file);
        }
    }
}

fn is_field(event: &ClipboardEvent) -> bool {
    let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    target.is_some_and(|target| target.matches("input, select, textarea").unwrap_or(false))
}
