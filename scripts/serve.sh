#!/usr/bin/env bash
# Builds the app, serves it on this machine and opens it where there is a desktop. Arguments go to `trunk serve`.
set -euo pipefail
. "$(dirname "$0")/environment.sh"
scripts/setup.sh app

open=()
if [ "$(uname)" = Darwin ]; then
    open=(--open)
elif [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && command -v xdg-open >/dev/null; then
    open=(--open)
fi

port=${TRUNK_SERVE_PORT:-8080}
previous=
for argument in "$@"; do
    case "$previous" in -p | --port) port=$argument ;; esac
    case "$argument" in --port=*) port=${argument#--port=} ;; esac
    previous=$argument
done
echo "Perceptab is being built (the first time takes some minutes). Then it is at http://localhost:$port/ ; Ctrl-C ends it."
# Without the reload socket: the page's Content-Security-Policy allows no inline script.
exec trunk serve --release --no-autoreload ${open[@]+"${open[@]}"} "$@"
