//! Files that a person brings, and files to keep.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, Url, window};

use crate::page::FileRef;

/// Keeps the handle of a file that was brought.
pub fn keep(files: &mut Vec<File>, file: File) -> FileRef {
    let reference = FileRef { id: files.len() as u32, name: file.name(), bytes: file.size() as u64 };
    files.push(file);
    reference
}

/// Makes a file of bytes and holds it, in place of the one before, if there is one.
pub fn hold(files: &mut Vec<File>, before: Option<u32>, name: &str, bytes: &[u8]) -> Option<FileRef> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let file = File::new_with_u8_array_sequence(&parts, name).ok()?;
    match before.and_then(|before| files.get_mut(before as usize)) {
        Some(place) => {
            let id = before.unwrap_or_default();
            *place = file;
            Some(FileRef { id, name: name.to_string(), bytes: bytes.len() as u64 })
        }
        None => Some(keep(files, file)),
    }
}

pub fn save(name: &str, media_type: &str, bytes: &[u8]) {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&Uint8Array::from(bytes));
    if let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(&parts, &options) {
        save_blob(name, &blob);
    }
}

pub fn save_blob(name: &str, blob: &Blob) {
    let (Some(window), Ok(address)) = (window(), Url::create_object_url_with_blob(blob)) else { return };
    let link = window.document().and_then(|document| document.create_element("a").ok());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    // The browser takes the address up after the click has been handled.
    let release = Closure::once_into_js(move || {
        let _ = Url::revoke_object_url(&address);
    });
    let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(release.unchecked_ref(), 60_000);
}
