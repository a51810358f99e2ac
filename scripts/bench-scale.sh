#!/usr/bin/env bash
# Seconds and memory against rows, columns, classes and width, natively and in Chromium: docs/scale.md and docs/scale.svg.
#   BENCH_ROUNDS=1          a quick look, written to target/bench/ only (default 3)
#   BENCH_LARGEST=100000    no table of more rows, written to target/bench/ only
#   BENCH_BUILD=0           takes dist/ and target/release/perceptab as they are
#   scripts/bench-scale.sh --report   measures nothing: table and plot again from target/bench/scale.json
set -euo pipefail
. "$(dirname "$0")/environment.sh"

if [ "${1:-}" != --report ] && [ "${BENCH_BUILD:-1}" != 0 ]; then
    scripts/setup.sh test
    scripts/build.sh
    cargo build --release --bin perceptab
fi
mkdir -p target/bench
exec node benches/scale.mjs "$@"
