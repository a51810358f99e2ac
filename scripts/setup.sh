#!/usr/bin/env bash
# Installs what Perceptab needs and is not there yet, and says so. The second time it finds everything and is silent.
#   scripts/setup.sh app       what `make serve` and `make build` need
#   scripts/setup.sh test      that, and Chromium with its driver and wasm-pack
#   scripts/setup.sh engines   that, and Firefox, WebKitGTK and their drivers
# Outside the project it touches only what rustup, cargo install, apt-get or brew install.
set -euo pipefail
. "$(dirname "$0")/environment.sh"
part="${1:-app}"

TRUNK=0.21.14
WASM_PACK=0.15.1
GECKODRIVER=0.37.1
# The command line tool must be the very version of the crate in Cargo.lock, or Trunk would try to download one.
WASM_BINDGEN=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/"/, "", $3); print $3 }' Cargo.lock)

say() { printf 'setup: %s\n' "$*"; }
give_up() { printf 'setup: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

rust() {
    have cargo || give_up "Rust is missing. Install it from https://rustup.rs, open a new shell and run this again."
    have cc || system_packages "the linker that Rust calls" build-essential || give_up "a C compiler is missing (Rust links with it). Install one, for example Debian's build-essential, and run this again."
    # The folder of the target's standard library: there with rustup, with a distribution's Rust, or not at all.
    [ -d "$(rustc --print target-libdir --target wasm32-unknown-unknown)" ] && return
    have rustup || give_up "this Rust cannot compile to WebAssembly. Install Rust from https://rustup.rs, or your distribution's wasm32-unknown-unknown target, and run this again."
    say "installing the Rust target wasm32-unknown-unknown"
    rustup target add wasm32-unknown-unknown || give_up "the Rust target wasm32-unknown-unknown could not be installed. Check the network and run this again."
}

# crate_tool COMMAND VERSION CRATE [cargo install arguments …]
crate_tool() {
    local command=$1 version=$2 crate=$3
    shift 3
    if have "$command" && "$command" --version 2>/dev/null | grep -wF "$version" >/dev/null; then return; fi
    if have cargo-binstall; then
        say "installing $crate $version with cargo binstall"
        cargo binstall --no-confirm --force --disable-strategies compile "$crate@$version" </dev/null && return
        say "no prebuilt $crate could be had"
    fi
    say "building $crate $version (some minutes, once)"
    # The tools need no optimising: a cheap profile makes them much quicker to build.
    CARGO_TARGET_DIR="$PWD/target/tools" CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
        CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_DEBUG=0 \
        cargo install --quiet --force "$@" "$crate@$version" || give_up "$crate $version could not be built. Its error stands above."
}

node_packages() {
    have node && have npm || give_up "Node.js is missing. Install version 20 or later from https://nodejs.org and run this again."
    if [ ! -e node_modules/.stamp ] || [ package-lock.json -nt node_modules/.stamp ]; then
        [ "$(node -p 'parseInt(process.versions.node)')" -ge 20 ] || give_up "Node.js $(node --version) is too old. Install version 20 or later from https://nodejs.org and run this again."
        say "installing the Node packages of package-lock.json into node_modules"
        npm ci --no-fund --no-audit --loglevel=error || give_up "the Node packages could not be installed. Check the network and run this again."
        touch node_modules/.stamp
    fi
}

# system_packages PURPOSE PACKAGE … : Debian and its kin; elsewhere it fails and the caller says what to install by hand.
system_packages() {
    local purpose=$1
    shift
    have apt-get || return 1
    local as_root=(env DEBIAN_FRONTEND=noninteractive)
    if [ "$(id -u)" != 0 ]; then
        have sudo || return 1
        as_root=(sudo "${as_root[@]}")
    fi
    say "installing $* with apt-get, for $purpose"
    "${as_root[@]}" apt-get update -q >/dev/null && "${as_root[@]}" apt-get install -y -q --no-install-recommends "$@" >/dev/null
}

chromium() {
    # e2e/chromium.mjs knows where the browser may be; wasm-pack finds chromedriver on the PATH.
    if have chromedriver && node e2e/chromium.mjs >/dev/null 2>&1; then return; fi
    if [ "$(uname)" = Darwin ] && have brew; then
        say "installing chromium and chromedriver with brew"
        brew install --cask chromium chromedriver || true
    else
        system_packages "the browser tests" chromium chromium-driver || true
    fi
    have chromedriver && node e2e/chromium.mjs >/dev/null 2>&1 || give_up "the browser tests need Chromium and chromedriver on the PATH. Install both and run this again."
}

more_engines() {
    if ! have firefox && ! have firefox-esr; then system_packages "the tests in Firefox" firefox-esr || true; fi
    have firefox || have firefox-esr || give_up "the tests in Firefox need it on the PATH. Install Firefox and run this again."
    if ! have WebKitWebDriver || ! have xvfb-run; then system_packages "the tests in WebKitGTK" webkit2gtk-driver xvfb xauth || true; fi
    have WebKitWebDriver && have xvfb-run || give_up "the tests in WebKitGTK need WebKitWebDriver and xvfb-run. Install Debian's webkit2gtk-driver and xvfb, or their like, and run this again."
    crate_tool geckodriver "$GECKODRIVER" geckodriver --locked
}

case "$part" in
app | test | engines) ;;
*) give_up "no part is called '$part': it is app, test or engines." ;;
esac
rust
node_packages
[ -n "$WASM_BINDGEN" ] || give_up "Cargo.lock names no wasm-bindgen. Restore it from the repository and run this again."
crate_tool wasm-bindgen "$WASM_BINDGEN" wasm-bindgen-cli
crate_tool trunk "$TRUNK" trunk --locked --no-default-features --features rustls
[ "$part" = app ] && exit
chromium
crate_tool wasm-pack "$WASM_PACK" wasm-pack --locked
[ "$part" = test ] && exit
more_engines
