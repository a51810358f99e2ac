# Sourced by the other scripts: the project's folder, the tools of node_modules on the PATH, and what Trunk minds.
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="$PWD/node_modules/.bin:$HOME/.cargo/bin:$PATH"
export TRUNK_SKIP_VERSION_CHECK=true
# Trunk 0.21 reads NO_COLOR as true or false and fails on NO_COLOR=1.
unset NO_COLOR
