#!/usr/bin/env bash
# How good the default recipe is on the real tables beside their references, and what it costs: docs/quality.md.
#   SEEDS=1,2,3   printed only where they are others
set -euo pipefail
given=${SEEDS:-}
. "$(dirname "$0")/environment.sh"

shared=${PERCEPTAB_SHARED:-../shared}
folders=()
for name in tabular tabular2; do
    if [ -d "$shared/data/$name" ]; then folders+=("$shared/data/$name"); fi
done
if [ ${#folders[@]} -lt 2 ]; then
    echo "quality: skipped, since the tables are not there. Put them into ../shared/data/tabular and tabular2, or set PERCEPTAB_SHARED."
    exit 0
fi
mkdir -p target/quality
cargo run --release --quiet --example quality -- "${folders[@]}" --seeds "${given:-1,2,3}" --page >target/quality/quality.md
if [ -z "$given" ]; then cp target/quality/quality.md docs/quality.md; else cat target/quality/quality.md; fi
