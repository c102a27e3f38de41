#!/bin/sh
# Makes .venv and installs exactly what is pinned: sh deploy/environment.sh requirements.txt
# Does nothing when the pins and the Python are those of last time.
set -eu
cd "$(dirname "$0")/.."
pins=$1
python=${PYTHON:-python3}

say() {
    echo "$*" >&2
}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    say "CrisisDesk needs Python 3.11 or newer; '$python' is $("$python" --version 2>&1 || true)."
    say "Install one and name it: make PYTHON=python3.12 ..."
    exit 1
}

# A virtual environment whose Python was removed or moved does not start any more.
.venv/bin/python -c '' 2>/dev/null || rm -rf .venv

fingerprint=$(cat requirements.txt "$pins" | sha256sum | cut -d' ' -f1)
for stamp in ".venv/$pins.installed" .venv/requirements-dev.txt.installed; do
    [ "$(cat "$stamp" 2>/dev/null || true)" = "$fingerprint" ] && exit 0
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

say "Installing the packages of $pins ..."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --require-hashes -r "$pins"
echo "$fingerprint" >".venv/$pins.installed"
