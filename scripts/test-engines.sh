#!/usr/bin/env bash
# The browser tests and a smoke test of the built page in Firefox and in WebKitGTK. (wasm-pack calls the latter Safari:
# it is WebKitGTK's MiniBrowser, which is kin to Safari and not the same.)
set -uo pipefail
. "$(dirname "$0")/environment.sh"
. scripts/tally.sh

firefox() { wasm-pack test --headless --firefox -- --locked; }

webkit() {
    xvfb-run -a wasm-pack test --headless --safari --safaridriver "$(command -v WebKitWebDriver)" -- --locked
}

build() { scripts/build.sh; }

smoke() {
    cargo build --locked --quiet --bin perceptab && xvfb-run -a node --test --test-reporter=spec e2e/engines.mjs
}

scripts/setup.sh engines || exit 1
[ $# -gt 0 ] || set -- firefox webkit build smoke
for part in "$@"; do run_part "$part"; done
summary
