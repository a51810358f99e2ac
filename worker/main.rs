//! The engine's module: the worker's part, which reads, trains and writes.

fn main() {
    perceptab_browser::web::worker::start();
}
