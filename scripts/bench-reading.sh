#!/usr/bin/env bash
# Times reading a CSV of 113 MB in Chromium beside PapaParse, d3-dsv and DuckDB-wasm, and pandas and polars natively, and
# writes its section of BENCHMARKS.md.
#   BENCH_ROUNDS=1               a quick look, printed only (default 5)
#   BENCH_READING_ROWS=100000    a smaller table, printed only
#   BENCH_BUILD=0                takes dist/ as it is
set -euo pipefail
. "$(dirname "$0")/environment.sh"

say() { printf 'bench-reading: %s\n' "$*" >&2; }

if [ "${BENCH_BUILD:-1}" != 0 ]; then
    scripts/setup.sh test
    scripts/build.sh
fi

# The peers, from npm alone and outside the app's own packages.
folder=target/bench/peers
mkdir -p "$folder"
if ! cmp -s benches/peers/package-lock.json "$folder/installed.json"; then
    say "installing the Node packages of benches/peers/package-lock.json into $folder"
    cp benches/peers/package.json benches/peers/package-lock.json "$folder/"
    (cd "$folder" && npm ci --ignore-scripts --no-fund --no-audit --loglevel=error) >&2
    cp benches/peers/package-lock.json "$folder/installed.json"
fi
NODE_PATH="$PWD/$folder/node_modules" "$folder/node_modules/.bin/esbuild" --bundle --format=iife --platform=browser --minify \
    --log-level=warning --outdir="$folder/bundles" benches/peers/{reading,duckdb}.mjs

# Without Python the rest is timed all the same.
venv=target/bench/reading-venv wanted=benches/reading_requirements.txt
BENCH_PYTHON=
if command -v python3 >/dev/null; then
    if ! cmp -s "$wanted" "$venv/installed.txt"; then
        say "installing pandas and polars into $venv"
        if python3 -m venv "$venv" && "$venv/bin/pip" install --quiet -r "$wanted"; then cp "$wanted" "$venv/installed.txt"; fi >&2
    fi
    if [ -e "$venv/installed.txt" ]; then BENCH_PYTHON=$venv/bin/python; else say "going on without pandas and polars"; fi
fi
export BENCH_PYTHON
exec node benches/reading.mjs
