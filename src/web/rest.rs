//! The half of the module that the page can begin without: `scripts/split.mjs` takes it out of a release build, `www/rest.js` loads
//! it. A build that was not split is whole, and these do nothing.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::{File, Worker};

#[wasm_bindgen(js_namespace = watch)]
extern "C" {
    /// A name for the lock that one worker holds as long as it lives.
    #[wasm_bindgen(js_name = lockName)]
    pub fn lock_name() -> JsValue;
    #[wasm_bindgen(js_name = over)]
    fn watch_over(worker: &Worker, lock: &JsValue, gone: &JsValue);
}

/// Does something when the worker is gone, whoever ended it: `www/watch.js`.
pub fn when_gone(worker: &Worker, lock: &JsValue, act: impl FnOnce() + 'static) {
    watch_over(worker, lock, &Closure::once_into_js(act));
}

#[wasm_bindgen(js_namespace = rest)]
extern "C" {
    #[wasm_bindgen(js_name = fetchIdly)]
    fn fetch_idly(exports: &JsValue);
    #[wasm_bindgen(js_name = send)]
    fn send_module(worker: &Worker);
    #[wasm_bindgen(js_name = whenHere)]
    fn when_arrived(exports: &JsValue, act: &JsValue);
    #[wasm_bindgen(js_name = whenTried)]
    fn when_arrived_or_not(exports: &JsValue, act: &JsValue);
    #[wasm_bindgen(js_name = load)]
    fn load_now(exports: &JsValue);
    #[wasm_bindgen(js_name = readWorkbook)]
    fn sheet_of(file: &File, sheet: &str) -> Promise;
}

/// Fetches it once the page has nothing else to do.
pub fn fetch() {
    fetch_idly(&wasm_bindgen::exports());
}

/// The worker gets it, compiled, as soon as the page has it.
pub fn send(worker: &Worker) {
    send_module(worker);
}

/// A workbook's sheet of that name, of no name the first: a list of its CSV, notes on it a line each, its name and all
/// names, or of the kind and the sentence of what went wrong. `www/workbook.js` reads it.
pub fn read_workbook(file: &File, sheet: &str) -> Promise {
    sheet_of(file, sheet)
}

/// Does something once it is there; what can wait, and would be missed by nobody if it never came.
pub fn when_here(act: impl FnOnce() + 'static) {
    when_arrived(&wasm_bindgen::exports(), &Closure::once_into_js(act));
}

/// Does something that needs it. Where it could not be fetched that is tried anyway, and says so.
pub fn when_tried(act: impl FnOnce() + 'static) {
    when_arrived_or_not(&wasm_bindgen::exports(), &Closure::once_into_js(act));
}

/// Returns when it is there: the stubs of what it holds call this.
///
/// invariant: what this calls is not in that half.
pub fn load() {
    load_now(&wasm_bindgen::exports());
}
