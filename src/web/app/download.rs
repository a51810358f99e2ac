//! Files for a person to keep.

use js_sys::{Array, Uint8Array};
use leptos::prelude::document;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url, window};

pub fn save(name: &str, media_type: &str, bytes: &[u8]) {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&Uint8Array::from(bytes));
    if let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(&parts, &options) {
        save_blob(name, &blob);
    }
}

pub fn save_blob(name: &str, blob: &Blob) {
    let Ok(address) = Url::create_object_url_with_blob(blob) else { return };
    if let Ok(Ok(link)) = document().create_element("a").map(|link| link.dyn_into::<HtmlAnchorElement>()) {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    // The browser takes the address up after the click has been handled.
    let release = Closure::once_into_js(move || {
        let _ = Url::revoke_object_url(&address);
    });
    if let Some(window) = window() {
        let callback = release.unchecked_ref();
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(callback, 60_000);
    }
}
