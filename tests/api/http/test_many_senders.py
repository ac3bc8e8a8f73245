"""Senders at once, who share three in ten of their persons: as one after the other, and no row is lost.

Thirty-two over a real port are measured by `waterbed bench service --part uploads`.
"""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from api.access.roles import Role
from api.home import Home
from api.http.app import create_app
from api.http.service import Exposure, Service
from graph.store.digest import graph_digest
from ingest.keyring import write_keyring
from tests.api.http.small_world import NATION, World
from tests.conftest import Engines
from tests.contract.homes import home, row, take_in
from tests.factories import KEYS

pytestmark = [pytest.mark.embedded, pytest.mark.slow]
SENDERS, OWN, SHARED = 5, 7, 3
GIVEN = ("Ilse", "Bertus", "Zsofia", "Radmila", "Quinten", "Oyelaran", "Wiebe", "Yfke")
FAMILY = ("Verzon", "Bedachtman", "Duimzuiger", "Fabeltjes", "Sprookjes", "Luchtkasteel", "Droomstra", "Mythema")


def rows_of(sender: int) -> list[dict[str, str]]:
    own = [(f"{sender}-{i}", person(100 + sender * OWN + i)) for i in range(OWN)]
    shared = [(f"{sender}-s{i}", person(i)) for i in range(SHARED)]
    return [row(r, f"2024-0{1 + sender % 8}-1{i}", "GM0599", who) for i, (r, who) in enumerate([*own, *shared])]


def person(number: int) -> str:
    """Somebody whose name and birth date nobody else has."""
    name = f"{GIVEN[number % 8]}{chr(97 + number // 64)} {FAMILY[number // 8 % 8]}{chr(97 + number % 26)}"
    return f"{name} 19{60 + number % 40}-{1 + number % 12:02d}-{1 + number % 28:02d}"


def test_uploads_at_once_end_where_one_after_the_other_ends(
    engines: Engines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = engines.empty("embedded")
    installation = home(db, tmp_path / "stores")

    def ingest(_home: object, paths: Sequence[Path], **_: Any) -> Any:
        rows = [json.loads(line) for line in paths[0].read_text().splitlines()]
        return SimpleNamespace(files=take_in(installation, tmp_path / paths[0].parent.name, rows))

    monkeypatch.setattr("api.http.routes.uploads.ingest_files", ingest)
    place = Home(tmp_path / "home")
    write_keyring(place.keys, KEYS)
    service = Service(place, db, KEYS, exposure=Exposure(chooser=True))
    world = World(service, create_app(db.server, service))
    senders = [world.browser(Role.DATA_OFFICER, NATION, f"sender-{n}") for n in range(SENDERS)]

    def send(number: int) -> tuple[str, str]:
        answer = senders[number].post("/v1/encounters", {"rows": rows_of(number)})
        assert answer.status_code == 202
        return answer.json()["jobId"], f"demo-data_officer-sender-{number}"

    with ThreadPoolExecutor(SENDERS) as pool:
        sent = list(pool.map(send, range(SENDERS)))
    jobs = [list(service.jobs.follow(*one))[-1] for one in sent]
    world.close()
    assert {j.state for j in jobs} == {"done"}
    assert sum(j.result["report"]["stored"] for j in jobs if j.result) == SENDERS * (OWN + SHARED)
    at_once = graph_digest(db)

    other = home(engines.empty("embedded"), tmp_path / "others")
    take_in(other, tmp_path / "one", *map(rows_of, reversed(range(SENDERS))))
    assert graph_digest(other.db) == at_once
