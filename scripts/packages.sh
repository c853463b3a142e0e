# The Debian packages desvio needs, in one place; sourced by start.sh and test.sh.

build_packages="g++ cmake ninja-build pkg-config git zstd \
libeigen3-dev libfmt-dev libtomlplusplus-dev nlohmann-json3-dev libboost-program-options-dev libboost-math-dev \
libhdf5-dev zlib1g-dev libdeflate-dev libzstd-dev libzip-dev libexpat1-dev nettle-dev \
libcpp-httplib-dev duktape-dev librsvg2-dev fonts-dejavu-core"

test_packages="libgtest-dev libbenchmark-dev \
python3 python3-numpy python3-h5py python3-xarray python3-netcdf4 python3-h5netcdf"

check_packages="clang-format clang-tidy"

# npm comes with Debian's nodejs; another one that is there already does as well.
page_packages="chromium chromium-driver poppler-utils python3-selenium"
command -v npm >/dev/null 2>&1 || page_packages="$page_packages npm"

coverage_packages="gcovr"

# The engine that pages carry (docs/adr/0013-engine-in-the-page.md): without them reports have no model.
wasm_packages="emscripten"

petsc_packages="petsc-dev libopenmpi-dev openmpi-bin"

# install_missing PACKAGES: installs those that are not there, as root or through sudo; silent when all are.
install_missing() {
    if ! command -v dpkg-query >/dev/null 2>&1; then
        echo "This is no Debian: these packages, or their like, must be installed: $1" >&2
        return 0
    fi
    missing=""
    for package in $1; do
        case "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" in
            installed) ;;
            *) missing="$missing $package" ;;
        esac
    done
    [ -n "$missing" ] || return 0

    as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            echo "Packages are missing, and only root can install them. As root:" >&2
            echo "  apt-get update && apt-get install$missing" >&2
            return 1
        fi
        as_root="sudo"
    fi
    echo "Installing:$missing"
    log=$(mktemp)
    if $as_root apt-get -q update >"$log" 2>&1 &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install $missing >>"$log" 2>&1
    then
        rm -f "$log"
    else
        cat "$log" >&2
        rm -f "$log"
        return 1
    fi
}
