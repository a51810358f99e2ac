//! The scripts around the engine's module, as they stand in `www/`: `boot.js` and `download.js` fetch it, `watch.js` notices
//! the end of a worker, `worker_boot.js` lends the worker what it fetches.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::{File, Worker};

#[wasm_bindgen(js_namespace = engine)]
extern "C" {
    /// The address of the script that starts the engine's module.
    pub fn script() -> JsValue;
    /// The module, compiled. It is fetched once; one that could not be had is fetched anew. Rejected: why not, as an `Error`.
    pub fn module() -> Promise;
}

#[wasm_bindgen(js_namespace = download)]
extern "C" {
    /// Milliseconds without a byte after which a download is given up: ten seconds.
    pub fn patience() -> i32;
    /// Whether a byte of any file came within that time.
    #[wasm_bindgen(js_name = isFlowing)]
    pub fn is_flowing() -> bool;
    /// The bytes of a file beside the worker's own. Rejected: why not, as an `Error`.
    pub fn bytes(address: &str) -> Promise;
}

#[wasm_bindgen(js_namespace = watch)]
extern "C" {
    /// A name for the lock that one worker holds as long as it lives.
    #[wasm_bindgen(js_name = lockName)]
    pub fn lock_name() -> JsValue;
    #[wasm_bindgen(js_name = over)]
    fn watch_over(worker: &Worker, lock: &JsValue, gone: &JsValue);
}

/// Does something when the worker is gone, whoever ended it.
pub fn when_gone(worker: &Worker, lock: &JsValue, act: impl FnOnce() + 'static) {
    watch_over(worker, lock, &Closure::once_into_js(act));
}

#[wasm_bindgen(js_namespace = console)]
extern "C" {
    /// Writes a line into the browser's console, where developers read what broke.
    pub fn error(words: &str);
}

#[wasm_bindgen(js_namespace = workbook)]
extern "C" {
    /// A workbook's sheet of that name, of no name the first: a list of its CSV, notes on it a line each, its name and all
    /// names, or of the kind and the sentence of what went wrong. `www/workbook.js` reads it.
    #[wasm_bindgen(js_name = read)]
    pub fn read_workbook(file: &File, sheet: &str) -> Promise;
}

/// What the browser says of an error.
pub fn words(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message())).unwrap_or_default()
}
