"""The project speaks of itself alone: no machine's paths, no registry, no foreign host.

A path of somebody's machine works on that machine only; an address of a package index overrules the one an
organisation has chosen; and a page or a program that knows a foreign host will one day send it something about
people.
"""

import re
from collections.abc import Iterator

import pytest

from tests.house.sources import PRODUCT, imports, modules, name_of, tracked

KNOWN_HOSTS = {
    "doi.org",  # sources of methods
    "www.w3.org",  # names of XML vocabularies
    "schemas.openxmlformats.org",  # names of the XML vocabularies of workbooks
    "graphml.graphdrawing.org",  # the name of the XML vocabulary of GraphML
    "maven.apache.org",  # the name of the XML vocabulary of pom.xml
    "joinup.ec.europa.eu",  # the licence's own page
    "keepachangelog.com",
    "www.cbs.nl",
    "example.org",
    "www.example.org",
}
"""Hosts that a text may name: sources and vocabularies, which nothing connects to."""

ASKS = {
    "api/boundaries/fetching.py": "boundaries, when somebody says so",
    "api/access/oidc.py": "the login provider that the installation's own access.toml names; nothing of the data goes there",
    "api/bench/receipt.py": "the service that a measurement started on loopback",
    "api/bench/receivers.py": "plays the receivers of alerts that a measurement is about, on loopback",
    "api/bench/service/client.py": "the service that a measurement started on loopback",
    "api/delivery/calling.py": "alerts, to the hosts that a home's plan allows",
    "api/delivery/mail.py": "the same by mail, over a channel that calling.py opened",
}
"""The modules that ask another host for anything, and what for."""

_URL = re.compile(r"\b(?:https?|wss?|bolt|neo4j)(?:\+s(?:sc)?)?://([^\s/:\"'<>)\]`,]+)")
_MACHINE = re.compile(r"(?<![\w.~-])/(?:work|root|home|tmp|Users|mnt)/\w+")
_OWN = re.compile(r"127(?:\.\d+){3}|localhost|\[|\{.*|.*\.(?:invalid|test|example)|host|HOST")
_BINARY = {".parquet", ".xlsx", ".png", ".pdf", ".gz", ".zip"}


def texts() -> Iterator[tuple[str, str]]:
    """All tracked texts but the licence, which is not ours."""
    for path in tracked():
        if path.suffix not in _BINARY and path.name != "LICENSE":
            yield name_of(path), path.read_text(encoding="utf-8", errors="replace")


def foreign(text: str) -> list[str]:
    return [host for host in _URL.findall(text) if not _OWN.fullmatch(host) and host not in KNOWN_HOSTS]


def test_no_text_names_a_foreign_host() -> None:
    assert {name: found for name, text in texts() if (found := foreign(text))} == {}


def test_no_text_names_a_machine_s_path() -> None:
    assert {name: found for name, text in texts() if (found := _MACHINE.findall(text))} == {}


def test_no_registry_is_pinned() -> None:
    options = re.compile(
        r"^\s*(?:--?(?:extra-)?index-url|-i|--find-links|-f|registry\s*=)\b|\"resolved\":", re.MULTILINE
    )
    names = re.compile(r"requirements/|package-lock|\.npmrc|pip\.conf|uv\.toml|pyproject|scripts/|Makefile|\.ci/")
    assert [name for name, text in texts() if names.search(name) and options.search(text)] == []
    assert "uv.lock" not in {name for name, _ in texts()}


def test_few_modules_ask_another_host() -> None:
    libraries = {"urllib.request", "http.client", "httpx", "httpx2", "requests", "aiohttp", "ssl", "smtplib"}
    asking = {
        source.name
        for source in modules(*PRODUCT)
        for what, _ in imports(source.tree)
        if what in libraries or what.rpartition(".")[0] in libraries
    }
    assert asking == set(ASKS)


@pytest.mark.parametrize("host", ["evil.com", "cdn.jsdelivr.net", "10.0.0.1"])
def test_a_foreign_host_is_caught(host: str) -> None:
    assert foreign(f"see https://{host}/x") == [host]  # the host is the test's own


@pytest.mark.parametrize(
    "own", ["http://127.0.0.1:8000/livez", "bolt://localhost:7687", "http://{HOST}:1", "neo4j://host:7687"]
)
def test_our_own_host_is_none(own: str) -> None:
    assert foreign(own) == []


def test_a_machine_s_path_is_caught() -> None:
    folder = "home"
    assert _MACHINE.findall(f"read /{folder}/someone/x")
    assert not _MACHINE.findall("read docs/home/x")
