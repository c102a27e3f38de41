#!/bin/sh
# Makes .venv and installs exactly what is pinned: sh deploy/environment.sh requirements.txt
# Does nothing when the pins and the Python are those of last time.
set -eu
cd "$(dirname "$0")/.."
pins=$1

say() {
    echo "$*" >&2
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

# The one that was named, else the newest of the machine when its `python3` is too old.
python=${PYTHON:-python3}
if [ "$python" = python3 ] && ! is_new_enough python3; then
    for candidate in python3.14 python3.13 python3.12 python3.11; do
        is_new_enough "$candidate" && python=$candidate && break
    done
fi
is_new_enough "$python" || {
    say "CrisisDesk needs Python 3.11 or newer; '$python' is $("$python" --version 2>&1 || true)."
    say "Install one and name it: make PYTHON=python3.12 ..."
    exit 1
}

# A virtual environment whose Python was removed or moved does not start any more.
.venv/bin/python -c '' 2>/dev/null || rm -rf .venv

fingerprint() {
    cat requirements.txt "$1" | sha256sum | cut -d' ' -f1
}

for installed in "$pins" requirements-dev.txt; do # the second holds the first
    [ "$(cat ".venv/$installed.installed" 2>/dev/null || true)" = "$(fingerprint "$installed")" ] && exit 0
done

if [ ! -x .venv/bin/pip ]; then
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            say "Installing python3-venv ..."
            apt-get update -qq
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >&2
        else
            say "Python's venv is missing. Ask an administrator to run: apt-get install python3-venv"
            exit 1
        fi
    fi
    "$python" -m venv .venv
fi

say "Installing the packages of $pins, once; this takes a minute or two ..."
# Twice quiet: what pip warns of (where it may look, who it is) helps nobody here; its errors are still said.
.venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-input --root-user-action ignore \
    --no-deps --require-hashes -r "$pins"
fingerprint "$pins" >".venv/$pins.installed"
