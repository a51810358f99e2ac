#!/usr/bin/env bash
# Writes cli/tests/golden_bits/*.json anew: the hashes of all weights and files as they are now. Only for a change of the bits
# that is meant; `git diff` then names each entry that it moves.
#   scripts/golden_bits.sh                write them
#   scripts/golden_bits.sh files FOLDER   compare, and lay the files that are hashed into FOLDER
set -euo pipefail
. "$(dirname "$0")/environment.sh"
case "${1:-}" in
    '') PERCEPTAB_WRITE_GOLDEN=1 cargo test --locked --test golden_bits ;;
    files)
        mkdir -p "$2"
        PERCEPTAB_GOLDEN_FILES=$(realpath "$2") cargo test --locked --test golden_bits
        ;;
    *)
        echo "golden_bits.sh: without arguments, or 'files FOLDER'." >&2
        exit 2
        ;;
esac
