#!/usr/bin/env bash
# Builds dist/: plain files with relative addresses, for any folder of any static host.
set -euo pipefail
. "$(dirname "$0")/environment.sh"
scripts/setup.sh app
trunk build --release --public-url ./ "$@"
echo "dist/ is ready: copy it to a static host."
