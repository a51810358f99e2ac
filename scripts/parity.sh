#!/usr/bin/env bash
# Holds the assignment's section 5 against scikit-learn's over five seeds and writes docs/parity.md.
#   DATA=path   another song file, printed only
set -euo pipefail
given=${DATA:-}
. "$(dirname "$0")/environment.sh"
. scripts/python.sh
. scripts/song_file.sh

if [ -z "$given" ] && [ "$DATA" = data/songs.csv ]; then
    echo "parity: the assignment's song file is not there. Put it into ../shared/data/, or set PERCEPTAB_SHARED or DATA." >&2
    exit 1
fi
python=$(python_with_scikit_learn parity)
[ -n "$python" ] || exit 1
cargo build --release --quiet --bin perceptab
mkdir -p target/parity
"$python" benches/parity.py target/release/perceptab "$DATA" target/parity >target/parity/parity.md
if [ -z "$given" ]; then cp target/parity/parity.md docs/parity.md; fi
cat target/parity/parity.md
