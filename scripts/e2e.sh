#!/usr/bin/env bash
# The end-to-end tests against dist/ in Chromium. Arguments: spec files (all without any).
set -euo pipefail
. "$(dirname "$0")/environment.sh"
[ -f dist/index.html ] || { echo "dist/ is missing: run make build first." >&2; exit 1; }
# The native engine that the browser's weights are compared with.
cargo build --locked --quiet --bin perceptab
specs=("$@")
[ $# -gt 0 ] || specs=(e2e/specs/*.test.mjs)
exec node --test --test-concurrency=1 --test-timeout=120000 --test-reporter=spec "${specs[@]}"
