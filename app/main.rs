//! The page's module: what stands in the window.

fn main() {
    perceptab_browser::web::app::start();
}
