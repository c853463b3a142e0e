#!/bin/sh
# clang-tidy over every source of the project, in parallel; any finding fails.  sh scripts/tidy.sh [FILE PATTERN]
set -eu
cd "$(dirname "$0")/.."
mkdir -p build
cmake --preset tidy >build/configure-tidy.log 2>&1 || { cat build/configure-tidy.log; exit 1; }
cmake --build --preset tidy --target desvio_version_header >/dev/null
log=build/tidy.log
if run-clang-tidy -quiet -j "$(nproc)" -p build/tidy "${1:-^$PWD/(app|benches|engine|examples|io|model|params|report|solvers|tests)/}" >"$log" 2>&1; then
    echo "clang-tidy: no findings"
else
    grep -E '(error|warning):' "$log" | sort -u
    echo "clang-tidy: the findings above with their context are in $log" >&2
    exit 1
fi
