#!/bin/sh
# All tests:  sh scripts/test.sh
# One check or several:  sh scripts/test.sh format tidy asan ...     all that must hold before a change lands:  ci
#   tests     release build and every test but those in a browser
#   format    clang-format finds nothing to change
#   rooms     who may include whom, who may print and open files
#   shared    every room as a shared library: a cycle of rooms fails to link
#   tidy      clang-tidy finds nothing
#   asan      the tests under the address and undefined-behaviour sanitizers
#   tsan      the tests that use threads under the thread sanitizer
#   petsc     Leontief systems on 1, 2 and 4 processes, by PETSc
#   page      reports and the served page in a headless Chromium; page/vendor is what its script makes
#   coverage  line coverage of the tests, as a table
set -eu
cd "$(dirname "$0")/.."
. scripts/packages.sh
jobs=$(nproc)

build() {  # build PRESET [CMAKE OPTIONS]: configures quietly, then builds all of it
    preset=$1
    shift
    mkdir -p build
    cmake --preset "$preset" "$@" >"build/configure-$preset.log" 2>&1 || { cat "build/configure-$preset.log"; return 1; }
    cmake --build --preset "$preset"
}

check_tests() { build release -DDESVIO_TESTS=ON -DDESVIO_BENCHES=ON && ctest --preset release -LE page -j "$jobs"; }
check_page() {
    tools=$PWD/build/page_tools
    mkdir -p "$tools/vendor" && cp page/package.json page/package-lock.json "$tools/" &&
        (cd "$tools" && npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1 || { cat npm.log; exit 1; }) &&
        rm -f "$tools"/vendor/* && sh scripts/vendor_page.sh "$tools/vendor" || return 1
    for made in "$tools"/vendor/*; do
        cmp "$made" "page/vendor/${made##*/}" || { echo "sh scripts/vendor_page.sh makes it anew"; return 1; }
    done
    build release -DDESVIO_TESTS=ON && DESVIO_PAGE_TESTS=must ctest --preset release -L page
}
check_format() { sh scripts/format.sh --check; }
check_rooms() { python3 scripts/check_rooms.py; }
check_shared() { build shared; }
check_tidy() { sh scripts/tidy.sh; }
check_asan() { build asan && ctest --preset asan -j "$jobs"; }
check_tsan() {
    build tsan && ctest --preset tsan -j "$jobs" && build/tsan/desvio run brics-100 --threads 4 --quiet -o build/tsan/run.h5 &&
        build/tsan/desvio run 'brics-100*' --jobs 4 --draws 2 --force --quiet -o build/tsan/answers
}
check_petsc() { build petsc && ctest --preset petsc; }  # its tests start several processes themselves
check_coverage() {
    build coverage && ctest --preset coverage -j "$jobs" &&
        gcovr --root . --object-directory build/coverage --filter '(app|engine|include|io|model|params|report|service|solvers|tables)/' --sort-percentage
}

[ $# -gt 0 ] || set -- tests
[ "$*" = ci ] && set -- format rooms shared tidy asan tsan petsc tests page

packages="$build_packages $wasm_packages $test_packages"
case " $* " in *" format "* | *" tidy "*) packages="$packages $check_packages" ;; esac
case " $* " in *" page "*) packages="$packages $page_packages" ;; esac
case " $* " in *" coverage "*) packages="$packages $coverage_packages" ;; esac
case " $* " in *" petsc "*) packages="$packages $petsc_packages" ;; esac
install_missing "$packages"

timings=""
for check in "$@"; do
    began=$(date +%s)
    echo "== $check"
    "check_$check"
    timings="$timings $check $(($(date +%s) - began)) s,"
done
echo "passed:${timings%,}"
