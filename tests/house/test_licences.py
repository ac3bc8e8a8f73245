"""What the product imports may be given to anyone who may have the product.

No GPL or AGPL in our own process: the EUPL could be exchanged for them, but whoever builds on the product should not
have to. An LGPL library is imported unchanged and replaceable (ADR 0012). What runs as a process of its own, the
bundled Java runtime and a Neo4j server, isn't imported (ADR 0013).
"""

import re
from collections.abc import Mapping
from importlib import metadata

import pytest

from tests.house.test_requirements import locked

PERMISSIVE = re.compile(
    r"\b(?:MIT|BSD|0BSD|Apache|ISC|PSF|Python-2\.0|MPL|Mozilla Public License 2\.0|Zlib|CC0|Unlicense)\b|MIT-0"
)
COPYLEFT = re.compile(r"(?<!L)(?<!Lesser )\b(?:A?GPL|GNU (?:Affero )?General Public)", re.IGNORECASE)
WEAK = re.compile(r"LGPL|Lesser General Public", re.IGNORECASE)
MAY_BE_WEAK: Mapping[str, str] = {
    "python-stdnum": "LGPL-2.1 or later: imported unchanged, one function (ADR 0012)",
    "pyphen": "GPL, LGPL or MPL 1.1, whichever one takes; we take the MPL, unchanged (ADR 0046)",
}


def licence_of(package: str) -> str:
    """What a package says of its licence: expression, else classifiers, else the first words of the field, or of its file."""
    said = metadata.metadata(package)
    expression = str(said["License-Expression"]) if "License-Expression" in said else ""
    classifiers = [c for c in said.get_all("Classifier") or [] if c.startswith("License")]
    field = str(said["License"])[:80] if "License" in said else ""
    return expression or "; ".join(classifiers) or field or first_words(package)


def first_words(package: str) -> str:
    """First words of the licence that a package carries along, for one whose metadata say nothing of it."""
    files = [f for f in metadata.files(package) or () if f.name.upper().startswith("LICEN")]
    return " ".join(files[0].read_text().split()[:12]) if files else ""


def is_allowed(package: str, licence: str) -> bool:
    if WEAK.search(licence):
        return package in MAY_BE_WEAK
    return bool(PERMISSIVE.search(licence)) and not COPYLEFT.search(licence)


def installed() -> dict[str, str]:
    """Licences of the locked packages that are installed on this platform."""
    present = {re.sub(r"[-_.]+", "-", d.metadata["Name"]).lower() for d in metadata.distributions()}
    return {package: licence_of(package) for package in locked("run") if package in present}


def test_the_product_imports_nothing_that_binds_who_builds_on_it() -> None:
    licences = installed()
    assert len(licences) > 60
    assert {p: licence for p, licence in licences.items() if not is_allowed(p, licence)} == {}


def test_every_exception_is_still_needed() -> None:
    licences = installed()
    assert [p for p in MAY_BE_WEAK if not WEAK.search(licences.get(p, ""))] == []


@pytest.mark.parametrize(
    "licence",
    [
        "GPL-3.0-only",
        "AGPL-3.0-or-later",
        "License :: OSI Approved :: GNU General Public License v3 (GPLv3)",
        "LGPL",
        "",
    ],
)
def test_a_licence_that_binds_is_caught(licence: str) -> None:
    assert not is_allowed("anything", licence)


@pytest.mark.parametrize("licence", ["MIT", "Apache-2.0 OR BSD-3-Clause", "PSF-2.0", "MPL-2.0"])
def test_a_permissive_licence_is_allowed(licence: str) -> None:
    assert is_allowed("anything", licence)
