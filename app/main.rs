//! What the browser loads: the page in a window, the worker's part in a worker, out of one module that is fetched and
//! compiled once.

use wasm_bindgen::prelude::wasm_bindgen;

fn main() {
    if web_sys::window().is_some() {
        perceptab::web::app::start();
    } else {
        perceptab::web::worker::start();
    }
}

/// Called where a function is called that is in the half of the module that is not there yet (scripts/split.mjs).
#[wasm_bindgen]
pub fn load_rest() {
    perceptab::web::rest::load();
}
