#!/bin/sh
# Writes requirements/*.txt from pyproject.toml: scripts/lock.sh [--upgrade]
#
# Every package with its hashes, for every platform and Python from 3.11 on, and no index's address. All files
# agree on every version: dev.txt is solved first and binds the others.
set -eu
cd "$(dirname "$0")/.."

compile() {
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-header "$@"
}

compile pyproject.toml --group dev --output-file requirements/dev.txt "$@"
compile pyproject.toml --constraint requirements/dev.txt --output-file requirements/run.txt
compile --group build --constraint requirements/dev.txt --output-file requirements/build.txt
printf 'uv\n' | compile - --constraint requirements/dev.txt --output-file requirements/uv.txt
compile --group web --constraint requirements/dev.txt --output-file requirements/web.txt
