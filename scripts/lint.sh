#!/usr/bin/env bash
# Formatting and clippy, warnings as errors: what builds natively, then what builds for the browser.
set -uo pipefail
. "$(dirname "$0")/environment.sh"
failed=0
cargo fmt --all --check || failed=1
cargo clippy --locked --quiet --workspace --exclude perceptab-app --exclude perceptab-worker --all-targets -- -D warnings || failed=1
cargo clippy --locked --quiet --package perceptab-app --package perceptab-worker --package perceptab-browser --target wasm32-unknown-unknown -- -D warnings || failed=1
exit $failed
