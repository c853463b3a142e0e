#!/bin/sh
# Formats every source of the project in place; with --check only says which files would change, and fails.
set -eu
cd "$(dirname "$0")/.."
if [ "${1:-}" = --check ]; then mode="--dry-run -Werror"; else mode="-i"; fi
find app benches engine examples include io model params report service solvers tables tests -name '*.[ch]pp' -print0 |
    xargs -0 clang-format $mode
