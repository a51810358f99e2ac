//! What the browser loads: the page in a window, the worker's part in a worker, out of one module that is fetched and
//! compiled once.

fn main() {
    if web_sys::window().is_some() {
        perceptab::web::app::start();
    } else {
        perceptab::web::worker::start();
    }
}
