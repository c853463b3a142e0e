#!/bin/sh
# Rebuilds the built-in base from its figures with desvio's own commands, and says which steps cannot be.
# Usage: rebuild_world_2023.sh DATA OUT    DATA holds world-2023/ and tariffs/; params/sets/world-2023/RECIPE.md explains
set -eu
data=$1
out=$2
top=$(cd "$(dirname "$0")/.." && pwd)
desvio=${DESVIO:-$top/build/release/desvio}
for needed in "$data/world-2023/trade.csv" "$data/tariffs/us_tariff_partner_gtap_by_date.csv.gz" "$desvio"; do
    [ -e "$needed" ] || { echo "$needed is missing" >&2; exit 1; }
done
mkdir -p "$out/figures"

echo "== 1. the figures as a base"
cp "$data"/world-2023/*.csv "$top/params/sets/world-2023/manifest.toml" "$out/figures/"
chmod u+w "$out"/figures/*
"$desvio" base import "$out/figures" -o "$out/world-2023.h5" | tail -n 4

echo "== 2. the same as the one inside the program"
"$desvio" base diff "$out/world-2023.h5" world-2023

echo "== 3. its own equilibrium: nothing is left to settle"
"$desvio" base settle "$out/world-2023.h5" -o "$out/settled.h5"

echo "== 4. duties of the United States once more, from duties collected in 2024 by partner and GTAP sector"
"$desvio" base set "$out/world-2023.h5" --importer USA --percent --only date=2025-01-01 \
    --tariffs "$data/tariffs/us_tariff_partner_gtap_by_date.csv.gz" --sector-map gtap-to-world-2023 \
    --columns sector=gtap,exporter=iso3,rate=base2024_applied_pct,value=imports2024_usd -o "$out/us-duties.h5" | head -n 5

echo "== not rebuilt: trade from customs totals (BACI, US Census), own sales and services from national accounts, input"
echo "   shares from WIOD 2014: their sources are not at hand in full. RECIPE.md says what each step was."
