#!/usr/bin/env bash
# Pictures of the page's states in target/screenshots, and the README's docs/screenshot.png.
set -euo pipefail
. "$(dirname "$0")/environment.sh"
scripts/setup.sh test
scripts/build.sh
exec node e2e/screenshots.mjs
