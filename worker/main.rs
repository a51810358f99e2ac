//! The engine's module: the worker's part, which reads, trains and writes.

fn main() {
    perceptab::web::worker::start();
}
