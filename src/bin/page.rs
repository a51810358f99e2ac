//! The page: `www/boot.js` starts it where the browser can run it.

fn main() {
    perceptab::web::app::start();
}
