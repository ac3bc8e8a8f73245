#!/bin/sh
# Installs Debian's chromium for the tests of the browser app, where that is possible without a question.
set -eu
cd "$(dirname "$0")/.."
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    scripts/packages.sh chromium && exit 0
fi
printf 'set-up: no chromium here, so the browser app will not be tested; on Debian, as root: apt-get install chromium\n' >&2
