#!/bin/sh
# Makes ready what runs a real Neo4j on this machine: a Java 17 development kit, Maven, and Neo4j's libraries.
#
# As root on Debian the first two are installed. Elsewhere one line names what is missing and the tests on Neo4j are
# skipped; under CI, where nobody would read that line, it fails.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

# A single source file is run by the compiler's module, which a bare runtime lacks.
has_java() { java --list-modules 2>/dev/null | grep -q '^jdk\.compiler@\(1[7-9]\|[2-9][0-9]\)'; }
has_maven() { command -v mvn >/dev/null 2>&1; }

missing() {
    has_java || printf ' %s' default-jdk-headless
    has_maven || printf ' %s' maven
}

give_up() {
    say ""
    say "!!! The tests on a real Neo4j can't run here: $1"
    say ""
    if [ -n "${CI:-}" ]; then exit 1; fi
    exit 0
}

if [ -n "${WATERBED_TEST_NEO4J_URI:-}" ]; then
    exit 0
fi
packages=$(missing)
if [ -n "$packages" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    # shellcheck disable=SC2086
    scripts/packages.sh $packages || true
    packages=$(missing)
fi
if [ -n "$packages" ]; then
    give_up "Java 17 (a development kit) or Maven is missing; on Debian, as root: apt-get install$packages"
fi
.venv/bin/python -m tests.neo4j.server --fetch || give_up "Maven could not fetch its libraries (see above)"
