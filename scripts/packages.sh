#!/bin/sh
# Installs Debian packages, as root and without a question: scripts/packages.sh NAME…
set -eu
export DEBIAN_FRONTEND=noninteractive
printf 'set-up: apt-get install %s\n' "$*" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { apt-get update && apt-get install --yes --no-install-recommends "$@"; } </dev/null >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    printf 'set-up: apt-get could not install %s\n' "$*" >&2
    exit 1
fi
