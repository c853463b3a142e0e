#!/bin/sh
# Makes docs/guide/pictures: what reports, the served page and plots look like.  sh scripts/make_pictures.sh [PROGRAM]
# They are looked at by people, not compared by tests: run it when a page or a chart has changed.
set -eu
cd "$(dirname "$0")/.."
program=$(realpath "${1:-build/release/desvio}")
out=$PWD/docs/guide/pictures
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"
cd "$work"
"$program" run brics-100 --quiet -o brics.h5
"$program" sweep brics-100 --vary tariff[0].rate=0:1:0.1 --quiet -o ladder.h5
"$program" report brics.h5 -o report.html >/dev/null
"$program" report ladder.h5 -o ladder.html >/dev/null
for what in redirection map market-share heatmap china welfare duties; do
    "$program" plot brics.h5 --what "$what" -o "plot-$what.png" >/dev/null
done
"$program" plot ladder.h5 --what ladder -o plot-ladder.png >/dev/null
PYTHONPATH=$OLDPWD/tests/page /usr/bin/python3 -B "$OLDPWD/scripts/take_pictures.py" "$program" "$work" "$out"
