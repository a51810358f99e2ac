#!/usr/bin/env bash
# Holds the preset `beyond` against the assignment's regressions and gradient-boosted trees: docs/beyond.md.
#   DATA=path   another song file, printed only
set -euo pipefail
given=${DATA:-}
. "$(dirname "$0")/environment.sh"
. scripts/python.sh
. scripts/song_file.sh

if [ -z "$given" ] && [ "$DATA" = data/songs.csv ]; then
    echo "beyond: the assignment's song file is not there. Put it into ../shared/data/, or set PERCEPTAB_SHARED or DATA." >&2
    exit 1
fi
python=$(python_with_scikit_learn beyond)
[ -n "$python" ] || exit 1
cargo build --release --quiet --bin perceptab
mkdir -p target/beyond
"$python" benches/beyond.py target/release/perceptab "$DATA" target/beyond/beyond.md
if [ -z "$given" ]; then cp target/beyond/beyond.md docs/beyond.md; fi
