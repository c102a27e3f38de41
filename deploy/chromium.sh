#!/bin/sh
# A browser for the tests: Debian's chromium, installed where it is absent and may be. Ends with 1 where there is none.
set -eu

for program in chromium chromium-browser google-chrome; do
    command -v "$program" >/dev/null && exit 0
done

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing chromium ..." >&2
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >&2
    exit 0
fi

echo "Chromium is missing, so the browser's tests are skipped. An administrator may run: apt-get install chromium" >&2
exit 1
