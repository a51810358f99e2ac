//! The page's module: what stands in the window.

fn main() {
    perceptab::web::app::start();
}
