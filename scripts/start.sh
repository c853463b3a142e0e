#!/bin/sh
# From a bare Debian 12 to a first answer: installs what is missing, builds desvio and runs its main scenario.
set -eu
cd "$(dirname "$0")/.."
. scripts/packages.sh

install_missing "$build_packages $wasm_packages"
log=build/configure-release.log
mkdir -p build
cmake --preset release -DDESVIO_TESTS=OFF >"$log" 2>&1 || { cat "$log"; exit 1; }
cmake --build --preset release --target desvio
build/release/desvio run brics-100 -o brics-100.h5
