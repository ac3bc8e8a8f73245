"""Erasing with findings computed anew, and erasing that is killed before each of its writes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.jobs.analyse import analyse_graph
from api.jobs.erase import analyse_again, left_over
from graph.columns import EncounterRow
from graph.model import Intervention, InterventionKind, Rotation
from graph.store.database import Database, Row, Statement
from graph.store.derived import wipe
from graph.store.digest import graph_digest
from graph.store.erasing import ERASED, is_erasing, pending
from graph.store.findings import read_findings
from graph.store.registers import write_interventions
from graph.store.schema import ensure_schema
from ingest.linkage.vault import Vault
from ingest.pipeline.erase import close, go_on, start
from ingest.pipeline.installation import Installation
from ingest.pseudonyms import encounter_id
from tests.conftest import Engines
from tests.contract.homes import NOW, Cells, home, row, take_in
from tests.factories import KEYS
from tests.graph.rotation.test_find import also_carried, carried, residents

pytestmark = [pytest.mark.embedded, pytest.mark.slow]
SEED, SHIFTS = 1, 39
MOST_STEPS = 14
PHONE = "+31600001234"
GIVEN = ("Ilse", "Bertus", "Zsofia", "Radmila", "Quinten", "Oyelaran", "Wiebe", "Yfke")
FAMILY = ("Verzon", "Bedachtman", "Duimzuiger", "Fabeltjes", "Sprookjes", "Luchtkasteel", "Droomstra", "Mythema")


def who(number: int) -> str:
    """Somebody whose name and birth date nobody else has."""
    name = f"{GIVEN[number % 8]} {FAMILY[number // 8 % 8]}{chr(97 + number % 26)}"
    return f"{name} 19{60 + number % 40}-{1 + number % 12:02d}-{1 + number % 28:02d}"


def cells(rows: Sequence[EncounterRow], first: int, **more: str) -> list[Cells]:
    """Rows of registers about persons, numbered from ``first`` on."""
    number = {p: first + i for i, p in enumerate(sorted({str(r.person) for r in rows}))}
    return [
        row(r.id, r.first_day.isoformat(), r.municipality, who(number[str(r.person)]), source_id=r.source, **more)
        for r in rows
    ]


FIRST = [*cells(residents(40), 0), *cells(carried(), 100, phones=PHONE)]
SECOND = cells(also_carried(("GM0606", "GM0502", "GM0599"), "other", 3), 200)
MEASURE = Intervention("M", ("GM0599",), date(2024, 3, 1), None, InterventionKind.CLOSURE, None, "d", "b")


def ids(rows: Sequence[Cells]) -> frozenset[str]:
    return frozenset(encounter_id(KEYS, r["source_id"], r["record_id"]) for r in rows)


def analysed(db: Database, folder: Path, *files: Sequence[Cells]) -> Installation:
    """Home that these files were taken into, with a measure, analysed."""
    wipe(db)
    ensure_schema(db)
    installation = home(db, folder)
    take_in(installation, folder / "files", *files)
    write_interventions(db, [MEASURE])
    analyse_graph(db, now=NOW, seed=SEED, shifts=SHIFTS, on_step=lambda *_: None)
    return installation


def test_findings_of_analyses_are_after_an_erasure_as_if_the_records_had_never_come(
    engines: Engines, tmp_path: Path
) -> None:
    db = engines.empty("embedded")
    installation = analysed(db, tmp_path / "both", FIRST, SECOND)
    both = {len(r.person_ids) for r in read_findings(db, Rotation)}
    start(installation, ids(SECOND), why=ERASED, now=NOW)
    go_on(installation, now=NOW, run="erase", resumed=False)
    analyse_again(installation, SEED, now=NOW, shifts=SHIFTS)
    close(installation)
    assert list(left_over(installation, ids(SECOND))) == []
    erased = graph_digest(db)
    analysed(db, tmp_path / "first", FIRST)
    assert graph_digest(db) == erased
    assert both == {3, 4}
    assert {len(r.person_ids) for r in read_findings(db, Rotation)} == {4}


class KilledError(BaseException):
    """The process ends here."""


class Killing(Database):
    """A database whose process is killed before its nth write."""

    def __init__(self, db: Database, step: Callable[[], None]) -> None:
        super().__init__(db._driver, db._database)
        self._step = step

    def _run(self, statements: Sequence[Statement], *, writes: bool) -> list[Row]:
        if writes:
            self._step()
        return super()._run(statements, writes=writes)


def test_killed_before_any_of_its_writes_an_erasure_is_whole_after_the_next_command(
    engines: Engines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = engines.empty("embedded")
    calm = home(db, tmp_path / "both")
    towns = ("GM0599", "GM0502", "GM0606")
    doomed = [
        [row(f"d{n}-{i}", f"2024-0{i + 1}-0{1 + n % 9}", towns[(n + i) % 3], who(300 + n)) for i in range(3)]
        for n in range(MOST_STEPS)
    ]
    take_in(calm, tmp_path / "files", FIRST[:12], [r for some in doomed for r in some])
    left = [0]

    def step() -> None:
        left[0] -= 1
        if left[0] < 0:
            raise KilledError

    dropping = Vault.drop

    def drop(vault: Vault, encounters: Any) -> int:
        step()
        return dropping(vault, encounters)

    killed = 0
    for n, gone in enumerate(ids(some[:1]) for some in doomed):
        left[0] = n
        monkeypatch.setattr(Vault, "drop", drop)
        try:
            erase(replace(calm, db=Killing(db, step)), gone)
        except KilledError:
            killed += 1
        monkeypatch.setattr(Vault, "drop", dropping)
        if n == 0:
            assert not is_erasing(db), "killed before its first write it never began"
            continue
        go_on(calm, now=NOW, run="next", resumed=True)
        close(calm)
        assert not pending(db).ids
        assert list(left_over(calm, gone)) == []
    assert 6 < killed < MOST_STEPS, "the last ones weren't killed: each write was reached"
    erased = graph_digest(db)
    others = [r for some in doomed[1:] for r in some[1:]]
    take_in(home(engines.empty("embedded"), tmp_path / "first"), tmp_path / "again", FIRST[:12], [*doomed[0], *others])
    assert graph_digest(db) == erased


def erase(installation: Installation, gone: frozenset[str]) -> None:
    start(installation, gone, why=ERASED, now=NOW)
    go_on(installation, now=NOW, run="erase", resumed=False)
    close(installation)
