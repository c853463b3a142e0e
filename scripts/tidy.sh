#!/bin/sh
# clang-tidy over every source of the project, in parallel; any finding fails.
# Rooms are checked in batches of several files at once, since most of the time goes into the headers they share.
set -eu
cd "$(dirname "$0")/.."
mkdir -p build
cmake --preset tidy >build/configure-tidy.log 2>&1 || { cat build/configure-tidy.log; exit 1; }
cmake --build --preset tidy --target desvio_version_header >/dev/null
log=build/tidy.log
sources="/(app|benches|examples|tests)/.*\\.cpp$|/io/reader_.*\\.cpp$|/Unity/unity_.*\\.cxx$"
if run-clang-tidy -quiet -j "$(nproc)" -p build/tidy -extra-arg=-Wno-unknown-warning-option "$sources" >"$log" 2>&1; then
    echo "clang-tidy: no findings"
else
    sed 's/\x1b\[[0-9;]*m//g' "$log" | grep -E '(error|warning):' | sort -u
    echo "clang-tidy: the findings above stand in $log with their context" >&2
    exit 1
fi
