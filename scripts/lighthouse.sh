#!/usr/bin/env bash
# Lighthouse on dist/, as on a phone: the median of five visits of performance, accessibility and best practices. Fails below
# 95, 100 and 100.
#   LIGHTHOUSE_VISITS=1   a quick look (default 5)
#   LIGHTHOUSE_BUILD=0    takes dist/ as it is
set -euo pipefail
. "$(dirname "$0")/environment.sh"

if [ "${LIGHTHOUSE_BUILD:-1}" != 0 ]; then
    scripts/setup.sh test
    scripts/build.sh
fi
[ -f dist/index.html ] || { echo "lighthouse: dist/ is missing: run make build first." >&2; exit 1; }

# From npm alone and outside the app's own packages, as the peers of scripts/bench.sh.
folder=target/lighthouse
mkdir -p "$folder"
if ! cmp -s benches/lighthouse/package-lock.json "$folder/installed.json"; then
    echo "lighthouse: installing the Node packages of benches/lighthouse/package-lock.json into $folder" >&2
    cp benches/lighthouse/package.json benches/lighthouse/package-lock.json "$folder/"
    (cd "$folder" && npm ci --ignore-scripts --no-fund --no-audit --loglevel=error) >&2
    cp benches/lighthouse/package-lock.json "$folder/installed.json"
fi
exec node scripts/lighthouse.mjs
