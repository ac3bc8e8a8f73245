#!/bin/sh
# Makes .venv in the checkout: scripts/setup.sh run|dev
#
# run: what the product needs; dev: that and what its tests need. Everything comes from the package index that pip is
# set up for, pinned by hash in requirements/. Does nothing when nothing has changed since it last ran.
set -eu
cd "$(dirname "$0")/.."

purpose=${1:?usage: scripts/setup.sh run|dev}
venv=.venv
stamp=$venv/set-up
here=$(pwd -P)
needed="requirements/uv.txt requirements/build.txt requirements/run.txt requirements/dev.txt pyproject.toml scripts/setup.sh"

say() { printf '%s\n' "$*" >&2; }
fail() { say "set-up: $*"; exit 1; }

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14; do
        if command -v "$candidate" >/dev/null 2>&1 && is_new_enough "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    fail "no Python 3.11 or later found; on Debian: apt-get install python3 python3-venv (or say PYTHON=/path/to/python)"
}

# What the set-up was made from; the place counts too, as commands in .venv/bin name it.
fingerprint() {
    # shellcheck disable=SC2086
    { printf '%s\n' "$here"; "$venv/bin/python" -c 'import sys; print(sys.version)'; cat $needed; } | cksum
}

is_done() {
    [ -f "$stamp" ] && is_new_enough "$venv/bin/python" || return 1
    { read -r done_for; read -r made_from; } <"$stamp" || return 1
    [ "$made_from" = "$(fingerprint)" ] || return 1
    [ "$done_for" = "$purpose" ] || [ "$done_for" = dev ]
}

is_elsewhere() { [ -f "$venv/place" ] && [ "$(cat "$venv/place")" != "$here" ]; }

make_venv() {
    python=$(find_python)
    say "set-up: making $venv with $("$python" --version)"
    rm -rf "$venv"
    # Debian keeps what venv needs in a package of its own.
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
            scripts/packages.sh "python$version-venv"
        else
            fail "$python lacks its venv module; on Debian, as root: apt-get install python$version-venv"
        fi
    fi
    "$python" -m venv "$venv" || fail "$python could not make $venv"
    printf '%s\n' "$here" >"$venv/place"
}

quiet=--quiet
[ -t 2 ] && quiet=
with_pip() { "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"; }
with_uv() { "$venv/bin/uv" pip install $quiet --python "$venv/bin/python" "$@"; }

# uv is several times faster; pip does where uv has no build for this machine or can't reach the index.
install() {
    if [ -x "$venv/bin/uv" ]; then
        with_uv "$@" && return
        say "set-up: uv could not install; trying pip"
    fi
    with_pip "$@" || fail "could not install what requirements/ lists (see above); is the package index reachable?"
}

# WeasyPrint draws PDFs with Pango. Without it everything else works, and a PDF that is asked for says what is missing.
pango="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
has_pango() { "$venv/bin/python" -W error -c 'import weasyprint' >/dev/null 2>&1; }
draw_pdfs() {
    has_pango && return
    # shellcheck disable=SC2086
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then scripts/packages.sh $pango || true; fi
    has_pango || say "set-up: no PDFs can be drawn here; on Debian, as root: apt-get install $pango"
}

is_done && exit 0
if is_elsewhere || ! is_new_enough "$venv/bin/python"; then
    make_venv
fi
# What was set up for tests stays so.
if [ -f "$stamp" ] && [ "$(head -n 1 "$stamp")" = dev ]; then
    purpose=dev
fi
rm -f "$stamp"
"$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$venv/bin/python" -m ensurepip >/dev/null || fail "no pip in $venv; remove it and try again"
say "set-up: installing what requirements/$purpose.txt lists (the first time takes a minute or more)"
with_pip --only-binary :all: --require-hashes -r requirements/uv.txt || say "set-up: uv could not be had; pip does it"
# Packages without a wheel are built with the locked build tools, not with whatever is newest.
install --require-hashes -r requirements/build.txt
install --require-hashes --no-build-isolation -r "requirements/$purpose.txt"
install --no-deps --no-build-isolation --editable .
draw_pdfs
printf '%s\n%s\n' "$purpose" "$(fingerprint)" >"$stamp"
say "set-up: ready ($venv/bin/waterbed)"
