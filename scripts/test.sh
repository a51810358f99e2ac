#!/usr/bin/env bash
# Every check and test, one part after the other; a failing part does not stop the next. One summary at the end.
#   scripts/test.sh             all parts
#   scripts/test.sh native e2e  these parts (lint, native, fuzz, browser, build, e2e)
set -uo pipefail
. "$(dirname "$0")/environment.sh"
. scripts/tally.sh

lint() { scripts/lint.sh; }

# A native test that finds no song file prints "skipped: …" and passes: --show-output lets it be counted.
native() {
    local js
    js=$(cargo tree --locked --edges normal,build,dev --prefix none | grep -E '^(js-sys|web-sys|wasm-bindgen)' | sort -u)
    if [ -n "$js" ]; then
        printf 'A plain `cargo test` builds crates that need JS:\n%s\n' "$js"
        return 1
    fi
    cargo test --locked --workspace --exclude perceptab-app --exclude perceptab-worker --no-fail-fast -- --show-output
}

# A minute of what `make fuzz` does for ten.
fuzz() { scripts/fuzz.sh --seconds 60; }

browser() { wasm-pack test --headless --chrome -- --locked; }

# With the tests of what the two modules hold, and of the reader against other people's cases.
build() { scripts/build.sh && node --test --test-reporter=spec scripts/*.test.mjs; }

e2e() { scripts/e2e.sh; }

scripts/setup.sh test || exit 1
[ $# -gt 0 ] || set -- lint native fuzz browser build e2e
for part in "$@"; do run_part "$part"; done
summary
