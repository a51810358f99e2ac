#!/usr/bin/env bash
# Formatting and clippy, warnings as errors: what builds natively, then what builds for the browser.
set -euo pipefail
. "$(dirname "$0")/environment.sh"
cargo fmt --check
cargo clippy --locked --quiet --all-targets -- -D warnings
cargo clippy --locked --quiet --features web --target wasm32-unknown-unknown -- -D warnings
