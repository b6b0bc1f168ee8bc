# Sets up everything the two commands need: system libraries, a virtual environment, the product.
# Sourced by ./demo and ./check with the name of the requirements file in $requirements.
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
cd "$root"
venv="${WORKBENCH_VENV:-$root/.venv}"

say() { printf '%s\n' "$*" >&2; }

# Packages of Debian 12 by what they are for; Qt's own list is what `workbench doctor` looks up.
qt_packages="libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0"
window_packages="libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-render-util0 libxcb-xkb1 libxkbcommon-x11-0 libxcb-randr0 libxcb-shape0 libxcb-sync1 libxcb-xfixes0"
python_packages="python3 python3-venv"
# Unpacks RAR; without it the workbench runs and shows packed members as not analysed.
archive_packages="libarchive13"

installed() { dpkg-query -W -f '${Status}\n' "$1" 2>/dev/null | grep -q '^install ok installed'; }

missing_packages() {
    for package in "$@"; do
        # Debian 13 renamed some libraries for 64-bit time.
        installed "$package" || installed "${package}t64" || printf '%s ' "$package"
    done
}

find_administrator() {
    if [ "$(id -u)" = 0 ]; then sudo=""
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then sudo="sudo"
    else return 1
    fi
}

install_packages() {
    say "Installing system libraries: $*"
    $sudo apt-get update -qq >&2 &&
        DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "$@" >&2
}

# shellcheck disable=SC2086 - lists of package names
install_system() {
    command -v dpkg-query >/dev/null 2>&1 || return 0
    missing=$(missing_packages $python_packages $qt_packages $window_packages)
    wanted=$(missing_packages $archive_packages)
    [ -n "$missing$wanted" ] || return 0
    if find_administrator; then
        [ -z "$missing" ] || install_packages $missing
        [ -z "$wanted" ] || install_packages $wanted || say "Packed RAR members will not be read."
    elif [ -n "$missing" ]; then
        say "Some system libraries are missing. Run this, then start again:"
        say "    sudo apt-get install --no-install-recommends $missing$wanted"
        exit 3
    else
        say "To unpack RAR, too: sudo apt-get install --no-install-recommends $wanted"
    fi
}

find_python() {
    for candidate in "${PYTHON:-}" python3.11 python3.12 python3.13 python3; do
        [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
        then printf '%s' "$candidate"; return; fi
    done
    say "Python 3.11 or later with its venv module is needed (Debian: apt-get install python3-venv)."
    exit 3
}

# The stamp tells whether the environment already holds what the files of this checkout ask for.
wanted_stamp() { cat "$requirements" pyproject.toml | cksum; printf '%s\n' "$root"; }

install_python() {
    stamp="$venv/.stamp-$requirements"
    if [ -x "$venv/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$(wanted_stamp)" ]; then
        return 0
    fi
    say "Setting up Python packages in $venv (about 100 MB to fetch the first time)"
    [ -x "$venv/bin/python" ] || "$(find_python)" -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
        -r "$requirements" >&2
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps -e . >&2
    wanted_stamp > "$stamp"
}

install_system
install_python
