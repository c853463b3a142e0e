#!/bin/sh
# Makes page/vendor/charts.js and map.js from the packages that page/package-lock.json fixes:  sh scripts/vendor_page.sh [OUT]
# With OUT (a folder) the files are written there, so that a check can compare them with those kept.
# Identifiers are shortened and blanks taken out, but the syntax stays ES5: `desvio plot` runs the bundle in Duktape.
set -eu
cd "$(dirname "$0")/../page"
out=${1:-vendor}
npm ci --ignore-scripts --no-audit --no-fund >/dev/null
npx --no-install esbuild vendor/charts_entry.js --bundle --minify-whitespace --minify-identifiers --format=iife --global-name=echarts \
    --target=es5 --legal-comments=inline '--define:process.env.NODE_ENV="production"' --log-level=warning \
    "--banner:js=$(cat vendor/notice.txt)" --outfile="$out/charts.js"
node vendor/make_map.mjs "$out"
