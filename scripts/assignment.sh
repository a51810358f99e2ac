#!/usr/bin/env bash
# Runs a section of the assignment: builds the command line, trains, prints the accuracies and writes figures and reports to
# reports/SECTION/.
#   scripts/assignment.sh model | test_scikit_learn | mymodel [options of `perceptab assignment`]
#   DATA=path   another CSV; without it the assignment's song file where it is present, else the bundled songs
set -euo pipefail
section=$1
shift
# A path is meant from where the person stands, which make leaves as it is.
here=$PWD
. "$(dirname "$0")/environment.sh"
. scripts/python.sh
case "${DATA:-}" in '' | /*) ;; *) DATA="$here/$DATA" ;; esac
. scripts/song_file.sh

if ! command -v cargo >/dev/null; then
    echo "assignment: Rust is missing. Install it from https://rustup.rs, open a new shell and run this again." >&2
    exit 1
fi
cargo build --release --locked --quiet --bin perceptab
run=(target/release/perceptab assignment "$section" --data "$DATA" "$@")
if [ "$section" != test_scikit_learn ]; then exec "${run[@]}"; fi

rows=target/assignment
"${run[@]}" --rows "$rows"
# scikit-learn itself, with the same settings on the same rows.
python=$(python_with_scikit_learn test_scikit_learn)
[ -n "$python" ] || exit 0
"$python" benches/assignment.py "$rows"
