#!/usr/bin/env bash
# Times the engine in three browser engines and natively beside scikit-learn, TensorFlow.js, ConvNetJS and brain.js, all in
# one run, and writes BENCHMARKS.md.
#   BENCH_ROUNDS=1        a quick look, printed only (default 5)
#   BENCH_EPOCHS=20       fewer epochs, printed only (default 200)
#   BENCH_SECONDS=0.2     how long a peer is timed in each round (default 1)
#   BENCH_JOBS=spec2,width-128-batch-full   what starts so, printed only
#   BENCH_BUILD=0         takes dist/ and target/release/perceptab as they are
#   scripts/bench.sh --report   measures nothing: the tables again from target/bench/figures.json
set -euo pipefail
. "$(dirname "$0")/environment.sh"
. scripts/python.sh

if [ "${1:-}" = --report ]; then exec node benches/bench.mjs --report; fi

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

# The peers, from npm alone and outside the app's own packages, each bundled into one script for a worker.
peers() {
    local folder=target/bench/peers
    mkdir -p "$folder"
    if ! cmp -s benches/peers/package-lock.json "$folder/installed.json"; then
        say "installing the Node packages of benches/peers/package-lock.json into $folder"
        cp benches/peers/package.json benches/peers/package-lock.json "$folder/"
        # No scripts: brain.js would have a driver for graphics cards compiled, which is not used.
        (cd "$folder" && npm ci --ignore-scripts --no-fund --no-audit --loglevel=error) >&2 || return 1
        cp benches/peers/package-lock.json "$folder/installed.json"
    fi
    NODE_PATH="$PWD/$folder/node_modules" "$folder/node_modules/.bin/esbuild" --bundle --format=iife --platform=browser --minify \
        --log-level=warning --outdir="$folder/bundles" benches/peers/{tensorflow,convnet,brain}.mjs
}
BENCH_PEERS=1
if ! peers; then
    say "the peers of benches/peers/package.json could not be installed (the error stands above): going on without them"
    BENCH_PEERS=0
fi

# WebKitGTK wants a display.
display=()
if [ -z "${DISPLAY:-}" ] && command -v xvfb-run >/dev/null; then display=(xvfb-run -a); fi
# Without Python the rest is timed all the same.
BENCH_PYTHON=$(python_with_scikit_learn bench)
export BENCH_PYTHON BENCH_PEERS
exec "${display[@]}" node benches/bench.mjs
