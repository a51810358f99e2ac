#!/usr/bin/env bash
# Times the engine in Chromium and natively beside scikit-learn, all in one run, and writes BENCHMARKS.md.
#   BENCH_ROUNDS=1        a quick look, printed only (default 5)
#   BENCH_EPOCHS=20       fewer epochs, printed only (default 200)
#   BENCH_PRESETS=a,b     some presets, printed only
#   BENCH_BUILD=0         takes dist/ and target/release/perceptab as they are
set -euo pipefail
. "$(dirname "$0")/environment.sh"

say() { printf 'bench: %s\n' "$*" >&2; }

if [ "${BENCH_BUILD:-1}" != 0 ]; then
    scripts/setup.sh test
    scripts/build.sh
    cargo build --release --bin perceptab
fi

# The ceiling probe needs no crate: rustc alone builds it.
mkdir -p target/bench
rustc --edition 2024 --crate-type cdylib --target wasm32-unknown-unknown -C opt-level=3 -C panic=abort \
    -C target-feature=+simd128 -C strip=debuginfo benches/ceiling/ceiling.rs -o target/bench/ceiling.wasm

# scikit-learn in a virtual environment of its own; without Python the rest is timed all the same.
python() {
    local venv=target/bench/venv wanted=tests/golden/requirements.txt
    if ! command -v python3 >/dev/null; then
        say "Python 3 is missing: going on without scikit-learn"
        return
    fi
    if ! cmp -s "$wanted" "$venv/installed.txt"; then
        say "installing scikit-learn into $venv"
        # Not --clear: a half-made one is made anew by the same command.
        if ! { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet -r "$wanted"; } >&2; then
            say "scikit-learn could not be installed (its error stands above): going on without it"
            return
        fi
        cp "$wanted" "$venv/installed.txt"
    fi
    echo "$venv/bin/python"
}

BENCH_PYTHON=$(python) exec node benches/bench.mjs
