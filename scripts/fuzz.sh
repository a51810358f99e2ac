#!/usr/bin/env bash
# Attacks the command line with mutated files (examples/attack/): fails on a panic, an abort, a hang, memory beyond its limit,
# a number that is not finite, a copied cell that changed, an input that changed, a file that was left.
#   make fuzz SECONDS=600                  ten minutes, as many as without it
#   scripts/fuzz.sh --seconds 60 --seed 7  other limits, other cases
#   scripts/fuzz.sh --seed 7 --case 1234   one case again
set -euo pipefail
. "$(dirname "$0")/environment.sh"
# With overflow checks, and panics that are seen.
cargo build --locked --quiet --bin perceptab --example attack
exec target/debug/examples/attack "$@"
