#!/bin/sh
# Writes docs/guide/scenarios.md, or the file named: the built-in scenarios and what they answer, by running them all.
# Usage: make_scenarios_page.sh [FILE]    the program is that of DESVIO, else build/release/desvio
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
page=${1:-$top/docs/guide/scenarios.md}
desvio=${DESVIO:-$top/build/release/desvio}
new=$(mktemp)
trap 'rm -f "$new"' EXIT
cat > "$new" << 'HEAD'
# The built-in scenarios and their answers

Written by `scripts/make_scenarios_page.sh` from what the program computes; a test checks that it is current. Each section
has the question, what follows for Latin America on the base world-2023, and where the figures of the question are from.
Changes are in percent of real income, as if by an equal change of everybody's consumption; in brackets the 5th and 95th
percentile over draws of the trade elasticities. They hold given the scenario: how sure the scenario itself is, its readings
and its note say. Sales are at the prices of the base.

    desvio describe scenarios                      the list
    desvio describe scenario chancay               note, sources, readings and rules of one
    desvio run chancay --reading all               its low, central and high reading side by side
    desvio run @all --jobs 2 -o answers            all of them: a result file each and one table
    desvio run '@brics*' --draws 200 -o answers    those whose names begin so
    desvio describe scenarios --headlines          the sections of this page

`run` with several scenarios goes on when one fails and ends with the worst exit code. Files are written whole or not at all.
A file in the folder that was made from the same scenario, base, draws and program is not made again unless `--force` is
given, so a run that was stopped goes on where it was.

HEAD
"$desvio" describe scenarios --headlines >> "$new"
cp "$new" "$page"
chmod 644 "$page"
