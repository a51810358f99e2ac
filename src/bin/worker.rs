//! The browser's worker: `www/worker.js` starts it.

fn main() {
    perceptab::web::worker::start();
}
