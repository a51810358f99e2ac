//! The same engine as a native command line: `perceptab inspect`, `train`, `predict` and `assignment`.

// The browser tests build every bin for wasm too; there is no command line there.
#[cfg(not(target_arch = "wasm32"))]
mod command_line;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    command_line::run()
}

#[cfg(target_arch = "wasm32")]
fn main() {}
